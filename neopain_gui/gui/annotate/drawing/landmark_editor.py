"""Points of a face: placed by what the detector found, dragged, mirrored, measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from neopain_gui.annotation.answers import Landmark
from neopain_gui.annotation.landmarks import (
    Distance,
    LandmarkSet,
    distances,
    first_points,
    mirrored,
)
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.gui.annotate.drawing.hand import Hand
from neopain_gui.gui.annotate.drawing.point_layer import Dragger, PointLayer
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.widgets.figure_list import FigureList
from neopain_gui.gui.widgets.figures import Figure
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.segments import Segment

if TYPE_CHECKING:
    from neopain_gui.gui.canvas.canvas import Canvas

_CENTRE = 0.5
"""Landmarks count from a pixel's centre, the canvas from its corner."""
_DECIMALS = 2

Make = Callable[[str, float, float], Landmark]


class LandmarkEditor(QWidget):
    """The controls beside the photograph; draws on a canvas that shows it.

    Parameters
    ----------
    canvas : Canvas
        On which.
    landmark_set : LandmarkSet
        Which points.
    make : callable
        Returns a landmark of the turn on display from its name, x and y.

    Signals
    -------
    changed(text: str, before: tuple of Landmark, after: tuple of Landmark)
        A person changed the points of the set.
    """

    changed = Signal(str, object, object)

    def __init__(
        self, canvas: Canvas, landmark_set: LandmarkSet, make: Make, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._set, self._make = landmark_set, make
        self.landmarks: tuple[Landmark, ...] = ()
        self._proposed: dict[str, tuple[float, float]] = {}
        self._rough = ""
        self.name = landmark_set.names[0]
        self._editable = False
        self.hand = Hand.of(canvas)
        colours = {one.name: one.colour for one in landmark_set.points if one.colour}
        self.layer = PointLayer(canvas, landmark_set.lines, colours)
        self.dragger = Dragger(self.layer)
        self._arrange()
        self._connect()
        self.refresh()

    def _arrange(self) -> None:
        self.dragging = Segment("Drag points", "Drag the points on the photograph")
        self.keeping = Segment(
            "Keep as they lie", "All points lie where they should", checkable=False
        )
        self.list = QComboBox()
        self.list.setAccessibleName("Point of the face")
        self.list.setToolTip("The point that is marked; a click on the photograph chooses one too")
        self.list.setMinimumContentsLength(12)
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # letters stay the questions'
        for one in self._set.points:
            self.list.addItem(one.title, one.name)
        self.hidden = Segment("Hidden", "Something hides this point: its place is guessed")
        self.mirroring = Segment(
            "Mirror",
            "Put the point of the other side where the mirror image of this one falls",
            checkable=False,
        )
        self.anew = Segment(
            "Place anew", "Put all points back to where they were placed first", checkable=False
        )
        self.says = PlainLabel()
        self.says.setWordWrap(True)
        self.says.setAccessibleName("Where the points come from")
        self.measured = PlainLabel("Distances, in distances between the eyes")
        self.figures = FigureList(whole=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        row = QWidget()
        flow = Flow(row)
        flow.setContentsMargins(0, 0, 0, 0)
        for button in (self.dragging, self.keeping, self.hidden, self.mirroring, self.anew):
            flow.addWidget(button)
        for widget in (self.list, row, self.says, self.measured, self.figures):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.dragging.clicked.connect(self._serve)
        self.keeping.clicked.connect(lambda *_: self._keep_all())
        self.hidden.clicked.connect(self._hide_point)
        self.mirroring.clicked.connect(lambda *_: self._mirror())
        self.anew.clicked.connect(lambda *_: self._put((), "placing the points anew"))
        self.list.activated.connect(lambda place: self.choose(self.list.itemData(place)))
        self.dragger.chosen.connect(self.choose)
        self.dragger.dragged.connect(self._dragged)
        self.hand.changed.connect(self.refresh)

    # -- what is shown ---
    def show_photograph(self, size: tuple[int, int], face: Face | None) -> None:
        """Place points on another photograph of this height and width, by its face first."""
        self.hand.drop()
        height, width = size
        self.dragger.size = size
        middle = Face(box=_middle(width, height), source=FaceSource.MANUAL)
        self._proposed = first_points(self._set, face or middle)
        self._rough = (
            "No face is known here: they lie in the middle of the photograph."
            if face is None
            else "They lie by the face box alone: rough."
            if not face.landmarks
            else "They lie by the points that the detector found."
        )
        self.refresh()

    def leave_photograph(self) -> None:
        """Place nothing until another photograph is there."""
        self.hand.drop()
        self._proposed, self.landmarks = {}, ()
        self.refresh()

    def show_landmarks(self, landmarks: Sequence[Landmark]) -> None:
        """Show what a rater set; none shows where the points are put first."""
        mine = tuple(one for one in landmarks if one.set == self._set.id)
        if mine != self.landmarks:
            self.landmarks = mine
            self.refresh()

    def set_editable(self, editable: bool) -> None:
        """Let the points be dragged, or only looked at."""
        if editable != self._editable:
            self._editable = editable
            self.refresh()

    @property
    def places(self) -> Mapping[str, tuple[float, float]]:
        """Where the points are, set or proposed, pixel centres at whole numbers."""
        set_ = {one.name: (one.x, one.y) for one in self.landmarks}
        return set_ or (self._proposed if self._editable else {})

    def refresh(self) -> None:
        """Show what holds now."""
        places, mine = self.places, self.hand.serves(self)
        hidden = frozenset(one.name for one in self.landmarks if not one.visible)
        there = bool(self._proposed)
        shown = {name: (x + _CENTRE, y + _CENTRE) for name, (x, y) in places.items()}
        proposed = not self.landmarks
        self.layer.show_points(shown if there else {}, hidden, self.name, proposed=proposed)
        self.dragger.may_drag = self._editable
        self.hand.take(self.dragger if there and places else None, self)
        with QSignalBlocker(self.list):
            self.list.setCurrentIndex(max(0, self.list.findData(self.name)))
        may = self._editable and there
        self.dragging.setChecked(mine)
        self.dragging.setEnabled(may)
        self.keeping.setEnabled(may and proposed)
        self.hidden.setEnabled(may)
        self.hidden.setChecked(self.name in hidden)
        self.mirroring.setEnabled(may and mirrored(self._set, places, self.name) is not None)
        self.anew.setEnabled(may and not proposed)
        self.says.setText(self._words(proposed=proposed, hidden=len(hidden)))
        self._measure(places)

    def _words(self, *, proposed: bool, hidden: int) -> str:
        if not self._proposed:
            return ""
        if not proposed:
            return f"{len(self.landmarks)} points set, {hidden} of them hidden."
        return f"Not set yet. {self._rough}" if self._editable else "No points were set."

    def _measure(self, places: Mapping[str, tuple[float, float]]) -> None:
        titles = {one.name: one.title for one in self._set.points}
        found = distances(self._set, places) if places else []
        self.figures.show_figures(
            [
                Figure(name=f"{titles[one.a]} – {titles[one.b]}", text=_distance(one))
                for one in found
            ]
        )

    # -- what a person does ---
    def choose(self, name: str) -> None:
        """Mark a point."""
        self.hand.serve(self)
        self.name = name
        self.refresh()

    def take_key(self, key: int) -> bool:
        """Nothing is half done here but a drag, which Esc drops."""
        mine = key == Qt.Key.Key_Escape and self.hand.serves(self) and self.dragger.end()
        if mine:
            self.refresh()
        return mine

    def _serve(self) -> None:
        self.hand.serve(self)
        self.refresh()

    def _all(self) -> dict[str, Landmark]:
        """Return all points as they would be set now."""
        if self.landmarks:
            return {one.name: one for one in self.landmarks}
        return {name: self._make(name, x, y) for name, (x, y) in self._proposed.items()}

    def _keep_all(self) -> None:
        self._put(tuple(self._all().values()), "keeping the points as they lie")

    def _dragged(self, name: str, x: float, y: float) -> None:
        self._set_point(name, (x - _CENTRE, y - _CENTRE), f"dragging “{name}”")

    def _mirror(self) -> None:
        found = mirrored(self._set, self.places, self.name)
        if found is not None:
            other, place = found
            self._set_point(other, place, f"mirroring “{self.name}”")

    def _set_point(self, name: str, place: tuple[float, float], text: str) -> None:
        x, y = (round(one, _DECIMALS) for one in place)
        made = self._all()
        before = made.get(name)
        made[name] = self._make(name, x, y) if before is None else replace(before, x=x, y=y)
        self._put(tuple(made.values()), text)

    def _hide_point(self, hidden: bool) -> None:
        made = self._all()
        made[self.name] = replace(made[self.name], visible=not hidden)
        self._put(tuple(made.values()), f"“{self.name}” {'hidden' if hidden else 'seen'}")

    def _put(self, after: tuple[Landmark, ...], text: str) -> None:
        before = self.landmarks
        if not self._editable or after == before:
            self.refresh()
            return
        self.landmarks = after
        self.refresh()
        self.changed.emit(text, before, after)


def _middle(width: int, height: int) -> Box:
    """Return a square in the middle, half as wide as the shorter side."""
    side = max(2, min(width, height) // 2)
    left, top = (width - side) // 2, (height - side) // 2
    return Box(left=left, top=top, right=left + side, bottom=top + side)


def _distance(distance: Distance) -> str:
    if math.isnan(distance.by_eyes):
        return "–"
    return f"{distance.by_eyes:.3f} ({distance.pixels:.1f} px)"
