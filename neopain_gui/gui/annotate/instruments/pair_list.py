"""Pairs of points: distances that a table has, lines that are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QListWidget, QPushButton, QVBoxLayout, QWidget

from neopain_gui.annotation import landmarks_draft as draft
from neopain_gui.gui.annotate.instruments import fields
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets.flow import Flow

_ROWS = 4


class PairList(QWidget):
    """The pairs of one part of a set, with what adds and removes them.

    Parameters
    ----------
    part : {"distances", "lines"}
        Which.

    Signals
    -------
    changed(definition: dict, what: str)
        A person added or removed one: the whole set, and what changed.
    """

    changed = Signal(object, str)

    def __init__(self, part: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = part
        self._definition: dict[str, Any] = {}
        one = part.removesuffix("s")
        self.list = QListWidget()
        self.list.setAccessibleName(part.capitalize())
        self.list.setFixedHeight(_ROWS * (self.fontMetrics().height() + 6))
        self.ends = (QComboBox(), QComboBox())
        for box, end in zip(self.ends, ("from", "to"), strict=True):
            box.setAccessibleName(f"{one.capitalize()} {end}")
            box.setToolTip(literal(f"The point that the {one} goes {end}"))
            fields.narrow(box)
        self.add = QPushButton("Add")
        self.add.setAccessibleName(f"Add the {one}")
        self.add.setToolTip(literal(f"Add the {one} between the two points"))
        self.take = QPushButton("Remove")
        self.take.setAccessibleName(f"Remove the {one}")
        self.take.setToolTip(literal(f"Take the chosen {one} out; Undo puts it back"))
        line = QWidget()
        row = Flow(line)
        for widget in (self.ends[0], PlainLabel("to"), self.ends[1], self.add, self.take):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addWidget(line)
        self.add.clicked.connect(self._add)
        self.take.clicked.connect(self._take)

    def show_pairs(self, definition: Mapping[str, Any]) -> None:
        """Show the pairs of a set."""
        self._definition = dict(definition)
        titles = {str(one["name"]): str(one.get("title", "")) for one in definition["points"]}
        pairs = definition.get(self._part, [])
        row = self.list.currentRow()
        self.list.clear()
        for pair in pairs:
            self.list.addItem(" – ".join(titles.get(one, one) for one in pair))
        self.list.setCurrentRow(min(row, len(pairs) - 1))
        self.take.setEnabled(bool(pairs))
        for box in self.ends:
            chosen = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                for name, title in titles.items():
                    box.addItem(title, name)
                box.setCurrentIndex(max(0, box.findData(chosen)))

    def _add(self) -> None:
        one, other = (box.currentIndex() for box in self.ends)
        made = draft.with_pair(self._definition, self._part, one, other)
        if made != self._definition:
            self.changed.emit(made, self._part)

    def _take(self) -> None:
        place = self.list.currentRow()
        place = self.list.count() - 1 if place < 0 else place
        self.changed.emit(draft.without_pair(self._definition, self._part, place), self._part)
