"""Means over neonates with an interval that says how far to trust them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.95
_RESAMPLES = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A mean with its bootstrap interval.

    Attributes
    ----------
    value : float
        NaN where nothing is defined.
    low, high : float
        Ends of the 95 % interval (bias-corrected and accelerated); NaN with fewer than three
        values, from which nothing can be resampled.
    n, undefined : int
        Values in the mean, and values left out because they are undefined.
    sd : float
        Standard deviation of the values (divided by n less 1); NaN of fewer than two.
    """

    value: float
    low: float
    high: float
    n: int
    undefined: int = 0
    sd: float = math.nan


def mean_of(values: Sequence[float], *, seed: int = 0) -> Mean:
    """Return the mean of one value per neonate.

    Parameters
    ----------
    values : sequence of float
        NaN where a measure is undefined.
    seed : int
        Of the bootstrap.
    """
    kept = np.array([value for value in values if not math.isnan(value)], np.float64)
    left_out = len(values) - len(kept)
    if not len(kept):
        return Mean(value=math.nan, low=math.nan, high=math.nan, n=0, undefined=left_out)
    middle = float(kept.mean())
    low, high = _interval(kept, seed)
    sd = float(kept.std(ddof=1)) if len(kept) > 1 else math.nan
    return Mean(value=middle, low=low, high=high, n=len(kept), undefined=left_out, sd=sd)


def _interval(values: np.ndarray, seed: int) -> tuple[float, float]:
    if len(values) < 3:
        return math.nan, math.nan
    if np.ptp(values) <= 1e-12 * np.abs(values).max():  # nothing varies, whatever is drawn
        return float(values.min()), float(values.max())
    from scipy.stats import bootstrap

    found = bootstrap(
        (values,),
        np.mean,
        confidence_level=CONFIDENCE,
        n_resamples=_RESAMPLES,
        method="BCa",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(found.low), float(found.high)
