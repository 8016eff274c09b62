"""What a network says of a study's labelled photographs, before it is brought in.

A swapped order of the outputs, or colours and scale that are not those of its training, are seen in
two small histograms: the scores of pain of the photographs labelled pain and of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.counted import counted, matching
from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.errors import InputError
from neopain_gui.faces import crop
from neopain_gui.jobs import NULL_JOB, Job, JobMessage
from neopain_gui.pipeline.analysis.classifiers import counted_scores
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.maps.networks import Networks
from neopain_gui.study import Study
from neopain_gui.training.evaluation.auc import auc
from neopain_gui.training.evaluation.confusion import POSITIVE

if TYPE_CHECKING:
    from neopain_gui.classifiers.loaded import Classifier

BINS = 10
_SWAPPED = 0.5
_PIECES = 20
"""Times that it is said how far it is."""
_SHARE = "A score is pain's share of pain and no pain."
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
    shared : bool
        Whether there are outputs that are neither: a score is pain's share of pain and no pain.
    to_come : int
        Photographs that have not been asked about yet, while it grows.
    """

    scores: Mapping[PainLabel, tuple[float, ...]]
    left_out: int
    auc: float | None
    remarks: tuple[str, ...]
    shared: bool = False
    to_come: int = 0

    @property
    def in_words(self) -> str:
        """How well it tells the labels apart, and what is not counted."""
        auc = "" if self.auc is None else f"AUC {self.auc:.2f} (positive class: pain)."
        are = matching(self.left_out, "is", "are")
        left_out = (
            f"{counted(self.left_out, 'photograph')} without a label or a face {are} left out."
        )
        share = _SHARE if self.shared else ""
        return " ".join(one for one in (auc, share, left_out if self.left_out else "") if one)

    def histogram(self, label: PainLabel) -> list[int]:
        """Return how many photographs of a label lie in each of ten ranges of the score."""
        counts, _ = np.histogram(self.scores[label], BINS, (0.0, 1.0))
        return [int(count) for count in counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed(JobMessage):
    """A preview while it grows."""

    preview: Preview


@dataclass(slots=True)
class _Asked:
    """What has been said so far, of one photograph after the other."""

    photographs: int
    shared: bool
    scores: list[float] = field(default_factory=list)
    labels: list[PainLabel] = field(default_factory=list)

    def add(self, image: FaceImage, scores: Mapping[str, float]) -> None:
        share = counted_scores(scores)
        if share is not None and image.label is not None:
            self.scores.append(min(1.0, max(0.0, share[str(POSITIVE)])))
            self.labels.append(image.label)

    def so_far(self, to_come: int) -> Preview:
        pairs = list(zip(self.scores, self.labels, strict=True))
        by_label = {
            label: tuple(score for score, own in pairs if own is label) for label in PainLabel
        }
        whole = all(by_label.values())
        pain = np.array([label is POSITIVE for label in self.labels])
        area = float(auc(pain, np.array(self.scores))) if whole else None
        return Preview(
            scores=by_label,
            left_out=self.photographs - to_come - len(self.scores),
            auc=area,
            remarks=() if to_come else tuple(_remarks(self.scores, area)),
            shared=self.shared,
            to_come=to_come,
        )


def preview(study: Study, classifier: Classifier, job: Job = NULL_JOB) -> Preview:
    """Ask a classifier about a study's labelled photographs; nothing is kept.

    Now and then a message :class:`Previewed` says how far it is.

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
    faces, images = study.faces.all(), CountedLabels.of(study).images(study)
    wanted = [image for image in images if image.label is not None and image.id in faces]
    if not wanted:
        raise InputError(
            "no photograph of the study has a label and a face",
            file=study.path,
            remedy="label some photographs and find their faces first",
        )
    asked, networks = _Asked(len(images), len(order) > len(PainLabel)), Networks(classifier, study)
    step = max(1, len(wanted) // _PIECES)
    for done, image in enumerate(networks.in_order(wanted)):
        job.check()
        job.progress(done, len(wanted), image.id)
        if done and done % step == 0:
            job.partial(Previewed(preview=asked.so_far(len(wanted) - done)))
        face = crop(study.images.pixels(image.id), faces[image.id].box)
        scores = map(float, networks.of(image).predict([face])[0])
        asked.add(image, dict(zip(order, scores, strict=True)))
    return asked.so_far(0)


def _remarks(scores: Sequence[float], auc: float | None) -> list[str]:
    found = []
    if auc is None:
        found.append("Photographs of one label alone do not show whether the order is right.")
    elif auc < _SWAPPED:
        found.append(
            f"The AUC is {auc:.2f}, below 0.5: pain gets lower scores than no pain. Perhaps the "
            "outputs are named in the wrong order, or it tells the labels apart no better than "
            "chance."
        )
    if scores and max(scores) - min(scores) < _ALIKE:
        found.append(
            "All photographs get nearly the same score: perhaps colours, scale or mean are not "
            "those of its training."
        )
    return found
