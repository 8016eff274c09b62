"""A small square of a colour, to stand beside the word that it means."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget


class Swatch(QWidget):
    """A square with a border.

    Parameters
    ----------
    colour : callable
        Returns what it is filled with on the present palette.
    """

    def __init__(self, colour: Callable[[], QColor], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(14, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self.palette().windowText().color(), 1))
        painter.setBrush(self._colour())
        painter.drawRect(0, 0, self.width() - 1, self.height() - 1)
        painter.end()
