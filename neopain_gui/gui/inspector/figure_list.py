"""Names on the left, figures on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from neopain_gui.gui import theme
from neopain_gui.gui.inspector.figures import Figure


class FigureList(QWidget):
    """A small table of figures, rebuilt whenever they change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.figures: tuple[Figure, ...] = ()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "figures"):
            self.show_figures(self.figures)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures and no others."""
        self.figures = tuple(figures)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, figure in enumerate(self.figures):
            name, value = QLabel(figure.name, self), QLabel(figure.text, self)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setWordWrap(True)
            for label in (name, value):
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setToolTip(figure.tip)
            value.setAccessibleName(figure.name)
            if figure.level:
                palette = value.palette()
                palette.setColor(value.foregroundRole(), theme.level_colour(figure.level))
                value.setPalette(palette)
                value.setFont(theme.strong_font(value.font()))
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)
