"""Points of the face over the photograph, joined by lines; a hand drags them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from neopain_gui.gui.annotate.drawing.hand import Tool
from neopain_gui.gui.annotate.drawing.mark_layer import CHOSEN, COLOUR

if TYPE_CHECKING:
    from neopain_gui.gui.canvas.canvas import Canvas

Places = dict[str, tuple[float, float]]

_DARK = QColor(0, 0, 0)
_RADIUS = 4.5
"""Of a point, in pixels of the screen."""
_REACH = 10.0
_DEPTH = 35


class PointLayer(pg.GraphicsObject):
    """Draws points: whole ones as discs, hidden ones as rings, those proposed dashed.

    Parameters
    ----------
    canvas : Canvas
        On which.
    lines : sequence of pairs of str
        Which points are joined.
    colours : Mapping of str to str, optional
        Of points that are not drawn as the others are.
    """

    def __init__(
        self,
        canvas: Canvas,
        lines: Sequence[tuple[str, str]],
        colours: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._lines = tuple(lines)
        self._colours = {name: QColor(one) for name, one in (colours or {}).items()}
        self.places: Places = {}
        self._hidden: frozenset[str] = frozenset()
        self._chosen, self._proposed = "", False
        self.setZValue(_DEPTH)
        canvas.stage.addItem(self, ignoreBounds=True)

    def show_points(
        self,
        places: Mapping[str, tuple[float, float]],
        hidden: frozenset[str],
        chosen: str,
        *,
        proposed: bool,
    ) -> None:
        """Show points at places of the canvas; none takes all away."""
        self.prepareGeometryChange()
        self.places, self._hidden = dict(places), hidden
        self._chosen, self._proposed = chosen, proposed
        self.update()

    def move_point(self, name: str, at: tuple[float, float]) -> None:
        """Show a point elsewhere while a hand drags it."""
        self.prepareGeometryChange()
        self.places[name] = at
        self._chosen = name
        self.update()

    def near(self, at: QPointF) -> str:
        """Return the point in reach of a place; empty for none."""
        away = {math.dist((at.x(), at.y()), place): name for name, place in self.places.items()}
        return away[min(away)] if away and min(away) <= _REACH * self._pixel else ""

    def boundingRect(self) -> QRectF:
        if not self.places:
            return QRectF()
        across, down = zip(*self.places.values(), strict=True)
        corner = QPointF(min(across), min(down))
        beside = 3 * _RADIUS * self._pixel
        whole = QRectF(corner, QPointF(max(across), max(down)))
        return whole.adjusted(-beside, -beside, beside, beside)

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        there = [pair for pair in self._lines if pair[0] in self.places and pair[1] in self.places]
        for colour, width in ((_DARK, 2.4), (COLOUR, 1.2)):
            painter.setPen(self._pen(colour, width))
            for one, other in there:
                painter.drawLine(QLineF(*self.places[one], *self.places[other]))
        radius = _RADIUS * self._pixel
        for name, (x, y) in self.places.items():
            colour = CHOSEN if name == self._chosen else self._colours.get(name, COLOUR)
            hollow = name in self._hidden or self._proposed
            painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
            for edge, width in ((_DARK, 3.2), (colour if hollow else _DARK, 1.4)):
                painter.setPen(self._pen(edge, width))
                painter.drawEllipse(QPointF(x, y), radius, radius)

    @property
    def _pixel(self) -> float:
        return float(self.pixelWidth() or 1.0)

    def _pen(self, colour: QColor, width: float) -> QPen:
        pen = QPen(colour, width)
        pen.setCosmetic(True)
        if self._proposed and colour is not _DARK:
            pen.setStyle(Qt.PenStyle.DashLine)
        return pen


class Dragger(Tool):
    """Chooses points and drags them.

    Signals
    -------
    chosen(name: str)
        A point was taken hold of.
    dragged(name: str, x: float, y: float)
        It was let go elsewhere.
    """

    cursor = Qt.CursorShape.ArrowCursor
    chosen = Signal(str)
    dragged = Signal(str, float, float)

    def __init__(self, layer: PointLayer, size: tuple[int, int] = (0, 0)) -> None:
        super().__init__(layer)
        self._layer = layer
        self.size = size
        self.may_drag = True
        self._name, self._from, self._moved = "", QPointF(), False

    def press(self, at: QPointF, _pressure: float) -> bool:
        name = self._layer.near(at)
        if not name:
            return False
        self.chosen.emit(name)
        self._name, self._moved = name, False
        self._from = QPointF(*self._layer.places[name]) - at
        return True

    def move(self, at: QPointF, pressure: float) -> None:
        if not (self._name and self.may_drag):
            return
        to, (height, width) = at + self._from, self.size
        inside = (min(max(to.x(), 0.0), width), min(max(to.y(), 0.0), height))
        self._layer.move_point(self._name, inside)
        self._moved = True

    def release(self) -> None:
        name, moved = self._name, self._moved
        self._name, self._moved = "", False
        if name and moved:
            self.dragged.emit(name, *self._layer.places[name])

    def end(self) -> bool:
        held, self._name, self._moved = bool(self._name), "", False
        return held
