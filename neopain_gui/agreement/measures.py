"""Every measure of agreement, in the order in which tables and choosers have them.

A new one is one entry: of four counts here, of anything else in a file of its own whose entries
are added here. Whoever lists measures goes over :data:`MEASURES`.
"""

from __future__ import annotations

import math
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.contour_distance import CONTOUR_DISTANCES
from neopain_gui.agreement.counts import Counts, ratio
from neopain_gui.agreement.fixations import (
    Fixated,
    auc_judd,
    information_gain,
    nss,
    shuffled_auc,
)
from neopain_gui.agreement.measure import ANY, AT_LEAST_0, SHARE, Measure
from neopain_gui.agreement.relevance import (
    earth_movers_distance,
    kl_divergence,
    pearson,
    similarity,
)

_BOTH_WAYS = (-1.0, 1.0)
_CELLS = 16
"""Cells along a side between which the earth mover's distance moves: more take seconds a pair."""


def _no_chance(counts: Counts) -> Any:
    return np.zeros_like(counts.coverage_a)


def _chance_cosine(counts: Counts) -> Any:
    return np.sqrt(counts.coverage_a * counts.coverage_b)


def _chance_iou(counts: Counts) -> Any:
    p, q = counts.coverage_a, counts.coverage_b
    return ratio(p * q, np.asarray(p + q - p * q))


def _chance_dice(counts: Counts) -> Any:
    p, q = counts.coverage_a, counts.coverage_b
    return ratio(2 * p * q, np.asarray(p + q))


_OF_COUNTS = (
    Measure(
        id="cosine",
        title="Cosine similarity",
        short="cosine",
        says="The cosine of the angle between the two masks (equation 10)",
        range=SHARE,
        bands=(0.50, 0.70),
        in_family=True,
        from_counts=attrgetter("cosine"),
        chance=_chance_cosine,
    ),
    Measure(
        id="spearman",
        title="Spearman’s coefficient",
        short="Spearman",
        says="The rank correlation of the two masks (equation 11)",
        range=_BOTH_WAYS,
        bands=(0.40, 0.60),
        in_family=True,
        from_counts=attrgetter("spearman"),
        chance=_no_chance,
    ),
    Measure(
        id="overlap",
        title="Overlap",
        short="overlap",
        says="The share of equal pixels (equations 12 and 13)",
        range=SHARE,
        bands=(0.50, 0.70),
        in_family=True,
        from_counts=attrgetter("overlap"),
        chance=attrgetter("chance_overlap"),
    ),
    Measure(
        id="kappa",
        title="Cohen’s kappa",
        short="Cohen’s kappa",
        says="Overlap beyond chance, as a share of the most possible",
        range=_BOTH_WAYS,
        from_counts=attrgetter("kappa"),
        chance=_no_chance,
    ),
    Measure(
        id="iou",
        title="Intersection over union",
        short="IoU",
        says="Shared pixels over those in either mask",
        range=SHARE,
        from_counts=attrgetter("iou"),
        chance=_chance_iou,
    ),
    Measure(
        id="dice",
        title="Dice coefficient",
        short="Dice",
        says="Twice the shared pixels over both masks’ together: 2 IoU / (1 + IoU)",
        range=SHARE,
        follows_from="iou",
        from_counts=attrgetter("dice"),
        chance=_chance_dice,
    ),
)


def _emd_of_diagonal(a: NDArray[Any], b: NDArray[Any]) -> float:
    return earth_movers_distance(a, b, _CELLS) / math.hypot(*a.shape)


