"""Regions drawn on a photograph: by polygon, hand, brush and eraser, or what looks alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neopain_gui.annotation.answers import Mark, Weight
from neopain_gui.annotation.strokes import Stroke, after_stroke, joined
from neopain_gui.faces.drawn import MOST_POINTS, Outlines, area_of, outlines_of, simplified
from neopain_gui.faces.regions import FEATURES
from neopain_gui.geometry import Box
from neopain_gui.gui.annotate.drawing.brush import Brush
from neopain_gui.gui.annotate.drawing.hand import Hand, Tool
from neopain_gui.gui.annotate.drawing.mark_bar import (
    BRUSH,
    ERASER,
    FREEHAND,
    MAGIC,
    MOVE,
    POLYGON,
    TOOLS,
    MarkBar,
)
from neopain_gui.gui.annotate.drawing.mark_layer import MarkLayer
from neopain_gui.gui.annotate.drawing.name_tag import NameTag
from neopain_gui.gui.annotate.drawing.tools import Freehand, Magic, Pointer, Polygon

if TYPE_CHECKING:
    from neopain_gui.annotation.flood import Flood
    from neopain_gui.gui.canvas.canvas import Canvas

SHOWED = "what showed me pain"
"""A region that every rater can mark, whatever features it lies on."""
_CENTRE = 0.5
"""Outlines count from a pixel's centre, the canvas from its corner."""
_SMALLEST = 4.0
"""Pixels; a smaller outline was no more than a click."""
_APART = 4.0
"""Pixels of the screen; points that lie closer together on the whole are not shown."""
MOST_HANDLES = 2500
"""Points of a region that are shown to be dragged."""

Make = Callable[[str, Outlines, Weight], Mark]


