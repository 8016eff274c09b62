"""A study's maps on the average face, and tests over neonates of where they differ there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from neopain_gui.agreement.class_tests import ALPHA, Adjustment, adjusted
from neopain_gui.agreement.statistics import ClusterTest, Statistic, cluster_permutation
from neopain_gui.agreement.statistics.clusters import FEWEST_NEONATES
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import FaceImage, neonates_of
from neopain_gui.faces.anchors import anchors_of
from neopain_gui.faces.regions import TEMPLATE_BOX
from neopain_gui.faces.warp import COLUMNS, ROWS, Fit, Warp, carried, fit_of, neutral_masks
from neopain_gui.findings.average_face import (
    LABELS,
    Array,
    AverageFace,
    AverageFaces,
    FaceDifference,
)
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.maps import ExtractionModel
from neopain_gui.pipeline.analysis.one_thread import one_thread
from neopain_gui.pipeline.analysis.placed_landmarks import placed_landmarks
from neopain_gui.pipeline.compare import default_models
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.photographs import named
from neopain_gui.pipeline.photographs.facial_regions import features_in, regions_on
from neopain_gui.reports.average_face_words import notes_of
from neopain_gui.study import Study

SMOOTH = 0.1
"""Distances between the eyes; about what a feature is off on a face that was carried."""
MOST_MODELS = 12
"""Extraction models of which each two are tested: 66 tests."""
LEAST = 0.05
"""Of what an even map has: where no neonate's difference reaches it, nothing is tested."""
_REACHED = 0.5
"""Share of the photographs whose maps must reach a place for it to have a mean."""


@dataclass(slots=True, kw_only=True)
class _Carried:
    """Maps on the neutral face, each divided by its mean.

    Attributes
    ----------
    images : list of FaceImage
        Those with a face, with the label that counts.
    maps : dict of str to dict of int to ndarray
        By model and place among ``images``; NaN where a map does not reach.
    """

    images: list[FaceImage] = field(default_factory=list)
    maps: dict[str, dict[int, Array]] = field(default_factory=dict)
    fits: list[tuple[str, Fit]] = field(default_factory=list)
    gaps: list[tuple[str, str, str]] = field(default_factory=list)


@one_thread()
def average_faces(
    study: Study,
    *,
    image_ids: Sequence[str] | None = None,
    models: Sequence[ExtractionModel] | None = None,
    statistic: Statistic = Statistic.MASS,
    smooth: float = SMOOTH,
    job: Job = NULL_JOB,
) -> AverageFaces:
    """Carry a study's maps onto the neutral face, average them, and test where they differ.

    Parameters
    ----------
    study : Study
        Open.
    image_ids : sequence of str, optional
        The photographs; all by default.
    models : sequence of ExtractionModel, optional
        The extraction models; those of a comparison by default.
    statistic : Statistic
        Of the permutation tests; threshold-free cluster enhancement takes fifteen times as long.
    smooth : float
        Standard deviation of the Gaussian that maps are smoothed with, in distances between the
        eyes; 0 for none.
    job : Job, optional
        Told of progress; asked whether to stop.
    """
    chosen = sorted(models if models is not None else default_models(study))
    found = _carried(study, chosen, image_ids, smooth, PartOfJob(job, 0.0, 0.6))
    faces = [
        face
        for model in chosen
        for label in LABELS
        if (face := _average(found, model.name, label)) is not None
    ]
    there = list(dict.fromkeys(one.model for one in faces))
    pairs = list(combinations(there, 2)) if len(there) <= MOST_MODELS else []
    asked = [*((name, "") for name in there), *pairs]
    differences = []
    for done, (model, other) in enumerate(asked):
        job.check()
        title = f"{model} − {other}" if other else f"{model}: pain − no pain"
        job.progress(0.6 + 0.4 * done / len(asked), 1, f"Testing {title}")
        differences.append(_difference(found, model, other, statistic))
    job.progress(1, 1)
    made = AverageFaces(
        faces=tuple(faces),
        differences=tuple(_corrected(differences)),
        fits=tuple(found.fits),
        gaps=tuple(found.gaps),
        statistic=statistic,
        smooth=smooth,
        notes=(),
    )
    untested = len(there) if not pairs and len(there) > 1 else 0
    return replace(made, notes=notes_of(made, len(found.images), untested))


