"""Facial regions over the photograph: outlines to look at, to choose from, to move.

It knows outlines in the canvas's coordinates, where a pixel covers [c, c + 1], and nothing of
studies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor

from neopain_gui.faces.drawn import area_of
from neopain_gui.gui.canvas.around import drawn_around
from neopain_gui.gui.canvas.line import Line, Trace
from neopain_gui.gui.canvas.vertices import Vertices, outline_path

if TYPE_CHECKING:
    from neopain_gui.gui.canvas.canvas import Canvas

Outlines = Sequence[NDArray[np.float64]]

# Neither the contour's white nor a colour of a map or of a pair of masks.
_COLOUR = QColor(120, 225, 255)
_CHOSEN = QColor(255, 235, 90)
_DEPTH = 25


class RegionLayer(QObject):
    """Draws regions on a canvas.

    Signals
    -------
    chosen(name: str)
        A region was clicked.
    moved(outlines: list of ndarray (n, 2))
        The chosen region's outlines, after a point was dragged, added or removed.
    traced(outlines: list of ndarray (n, 2))
        What a hand drew around while :meth:`set_tracing` was on, without crossings.
    """

    chosen = Signal(str)
    moved = Signal(object)
    traced = Signal(object)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._template = Line(_COLOUR, 1.2, dashed=True)
        self._by_hand = Line(_COLOUR, 1.2)
        self._marked = Line(_CHOSEN, 1.8)
        self._trace = Trace(_CHOSEN)
        for place, item in enumerate((self._template, self._by_hand, self._marked, self._trace)):
            item.setZValue(_DEPTH + place / 10)
            canvas.stage.addItem(item, ignoreBounds=True)
        self._regions: dict[str, Outlines] = {}
        self.vertices = Vertices(_CHOSEN)
        self.vertices.setZValue(_DEPTH + 1)
        self.vertices.moved.connect(self.moved)
        canvas.stage.addItem(self.vertices, ignoreBounds=True)
        canvas.stage.traced.connect(lambda points: self.traced.emit(drawn_around(points)))
        canvas.scene().sigMouseClicked.connect(self._clicked)

    def show_regions(
        self, regions: Mapping[str, Outlines], drawn: frozenset[str], chosen: str
    ) -> None:
        """Show regions, the drawn ones with a whole line, and mark one; none takes all away."""
        self._regions = dict(regions)
        mine = self._regions.get(chosen, ())
        rest = {name: lines for name, lines in self._regions.items() if name != chosen}
        for item, by_hand in ((self._template, False), (self._by_hand, True)):
            names = [name for name in rest if (name in drawn) is by_hand]
            item.setPath(outline_path([one for name in names for one in rest[name]]))
        self._marked.setPath(outline_path(mine))

    def set_handles(self, outlines: Outlines, size: tuple[int, int] = (1, 1)) -> None:
        """Give outlines points that can be dragged, none takes them away.

        ``size`` is the photograph's, (width, height): no point leaves it.
        """
        self.vertices.set_outlines(outlines, QRectF(0, 0, *size))
        self._marked.setVisible(not self.vertices.outlines)

    # Drawing and choosing

    def set_tracing(self, on: bool) -> None:
        """Let a drag draw a line instead of panning."""
        if on == (self._canvas.stage.trace is not None):
            return
        self._canvas.set_trace(self._trace if on else None)
        if not on:
            self._trace.end()
        self._canvas.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)

    def drop_trace(self) -> None:
        """Take a line away that is being drawn: it belongs to a photograph that is gone."""
        self._trace.end()

    def _clicked(self, event: Any) -> None:
        if self.vertices.outlines or self._canvas.stage.trace is not None or not self._regions:
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = self._canvas.stage.mapSceneToView(event.scenePos())
        inside = {
            area_of(one): name
            for name, outlines in self._regions.items()
            for one in outlines
            if outline_path([one]).contains(point)
        }
        if inside:  # regions overlap: the smallest is the one that is hardest to hit
            self.chosen.emit(inside[min(inside)])
