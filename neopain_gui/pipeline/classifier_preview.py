"""What a network says of a study's labelled photographs, before it is brought in.

A swapped order of the outputs, or colours and scale that are not those of its training, are seen in
two small histograms: the scores of pain of the photographs labelled pain and of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.faces import crop
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.analysis.classifiers import counted_scores
from neopain_gui.study import Study
from neopain_gui.training.metrics import POSITIVE, evaluate

if TYPE_CHECKING:
    from neopain_gui.classifiers.loaded import Classifier

BINS = 10
_SWAPPED = 0.5
_ALIKE = 0.02
"""Range of scores within which photographs are told apart by nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a network says of labelled photographs.

    Attributes
    ----------
    scores : Mapping of PainLabel to tuple of float
        Of pain, in [0, 1], of the photographs with each label; what is neither is not counted.
    left_out : int
        Photographs without a label or a face.
    auc : float or None
        Area under the ROC curve, pain positive; None where a label is missing.
    remarks : tuple of str
        What speaks against what was declared, each a sentence.
    """

    scores: Mapping[PainLabel, tuple[float, ...]]
    left_out: int
    auc: float | None
    remarks: tuple[str, ...]

    def histogram(self, label: PainLabel) -> list[int]:
        """Return how many photographs of a label lie in each of ten ranges of the score."""
        counts, _ = np.histogram(self.scores[label], BINS, (0.0, 1.0))
        return [int(count) for count in counts]


def preview(study: Study, classifier: Classifier, job: Job = NULL_JOB) -> Preview:
    """Ask a classifier about a study's labelled photographs; nothing is kept.

    Raises
    ------
    InputError
        It has no output for pain and one for no pain, or no photograph has a label and a face.
    """
    order = classifier.info.class_order
    lacking = [str(label) for label in PainLabel if label not in order]
    if lacking:
        raise InputError(
            f"no output is called {' or '.join(map(repr, lacking))}, so its scores cannot be held "
            "against the labels",
            remedy="name which output means pain and which no pain",
        )
    faces, images = study.faces.all(), study.images.all()
    wanted = [image for image in images if image.label is not None and image.id in faces]
    if not wanted:
        raise InputError(
            "no photograph of the study has a label and a face",
            file=study.path,
            remedy="label some photographs and find their faces first",
        )
    said, labels, subjects = [], [], []
    for done, image in enumerate(wanted):
        job.check()
        job.progress(done, len(wanted), image.id)
        face = crop(study.images.pixels(image.id), faces[image.id].box)
        scores = dict(zip(order, map(float, classifier.predict([face])[0]), strict=True))
        counted = counted_scores(scores)
        if counted is not None and image.label is not None:
            said.append(min(1.0, max(0.0, counted[str(POSITIVE)])))
            labels.append(image.label)
            subjects.append(image.neonate.id if image.neonate else image.id)
    by_label = {
        label: tuple(score for score, own in zip(said, labels, strict=True) if own is label)
        for label in PainLabel
    }
    auc = evaluate(labels, said, subjects).auc if all(by_label.values()) else None
    return Preview(
        scores=by_label,
        left_out=len(images) - len(said),
        auc=auc,
        remarks=tuple(_remarks(said, auc)),
    )


def _remarks(scores: Sequence[float], auc: float | None) -> list[str]:
    found = []
    if auc is None:
        found.append("Photographs of one label alone do not show whether the order is right.")
    elif auc < _SWAPPED:
        found.append(
            f"The AUC is {auc:.2f}, below 0.5: pain gets lower scores than no pain. Perhaps the "
            "outputs are named in the wrong order."
        )
    if scores and max(scores) - min(scores) < _ALIKE:
        found.append(
            "All photographs get nearly the same score: perhaps colours, scale or mean are not "
            "those of its training."
        )
    return found