def _carried(
    study: Study,
    models: Sequence[ExtractionModel],
    image_ids: Sequence[str] | None,
    smooth: float,
    job: Job,
) -> _Carried:
    labels, faces, drawn = CountedLabels.of(study), study.faces.all(), study.regions.all()
    landmarks = placed_landmarks(study)
    made = _Carried(maps={model.name: {} for model in models})
    images = [study.images.get(one) for one in named.image_ids(study, image_ids)]
    for done, image in enumerate(images):
        job.check()
        job.progress(done, len(images), f"Carrying {image.id} onto the neutral face")
        face = faces.get(image.id)
        if face is None:
            made.gaps.append((image.id, "", "no face is marked"))
            continue
        features = features_in(drawn.get(image.id, {}))
        warp = Warp.of(anchors_of(face, features, landmarks.get(image.id)))
        cells = warp.cells()
        made.fits.append((image.id, fit_of(warp, regions_on(face, features), cells)))
        place = len(made.images)
        made.images.append(labels.labelled(image))
        results = {one.model.name: one for one in study.results.all(image.id, set(made.maps))}
        for name, its in made.maps.items():
            if name not in results:
                made.gaps.append((image.id, name, "it has no map of this model"))
                continue
            relevance = study.results.relevance_of(results[name])
            values = smoothed(carried(relevance.values, relevance.box, cells), smooth)
            its[place] = values
    for model in models:
        _divide(made, model)
    job.progress(1, 1)
    return made


def _divide(found: _Carried, model: ExtractionModel) -> None:
    """Divide maps by their mean: each by its own, those of raters by that of all.

    That a rater marked nothing is said by an empty map; of others it says nothing.
    """
    maps = found.maps[model.name]
    means = {
        place: float(np.nanmean(one)) if np.isfinite(one).any() else 0.0
        for place, one in maps.items()
    }
    if model.of_raters and any(means.values()):
        means = dict.fromkeys(means, float(np.mean(list(means.values()))))
    for place, mean in means.items():
        if mean > 0:
            maps[place] = maps[place] / mean
        else:
            del maps[place]
            why = "its map is empty within the face"
            found.gaps.append((found.images[place].id, model.name, why))


def smoothed(values: Array, smooth: float) -> Array:
    """Smooth a map with a Gaussian, over what is known of it.

    Parameters
    ----------
    values : ndarray of float64, shape (rows, columns)
        On the neutral face; what is NaN stays so, and gives its neighbours nothing.
    smooth : float
        In distances between the eyes.
    """
    if smooth <= 0:
        return values
    from scipy.ndimage import gaussian_filter

    left, top, right, bottom = TEMPLATE_BOX
    sigma = (smooth * ROWS / (bottom - top), smooth * COLUMNS / (right - left))
    known = np.isfinite(values)
    weights = gaussian_filter(known.astype(np.float64), sigma, mode="constant")
    sums = gaussian_filter(np.where(known, values, 0.0), sigma, mode="constant")
    made: Array = np.where(known, sums / np.maximum(weights, 1e-12), np.nan)
    return made


def _of_label(found: _Carried, model: str, label: str) -> list[int]:
    return [
        place
        for place in found.maps[model]
        if label == "all" or str(found.images[place].label or "") == label
    ]


def _by_neonate(
    maps: Mapping[int, Array], places: Sequence[int], whose: Sequence[str]
) -> list[Array]:
    """Return each neonate's mean; NaN where none of its maps reaches."""
    made = []
    for neonate in dict.fromkeys(whose[place] for place in places):
        some = np.stack([maps[place] for place in places if whose[place] == neonate])
        made.append(_mean(some))
    return made


def _mean(some: Array) -> Array:
    known = np.isfinite(some)
    count = known.sum(axis=0)
    sums = np.where(known, some, 0.0).sum(axis=0)
    made: Array = np.where(count > 0, sums / np.maximum(count, 1), np.nan)
    return made


