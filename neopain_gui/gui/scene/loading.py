"""Reading what belongs to one photograph, in a thread or, where it is kept, at once.

A map *fits* when it was made on the present face box and, for an attribution, explains the class
that is to be explained now. Whatever does not fit is not shown: an old map on a new box would be
a wrong picture that looks right. Knows nothing of Qt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.folds.record import made_by
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import NeoPainError
from neopain_gui.faces.face import Face
from neopain_gui.gui.scene.memory import KEPT
from neopain_gui.gui.scene.overlay import OverlayMode, processed
from neopain_gui.imaging.colormaps import GREEN_YELLOW_RED
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.maps import RelevanceMap
from neopain_gui.study.result_types import Result

if TYPE_CHECKING:
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRequest:
    """What is to be shown: everything that an attribution has to have been made with.

    Attributes
    ----------
    classifier, method, target : str
        As chosen.
    options : Mapping
        Of the method.
    weights : str or None
        SHA-256 of the classifier's weights; None while that is not known.
    shown : str
        Name of the extraction model on the viewer; empty for the photograph alone.
    """

    classifier: str
    method: str
    target: str
    options: Mapping[str, Any]
    weights: str | None
    shown: str

    def chosen(self, result: Result) -> bool:
        """Say whether a result is one of the classifier's and method's, whatever its layer."""
        facts = result.facts
        return facts.get("classifier") == self.classifier and facts.get("method") == self.method

    def by_classifier(self, result: Result) -> bool:
        """Say whether a result was made with these very weights, or a fold's of this training."""
        same = result.facts.get("classifier") == self.classifier
        return same and self.weights in (None, made_by(result.provenance.inputs))

    def made(self, result: Result) -> bool:
        """Say whether an attribution was made just as is wanted now.

        Two classifiers of one architecture share their models' names: a row that another one
        made is not this one's, nor is one made with weights that have since been replaced.
        """
        same_options = result.provenance.inputs.get("parameters") == self.options
        return self.chosen(result) and self.by_classifier(result) and same_options


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """How maps are drawn."""

    mode: OverlayMode = OverlayMode.HEATMAP
    colormap: str = GREEN_YELLOW_RED

    @property
    def on_tiles(self) -> OverlayMode:
        """The mode of the film strip, which has the bare photograph only at its beginning."""
        return OverlayMode.HEATMAP if self.mode is OverlayMode.PHOTOGRAPH else self.mode


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
    complete : bool
        False while some maps of the film strip are still to be read.
    """

    image: FaceImage
    photograph: NDArray[np.uint8]
    face: Face | None
    results: Mapping[str, Result] = field(default_factory=dict)
    maps: Mapping[str, RelevanceMap] = field(default_factory=dict)
    classified: tuple[Result, ...] = ()
    complete: bool = True


def fits(result: Result, image: FaceImage, face: Face | None, target: str) -> bool:
    """Say whether a result may be shown: same picture, same box, same class explained."""
    if result.photograph_size != (image.height, image.width):
        return False
    if not result.model.of_classifier:
        return True
    return on_this_face(result, face) and explains(result, image, target)


def explains(result: Result, image: FaceImage, target: str) -> bool:
    """Say whether an attribution explains the class that is meant on this photograph.

    Not what was asked for then but what was explained counts: a label may have changed since,
    and a map of the predicted class is the map of *pain* where that is what was predicted.
    """
    facts = result.facts
    if target == "predicted":
        meant = facts.get("predicted")
    elif target == "labelled":
        meant = str(image.label) if image.label else None
    else:
        meant = target
    return meant is not None and facts.get("target") == meant


def on_this_face(result: Result, face: Face | None) -> bool:
    """Say whether a result is an attribution made on the present face box."""
    return face is not None and result.box == face.box and result.model.of_classifier


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """What the database knows of one photograph, read at one moment."""

    image: FaceImage
    face: Face | None
    rows: tuple[Result, ...]

    @classmethod
    def read(cls, study: Study, image: FaceImage) -> Rows:
        """Ask the database, which takes about a millisecond."""
        return cls(
            image=image, face=study.faces.get(image.id), rows=tuple(study.results.all(image.id))
        )

    def fitting(self, target: str) -> dict[str, Result]:
        """Return the results that fit, by model name."""
        return {r.model.name: r for r in self.rows if fits(r, self.image, self.face, target)}


def on_display(results: Iterable[Result], wanted: MapRequest) -> list[Result]:
    """Return the results whose values are needed, the one on the viewer first."""
    found = [r for r in results if r.model.name == wanted.shown or wanted.chosen(r)]
    return sorted(found, key=lambda result: result.model.name != wanted.shown)


def photograph_of(study: Study, image: FaceImage) -> NDArray[np.uint8]:
    """Return a photograph's pixels, from memory if it was read before."""
    return KEPT.get(("photograph", image.sha256), lambda: study.images.pixels(image.id))


