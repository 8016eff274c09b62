"""Whether class scores are how often pain is: reliability diagram, calibration error, Brier score.

Bins are named wherever they matter. *Equal counts*: their ends are quantiles of the scores, as in
scikit-learn; *equal widths*: [0, 1] cut into equal parts (Guo et al. 2017).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from neopain_gui.training.evaluation.predictions import Array, Truths, Whole

Binning = Literal["equal counts", "equal widths"]
DIAGRAM_BINS = 10
ERROR_BINS = 15
_SURE = 1.959963984540054
"""Quantile of the normal distribution for 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """A point of the reliability diagram.

    Attributes
    ----------
    photographs, neonates : int
        In the bin.
    predicted : float
        Their mean class score of pain.
    observed : float
        The share of them that is pain.
    low, high : float
        Wilson's 95 % interval of that share, as if there were as many photographs as neonates:
        those of one neonate are alike.
    """

    photographs: int
    neonates: int
    predicted: float
    observed: float
    low: float
    high: float


def diagram(
    label: Truths, scores: Array, clusters: Whole, bins: int = DIAGRAM_BINS
) -> tuple[Bin, ...]:
    """Return the reliability diagram, in bins of equal counts; empty ones are left out."""
    place = binned(scores, bins, "equal counts")
    made = []
    for number in np.unique(place):
        mine = place == number
        observed, neonates = float(label[mine].mean()), len(np.unique(clusters[mine]))
        low, high = wilson(observed, neonates)
        made.append(
            Bin(
                photographs=int(mine.sum()),
                neonates=neonates,
                predicted=float(scores[mine].mean()),
                observed=observed,
                low=low,
                high=high,
            )
        )
    return tuple(made)


def wilson(share: float, n: float) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share of n."""
    z2 = _SURE**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = _SURE / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def binned(scores: Array, bins: int, binning: Binning) -> Whole:
    """Return the bin of each score, from 0; a score on a border lies below it."""
    ends = np.linspace(0, 1, bins + 1)
    if binning == "equal counts":
        ends = np.quantile(scores, ends)
    return np.searchsorted(ends[1:-1], scores).astype(np.int64)


def expected_error(
    label: Truths, scores: Array, *, binning: Binning, bins: int = ERROR_BINS
) -> float:
    """Return the expected calibration error: by how much bins' mean score and share differ."""
    place = binned(scores, bins, binning)
    gaps = np.bincount(place, scores - label, bins)
    return float(np.abs(gaps).sum() / len(scores))


@dataclass(frozen=True, slots=True, kw_only=True)
class Brier:
    """The mean squared error of class scores, and what it is made of (Murphy 1973).

    ``score = reliability − resolution + uncertainty + within``, exactly.

    Attributes
    ----------
    score : float
        0 is best; a constant score of the share of pain has ``uncertainty``.
    reliability : float
        How far bins' mean scores are from their shares of pain; 0 is best.
    resolution : float
        How far these shares are from the whole share; the more, the better.
    uncertainty : float
        What the share of pain alone would have.
    within : float
        What scores that differ within a bin add (Stephenson et al. 2008).
    skill : float
        1 − score / uncertainty; 0 is no better than the share of pain. NaN of one class.
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    skill: float


def brier(label: Truths, scores: Array, bins: int = DIAGRAM_BINS) -> Brier:
    """Return the Brier score with its parts, in bins of equal counts."""
    place = binned(scores, bins, "equal counts")
    n, share = len(label), float(label.mean())
    counts = np.bincount(place, minlength=bins)
    there = counts > 0
    predicted = np.bincount(place, scores, bins)[there] / counts[there]
    observed = np.bincount(place, label.astype(np.float64), bins)[there] / counts[there]
    score = float(np.mean((scores - label) ** 2))
    reliability = float(counts[there] @ (predicted - observed) ** 2 / n)
    resolution = float(counts[there] @ (observed - share) ** 2 / n)
    uncertainty = share * (1 - share)
    return Brier(
        score=score,
        reliability=reliability,
        resolution=resolution,
        uncertainty=uncertainty,
        within=score - reliability + resolution - uncertainty,
        skill=1 - score / uncertainty if uncertainty > 0 else math.nan,
    )
