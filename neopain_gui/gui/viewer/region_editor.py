"""Facial regions of the photograph on display: shown, and changed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from neopain_gui.errors import NeoPainError
from neopain_gui.faces.drawn import Outlines, area_of, outlines_of, outlines_text, simplified
from neopain_gui.faces.regions import FEATURES, FaceRegions, RegionSource
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.viewer.region_bar import DRAWING, MOVING, RegionBar
from neopain_gui.gui.viewer.region_layer import RegionLayer
from neopain_gui.pipeline.photographs.facial_regions import regions_on

if TYPE_CHECKING:
    from neopain_gui.gui.canvas.canvas import Canvas
    from neopain_gui.gui.scene.current_scene import CurrentScene
    from neopain_gui.gui.state.session import Session

_CENTRE = 0.5
"""Outlines count from a pixel's centre, the canvas from its corner."""
_SMALLEST = 4.0
"""Pixels; a smaller outline was no more than a click."""
_FEW = 16
"""Points that can be told apart and dragged."""
_FINEST = 0.25
"""Pixels by which an outline may change when it gets fewer points."""
_SAID = {
    RegionSource.LANDMARKS: "Placed by the face's landmarks.",
    RegionSource.FACE_BOX: "Placed by the face box alone: rough.",
    RegionSource.HAND: "Drawn by hand.",
}


