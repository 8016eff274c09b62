"""Brush and eraser: what they cover is seen pixel by pixel while the hand goes on."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItem

from neopain_gui.annotation.strokes import Stroke
from neopain_gui.gui.annotate.drawing.hand import Tool
from neopain_gui.gui.annotate.drawing.mark_layer import CHOSEN
from neopain_gui.gui.annotate.drawing.painted import Painted, Ring

if TYPE_CHECKING:
    from neopain_gui.gui.canvas.canvas import Canvas

_DEPTH = 30
_ALPHA = 150
_GONE = QColor(60, 60, 60)
SMALLEST, LARGEST = 1, 400
"""Diameters, in pixels of the photograph."""
FIRST = 24
_LEAST = 0.15
"""Share of the radius that a pen with hardly any pressure has."""
_FASTER = 1.15
"""By which a wheel's notch enlarges."""
_CENTRE = 0.5
"""Pixel centres are at whole numbers in a stroke, at halves on the canvas."""


class Brush(Tool):
    """Paints, or erases, a way as wide as the brush; a pen's pressure narrows it.

    Signals
    -------
    painted(stroke: Stroke)
        The hand let go; the stroke is cleared afterwards.
    resized(diameter: int)
        The wheel changed its size.
    """

    cursor = Qt.CursorShape.BlankCursor
    painted = Signal(object)
    resized = Signal(int)

    def __init__(self, canvas: Canvas, *, erases: bool) -> None:
        super().__init__(canvas)
        self.erases = erases
        self.diameter = FIRST
        self._stroke: Stroke | None = None
        self._size = (0, 0)
        self._last: tuple[float, float, float] | None = None
        self._at: QPointF | None = None
        self._painted, self._ring = Painted(), Ring()
        items: tuple[QGraphicsItem, ...] = (self._painted, self._ring)
        for place, item in enumerate(items):
            item.setZValue(_DEPTH + place)
            canvas.stage.addItem(item, ignoreBounds=True)

    def set_size(self, size: tuple[int, int]) -> None:
        """Paint on a photograph of this height and width."""
        if size != self._size:
            self._size, self._stroke = size, None
            self._painted.show_stroke(None, _GONE)

    def set_diameter(self, diameter: int) -> None:
        """Be so wide, in pixels of the photograph."""
        self.diameter = min(max(diameter, SMALLEST), LARGEST)
        self.hover(self._at)

    def press(self, at: QPointF, pressure: float) -> bool:
        if not all(self._size):
            return False
        if self._stroke is None:
            self._stroke = Stroke(self._size)
        colour = QColor(_GONE if self.erases else CHOSEN)
        colour.setAlpha(_ALPHA)
        self._painted.show_stroke(self._stroke, colour)
        self._last = None
        self._paint(at, pressure)
        self.hover(at)
        return True

    def move(self, at: QPointF, pressure: float) -> None:
        if self._last is not None:  # not dropped meanwhile
            self._paint(at, pressure)
        self.hover(at)

    def _paint(self, at: QPointF, pressure: float) -> None:
        radius = max(_CENTRE, self.diameter / 2 * (_LEAST + (1 - _LEAST) * pressure))
        if radius < 1:  # the pixel under the pointer, wherever in it the pointer is
            now = (float(floor(at.x())), float(floor(at.y())), radius)
        else:
            now = (at.x() - _CENTRE, at.y() - _CENTRE, radius)
        before = self._last or now
        if self._stroke is not None:
            self._painted.went_on(self._stroke.add(before[:2], now[:2], (before[2], now[2])))
        self._last = now

    def release(self) -> None:
        if self._stroke is not None and self._last is not None:
            self._last = None
            self.painted.emit(self._stroke)
            self.end()

    def hover(self, at: QPointF | None) -> None:
        self._at = at
        self._ring.show_at(at, self.diameter / 2)

    def turn(self, notches: float) -> bool:
        wider = round(self.diameter * _FASTER**notches)
        if wider == self.diameter and notches:
            wider += 1 if notches > 0 else -1
        self.set_diameter(wider)
        self.resized.emit(self.diameter)
        return True

    def end(self) -> bool:
        begun, self._last = self._last is not None, None
        self._painted.show_stroke(None, _GONE)
        if self._stroke is not None:
            self._stroke.clear()
        return begun
