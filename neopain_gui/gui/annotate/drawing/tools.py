"""The tools that draw regions: places are the canvas's, where a pixel covers [c, c + 1]."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainterPath

from neopain_gui.gui.annotate.drawing.hand import Tool
from neopain_gui.gui.canvas.around import drawn_around
from neopain_gui.gui.canvas.vertices import outline_path

if TYPE_CHECKING:
    from neopain_gui.gui.annotate.drawing.mark_layer import MarkLayer
    from neopain_gui.gui.canvas.canvas import Canvas

Rings = list[NDArray[np.float64]]

_REACH = 8.0
"""Pixels of the screen within which the first point is meant."""
TOLERANCE = 12.0
"""Of the magic outline where it is clicked: distance of colours in CIE L*a*b* of 8 bits."""
_GROWS = 0.15
"""By how much that grows with each pixel of the screen that the hand goes on."""
_WIDEST = 120.0


class Pointer(Tool):
    """Chooses a region, moves it, and leaves its points to the handles.

    Signals
    -------
    chosen(name: str)
        A region was clicked.
    shifted(across: float, down: float)
        The chosen region was moved by so many pixels of the photograph.
    """

    cursor = Qt.CursorShape.ArrowCursor
    chosen = Signal(str)
    shifted = Signal(float, float)

    def __init__(self, layer: MarkLayer, may_move: Callable[[], bool]) -> None:
        super().__init__(layer)
        self._layer, self._may_move = layer, may_move
        self._from: QPointF | None = None
        self._by = QPointF()

    def press(self, at: QPointF, _pressure: float) -> bool:
        if self._layer.vertices.near(at):
            return False
        name = self._layer.at(at)
        if not name:
            return False
        self.chosen.emit(name)
        self._from, self._by = at, QPointF()
        return True

    def move(self, at: QPointF, pressure: float) -> None:
        if self._from is not None and self._may_move():
            self._by = at - self._from
            self._layer.shift(self._by)

    def release(self) -> None:
        by = self._by
        if self.end() and not by.isNull():
            self.shifted.emit(by.x(), by.y())

    def end(self) -> bool:
        held, self._from, self._by = self._from is not None, None, QPointF()
        self._layer.shift(None)
        return held


class Freehand(Tool):
    """Draws a line behind the pointer; what it goes around is a region.

    Signals
    -------
    drawn(rings: list of ndarray (n, 2))
    """

    drawn = Signal(object)

    def __init__(self, layer: MarkLayer) -> None:
        super().__init__(layer)
        self._trace = layer.trace

    def press(self, at: QPointF, _pressure: float) -> bool:
        self._trace.begin(at)
        return True

    def move(self, at: QPointF, pressure: float) -> None:
        if self._trace.begun:
            self._trace.add(at)

    def release(self) -> None:
        if self._trace.begun:
            self.drawn.emit(drawn_around(self._trace.end()))

    def end(self) -> bool:
        begun = self._trace.begun
        self._trace.end()
        return begun


class Polygon(Tool):
    """Sets a corner with each click; a click on the first, a double click or Return closes it.

    Signals
    -------
    drawn(rings: list of ndarray (n, 2))
    """

    drawn = Signal(object)

    def __init__(self, layer: MarkLayer, canvas: Canvas) -> None:
        super().__init__(layer)
        self._line, self._canvas = layer.trace, canvas
        self.corners: list[tuple[float, float]] = []

    def press(self, at: QPointF, _pressure: float) -> bool:
        if len(self.corners) > 2 and self._at_first(at):
            self.close()
        else:
            self.corners.append((at.x(), at.y()))
            self._show(None)
        return True

    def move(self, at: QPointF, pressure: float) -> None:
        if self.corners:
            self.corners[-1] = (at.x(), at.y())
            self._show(None)

    def double(self, at: QPointF) -> bool:
        self.close()
        return True

    def hover(self, at: QPointF | None) -> None:
        if self.corners:
            self._show(at)

    def back(self) -> bool:
        """Take the last corner away; False if there is none."""
        if not self.corners:
            return False
        self.corners.pop()
        self._show(None)
        return True

    def close(self) -> bool:
        """End the outline; False if it has no three corners."""
        if len(self.corners) < 3:
            return False
        corners = np.array(self.corners)
        self.end()
        self.drawn.emit([corners])
        return True

    def finish(self) -> None:
        self.close()

    def end(self) -> bool:
        begun = bool(self.corners)
        self.corners = []
        self._line.setPath(QPainterPath())
        return begun

    def _at_first(self, at: QPointF) -> bool:
        x, y = self.corners[0]
        return bool(np.hypot(at.x() - x, at.y() - y) <= _REACH * self._canvas.pixel_size)

    def _show(self, at: QPointF | None) -> None:
        path = QPainterPath()
        for place, (x, y) in enumerate(self.corners):
            if place:
                path.lineTo(x, y)
            else:
                path.moveTo(x, y)
        if self.corners:
            half = _REACH / 2 * self._canvas.pixel_size
            if at is not None:
                path.lineTo(at)
            x, y = self.corners[0]
            path.addRect(QRectF(x - half, y - half, 2 * half, 2 * half))
        self._line.setPath(path)


class Magic(Tool):
    """Outlines what looks like the place that is clicked; dragging on takes in more.

    Parameters
    ----------
    search : callable
        Returns what is found from a place with a tolerance.

    Signals
    -------
    drawn(rings: list of ndarray (n, 2))
    """

    drawn = Signal(object)

    def __init__(
        self, layer: MarkLayer, canvas: Canvas, search: Callable[[QPointF, float], Rings]
    ) -> None:
        super().__init__(layer)
        self._line, self._canvas, self._search = layer.trace, canvas, search
        self._seed: QPointF | None = None
        self._found: Rings = []

    def press(self, at: QPointF, _pressure: float) -> bool:
        self._seed = at
        self._find(TOLERANCE)
        return True

    def move(self, at: QPointF, pressure: float) -> None:
        if self._seed is None:
            return
        by = at - self._seed
        gone = float(np.hypot(by.x(), by.y())) / self._canvas.pixel_size
        self._find(min(_WIDEST, TOLERANCE + _GROWS * gone))

    def release(self) -> None:
        found = self._found
        if self.end():
            self.drawn.emit(found)

    def end(self) -> bool:
        begun, self._seed, self._found = self._seed is not None, None, []
        self._line.setPath(QPainterPath())
        return begun

    def _find(self, tolerance: float) -> None:
        if self._seed is not None:
            self._found = self._search(self._seed, tolerance)
            self._line.setPath(outline_path(self._found))