class RegionEditor(QObject):
    """Binds the line of tools and the layer on the canvas to the study.

    Parameters
    ----------
    session, scenes
        Whose photograph is shown.
    canvas : Canvas
        On which.
    """

    def __init__(self, session: Session, scenes: CurrentScene, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session, self._scenes, self._canvas = session, scenes, canvas
        self.layer = RegionLayer(canvas)
        self.bar = RegionBar()
        self.bar.hide()
        self.shown = False
        self._name = FEATURES[0]
        self._named: set[str] = set()
        self._moving = self._drawing = False
        self._image_id = ""
        self._begun = ""
        self._said = ""
        self._points: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
        scenes.changed.connect(self.refresh)
        session.regions_changed.connect(self.refresh)
        session.study_changed.connect(self._leave)
        self.layer.chosen.connect(self.choose)
        self.layer.moved.connect(self._moved)
        self.layer.traced.connect(self._traced)
        self.bar.chosen.connect(self.choose)
        self.bar.added.connect(self._add)
        self.bar.moving_chosen.connect(lambda on: self._do(moving=on))
        self.bar.drawing_chosen.connect(lambda on: self._do(drawing=on))
        self.bar.dropped.connect(self._drop)

    def _leave(self) -> None:
        """Another study: nothing of the last one's names is left."""
        self._named.clear()
        self._name, self._said = FEATURES[0], ""
        self.bar.show_regions((), frozenset(), "")
        self._do()

    def show(self, on: bool) -> None:
        """Show the regions with their tools, or take both away."""
        self.shown = on
        self.bar.stop_naming()
        self.bar.setVisible(on)
        self._do()

    def choose(self, name: str) -> None:
        """Mark a region; empty leaves the one that is marked."""
        self._name = name or self._name
        self._begun = ""
        self.refresh()

    def end(self) -> bool:
        """Leave moving or drawing; False if neither is going on."""
        busy = self._moving or self._drawing
        if busy:
            self._do()
        return busy

    def _add(self, name: str) -> None:
        self._named.add(name)
        self._name = name
        self._do(drawing=self._can_edit)

    def _do(self, *, moving: bool = False, drawing: bool = False) -> None:
        self._moving, self._drawing, self._begun = moving, drawing, ""
        self._canvas.set_drawing(False)
        self.refresh()

    @property
    def _can_edit(self) -> bool:
        return self._session.editable and self._scenes.scene is not None

    def _drawn(self) -> dict[str, Outlines]:
        """Return what is drawn on the photograph on display."""
        scene, study = self._scenes.scene, self._session.study
        return study.regions.of(scene.image.id) if scene and study else {}

    def _regions(self) -> FaceRegions:
        drawn, scene = self._drawn(), self._scenes.scene
        if scene is None or scene.face is None:
            return FaceRegions(outlines=drawn, source=RegionSource.HAND, drawn=frozenset(drawn))
        return regions_on(scene.face, drawn)

    def refresh(self, *_: object) -> None:
        """Show what holds now; of a study that is damaged nothing, and say so."""
        try:
            if self.shown:
                self._show(self._regions())
                return
        except NeoPainError as error:
            if self._said != self._session.image_id:  # once, not at each look
                self._said = self._session.image_id
                self._session.problem.emit(error)
        self.layer.show_regions({}, frozenset(), "")
        self.layer.set_handles(())
        self.layer.set_tracing(False)

    def _show(self, regions: FaceRegions) -> None:
        scene = self._scenes.scene
        shown = scene.image.id if scene is not None else ""
        if shown != self._image_id:
            self._image_id, self._begun = shown, ""
            self.layer.drop_trace()
        on_canvas = {
            name: [one + _CENTRE for one in outlines] for name, outlines in regions.outlines.items()
        }
        self.layer.show_regions(on_canvas, regions.drawn, self._name)
        moving = self._moving and self._can_edit
        mine = on_canvas.get(self._name, []) if moving else []
        template = self._name not in regions.drawn
        self._points = [(_draggable(one) if template else one, one) for one in mine]
        size = (scene.image.width, scene.image.height) if scene is not None else (1, 1)
        self.layer.set_handles([few for few, _ in self._points], size)
        self.layer.set_tracing(self._drawing and self._can_edit)
        self._show_bar(regions)

    def _show_bar(self, regions: FaceRegions) -> None:
        names = dict.fromkeys([*FEATURES, *self._known(), self._name])
        self.bar.show_regions(list(names), regions.drawn, self._name)
        there = self._name in regions.outlines
        self.bar.show_state(
            editable=self._can_edit,
            moving=self._moving and self._can_edit,
            drawing=self._drawing and self._can_edit,
            drawn=self._name in regions.drawn,
        )
        if self._drawing and self._can_edit:
            said = DRAWING
        elif self._moving and self._can_edit and there:
            said = MOVING
        elif there:
            said = _SAID.get(regions.source_of(self._name), "")
        else:
            said = "Not on this photograph."
        self.bar.says.setText(said)
        self.bar.says.setToolTip(literal(said))

    def _known(self) -> list[str]:
        """Return the names of regions of one's own, wherever in the study they are drawn."""
        study = self._session.study
        names = study.regions.names() if study is not None else []
        return sorted({*names, *self._named} - set(FEATURES))

    # What a person does

    def _traced(self, parts: list[NDArray[np.float64]]) -> None:
        outlines = [simplified(self._inside(one), self._canvas.pixel_size) for one in parts]
        outlines = [one for one in outlines if len(one) > 2 and area_of(one) >= _SMALLEST]
        if not outlines:
            self.bar.says.setText("Too small: drag all the way around the region.")
            return
        there = self._drawn().get(self._name, ())
        # Another side of what was just drawn; anything else is drawn anew.
        before = there if there and outlines_text(there) == self._begun else ()
        whole = outlines_of([*before, *(one - _CENTRE for one in outlines)])
        self._begun = outlines_text(whole)
        self._keep(whole, "drawing")

    def _moved(self, outlines: list[NDArray[np.float64]]) -> None:
        """Keep what was moved; an outline that nobody touched stays as fine as it was."""
        made = [
            whole if np.array_equal(one, few) else one
            for one, (few, whole) in zip(outlines, self._points, strict=True)
        ]
        self._keep(outlines_of([one - _CENTRE for one in made]), "moving")

    def _drop(self) -> None:
        drawn = self._drawn()
        if drawn.pop(self._name, None) is not None:
            self._set(drawn, "clearing")

    def _keep(self, outlines: Outlines, text: str) -> None:
        self._set({**self._drawn(), self._name: outlines}, text)

    def _set(self, regions: dict[str, Outlines], text: str) -> None:
        scene = self._scenes.scene
        if scene is not None:
            self._session.edits.set_regions(
                scene.image.id, regions, f"{text} the region {self._name}"
            )
        self.refresh()

    def _inside(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Bring points that a hand drew beside the photograph to its edge."""
        scene = self._scenes.scene
        size = (scene.image.width, scene.image.height) if scene is not None else (0, 0)
        return np.clip(points, 0, size)


def _draggable(outline: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a template's outline with so few points that each can be dragged."""
    tolerance = _FINEST
    made = simplified(outline, tolerance)
    while len(made) > _FEW:
        tolerance *= 1.5
        made = simplified(outline, tolerance)
    return made
