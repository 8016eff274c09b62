"""A picture of the screen: where the photograph was on it, and where people looked."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.picture import Picture as Pixels
from neopain_gui.gui.gaze.picture import PlacePicture

_GROUND = 58  # grey of a screen that shows nothing: light and dark dots are seen on it
_SCALE = 8  # pixels of the screen for one of the ground, which is plain
_GAZE, _EDGE = QColor(86, 180, 233, 150), QColor(0, 0, 0, 120)
_DOT = 4  # across, in pixels of the window


class ScreenPicture(PlacePicture):
    """The screen as a plain ground, the photograph in its place, and a dot for each gaze point."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("The screen", parent)
        self._fixed = True
        self._photograph = Pixels()
        self._photograph.setOpacity(0.75)
        self._photograph.setZValue(10)
        self._points = pg.ScatterPlotItem(
            size=_DOT,
            brush=_GAZE,
            pen=pg.mkPen(_EDGE, width=0.5),
        )
        self._points.setZValue(20)
        for item in (self._photograph, self._points):
            self.canvas.stage.addItem(item, ignoreBounds=True)
        self.canvas.face_box.changing.connect(self._follow)

    def show_screen(self, size: tuple[int, int], points: NDArray[np.float64], caption: str) -> None:
        """Show another screen of (height, width) and where people looked on it."""
        small = (max(1, size[0] // _SCALE), max(1, size[1] // _SCALE), 3)
        self.show_image(np.full(small, _GROUND, np.uint8), caption, size)
        self._points.setData(points[:, 0], points[:, 1])
        self.show_photograph(None)

    def show_rectangle(self, box: Box | None, photograph: tuple[int, int], *, fixed: bool) -> None:
        """Draw where the photograph is; ``fixed`` where the file says it."""
        self._fixed = fixed
        self.show_place(box, photograph, certain=True)

    def show_photograph(self, pixels: NDArray[np.uint8] | None) -> None:
        """Draw the photograph into the rectangle."""
        self._photograph.show_pixels(pixels, self.canvas.face_box.rectangle)

    def _follow(self, rectangle: QRectF) -> None:
        self._photograph.show_at(rectangle)

    def sizeHint(self) -> QSize:
        return QSize(220, 120)

    def _set_movable(self, movable: bool) -> None:
        super()._set_movable(movable and not self._fixed)

    def _how(self) -> str:
        said = super()._how()
        known = self._fixed and self.box is not None
        return f"The file says where the photograph was. {said}" if known else said
