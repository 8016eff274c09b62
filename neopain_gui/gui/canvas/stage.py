"""The place on which everything of a canvas stands, and what a drag on it does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal

from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.line import Trace


class Stage(pg.ViewBox):
    """A view box in which a drag pans, or draws while that was asked for: a rectangle, a line.

    Signals
    -------
    drawn : Box
    traced : list of (x, y)
        A line that a hand drew and let go.
    """

    drawn = Signal(object)
    traced = Signal(object)

    def __init__(self) -> None:
        super().__init__(lockAspect=True, invertY=True, enableMenu=False)
        self.drawing = False
        self.trace: Trace | None = None
        self.limits: tuple[int, int] = (1, 1)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        button = event.button()
        if self.drawing and button == Qt.MouseButton.LeftButton:
            event.accept()
            self._draw(event)
        elif self.trace is not None and button == Qt.MouseButton.LeftButton:
            event.accept()
            self._follow(event, self.trace)
        elif button == Qt.MouseButton.RightButton:
            event.ignore()
        else:
            super().mouseDragEvent(event, axis)

    def _draw(self, event: Any) -> None:
        start = self.mapSceneToView(event.buttonDownScenePos())
        stop = self.mapSceneToView(event.scenePos())
        self.updateScaleBox(event.buttonDownPos(), event.pos())
        if event.isFinish():
            self.rbScaleBox.hide()
            box = _box_between(start, stop, *self.limits)
            if box is not None:
                self.drawn.emit(box)

    def _follow(self, event: Any, trace: Trace) -> None:
        if event.isStart():
            trace.begin(self.mapSceneToView(event.buttonDownScenePos()))
        elif not trace.begun:
            return  # the photograph changed under the hand
        trace.add(self.mapSceneToView(event.scenePos()))
        if event.isFinish():
            self.traced.emit(trace.end())


def _box_between(start: QPointF, stop: QPointF, width: int, height: int) -> Box | None:
    """Return the pixels that a rectangle touches inside the photograph; None if there are none."""
    rectangle = QRectF(start, stop).normalized() & QRectF(0, 0, width, height)
    if rectangle.width() < 1 or rectangle.height() < 1:
        return None
    return Box(
        left=int(np.floor(rectangle.left())),
        top=int(np.floor(rectangle.top())),
        right=int(np.ceil(rectangle.right())),
        bottom=int(np.ceil(rectangle.bottom())),
    )
