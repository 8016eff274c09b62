"""The line that filters the photographs: Esc clears it, ↓ and Enter go to what is left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from neopain_gui.gui.base import theme

_ON = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FilterLine(QLineEdit):
    """A line to type in.

    Signals
    -------
    left()
        The person is done with it.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Filter by name, neonate or label")
        self.setToolTip("Ctrl+F comes here, Esc clears it")
        self.setClearButtonEnabled(True)
        self.setAccessibleName("Filter photographs")
        self.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in _ON:
            self.left.emit()
        else:
            super().keyPressEvent(event)
