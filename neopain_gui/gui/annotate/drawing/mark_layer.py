"""A rater's regions over the photograph: filled, with outlines, the chosen one in a colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from neopain_gui.gui.canvas.line import Line, Trace
from neopain_gui.gui.canvas.vertices import Vertices, outline_path

if TYPE_CHECKING:
    from neopain_gui.gui.canvas.canvas import Canvas

Outlines = Sequence[NDArray[np.float64]]

# As the regions of the viewer: neither a contour's white nor a colour of a map.
COLOUR = QColor(120, 225, 255)
CHOSEN = QColor(255, 235, 90)
_DEPTH = 25
OPACITY = 0.3
"""Of the regions' insides at first."""


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
        self._lines = Line(COLOUR, 1.2)
        self._chosen = Line(CHOSEN, 1.8)
        self.trace = Trace(CHOSEN)
        self.vertices = Vertices(CHOSEN)
        lines: tuple[QGraphicsItem, ...] = (self._lines, self._chosen, self.trace)
        items: tuple[QGraphicsItem, ...] = (self._filled, *lines, self.vertices)
        for place, item in enumerate(items):
            item.setZValue(_DEPTH + place / 10)
            canvas.stage.addItem(item, ignoreBounds=True)
        self.vertices.moved.connect(self.moved)
        self._paths: dict[str, QPainterPath] = {}
        self._marked = ""
        self._opacity, self._outlined = OPACITY, True

    def show_regions(self, regions: Mapping[str, Outlines], chosen: str) -> None:
        """Show regions and mark one; none takes all away."""
        self._paths = {name: outline_path(outlines) for name, outlines in regions.items()}
        self._marked = chosen
        rest = QPainterPath()
        for name, path in self._paths.items():
            if name != chosen:
                rest.addPath(path)
        self._lines.setPath(rest)
        self._chosen.setPath(self._paths.get(chosen, QPainterPath()))
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
        inside = {_area(path): name for name, path in self._paths.items() if path.contains(point)}
        return inside[min(inside)] if inside else ""

    def _show_lines(self) -> None:
        self._lines.setVisible(self._outlined)
        self._chosen.setVisible(self._outlined and not self.vertices.outlines)

    def _fill(self) -> None:
        made = []
        for name, path in self._paths.items():
            colour = QColor(CHOSEN if name == self._marked else COLOUR)
            colour.setAlphaF(self._opacity)
            made.append((path, colour))
        self._filled.show_paths(made if self._opacity else [])


def _area(path: QPainterPath) -> float:
    rectangle = path.boundingRect()
    return rectangle.width() * rectangle.height()
