"""Tiles that belong together, under one heading with a bracket."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.widgets.tile import Tile

_TICK = 4
_BETWEEN = 2


class _Heading(QWidget):
    """A word over a line that is bent down at its ends; nothing where the word is empty."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 4, metrics.height() + 1 + _TICK)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        height = self.fontMetrics().height()
        painter.setPen(theme.muted(self.palette()))
        painter.drawText(
            QRectF(0, 0, self.width(), height), Qt.AlignmentFlag.AlignCenter, self._text
        )
        painter.setPen(QPen(theme.blend(*_inks(self), 0.6), 1))
        left, right, top = 2.5, self.width() - 2.5, height + 0.5
        painter.drawLines(
            [
                QLineF(left, top, right, top),
                QLineF(left, top, left, top + _TICK),
                QLineF(right, top, right, top + _TICK),
            ]
        )
        painter.end()


class Block(QWidget):
    """A heading and its tiles."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        self._row = QHBoxLayout()
        self._row.setSpacing(_BETWEEN)
        self._row.addStretch(1)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._heading = _Heading(title)
        column.addWidget(self._heading)
        column.addLayout(self._row)

    def add(self, tile: Tile) -> None:
        """Put a tile to the right of the others."""
        self._row.insertWidget(self._row.count() - 1, tile)

    def show_heading(self, shown: bool) -> None:
        """Leave the heading out where height is dear; the tiles' tooltips name the block."""
        self._heading.setVisible(shown)


def _inks(widget: QWidget) -> tuple[QColor, QColor]:
    palette = widget.palette()
    return palette.windowText().color(), palette.window().color()
