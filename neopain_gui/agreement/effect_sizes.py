"""How large a difference between two classes is, with an interval."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

RESAMPLES = 2000
CONFIDENCE = 0.95
SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure with its bootstrap interval; all NaN where it is undefined."""

    value: float
    low: float
    high: float


def hedges_g(a: ArrayLike, b: ArrayLike) -> float:
    """Return Hedges' g: the difference of means over the pooled standard deviation, unbiased.

    With the exact correction Γ(m/2) / (√(m/2) Γ((m − 1)/2)), m = n₁ + n₂ − 2 (Hedges 1981).

    Returns
    -------
    float
        > 0 where ``a`` is larger; NaN with fewer than two values in a class or without spread.
    """
    x, y = _finite(a), _finite(b)
    if min(len(x), len(y)) < 2:
        return math.nan
    freedom = len(x) + len(y) - 2
    squares = x.var(ddof=1) * (len(x) - 1) + y.var(ddof=1) * (len(y) - 1)
    pooled = math.sqrt(squares / freedom)
    if not pooled:
        return math.nan
    correction = math.exp(
        math.lgamma(freedom / 2) - math.log(math.sqrt(freedom / 2)) - math.lgamma((freedom - 1) / 2)
    )
    return float((x.mean() - y.mean()) / pooled) * correction


def cliffs_delta(a: ArrayLike, b: ArrayLike) -> float:
    """Return Cliff's δ: how much more often a value of ``a`` is larger than one of ``b`` than less.

    Returns
    -------
    float
        In [−1, 1]; NaN without values in a class (Cliff 1993).
    """
    x, y = _finite(a), _finite(b)
    if not len(x) or not len(y):
        return math.nan
    return float(np.sign(x[:, None] - y[None, :]).mean())


def with_interval(
    measure: Callable[[ArrayLike, ArrayLike], float],
    a: ArrayLike,
    b: ArrayLike,
    *,
    paired: bool = False,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval:
    """Return an effect size with its 95 % percentile bootstrap interval over neonates.

    Parameters
    ----------
    measure : callable(a, b) -> float
        :func:`hedges_g` or :func:`cliffs_delta`.
    a, b : array-like of float
        Values in pain and at rest; NaN is left out, with its partner where they are paired.
    paired : bool
        Whether values at the same place are of one neonate, which is then drawn as a whole.
    resamples, seed : int
        How often is drawn, and from which seed: the same give the same interval.

    Raises
    ------
    ValueError
        Paired values differ in length.
    """
    x, y = np.asarray(a, np.float64).ravel(), np.asarray(b, np.float64).ravel()
    if paired:
        if x.shape != y.shape:
            raise ValueError(f"pairs are of one length, got {x.shape} and {y.shape}")
        both = np.isfinite(x) & np.isfinite(y)
        x, y = x[both], y[both]
    else:
        x, y = _finite(x), _finite(y)
    value = measure(x, y)
    if math.isnan(value):
        return Interval(value=math.nan, low=math.nan, high=math.nan)
    random = np.random.default_rng(seed)
    drawn = np.empty(resamples)
    for number in range(resamples):
        first = random.integers(0, len(x), len(x))
        second = first if paired else random.integers(0, len(y), len(y))
        drawn[number] = measure(x[first], y[second])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all draws undefined: NaN is the answer
        low, high = np.nanquantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(value=value, low=float(low), high=float(high))


def _finite(values: ArrayLike) -> Array:
    array = np.asarray(values, np.float64).ravel()
    return array[np.isfinite(array)]