def relevance_of(study: Study, result: Result) -> RelevanceMap:
    """Return a result's map, from memory if it was read before."""
    return KEPT.get(_map_key(result), lambda: study.results.relevance_of(result))


def cached_relevance(result: Result) -> RelevanceMap | None:
    """Return what :func:`relevance_of` read before; None if it was not asked yet."""
    found: RelevanceMap | None = KEPT.peek(_map_key(result))
    return found


def _map_key(result: Result) -> tuple[str, str, str]:
    return ("map", result.key, result.model.name)


def load_scene(
    job: Job = NULL_JOB,
    *,
    study: Study,
    image: FaceImage,
    wanted: MapRequest,
    settings: MaskSettings,
) -> Scene:
    """Read a photograph and its maps; what is in memory is not read again."""
    photograph = photograph_of(study, image)
    job.check()
    rows = Rows.read(study, image)
    results = rows.fitting(wanted.target)
    maps: dict[str, RelevanceMap] = {}
    for result in on_display(results.values(), wanted):
        job.check()
        maps[result.model.name] = relevance_of(study, result)
        processed(maps[result.model.name], settings)
    return _scene(rows, photograph, results, maps, complete=True)


def cached_scene(study: Study, image: FaceImage, wanted: MapRequest) -> Scene | None:
    """Return what :func:`load_scene` would, if that needs nothing but a look into memory.

    The rows are the database's of this moment. Maps that only the film strip needs may be
    missing; the scene is then not complete.

    Returns
    -------
    Scene or None
        None where the photograph or the map of the viewer has to be read.
    """
    photograph = KEPT.peek(("photograph", image.sha256))
    if photograph is None:
        return None
    rows = Rows.read(study, image)
    results = rows.fitting(wanted.target)
    maps: dict[str, RelevanceMap] = {}
    complete = True
    for result in on_display(results.values(), wanted):
        relevance = cached_relevance(result)
        if relevance is not None:
            maps[result.model.name] = relevance
        elif result.model.name == wanted.shown and _may_be_shown(result, wanted):
            return None
        else:
            complete = False
    return _scene(rows, photograph, results, maps, complete=complete)


def still_fitting(scene: Scene, image: FaceImage, study: Study | None, wanted: MapRequest) -> Scene:
    """Return what of a scene may stay until the next one is read: maps whose rows are the present.

    Without a study, because another photograph is wanted, none.
    """
    try:
        rows = Rows.read(study, image) if study is not None else None
    except NeoPainError:
        rows = None  # reading it in the thread says what is wrong
    if rows is None:
        return replace(scene, face=None, results={}, maps={}, classified=())
    results = rows.fitting(wanted.target)
    maps = {
        name: relevance
        for name, relevance in scene.maps.items()
        if name in results and results[name].key == relevance.provenance.key
    }
    return _scene(rows, scene.photograph, results, maps, complete=False)


def _may_be_shown(result: Result, wanted: MapRequest) -> bool:
    return not result.model.of_classifier or wanted.made(result)


def _scene(
    rows: Rows,
    photograph: NDArray[np.uint8],
    results: dict[str, Result],
    maps: dict[str, RelevanceMap],
    *,
    complete: bool,
) -> Scene:
    return Scene(
        image=rows.image,
        photograph=photograph,
        face=rows.face,
        results=results,
        maps=maps,
        classified=tuple(row for row in rows.rows if on_this_face(row, rows.face)),
        complete=complete,
    )
