"""What computing maps would take: how many, how long, how much disk. Nothing is computed."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, median
from typing import Any

from neopain_gui.attribution.methods import Method, find_method
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.folds.record import made_by
from neopain_gui.classifiers.registry import ClassifierInfo, find
from neopain_gui.errors import NeoPainError
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.maps.choice import Choice, model_name, wanted_layers
from neopain_gui.pipeline.maps.networks import HeldOutOf
from neopain_gui.pipeline.photographs.find_faces import known_without_face
from neopain_gui.study import Result, Study

_COUNTS = ("samples", "masks", "steps", "draws", "references")
"""Options of methods that say how often the classifier is asked."""
_LOOKED_AT = 20
_PACKED = 3.3
"""Bytes on the disk for a value of a map that no layer gives: of the four all but the last bits
compress (docs/performance.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A classifier's maps by one method.

    Attributes
    ----------
    classifier_id, method : str
        Ids.
    title : str
        For people: ``"GradCAM of VGG-Face"``.
    photographs, there : int
        To be computed, and there already.
    maps : int
        How many that gives.
    seconds : float
        About how long.
    measured : bool
        Whether that follows from maps of this study; else it is a guess.
    size : float
        Bytes on the disk.
    """

    classifier_id: str
    method: str
    title: str
    photographs: int
    there: int
    maps: int
    seconds: float
    measured: bool
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What computing would take.

    Attributes
    ----------
    works : tuple of Work
        Those that have something to compute.
    there : int
        Photographs' computations that are there already.
    without_face : int
        Photographs whose face is looked for first.
    left_out : frozenset of str
        Photographs on which no face was found before, so that nothing is computed on them.
    free : int
        Bytes that the disk has left.
    lacking : tuple of str
        Why some classifiers cannot be explained by some methods: nothing is computed of these.
    """

    works: tuple[Work, ...]
    there: int
    without_face: int
    left_out: frozenset[str]
    free: int
    lacking: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """About how long it takes in all."""
        return sum(one.seconds for one in self.works)

    @property
    def maps(self) -> int:
        """How many maps there would be."""
        return sum(one.maps for one in self.works)

    @property
    def size(self) -> float:
        """How much disk they need, in bytes."""
        return sum(one.size for one in self.works)

    @property
    def measured(self) -> bool:
        """Whether no part of the time is a guess."""
        return all(one.measured for one in self.works)


def estimate(
    job: Job = NULL_JOB,
    *,
    study: Study,
    pairs: Sequence[tuple[str, str]],
    target: str,
    options: Mapping[str, Mapping[str, Any]],
) -> Estimate:
    """Say what computing the maps of all photographs would take.

    Parameters
    ----------
    job : Job
        Asked whether to stop.
    study : Study
        Open.
    pairs : sequence of (str, str)
        Ids of classifier and method.
    target : str
        The class that is explained.
    options : Mapping
        Of each method, every one.
    """
    by_image: dict[str, dict[str, Result]] = defaultdict(dict)
    for result in study.results.all():
        if result.model.of_classifier:
            by_image[result.image_id][result.model.name] = result
    left_out = known_without_face(study)
    everything = study.images.all()
    images = [image for image in everything if image.id not in left_out]
    ids, held_out = [image.id for image in images], HeldOutOf(everything)
    works, lacking = [], []
    for classifier_id, method in pairs:
        job.check()
        info = find(classifier_id)
        if why := find_method(method).lacking(info.short_name, info.gives):
            lacking.append(why)
            continue
        choice = Choice(method=method, target=target, options=options[method])
        asked = held_out.networks(info, images)
        works.append(_work(study, info, choice, [by_image[one] for one in ids], asked))
    return Estimate(
        works=tuple(one for one in works if one.photographs),
        there=sum(one.there for one in works),
        without_face=len(study.faces.without() - left_out),
        left_out=frozenset(left_out),
        free=shutil.disk_usage(study.path).free,
        lacking=tuple(lacking),
    )


def _work(
    study: Study,
    info: ClassifierInfo,
    choice: Choice,
    rows: Sequence[Mapping[str, Result]],
    networks: float,
) -> Work:
    method = find_method(choice.method)
    layers: tuple[str | None, ...] = wanted_layers(info, choice) or (None,)
    names = [model_name(info, method, layer) for layer in layers]
    there = sum(all(_made_so(row.get(name), info, choice) for name in names) for row in rows)
    todo = len(rows) - there
    own = [row[name] for row in rows for name in names if name in row]
    taken = _seconds_of(own)
    each = median(taken) if taken else networks * _guess(info, choice)
    sizes = list(_sizes(study, own[: _LOOKED_AT * len(names)]))
    size = fmean(sizes) if sizes else _size_of_a_map(info, method)
    return Work(
        classifier_id=info.id,
        method=method.id,
        title=f"{method.title} of {info.short_name}",
        photographs=todo,
        there=there,
        maps=todo * len(names),
        seconds=todo * each,
        measured=bool(taken),
        size=todo * len(names) * size,
    )


def _made_so(result: Result | None, info: ClassifierInfo, choice: Choice) -> bool:
    """Say whether a map is what would be computed, as far as can be told without the weights."""
    if result is None:
        return False
    made, method = result.provenance, find_method(choice.method)
    return bool(
        made.version == method.version
        and info.sha256 in (None, made_by(made.inputs))
        and made.inputs.get("parameters") == choice.parameters
        and result.facts.get("target_choice") == choice.target
    )


def _seconds_of(results: Iterable[Result]) -> list[float]:
    """Return how long each photograph took, where that is on record."""
    taken: dict[str, float] = {}
    for result in results:
        seconds = result.facts.get("seconds")
        if isinstance(seconds, int | float):
            taken[result.image_id] = max(float(seconds), taken.get(result.image_id, 0.0))
    return list(taken.values())


def _sizes(study: Study, results: Sequence[Result]) -> Iterable[int]:
    """Yield what maps take that are packed, as those to come will be."""
    for result in results:
        if study.maps.is_packed(result.provenance):
            yield study.maps.size(result.provenance)


def _size_of_a_map(info: ClassifierInfo, method: Method) -> float:
    """Guess what a map takes of which the study has no like."""
    if method.by_layer:
        return info.network.layer_bytes
    return _PACKED * info.input_size**2


def _guess(info: ClassifierInfo, choice: Choice) -> float:
    """Guess how long a photograph takes that was never timed: so many gradients."""
    method = find_method(choice.method)
    if method.by_layer or method.control:
        return gradient_seconds(info.id)
    counts = [
        value
        for name, value in choice.parameters.items()
        if name in _COUNTS and isinstance(value, int)
    ]
    usual = info.network.settled
    return gradient_seconds(info.id) * max([usual, *counts])


@lru_cache
def gradient_seconds(classifier_id: str) -> float:
    """Return about how long a gradient of a classifier takes on two processor cores."""
    try:
        return find(classifier_id).network.gradient_seconds
    except NeoPainError:
        return max(one.gradient_seconds for one in ARCHITECTURES.values())
