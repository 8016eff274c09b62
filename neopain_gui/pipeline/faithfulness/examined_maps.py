"""The maps that are examined: computed, or taken from where they are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.attribution.explain import LABELLED, PREDICTED, explain
from neopain_gui.attribution.methods import find_method
from neopain_gui.errors import InputError
from neopain_gui.faces import FaceRegions, region_masks
from neopain_gui.faithfulness.similarity import MaskedMap
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.pipeline.faithfulness.cases import Case
from neopain_gui.pipeline.faithfulness.plan import Plan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neopain_gui.classifiers.loaded import Classifier

Kept = Callable[["Classifier", Case, str, Job], "NDArray[np.float32]"]
"""Gives the map of a case by a method that is kept somewhere, computing it if need be."""
References = Callable[[Case], "Sequence[NDArray[np.uint8]]"]
"""Gives the face crops at rest that a case may be compared with."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Examined:
    """A case on one classifier, with its maps.

    Attributes
    ----------
    case : Case
    target : str
        The class explained.
    score : float
        The classifier's score of that class.
    maps : Mapping of str to MaskedMap
        By method, on the classifier's grid.
    seconds : Mapping of str to float
        How long each map took; those that were there already are missing.
    """

    case: Case
    target: str
    score: float
    maps: Mapping[str, MaskedMap]
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asker:
    """Asks one classifier about faces, as a plan says.

    Attributes
    ----------
    classifier : Classifier
        Loaded.
    plan : Plan
        Methods, their options, class explained.
    references : callable
        See :data:`References`.
    kept : callable or None
        See :data:`Kept`.
    networks : callable or None
        Gives the classifier as it speaks of a case, where its networks differ from neonate to
        neonate.
    """

    classifier: Classifier
    plan: Plan
    references: References
    kept: Kept | None = None
    networks: Callable[[Case], Classifier] | None = None

    def of(self, case: Case) -> Classifier:
        """Return the classifier as it speaks of a case."""
        return self.classifier if self.networks is None else self.networks(case)

    def examined(self, cases: Sequence[Case], job: Job = NULL_JOB) -> list[Examined]:
        """Return the cases with their maps."""
        work = len(cases) * len(self.plan.methods)
        found = []
        for place, case in enumerate(cases):
            job.check()
            classifier = self.of(case)
            scores = classifier.predict([case.crop])[0]
            target = self._target(case, scores)
            maps, seconds = {}, {}
            for number, method in enumerate(self.plan.methods):
                done = place * len(self.plan.methods) + number
                part = PartOfJob(job, done / work, (done + 1) / work)
                job.progress(done, work, f"{find_method(method).title} of {case.image_id}")
                started = perf_counter()
                if self.kept is not None:
                    values = self.kept(classifier, case, method, part)
                else:
                    values = self.explained(classifier, [case.crop], case, method, target, part)[0]
                    seconds[method] = perf_counter() - started
                maps[method] = MaskedMap.of(values, self.plan.settings)
            found.append(
                Examined(
                    case=case,
                    target=target,
                    score=float(scores[self.classifier.class_index(target)]),
                    maps=maps,
                    seconds=seconds,
                )
            )
        return found

    def explained(
        self,
        classifier: Classifier,
        crops: Sequence[NDArray[np.uint8]],
        case: Case,
        method: str,
        target: str,
        job: Job = NULL_JOB,
    ) -> list[NDArray[np.float32]]:
        """Return a method's maps of crops, for a class that does not depend on them."""
        known = find_method(method)
        answers = explain(
            classifier,
            crops,
            method=method,
            layers=(self.plan.layer,) if self.plan.layer and known.by_layer else (),
            target=target,
            options=self.plan.options.get(method),
            references=self.references(case) if known.needs_references else (),
            job=job,
        )
        return [next(iter(answer.maps.values())) for answer in answers]

    def input_of(self, crop: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return a crop, prepared: float32 (size, size, 3)."""
        prepared: NDArray[np.float32] = self.classifier.prepare([crop])[0]
        return prepared

    def masks(
        self, case: Case, outlines: Mapping[str, Sequence[NDArray[Any]]] | None = None
    ) -> dict[str, NDArray[np.bool_]]:
        """Return where regions lie on the classifier's grid, the face's features by default."""
        regions = case.regions
        if outlines is not None:
            placed = {name: tuple(each) for name, each in outlines.items()}
            regions = FaceRegions(outlines=placed, source=regions.source)
        how, shape = self.classifier.preprocessing, case.crop.shape
        rows, columns = how.window(shape)
        size = (rows.stop - rows.start, columns.stop - columns.start)
        found = region_masks(regions, case.box, size)
        return {name: how.placed(mask, shape) for name, mask in found.items()}

    def _target(self, case: Case, scores: NDArray[np.float32]) -> str:
        if self.plan.target == PREDICTED:
            return self.classifier.info.class_order[int(scores.argmax())]
        if self.plan.target == LABELLED:
            if case.label is None:
                raise InputError(
                    f"{case.image_id} has no label",
                    remedy="label it, or explain the predicted class",
                    command="label it, or give --target predicted",
                )
            return str(case.label)
        return self.plan.target
