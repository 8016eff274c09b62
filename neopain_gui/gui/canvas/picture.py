"""A picture on the canvas: smooth when made smaller, its pixels plain when enlarged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

_SMALLEST = 64


def to_image(pixels: NDArray[np.uint8]) -> QImage:
    """Return a picture, uint8 (h, w, 3) RGB or (h, w, 4) RGBA, as Qt has it; copied."""
    height, width, channels = pixels.shape
    opaque = channels == 3
    given = QImage.Format.Format_RGB888 if opaque else QImage.Format.Format_RGBA8888
    fast = QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied
    packed = np.ascontiguousarray(pixels)
    return QImage(packed.data, width, height, channels * width, given).convertToFormat(fast)


def halved(image: QImage) -> tuple[QImage, ...]:
    """Return a picture and ever smaller copies of it.

    Drawing a photograph of six million pixels in a small panel from the original would skip most
    of them.
    """
    levels = [image]
    while min(levels[-1].width(), levels[-1].height()) >= 2 * _SMALLEST:
        levels.append(_half(levels[-1]))
    return tuple(levels)


def _half(image: QImage) -> QImage:
    return image.scaled(
        image.width() // 2,
        image.height() // 2,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


class Picture(pg.GraphicsObject):
    """Pixels stretched over a rectangle of the photograph, drawn from the copy of the right size.

    Halved copies that were not given are made the first time that they are needed.
    """

    def __init__(self) -> None:
        super().__init__()
        self._levels: list[QImage] = []
        self._place = QRectF()

    def show_pixels(self, pixels: NDArray[np.uint8] | None, place: QRectF) -> None:
        """Show a picture, uint8 (h, w, 3 or 4), over a rectangle; None shows nothing."""
        self.show_images([] if pixels is None else [to_image(pixels)], place)

    def show_images(self, pyramid: Sequence[QImage], place: QRectF) -> None:
        """Show a picture, given with its :func:`halved` copies or alone; none shows nothing."""
        if place != self._place:
            self.prepareGeometryChange()
        self._levels = list(pyramid)
        self._place = place
        self.update()

    def show_at(self, place: QRectF) -> None:
        """Stretch the same picture over another rectangle."""
        if place != self._place:
            self.prepareGeometryChange()
            self._place = place
            self.update()

    def boundingRect(self) -> QRectF:
        return self._place

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        if not self._levels:
            return
        across = painter.worldTransform().mapRect(self._place).width()
        shown = across * painter.device().devicePixelRatioF()
        image = self._level(shown)
        smaller = shown < image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smaller)
        painter.drawImage(self._place, image)

    def _level(self, shown: float) -> QImage:
        """Return the smallest copy that still has a pixel for each of the screen's."""
        place = 0
        while True:
            image = self._levels[place]
            half = image.width() // 2
            if half < shown or min(image.width(), image.height()) < 2 * _SMALLEST:
                return image
            place += 1
            if place == len(self._levels):
                self._levels.append(_half(image))
