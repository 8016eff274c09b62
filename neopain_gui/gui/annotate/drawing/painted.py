"""What a brush covers, pixel by pixel, while it is on the photograph; and the brush's ring."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from neopain_gui.annotation.strokes import Stroke
from neopain_gui.geometry import Box

_DARK, _LIGHT = QColor(0, 0, 0), QColor(255, 255, 255)


class Painted(pg.GraphicsObject):
    """Shows the pixels of a stroke."""

    def __init__(self) -> None:
        super().__init__()
        self.stroke: Stroke | None = None
        self._image = QImage()
        self._place = QRectF()

    def show_stroke(self, stroke: Stroke | None, colour: QColor) -> None:
        """Follow a stroke; None shows nothing."""
        self.prepareGeometryChange()
        self.stroke = stroke
        if stroke is None:
            self._image, self._place = QImage(), QRectF()
            return
        height, width = stroke.covered.shape
        # Qt looks at the stroke's own bytes: nothing is copied while the brush goes on.
        covered = stroke.covered
        self._image = QImage(covered.data, width, height, width, QImage.Format.Format_Indexed8)
        self._image.setColorTable([0, colour.rgba()])
        self._place = QRectF(0, 0, width, height)

    def went_on(self, box: Box | None) -> None:
        """Show anew what lies inside a box."""
        if box is not None:
            self.update(_rectangle(box))

    def boundingRect(self) -> QRectF:
        return self._place

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        if self.stroke is not None and self.stroke.box is not None:
            place = _rectangle(self.stroke.box)
            painter.drawImage(place, self._image, place)


class Ring(pg.GraphicsObject):
    """The edge of the brush under the pointer."""

    def __init__(self) -> None:
        super().__init__()
        self._place = QRectF()

    def show_at(self, at: QPointF | None, radius: float) -> None:
        """Show it around a place; None takes it away."""
        self.prepareGeometryChange()
        self._place = QRectF()
        if at is not None:
            self._place = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        self.update()

    def boundingRect(self) -> QRectF:
        beside = 2 * float(self.pixelWidth() or 1.0)
        return self._place.adjusted(-beside, -beside, beside, beside)

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        if self._place.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((_DARK, 2.4), (_LIGHT, 1.2)):
            pen = QPen(colour, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawEllipse(self._place)


def _rectangle(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)