class MarkEditor(QWidget):
    """The controls beside the photograph; draws on a canvas that shows it.

    Parameters
    ----------
    canvas : Canvas
        On which.
    make : callable
        Returns a mark of the turn on display from its name, outlines and weight.
    names : sequence of str
        Regions that are offered; empty for the features of the face.

    Signals
    -------
    changed(text: str, before: tuple of Mark, after: tuple of Mark)
        A person changed the regions; what is written is shown by :meth:`show_marks`.
    copy_wanted(name: str)
        A region is wanted on the neonate's other photographs.
    """

    changed = Signal(str, object, object)
    copy_wanted = Signal(str)

    def __init__(
        self,
        canvas: Canvas,
        make: Make,
        names: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._make = canvas, make
        self._offered = [*(names or FEATURES), SHOWED]
        self._named: list[str] = []
        self.marks: tuple[Mark, ...] = ()
        self.name = self._offered[0]
        self._weight: Weight = 1
        self._size = (0, 0)
        self._pixels: NDArray[np.uint8] | None = None
        self._flood: tuple[Box, Flood] | None = None
        self._editable, self._outlined, self._why_none = False, True, ""
        self.layer = MarkLayer(canvas)
        self.hand = Hand.of(canvas)
        self.bar = MarkBar()
        self.tag = NameTag(canvas)
        self.tool = MOVE
        self.tools = self._made_tools()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bar)
        self._connect()
        self.refresh()

    def _made_tools(self) -> dict[str, Tool]:
        canvas, layer = self._canvas, self.layer
        pointer = Pointer(layer, lambda: self._editable)
        pointer.chosen.connect(self.choose)
        pointer.shifted.connect(self._shift)
        made: dict[str, Tool] = {MOVE: pointer}
        for name, tool in (
            (POLYGON, Polygon(layer, canvas)),
            (FREEHAND, Freehand(layer)),
            (MAGIC, Magic(layer, canvas, self._alike)),
        ):
            tool.drawn.connect(self._add)
            made[name] = tool
        for name in (BRUSH, ERASER):
            brush = Brush(canvas, erases=name == ERASER)
            brush.painted.connect(self._stroke)
            brush.resized.connect(self._resize)
            made[name] = brush
        return made

    def _connect(self) -> None:
        bar = self.bar
        bar.names.chosen.connect(self.choose)
        bar.names.added.connect(self._add_name)
        bar.tool_chosen.connect(self.take)
        bar.size_chosen.connect(self._resize)
        bar.weight_chosen.connect(self._weigh)
        bar.look_chosen.connect(self._look)
        bar.fitted.connect(self._canvas.fit)
        self._canvas.zoomed.connect(self._zoomed)
        bar.removed.connect(self._remove)
        bar.copied.connect(lambda: self.copy_wanted.emit(self.name))
        self.layer.moved.connect(self._moved)
        self.hand.changed.connect(self.refresh)

    # -- what is shown ---
    def show_photograph(self, pixels: NDArray[np.uint8]) -> None:
        """Draw on another photograph, uint8 (H, W, 3), the one on the canvas."""
        self.hand.drop()
        self._pixels, self._flood = pixels, None
        self._size = (pixels.shape[0], pixels.shape[1])
        for name in (BRUSH, ERASER):
            cast("Brush", self.tools[name]).set_size(self._size)
        self.refresh()

    def leave_photograph(self) -> None:
        """Draw on nothing until another photograph is there."""
        self.hand.drop()
        self._pixels, self._flood, self._size = None, None, (0, 0)
        self.show_marks(())

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show a rater's regions of the photograph."""
        if tuple(marks) == self.marks:
            return
        self.marks = tuple(marks)
        self.refresh()

    def set_editable(self, editable: bool) -> None:
        """Let the regions be changed, or only looked at."""
        if editable != self._editable:
            self._editable = editable
            self.refresh()

    def refresh(self) -> None:
        """Show what holds now."""
        shown = {one.name: [ring + _CENTRE for ring in one.outlines] for one in self.marks}
        there = self._pixels is not None
        self.layer.show_regions(shown if there else {}, self.name)
        mine = self.hand.serves(self)
        may = self._editable and there and mine
        handles = shown.get(self.name, []) if may and self.tool == MOVE else []
        self._why_none = self._no_handles(handles)
        held_back = self._why_none or not self._outlined
        self.layer.set_handles([] if held_back else handles, (self._size[1], self._size[0]))
        held = self.tools[self.tool] if there and (may or self.tool == MOVE) else None
        self.hand.take(held, self)
        self.tag.say(TOOLS[self.tool][0] if may and self.tool != MOVE else "", self.name)
        self._show_bar()

    def _no_handles(self, outlines: Sequence[NDArray[np.float64]]) -> str:
        """Say why points cannot be dragged one by one; empty where they can."""
        many = sum(map(len, outlines))
        if many > MOST_HANDLES:
            return "Too many points to drag one by one: move the whole, or use brush and eraser."
        long = sum(float(np.abs(np.roll(one, -1, axis=0) - one).sum()) for one in outlines)
        if many and long / many < _APART * self._canvas.pixel_size:
            return f"{TOOLS[MOVE][1]}. Zoom in to see its points."
        return ""

    def _zoomed(self) -> None:
        """Show points, or hide them, where there is room for them now, or is none any more."""
        mine = self._mark(self.name)
        may = self._editable and self.tool == MOVE and self.hand.serves(self)
        if may and mine is not None and self._no_handles(mine.outlines) != self._why_none:
            self.refresh()

    def _show_bar(self) -> None:
        bar, mine = self.bar, self._mark(self.name)
        drawn = frozenset(one.name for one in self.marks)
        names = dict.fromkeys([*self._offered, *self._named, *sorted(drawn), self.name])
        bar.names.show_regions(list(names), drawn, self.name)
        bar.show_tool(self.tool, taken=self.hand.serves(self))
        for tool, button in bar.tools.items():
            button.setEnabled(self._editable or tool == MOVE)
        bar.weight.setEnabled(self._editable)
        bar.weight.press(mine.weight if mine is not None else self._weight)
        bar.removing.setEnabled(self._editable and mine is not None)
        bar.copying.setEnabled(self._editable and mine is not None)
        if self._why_none:
            bar.say(self._why_none)

    # -- what a person chooses ---
    def choose(self, name: str) -> None:
        """Mark a region; empty leaves the one that is marked."""
        self.hand.serve(self)
        self.name = name or self.name
        self.refresh()

    def take(self, tool: str) -> None:
        """Take another tool; what is being drawn is kept."""
        self.hand.serve(self)
        if tool != self.tool:
            self.hand.finish()
        self.tool = tool
        self.refresh()

    def take_key(self, key: int) -> bool:
        """Close, shorten or drop what is being drawn; False if the key means nothing here."""
        tool = self.hand.tool if self.hand.serves(self) else None
        if key == Qt.Key.Key_Escape:
            return tool is not None and tool.end()
        if not isinstance(tool, Polygon) or not tool.corners:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not tool.close():
                self.bar.say("A region has three corners at least. Esc drops it.")
            return True
        return key == Qt.Key.Key_Backspace and tool.back()

    def _look(self, opacity: float, outlined: bool) -> None:
        handles = outlined != self._outlined
        self._outlined = outlined
        self.layer.set_look(opacity, outlined=outlined)
        if handles:
            self.refresh()

    def _add_name(self, name: str) -> None:
        self._named.append(name)
        self.choose(name)

    def _resize(self, diameter: int) -> None:
        for name in (BRUSH, ERASER):
            cast("Brush", self.tools[name]).set_diameter(diameter)
        self.bar.show_size(diameter)

    # -- what a person changes ---
    def _mark(self, name: str) -> Mark | None:
        return next((one for one in self.marks if one.name == name), None)

    def _outlines(self) -> Outlines:
        mine = self._mark(self.name)
        return mine.outlines if mine is not None else ()

    def _add(self, rings: list[NDArray[np.float64]]) -> None:
        """Add what was drawn around to the chosen region."""
        height, width = self._size
        inside = [np.clip(one, 0, (width, height)) for one in rings]
        if self.tool != POLYGON:  # a polygon's corners are where they were set
            inside = [simplified(one, self._canvas.pixel_size / 2) for one in inside]
        inside = [one for one in inside if len(one) > 2 and area_of(one) >= _SMALLEST]
        if not inside:
            self.bar.say("Too small: go all the way around the region.")
            return
        more = outlines_of([one - _CENTRE for one in inside])
        self._keep(joined(self._outlines(), more, self._size), f"drawing “{self.name}”")

    def _stroke(self, stroke: Stroke) -> None:
        erases = cast("Brush", self.tools[self.tool]).erases
        before = self._outlines()
        after = after_stroke(before, stroke, erase=erases)
        if after is before:
            said = "There is nothing of this region to rub out." if erases else ""
            self.bar.say(said or self.bar.says.text())
            return
        words = "rubbing out of" if erases else "painting"
        self._keep(after, f"{words} “{self.name}”")

    def _shift(self, across: float, down: float) -> None:
        outlines = self._outlines()
        points = np.concatenate(outlines)
        high = np.array((self._size[1], self._size[0])) - _CENTRE
        low = -_CENTRE - points.min(axis=0)
        by = np.clip((across, down), np.minimum(low, 0), np.maximum(high - points.max(axis=0), 0))
        self._keep(tuple(one + by for one in outlines), f"moving “{self.name}”")

    def _moved(self, outlines: list[NDArray[np.float64]]) -> None:
        self._keep(tuple(one - _CENTRE for one in outlines), f"moving “{self.name}”")

    def _weigh(self, weight: Weight) -> None:
        self._weight = weight
        mine = self._mark(self.name)
        if mine is not None and mine.weight != weight:
            self._put(replace(mine, weight=weight), f"the weight of “{self.name}”")

    def _remove(self) -> None:
        if self._mark(self.name) is not None:
            self._put(None, f"removing “{self.name}”")

    def _keep(self, outlines: Outlines, text: str) -> None:
        if not outlines:
            self._put(None, text)
            return
        if max(map(len, outlines)) > MOST_POINTS:
            self.refresh()
            self.bar.say(
                f"Not kept: the outline would have more than {MOST_POINTS:,} points. Use a wider "
                "brush, or draw a part of it under another name."
            )
            return
        mine = self._mark(self.name)
        weight = mine.weight if mine is not None else self._weight
        self._put(self._make(self.name, outlines_of(outlines), weight), text)

    def _put(self, mark: Mark | None, text: str) -> None:
        """Put a mark in the place of that with the chosen name; None takes it away."""
        before, mine, new = self.marks, self._mark(self.name), () if mark is None else (mark,)
        place = before.index(mine) if mine is not None else len(before)
        after = (*before[:place], *new, *before[place + 1 :])
        if not self._editable or after == before:
            self.refresh()
            return
        self.marks = after
        self.refresh()
        self.changed.emit(text, before, after)

    # -- what looks alike ---
    def _alike(self, at: QPointF, tolerance: float) -> list[NDArray[np.float64]]:
        """Return what looks like a place, searched in the part of the photograph that is seen."""
        from neopain_gui.annotation.flood import Flood

        if self._pixels is None:
            return []
        seen = self._canvas.stage.viewRect().toAlignedRect()
        height, width = self._size
        try:
            box = Box(
                left=seen.left(), top=seen.top(), right=seen.right() + 1, bottom=seen.bottom() + 1
            ).clipped(width, height)
        except ValueError:  # nothing of the photograph is seen
            return []
        if self._flood is None or self._flood[0] != box:
            self._flood = box, Flood(self._pixels, box)
        found = self._flood[1].outlines((at.x() - _CENTRE, at.y() - _CENTRE), tolerance)
        return [one + _CENTRE for one in found]