def _average(found: _Carried, model: str, label: str) -> AverageFace | None:
    places = _of_label(found, model, label)
    if not places:
        return None
    maps = found.maps[model]
    means = _by_neonate(maps, places, neonates_of(found.images))
    reached = np.isfinite(np.stack([maps[place] for place in places])).mean(axis=0) >= _REACHED
    return AverageFace(
        model=model,
        label=label,
        values=np.where(reached, _mean(np.stack(means)), np.nan),
        photographs=len(places),
        neonates=len(means),
    )


def _difference(found: _Carried, model: str, other: str, statistic: Statistic) -> FaceDifference:
    """Return where a model's classes differ, or two models."""
    whose = neonates_of(found.images)
    first, second = (
        (_of_label(found, model, "pain"), _of_label(found, model, "no pain"))
        if not other
        else (list(found.maps[model]), list(found.maps[other]))
    )
    if other:
        first = second = sorted(set(first) & set(second))
    both = {whose[place] for place in first} & {whose[place] for place in second}
    first, second = ([at for at in some if whose[at] in both] for some in (first, second))
    order = list(dict.fromkeys(whose[place] for place in first))
    second.sort(key=lambda place: order.index(whose[place]))
    shape = (0, ROWS, COLUMNS)
    a = np.array(_by_neonate(found.maps[model], first, whose)).reshape(-1, *shape[1:])
    b = np.array(_by_neonate(found.maps[other or model], second, whose)).reshape(-1, *shape[1:])
    test, why = _tested(a, b, statistic)
    return FaceDifference(
        model=model,
        other=other,
        values=_known_mean(a - b),
        test=test,
        p_holm=math.nan,
        where=() if test is None else _where(test),
        photographs=len(first) if other else len(first) + len(second),
        neonates=len(order),
        why=why,
    )


def _known_mean(differences: Array) -> Array:
    """Return the mean where all of them are known: what the test is of."""
    if not len(differences):
        return np.full((ROWS, COLUMNS), np.nan)
    made: Array = differences.mean(axis=0)
    return made


def _tested(a: Array, b: Array, statistic: Statistic) -> tuple[ClusterTest | None, str]:
    if len(a) < FEWEST_NEONATES:
        said = counted(len(a), "neonate")
        has = "has" if len(a) == 1 else "have"
        return None, f"{said} {has} both: below {FEWEST_NEONATES} no test over neonates finds any"
    known = np.isfinite(a - b).all(axis=0)
    if not known.any():
        return None, "there is no place that all maps reach"
    # Where next to nothing lies, next to nothing varies, and t is large. Sizes are the same
    # whatever sign a neonate has, so leaving places out by them keeps the test exact.
    known &= np.abs(np.where(known, a - b, 0.0)).max(axis=0) >= LEAST
    return cluster_permutation(
        np.where(known, a, 0.0), np.where(known, b, 0.0), statistic=statistic
    ), ""  # fmt: skip


def _where(test: ClusterTest) -> tuple[tuple[str, float, float], ...]:
    found = []
    for name, mask in neutral_masks().items():
        inside, t = test.clusters[mask] > 0, test.t[mask]
        higher, lower = float((inside & (t > 0)).mean()), float((inside & (t < 0)).mean())
        if higher or lower:
            found.append((name, higher, lower))
    return tuple(sorted(found, key=lambda one: -(one[1] + one[2])))


def _corrected(differences: Sequence[FaceDifference]) -> Iterator[FaceDifference]:
    """Yield them with p after Holm: all classes are a family of tests, and all pairs of models."""
    for of_classes in (True, False):
        some = [one for one in differences if one.of_classes is of_classes]
        p = adjusted([one.smallest_p for one in some], Adjustment.HOLM)
        for one, holm in zip(some, p, strict=True):
            yield replace(one, p_holm=holm)


def significant(difference: FaceDifference) -> bool:
    """Say whether two average faces differ somewhere, after the correction for how many tests."""
    return difference.p_holm < ALPHA
