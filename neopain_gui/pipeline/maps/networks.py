"""Which networks of a classifier explain each photograph.

Of a cross-validated one those that have not seen the photograph's neonate.

Whoever asks a classifier about a study's photographs asks here first, so that nobody else need
know that some classifiers are several networks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING

from neopain_gui.classifiers.folds.held_out import HeldOut, held_out
from neopain_gui.classifiers.folds.words import who_explained
from neopain_gui.classifiers.loaded import digest_of_folds, of_folds
from neopain_gui.dataset.face_image import FaceImage

if TYPE_CHECKING:
    from neopain_gui.classifiers.loaded import Classifier
    from neopain_gui.classifiers.registry import ClassifierInfo
    from neopain_gui.study import Study


class HeldOutOf:
    """Says which folds of a classifier have not seen the neonates of photographs.

    Parameters
    ----------
    images : iterable of FaceImage
        All photographs of a study: those of one neonate say together who it is.
    """

    def __init__(self, images: Iterable[FaceImage]) -> None:
        self._of_neonate: dict[object, list[str]] = defaultdict(list)
        for image in images:
            if image.neonate is not None:
                self._of_neonate[image.neonate].append(image.sha256)

    def of(self, info: ClassifierInfo, image: FaceImage) -> HeldOut | None:
        """Return who explains a photograph; None of a classifier that is one network."""
        if info.folds is None:
            return None
        neonate = image.neonate
        return held_out(
            info.folds,
            image.sha256,
            neonate="" if neonate is None else neonate.id,
            dataset="" if neonate is None else neonate.dataset,
            siblings=[one for one in self._of_neonate[neonate] if one != image.sha256]
            if neonate is not None
            else (),
        )

    def networks(self, info: ClassifierInfo, images: Sequence[FaceImage]) -> float:
        """Return how many networks explain a photograph on the average."""
        counts = [len(chosen.folds) for one in images if (chosen := self.of(info, one))]
        return fmean(counts) if counts else 1.0

    def said(self, info: ClassifierInfo, images: Sequence[FaceImage]) -> str:
        """Say how many photographs are explained by whom; empty of a single network."""
        if info.folds is None or not images:
            return ""
        whys = [chosen.why for one in images if (chosen := self.of(info, one))]
        return who_explained([info.short_name], len(info.folds.folds), Counter(map(str, whys)))


class Networks:
    """The networks of one classifier for the photographs of a study.

    Parameters
    ----------
    classifier : Classifier
        As it was loaded.
    study : Study
        Open.
    """

    def __init__(self, classifier: Classifier, study: Study) -> None:
        self._classifier = self._last = classifier
        self._held_out = HeldOutOf(study.images.all() if classifier.info.folds is not None else ())

    def of(self, image: FaceImage) -> Classifier:
        """Return the classifier as it speaks of a photograph."""
        chosen = self._held_out.of(self._classifier.info, image)
        if chosen is None:
            return self._classifier
        self._last = speaking(self._last, chosen)
        return self._last

    def weights(self, image: FaceImage) -> str:
        """Return what names the weights of :meth:`of`, reading none."""
        info = self._classifier.info
        chosen = self._held_out.of(info, image)
        if chosen is None:
            return self._classifier.weights_sha256
        return digest_of_folds(info, chosen.folds)

    def in_order(self, images: Sequence[FaceImage]) -> list[FaceImage]:
        """Return photographs so that those of one network come one after the other.

        The order is theirs but for that: each network is read once.
        """
        by_folds: dict[tuple[int, ...], list[FaceImage]] = defaultdict(list)
        for image in images:
            chosen = self._held_out.of(self._classifier.info, image)
            by_folds[() if chosen is None else chosen.folds].append(image)
        return [image for some in by_folds.values() for image in some]

    def said(self, images: Sequence[FaceImage]) -> str:
        """Say how many photographs are explained by whom; empty of a single network."""
        return self._held_out.said(self._classifier.info, images)


def for_photograph(classifier: Classifier, sha256: str) -> Classifier:
    """Return a classifier as it speaks of a photograph of which nothing else is known."""
    record = classifier.info.folds
    if record is None or (classifier.folds is not None and classifier.folds.why):
        return classifier
    return speaking(classifier, held_out(record, sha256))


def speaking(classifier: Classifier, chosen: HeldOut) -> Classifier:
    """Return a cross-validated classifier that speaks with some folds' networks."""
    used = classifier.folds
    if used is None or used.used != chosen.folds:
        classifier = of_folds(classifier.info, chosen.folds)
        used = classifier.folds
    assert used is not None
    return replace(classifier, folds=replace(used, why=str(chosen.why), said=chosen.said))
