"""Names on the left, figures on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets.figures import BY_CHANCE, Figure

_LONGEST = 168
"""Pixels for a name; the tooltip has it in full."""


class FigureList(QWidget):
    """A small table of figures. Its labels are used again: it changes with every step.

    Parameters
    ----------
    whole : bool
        Whether long names break their lines instead of being shortened.
    """

    def __init__(self, parent: QWidget | None = None, *, whole: bool = False) -> None:
        super().__init__(parent)
        self._whole = whole
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(int(not whole), 1)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self.figures: tuple[Figure, ...] = ()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        anew = event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if anew and hasattr(self, "figures"):
            figures, self.figures = self.figures, ()
            self.show_figures(figures)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures and no others."""
        before, self.figures = self.figures, tuple(figures)
        while len(self._rows) < len(self.figures):
            self._add_row()
        for row, labels in enumerate(self._rows):
            figure = self.figures[row] if row < len(self.figures) else None
            old = before[row] if row < len(before) else None
            if figure != old:
                self._write(labels, figure)

    def room_for(self, names: Sequence[str], text: str) -> int:
        """Return how wide the list is with these names and such a figure, in pixels."""
        metrics = self.fontMetrics()
        longest = max(metrics.horizontalAdvance(name) for name in names)
        beside = metrics.horizontalAdvance(text) + self._grid.horizontalSpacing()
        return min(longest, _LONGEST) + beside

    def _add_row(self) -> None:
        name, value = PlainLabel(parent=self), PlainLabel(parent=self)
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        (name if self._whole else value).setWordWrap(True)
        for label in (name, value):
            label.hide()
        row = len(self._rows)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        self._rows.append((name, value))

    def _write(self, labels: tuple[QLabel, QLabel], figure: Figure | None) -> None:
        name, value = labels
        if figure is not None:
            how, metrics = Qt.TextElideMode.ElideRight, name.fontMetrics()
            short = metrics.elidedText(figure.name, how, _LONGEST)
            name.setText(figure.name if self._whole else short)
            value.setText(figure.text)
            value.setAccessibleName(figure.name)
            for label in labels:
                label.setToolTip(literal(figure.tip))
            palette = self.palette()
            marked = bool(figure.level) and figure.level != BY_CHANCE
            if figure.level:
                ink = theme.level_colour(figure.level) if marked else theme.muted(palette)
                palette.setColor(value.foregroundRole(), ink)
            value.setPalette(palette)
            value.setFont(theme.strong_font(self.font()) if marked else self.font())
        for label in labels:
            if figure is None:  # no word of what is no longer so, not even out of sight
                label.clear()
                label.setToolTip("")
                label.setAccessibleName("")
            label.setVisible(figure is not None)
