"""Whose answers each file holds: who is called otherwise here is named."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable, literal
from neopain_gui.gui.widgets.flow import Page

if TYPE_CHECKING:
    from neopain_gui.pipeline.rounds.collection import Whose

NOBODY = "Nobody: leave it out"
_ROWS = 4
"""So many are seen at once; more are scrolled to."""


class WhoseFiles(QWidget):
    """A line a file: what it calls its rater, and who that is in the study.

    Signals
    -------
    chosen(file: Path, rater: str)
        A person said who it is; an empty name is nobody.
    """

    chosen = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Whose the files are")
        self.choices: dict[Path, QComboBox] = {}
        self._shown: tuple[Whose, ...] = ()
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * theme.SPACE)
        self._grid.setColumnStretch(2, 1)
        self._page = Page(self._lines, across=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self.hide()

    def show_files(self, files: Sequence[Whose]) -> None:
        """Show whose these files are; the boxes of the same files stay."""
        before, self._shown = self._shown, tuple(files)
        if [one.file for one in before] != [one.file for one in files]:
            self._make()
        for one in files:
            box = self.choices[one.file]
            box.blockSignals(True)
            box.setCurrentIndex(box.findData(one.here))
            box.blockSignals(False)
        self.setHidden(not files)

    def _make(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.choices.clear()
        for row, one in enumerate(self._shown):
            box = QComboBox()
            box.setAccessibleName(f"Who {one.called} of {one.file.name} is here")
            box.setToolTip(literal(f"Whom the round “{one.round}” asks"))
            box.addItem(NOBODY, "")
            for rater in one.raters:
                box.addItem(rater, rater)
            box.activated.connect(partial(self._choose, one.file))
            self.choices[one.file] = box
            name = PlainLabel(breakable(f"{one.file.name}: {one.called} is"))
            name.setBuddy(box)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(box, row, 1)
        high = max((one.sizeHint().height() for one in self.choices.values()), default=0)
        rows = min(len(self._shown), _ROWS)
        self._page.setFixedHeight(rows * (high + self._grid.verticalSpacing()) + theme.SPACE)

    def _choose(self, file: Path, _place: int) -> None:
        self.chosen.emit(file, self.choices[file].currentData())
