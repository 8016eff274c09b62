"""A picture of the screen: where the photograph was on it, and where people looked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.picture import to_image
from neopain_gui.gui.gaze.picture import PlacePicture

_GROUND = 58  # grey of a screen that shows nothing: light and dark dots are seen on it
_SCALE = 8  # pixels of the screen for one of the ground, which is plain


class ScreenPicture(PlacePicture):
    """The screen as a plain ground, the photograph in its place, and a dot for each gaze point."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("The screen", parent)
        self._photograph_image: QImage | None = None
        self._points = np.empty((0, 2))
        self._fixed = True

    def show_screen(self, size: tuple[int, int], points: NDArray[np.float64], caption: str) -> None:
        """Show another screen of (height, width) and where people looked on it."""
        small = (max(1, size[0] // _SCALE), max(1, size[1] // _SCALE), 3)
        self.show_image(np.full(small, _GROUND, np.uint8), caption)
        self._size, self._points, self._photograph_image = size, points, None
        self.update()

    def show_rectangle(self, box: Box | None, photograph: tuple[int, int], *, fixed: bool) -> None:
        """Draw where the photograph is; ``fixed`` where the file says it."""
        self._fixed = fixed
        self.show_place(box, self._size, photograph, certain=True)
        if fixed:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setMouseTracking(False)
            self.unsetCursor()
            self.setToolTip("The file says where the photograph was")

    def show_photograph(self, pixels: NDArray[np.uint8] | None) -> None:
        """Draw the photograph into the rectangle."""
        self._photograph_image = None if pixels is None else to_image(pixels)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 120)

    def _grip(self, at: QPointF) -> int | None:
        return None if self._fixed else super()._grip(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._fixed:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _paint_over(self, painter: QPainter) -> None:
        painter.setClipRect(self._room())
        if self._box is not None and self._photograph_image is not None:
            painter.setOpacity(0.75)
            painter.drawImage(self.on_screen(self._box), self._photograph_image)
            painter.setOpacity(1.0)
        target = self.target()
        across, down = target.width() / self._size[1], target.height() / self._size[0]
        painter.setPen(QPen(QColor(0, 0, 0, 120), 0.5))
        painter.setBrush(QColor(86, 180, 233, 150))
        for x, y in self._points:
            point = QPointF(target.left() + x * across, target.top() + y * down)
            painter.drawEllipse(point, 2.0, 2.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        super()._paint_over(painter)
        painter.setClipping(False)
