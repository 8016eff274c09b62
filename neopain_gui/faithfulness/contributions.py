"""What each feature of a face contributes to a class score, beside what a map says of it.

The dissertation's future work (chapter 5): each region is covered in turn and the change of the
score is its contribution. Covering a region with a blur or a plain colour also shows the
classifier something that no face has; for phantoms a third way is known: the same photograph
with that region at rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.fills import BLURRED, MEAN, fill_of
from neopain_gui.faithfulness.localisation import share_inside
from neopain_gui.faithfulness.scoring import Floats, class_scores
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.classifiers.loaded import Classifier

AT_REST = "at rest"
"""The fill that only phantoms have: the region as it is at rest, nothing else changed."""
COVERS = (BLURRED, MEAN)
"""The fills for photographs."""
NO_EFFECT = 0.005
"""A fall of the class score, in [0, 1], that is smaller than this is none: it would read 0.00."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions:
    """How much the score falls when a region is covered.

    Attributes
    ----------
    score : float
        Of the class for the whole face.
    changes : Mapping of str to Mapping of str to float
        For each fill and region: the score of the face minus that of the covered face. Positive
        where the region speaks for the class.
    areas : Mapping of str to float
        Each region's share of the crop. Regions overlap.
    """

    score: float
    changes: Mapping[str, Mapping[str, float]]
    areas: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRelevance:
    """What a map says of a region.

    Attributes
    ----------
    share : float
        Part of all relevance that lies inside, in [0, 1]; NaN for an empty map.
    density : float
        That part over the region's share of the area: 1 is chance.
    """

    share: float
    density: float


def contributions(
    classifier: Classifier,
    image: Floats,
    masks: Mapping[str, NDArray[np.bool_]],
    *,
    target: int,
    at_rest: Floats | None = None,
    job: Job = NULL_JOB,
) -> Contributions:
    """Cover each region of a face and see how the class score changes.

    Parameters
    ----------
    classifier : Classifier
        Loaded.
    image : ndarray of float32, shape (size, size, 3)
        The face crop, prepared.
    masks : Mapping of str to ndarray of bool, shape (size, size)
        The regions; those without a pixel are left out.
    target : int
        The output whose score is followed.
    at_rest : ndarray of float32, shape (size, size, 3), optional
        The same crop at rest, prepared: phantoms have one.
    job : Job, optional
        Checked before every pass.
    """
    regions = {name: mask for name, mask in masks.items() if mask.any()}
    fills = {fill: fill_of(classifier, image, fill) for fill in COVERS}
    if at_rest is not None:
        fills[AT_REST] = at_rest

    def covered() -> Iterator[Floats]:
        yield image
        for fill in fills.values():
            for mask in regions.values():
                yield np.where(mask[..., None], fill, image)

    scores = class_scores(
        classifier,
        covered(),
        target,
        count=1 + len(fills) * len(regions),
        text="Covering regions",
        job=job,
    )
    falls = scores[0] - scores[1:].reshape(len(fills), len(regions))
    return Contributions(
        score=float(scores[0]),
        changes={
            fill: dict(zip(regions, map(float, row), strict=True))
            for fill, row in zip(fills, falls, strict=True)
        },
        areas={name: float(mask.mean()) for name, mask in regions.items()},
    )


def region_relevance(
    relevance: NDArray[Any], masks: Mapping[str, NDArray[np.bool_]]
) -> dict[str, RegionRelevance]:
    """Return what a map says of each region that has a pixel."""
    found = {}
    for name, mask in masks.items():
        if mask.any():
            share = share_inside(relevance, mask)
            found[name] = RegionRelevance(share=share, density=share / float(mask.mean()))
    return found


def effects(changes: Mapping[str, float]) -> dict[str, float]:
    """Return the falls of the score, with 0 for those that are below :data:`NO_EFFECT`.

    Where a classifier is so sure that covering anything changes nothing, the falls differ by
    rounding alone; their order says nothing of the features.
    """
    return {name: 0.0 if abs(change) < NO_EFFECT else change for name, change in changes.items()}


def effect_ranks(changes: Mapping[str, float]) -> dict[str, float]:
    """Return each region's rank by its fall; NaN for a region without effect."""
    found = ranks(effects(changes))
    return {
        name: math.nan if abs(changes[name]) < NO_EFFECT else rank for name, rank in found.items()
    }


def ranks(values: Mapping[str, float]) -> dict[str, float]:
    """Return each region's rank: 1 for the largest value, average ranks on ties.

    NaN everywhere if a value is undefined.
    """
    numbers = np.array(list(values.values()), np.float64)
    if np.isnan(numbers).any():
        return dict.fromkeys(values, math.nan)
    from scipy.stats import rankdata

    return dict(zip(values, map(float, rankdata(-numbers)), strict=True))


def kendall(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return Kendall's τ-b of two rankings of the same regions, in [−1, 1].

    NaN with fewer than two regions, an undefined value, or values that are all the same.

    Raises
    ------
    ValueError
        The regions differ.
    """
    if set(one) != set(other):
        raise ValueError(f"two rankings of the same regions, got {sorted(one)} and {sorted(other)}")
    first = np.array([one[name] for name in one], np.float64)
    second = np.array([other[name] for name in one], np.float64)
    if len(first) < 2 or np.isnan(first).any() or np.isnan(second).any():
        return math.nan
    from scipy.stats import kendalltau

    return float(kendalltau(first, second).statistic)
