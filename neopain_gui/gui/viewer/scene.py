"""What is on the table: one photograph, its face, the maps that fit, loaded beside the window.

A map *fits* when it was made on the present face box and, for an attribution, for the class that
is to be explained now. Whatever does not fit is not shown: an old map on a new box would be a
wrong picture that looks right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from neopain_gui.dataset.records import FaceImage
from neopain_gui.faces.records import Face
from neopain_gui.gui.method_options import method_options
from neopain_gui.gui.viewer.overlay import Mode, processed
from neopain_gui.imaging.colormaps import GREEN_YELLOW_RED
from neopain_gui.jobs import Job
from neopain_gui.maps import RelevanceMap
from neopain_gui.study.records import Result

if TYPE_CHECKING:
    from neopain_gui.gui.choices import Choice
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.session import Session
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """One photograph with all that is known about it and fits the present choice.

    Attributes
    ----------
    image : FaceImage
    photograph : ndarray of uint8, shape (H, W, 3)
    face : Face or None
    results : Mapping of model name to Result
        Those that fit.
    maps : Mapping of model name to RelevanceMap
        The values of those that are on display.
    classified : tuple of Result
        Attributions on the present face box, whatever class they explain: each carries its
        classifier's scores.
    """

    image: FaceImage
    photograph: NDArray[np.uint8]
    face: Face | None
    results: Mapping[str, Result] = field(default_factory=dict)
    maps: Mapping[str, RelevanceMap] = field(default_factory=dict)
    classified: tuple[Result, ...] = ()


def fits(result: Result, image: FaceImage, face: Face | None, target: str) -> bool:
    """Say whether a result may be shown: same picture, same box, same class explained."""
    if result.photograph_size != (image.height, image.width):
        return False
    if result.model.kind != "attribution":
        return True
    if not _on_this_face(result, face) or result.facts.get("target_choice") != target:
        return False
    # The label may have changed since the map of "the labelled class" was made.
    label = str(image.label) if image.label else None
    return target != "labelled" or result.provenance.inputs.get("target") == label


def _on_this_face(result: Result, face: Face | None) -> bool:
    return face is not None and result.box == face.box and result.model.kind == "attribution"


def load_scene(
    job: Job,
    *,
    study: Study,
    image: FaceImage,
    choice: Choice,
    shown: str,
    settings: MaskSettings,
    last: Scene | None,
) -> Scene:
    """Read a photograph and its maps; what the last scene already has is not read again."""
    same = last is not None and last.image.sha256 == image.sha256
    photograph = last.photograph if same and last else study.photograph(image.id)
    job.check()
    face = study.face(image.id)
    rows = study.results(image.id)
    results = {r.model.name: r for r in rows if fits(r, image, face, choice.target)}
    kept = {m.provenance.key: m for m in last.maps.values()} if last is not None else {}
    maps: dict[str, RelevanceMap] = {}
    for result in _on_display(results.values(), choice, shown):
        job.check()
        relevance = kept.get(result.key) or study.relevance_of(result)
        processed(relevance, settings)
        maps[result.model.name] = relevance
    return Scene(
        image=image,
        photograph=photograph,
        face=face,
        results=results,
        maps=maps,
        classified=tuple(row for row in rows if _on_this_face(row, face)),
    )


def _on_display(results: Iterable[Result], choice: Choice, shown: str) -> list[Result]:
    return [r for r in results if r.model.name == shown or is_chosen(r, choice)]


def is_chosen(result: Result, choice: Choice) -> bool:
    """Say whether a result is one of the chosen classifier's and method's, whatever its layer."""
    facts = result.facts
    return facts.get("classifier") == choice.classifier_id and facts.get("method") == choice.method


class Scenes(QObject):
    """Keeps the present scene for the viewer, the film strip and the details.

    Signals
    -------
    changed()
        :attr:`scene` is another one; None while a photograph is being read or there is none.
    look_changed()
        Mode or colour map.
    failed(error: Exception)
        The photograph or a map could not be read.
    """

    changed = Signal()
    look_changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session)
        self._session = session
        self._jobs = jobs
        self.scene: Scene | None = None
        self.error: BaseException | None = None
        self.loading = False
        self.mode = Mode.HEATMAP
        self.colormap = GREEN_YELLOW_RED
        self._asked = (session.choice, method_options(session))
        session.study_changed.connect(self._leave)
        session.image_selected.connect(self._selected)
        session.images_changed.connect(self.reload)
        session.results_changed.connect(self._results_changed)
        session.choice_changed.connect(self._choice_changed)
        session.shown_model_changed.connect(self.reload)
        self.reload()

    @classmethod
    def of(cls, session: Session, jobs: Jobs) -> Scenes:
        """Return the one that belongs to a session."""
        found = session.findChild(cls)
        return found if isinstance(found, cls) else cls(session, jobs)

    def set_look(self, *, mode: Mode | None = None, colormap: str | None = None) -> None:
        """Choose what lies over the photograph and in which colours."""
        before = (self.mode, self.colormap)
        self.mode = mode if mode is not None else self.mode
        self.colormap = colormap if colormap is not None else self.colormap
        if before != (self.mode, self.colormap):
            self.look_changed.emit()

    @property
    def shown(self) -> RelevanceMap | None:
        """The map on the viewer, if there is one that fits."""
        result = self.shown_result
        return self.scene.maps.get(result.model.name) if self.scene and result else None

    @property
    def shown_result(self) -> Result | None:
        """The row of the extraction model on the viewer, if it fits."""
        return self.result(self._session.shown_model)

    def result(self, model: str) -> Result | None:
        """Return an extraction model's row, if it fits the choice.

        Two classifiers of one architecture share their models' names: a row that another one
        made is not this one's, nor is one made with weights that have since been replaced.
        """
        result = self.scene.results.get(model) if self.scene else None
        if result is None or result.model.kind != "attribution":
            return result
        return result if self._made_as_chosen(result) else None

    @property
    def scores(self) -> Mapping[str, float] | None:
        """The chosen classifier's scores of the photograph's face by class; None if unknown."""
        for row in self.scene.classified if self.scene else ():
            scores = row.facts.get("scores")
            same = row.facts.get("classifier") == self._session.classifier_id
            if same and isinstance(scores, Mapping) and self._has_weights(row):
                return scores
        return None

    def _has_weights(self, result: Result) -> bool:
        from neopain_gui.gui.inspector.names import classifier_of

        info = classifier_of(self._session.choice)
        weights = result.provenance.inputs.get("weights")
        return info is None or info.sha256 is None or info.sha256 == weights

    def _made_as_chosen(self, result: Result) -> bool:
        session, inputs = self._session, result.provenance.inputs
        return (
            is_chosen(result, session.choice)
            and self._has_weights(result)
            and inputs.get("parameters") == method_options(session)
        )

    def _leave(self) -> None:
        self.scene, self.error = None, None
        self.reload()

    def _choice_changed(self) -> None:
        """Load for another choice; new mask settings only draw what is there in another way."""
        if (self._session.choice, method_options(self._session)) == self._asked:
            self.look_changed.emit()
        else:
            self.reload()

    def _selected(self, _image_id: str) -> None:
        self.reload()

    def _results_changed(self, image_id: str) -> None:
        if image_id in ("", self._session.image_id):
            self.reload()

    def reload(self, *_: Any) -> None:
        """Read what is chosen now; an older reading that is still under way is dropped."""
        session = self._session
        image = session.image
        if session.study is None or image is None:
            self.scene, self.loading = None, False
            self.changed.emit()
            return
        self.loading = True
        self._asked = (session.choice, method_options(session))
        self._drop_what_no_longer_fits(image)
        self._jobs.local(
            load_scene,
            title=f"Read {image.id}",
            kwargs={
                "study": session.study,
                "image": image,
                "choice": session.choice,
                "shown": session.shown_model,
                "settings": session.mask_settings,
                "last": self.scene,
            },
            priority=-10,
            key="scene",
            visible=False,
            on_done=self._loaded,
            on_failed=self._failed,
        )

    def _drop_what_no_longer_fits(self, image: FaceImage) -> None:
        """Take stale maps off at once; the photograph stays until the next one is read."""
        scene, study = self.scene, self._session.study
        if scene is None or study is None:
            return
        if scene.image.id != image.id:
            maps: dict[str, RelevanceMap] = {}
            results: dict[str, Result] = {}
            face = None
        else:
            face = study.face(image.id)
            target = self._session.target
            results = {n: r for n, r in scene.results.items() if fits(r, image, face, target)}
            maps = {name: m for name, m in scene.maps.items() if name in results}
        stale = len(maps) != len(scene.maps) or face != scene.face
        if stale:
            self.scene = Scene(
                image=scene.image,
                photograph=scene.photograph,
                face=face,
                results=results,
                maps=maps,
                classified=scene.classified if face == scene.face else (),
            )
            self.changed.emit()

    def _loaded(self, scene: Scene) -> None:
        if scene.image.id != self._session.image_id:
            return
        self.scene, self.loading, self.error = scene, False, None
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self.scene, self.loading, self.error = None, False, error
        self.changed.emit()
        self.failed.emit(error)
