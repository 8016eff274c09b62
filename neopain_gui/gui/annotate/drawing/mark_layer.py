"""A rater's regions over the photograph: filled, with outlines, the chosen one in a colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from neopain_gui.faces.drawn import simplified
from neopain_gui.gui.canvas.line import OutlineLine, Trace, lines_of
from neopain_gui.gui.canvas.vertices import Vertices, outline_path, same_outlines

if TYPE_CHECKING:
    from neopain_gui.gui.canvas.canvas import Canvas

Outlines = Sequence[NDArray[np.float64]]

# As the regions of the viewer: neither a contour's white nor a colour of a map.
COLOUR = QColor(120, 225, 255)
CHOSEN = QColor(255, 235, 90)
_DEPTH = 25
OPACITY = 0.3
"""Of the regions' insides at first."""


_COARSER = 1.3
"""By which the screen's pixels may change before paths are made anew."""
_SEEN = 0.4
"""Of a pixel of the screen: what is finer of an outline is not seen."""
_LEAST = 0.3
"""Pixels of the photograph, below which nothing is left out: each of its pixels is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A region as it is drawn: a painted one has thousands of steps of pixels, seen or not."""

    outlines: Outlines
    path: QPainterPath
    lines: list[QLineF]


_NOTHING = _Drawn(outlines=(), path=QPainterPath(), lines=[])


def _drawn(outlines: Outlines, fine: float) -> _Drawn:
    seen = [_as_seen(one, fine) for one in outlines]
    return _Drawn(outlines=outlines, path=outline_path(seen), lines=lines_of(seen))


class _Filled(pg.GraphicsObject):
    """Insides of regions, each in its colour."""

    def __init__(self) -> None:
        super().__init__()
        self._paths: list[tuple[QPainterPath, QColor]] = []
        self._place = QRectF()

    def show_paths(self, paths: list[tuple[QPainterPath, QColor]]) -> None:
        """Show these."""
        self.prepareGeometryChange()
        self._paths, self._place = paths, QRectF()
        for path, _ in paths:
            self._place = self._place.united(path.boundingRect())
        self.update()

    def boundingRect(self) -> QRectF:
        return self._place

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for path, colour in self._paths:
            painter.setBrush(colour)
            painter.drawPath(path)


class MarkLayer(QObject):
    """Draws a rater's regions on a canvas.

    Signals
    -------
    moved(outlines: list of ndarray (n, 2))
        The chosen region's outlines, after a point was dragged, added or removed.
    """

    moved = Signal(object)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._filled = _Filled()
        self._lines = OutlineLine(COLOUR, 1.2)
        self._chosen = OutlineLine(CHOSEN, 1.8)
        self.trace = Trace(CHOSEN)
        self.vertices = Vertices(CHOSEN)
        lines: tuple[QGraphicsItem, ...] = (self._lines, self._chosen, self.trace)
        items: tuple[QGraphicsItem, ...] = (self._filled, *lines, self.vertices)
        for place, item in enumerate(items):
            item.setZValue(_DEPTH + place / 10)
            canvas.stage.addItem(item, ignoreBounds=True)
        self.vertices.moved.connect(self.moved)
        self._canvas = canvas
        self._regions: dict[str, Outlines] = {}
        self._fine = 0.0
        canvas.zoomed.connect(self._zoomed)
        self._drawn: dict[str, _Drawn] = {}
        self._marked = ""
        self._opacity, self._outlined = OPACITY, True

    def show_regions(self, regions: Mapping[str, Outlines], chosen: str) -> None:
        """Show regions and mark one; none takes all away."""
        self._regions, self._marked = dict(regions), chosen
        self._draw()

    def _zoomed(self) -> None:
        fine = self._canvas.pixel_size
        if self._regions and not self._fine / _COARSER < fine < self._fine * _COARSER:
            self._draw()

    def _draw(self) -> None:
        """Make what is drawn as fine as the screen; what did not change stays as it is."""
        fine, before = self._canvas.pixel_size, self._drawn
        if fine != self._fine:
            self._fine, before = fine, {}
        self._drawn = {
            name: before[name]
            if name in before and same_outlines(before[name].outlines, outlines)
            else _drawn(outlines, fine)
            for name, outlines in self._regions.items()
        }
        path, lines = QPainterPath(), []
        for name, one in self._drawn.items():
            if name != self._marked:
                path.addPath(one.path)
                lines += one.lines
        self._lines.show_lines(lines, path)
        chosen = self._drawn.get(self._marked) or _NOTHING
        self._chosen.show_lines(chosen.lines, chosen.path)
        self._fill()

    def set_handles(self, outlines: Outlines, size: tuple[int, int]) -> None:
        """Give outlines points that can be dragged, none takes them away.

        ``size`` is the photograph's, (width, height): no point leaves it.
        """
        self.vertices.set_outlines(outlines, QRectF(0, 0, *size))
        self._show_lines()

    def set_look(self, opacity: float, *, outlined: bool) -> None:
        """Let the photograph through, 0 is all of it; with outlines or without."""
        self._opacity, self._outlined = opacity, outlined
        self._fill()
        self._show_lines()

    def shift(self, by: QPointF | None) -> None:
        """Show the chosen region's outline elsewhere while a hand moves it; None ends that."""
        self._chosen.setPos(by or QPointF())
        self.vertices.setVisible(by is None and bool(self.vertices.outlines))
        if by is None:
            self._show_lines()
        else:
            self._chosen.setVisible(True)

    def at(self, point: QPointF) -> str:
        """Return the region at a place; of several the smallest, which is hardest to hit."""
        inside = {
            _area(one.path): name for name, one in self._drawn.items() if one.path.contains(point)
        }
        return inside[min(inside)] if inside else ""

    def _show_lines(self) -> None:
        self._lines.setVisible(self._outlined)
        self._chosen.setVisible(self._outlined and not self.vertices.outlines)

    def _fill(self) -> None:
        made = []
        for name, one in self._drawn.items():
            colour = QColor(CHOSEN if name == self._marked else COLOUR)
            colour.setAlphaF(self._opacity)
            made.append((one.path, colour))
        self._filled.show_paths(made if self._opacity else [])


def _area(path: QPainterPath) -> float:
    rectangle = path.boundingRect()
    return rectangle.width() * rectangle.height()


def _as_seen(ring: NDArray[np.float64], fine: float) -> NDArray[np.float64]:
    tolerance = _SEEN * fine
    made = simplified(ring, tolerance) if tolerance >= _LEAST else ring
    return made if len(made) > 2 else ring
