"""The crosshair that marks one pixel of the photograph on several canvases."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

_GAP = 8
_LIGHT = QColor(255, 255, 255)
_DARK = QColor(0, 0, 0, 120)


class Crosshair(pg.GraphicsObject):
    """Two thin lines across the photograph that leave the pixel they meet at free."""

    def __init__(self) -> None:
        super().__init__()
        self._area = QRectF()
        self._at = QPointF()
        self.setZValue(40)
        self.setVisible(False)

    def set_photograph(self, width: int, height: int) -> None:
        """Reach across a photograph of this size."""
        self.prepareGeometryChange()
        self._area = QRectF(0, 0, width, height)

    def mark(self, column: int, row: int) -> None:
        """Mark a pixel; a negative one takes the lines away."""
        self._at = QPointF(column + 0.5, row + 0.5)
        self.setVisible(column >= 0 and row >= 0)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        area, x, y = self._area, self._at.x(), self._at.y()
        dense = painter.device().devicePixelRatioF()
        free = max(0.5, _GAP / painter.worldTransform().m11())
        lines = [
            QLineF(area.left(), y, x - free, y),
            QLineF(x + free, y, area.right(), y),
            QLineF(x, area.top(), x, y - free),
            QLineF(x, y + free, x, area.bottom()),
        ]
        shown = [line for line in lines if _forwards(line)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for colour, width in ((_DARK, 3.0), (_LIGHT, 1.0)):
            pen = QPen(colour, width * dense)
            pen.setCosmetic(True)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLines(shown)


def _forwards(line: QLineF) -> bool:
    """Say whether a line is still there once the gap has been taken out of it."""
    return line.dx() > 0 or line.dy() > 0