_CONSTANT = "a map is the same everywhere"
_EMPTY = "a map is empty"
_OF_MAPS = (
    Measure(
        id="cc",
        title="Correlation of the maps (CC)",
        short="CC",
        says="Pearson’s coefficient of the two maps over the face, before they become masks",
        range=_BOTH_WAYS,
        chance_says="0 is chance",
        on_maps=pearson,
        undefined=_CONSTANT,
    ),
    Measure(
        id="sim",
        title="Similarity of the maps (SIM)",
        short="SIM",
        says="Histogram intersection of the two maps over the face",
        range=SHARE,
        on_maps=similarity,
        undefined=_EMPTY,
    ),
    Measure(
        id="kl",
        title="Divergence of the maps (KL, mean of both directions)",
        short="KL",
        says="Kullback–Leibler divergence of the two maps over the face, the mean of both ways",
        range=AT_LEAST_0,
        lower_is_better=True,
        unit="nats",
        on_maps=kl_divergence,
        directed=True,
        undefined=_EMPTY,
    ),
    Measure(
        id="emd",
        title="Earth mover’s distance of the maps (EMD)",
        short="EMD",
        says="How far relevance has to be moved to turn one map into the other",
        range=SHARE,
        lower_is_better=True,
        unit="share of the face’s diagonal",
        on_maps=_emd_of_diagonal,
        undefined=_EMPTY,
    ),
)


def _nss(relevance: NDArray[Any], people: Fixated) -> float:
    return nss(relevance, people.x, people.y)


def _auc_judd(relevance: NDArray[Any], people: Fixated) -> float:
    return auc_judd(relevance, people.x, people.y)


def _shuffled_auc(relevance: NDArray[Any], people: Fixated) -> float:
    return shuffled_auc(relevance, people.x, people.y, people.other_x, people.other_y)


def _information_gain(relevance: NDArray[Any], people: Fixated) -> float:
    return information_gain(relevance, people.baseline, people.x, people.y)


_NOBODY = "neither of the two is a group whose fixations on it are known, or the map says nothing"
_AT_FIXATIONS = (
    Measure(
        id="nss",
        title="Map where people fixate (NSS)",
        short="NSS",
        says="A map’s mean, in its standard deviations from its own mean, where a group fixates",
        range=ANY,
        unit="standard deviations",
        chance_says="0 is chance",
        on_fixations=_nss,
        undefined=_NOBODY,
    ),
    Measure(
        id="auc_judd",
        title="Map where people fixate (AUC-Judd)",
        short="AUC-Judd",
        says="Area under the ROC curve of a map where a group fixates against elsewhere",
        range=SHARE,
        chance_says="0.5 is chance",
        on_fixations=_auc_judd,
        undefined=_NOBODY,
    ),
    Measure(
        id="shuffled_auc",
        title="Map where people fixate (shuffled AUC)",
        short="Shuffled AUC",
        says="The same against where the group fixates on photographs of other neonates",
        range=SHARE,
        chance_says="0.5 is chance",
        on_fixations=_shuffled_auc,
        undefined=_NOBODY,
    ),
    Measure(
        id="information_gain",
        title="Map where people fixate (information gain)",
        short="Information gain",
        says="How much better a map predicts a group’s fixations than those on other neonates",
        range=ANY,
        unit="bits a fixation",
        chance_says="0 is as good as fixations on other neonates",
        on_fixations=_information_gain,
        undefined=_NOBODY,
    ),
)

MEASURES: tuple[Measure, ...] = (*_OF_COUNTS, *CONTOUR_DISTANCES, *_OF_MAPS, *_AT_FIXATIONS)

FAMILY = tuple(one.id for one in MEASURES if one.in_family)
"""Those of Tables 3 to 5 of the dissertation, in their order: the family of tests."""
OVERLAP = "overlap"
"""The measure that is never shown without its chance level: unrelated masks share much."""
COUNTED = tuple(one.id for one in MEASURES if one.from_counts is not None)
"""Those that follow from how many pixels two masks have alone and together."""
FURTHER = tuple(one.id for one in MEASURES if one.from_counts is None)
"""Those that are worked out from masks, maps or fixations."""


def measure_of(name: str) -> Measure:
    """Return the measure that data call so.

    Raises
    ------
    ValueError
        There is no such measure.

    >>> measure_of("cosine").range, measure_of("hausdorff95").unit
    ((0.0, 1.0), 'pixels')
    """
    for one in MEASURES:
        if one.id == name:
            return one
    raise ValueError(f"there is no measure {name!r}")
