"""How large a difference between two classes is, with an interval over neonates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.agreement.intervals import (
    CONFIDENCE,
    ROUNDING,
    Array,
    Interval,
    codes,
    nothing,
)

FEWEST_NEONATES = 6
"""Below these an effect size has no interval: so few say nothing of its spread."""


class Effect(StrEnum):
    """Which effect size."""

    HEDGES = "Hedges' g"
    CLIFF = "Cliff's δ"


def hedges_g(a: ArrayLike, b: ArrayLike) -> float:
    """Return Hedges' g: the difference of means over the pooled standard deviation, unbiased.

    With the exact correction Γ(m/2) / (√(m/2) Γ((m − 1)/2)), m = n₁ + n₂ − 2 (Hedges 1981).

    Returns
    -------
    float
        > 0 where ``a`` is larger; NaN with fewer than two values in a class or without spread,
        that of rounding not counted.
    """
    x, y = _finite(a), _finite(b)
    if min(len(x), len(y)) < 2:
        return math.nan
    freedom = len(x) + len(y) - 2
    squares = x.var(ddof=1) * (len(x) - 1) + y.var(ddof=1) * (len(y) - 1)
    pooled = math.sqrt(squares / freedom)
    if pooled <= ROUNDING * max(float(np.abs(x).max()), float(np.abs(y).max())):
        return math.nan
    return float((x.mean() - y.mean()) / pooled) * _unbiased(freedom)


def cliffs_delta(a: ArrayLike, b: ArrayLike) -> float:
    """Return Cliff's δ: how much more often a value of ``a`` is larger than one of ``b`` than less.

    Values that are equal up to rounding are equal.

    Returns
    -------
    float
        In [−1, 1]; NaN without values in a class (Cliff 1993).
    """
    x, y = _finite(a), _finite(b)
    if not len(x) or not len(y):
        return math.nan
    return float(_signs(x, y).mean())


def effect_size(
    effect: Effect, values: ArrayLike, in_pain: Sequence[bool], neonates: Sequence[str]
) -> Interval:
    """Return an effect size of pain against no pain, with its 95 % interval over neonates.

    A neonate is left out as a whole, with its photographs of both classes, and the interval is
    Student's t on the jackknife's error (n neonates, n − 1 degrees of freedom). In simulated
    studies of 10, 20 and 60 neonates it covers 93 to 97 % where the percentile bootstrap covers
    89 to 95 % (docs/statistics.md).

    Parameters
    ----------
    effect : Effect
        Which.
    values : array-like of float, shape (n,)
        Of each labelled photograph; NaN is left out.
    in_pain : sequence of bool
        Whether it is in pain; else it is at rest.
    neonates : sequence of str
        Whose it is.

    Returns
    -------
    Interval
        No bounds below :data:`FEWEST_NEONATES` neonates, where the figure is undefined without
        some of the neonates, or where the classes do not overlap at all: ``why`` says so.
    """
    numbers, pain = np.asarray(values, np.float64), np.asarray(in_pain, bool)
    if not numbers.shape == pain.shape == (len(neonates),):
        raise ValueError(f"{numbers.shape} values of {len(neonates)} photographs")
    known = np.isfinite(numbers)
    whose = codes(neonates)[known] if len(neonates) else np.zeros(0, np.int64)
    numbers, pain = numbers[known], pain[known]
    measure, leave_out = (
        (hedges_g, _hedges_without) if effect is Effect.HEDGES else (cliffs_delta, _cliff_without)
    )
    value, groups = measure(numbers[pain], numbers[~pain]), len(np.unique(whose))
    n = len(numbers)
    if math.isnan(value):
        return nothing("the values do not vary, or a class has too few", n=n, neonates=groups)
    why, without = "", np.zeros(0)
    if groups < FEWEST_NEONATES:
        why = f"fewer than {FEWEST_NEONATES} neonates"
    else:
        without = leave_out(numbers, pain, np.unique(whose, return_inverse=True)[1])
        if not np.isfinite(without).all():
            why = "it is undefined without some of the neonates"
        elif effect is Effect.CLIFF and abs(value) == 1:
            why = "all values of a class are above all of the other"
    if why:
        lost = float(np.isnan(without).mean()) if len(without) else 0.0
        return Interval(
            value=value, low=math.nan, high=math.nan, n=n, neonates=groups, undefined=lost, why=why
        )
    return _jackknife(effect, value, without, n)


def _hedges_without(values: Array, pain: NDArray[np.bool_], whose: NDArray[np.int64]) -> Array:
    """Return Hedges' g without each neonate in turn."""
    size = float(np.abs(values).max())
    values = values - values.mean()  # so that squares lose nothing
    means, squares, counts = [], np.zeros(whose.max() + 1), []
    for which in (pain, ~pain):
        count, total, square = (
            (each := np.bincount(whose[which], values[which] ** power, len(squares))).sum() - each
            for power in (0, 1, 2)
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            means.append(total / count)
            squares = squares + square - total**2 / count
        counts.append(count)
    freedom = counts[0] + counts[1] - 2
    enough = np.minimum(*counts) >= 2
    made = np.full(len(freedom), np.nan)
    pooled = np.sqrt(squares[enough].clip(min=0) / freedom[enough])
    pooled[pooled <= ROUNDING * size] = np.nan
    unbiased = np.array([_unbiased(one) for one in freedom[enough]])
    made[enough] = (means[0] - means[1])[enough] / pooled * unbiased
    return made


def _cliff_without(values: Array, pain: NDArray[np.bool_], whose: NDArray[np.int64]) -> Array:
    """Return Cliff's δ without each neonate in turn."""
    groups = whose.max() + 1
    signs = _signs(values[pain], values[~pain])
    rows = np.zeros((groups, signs.shape[1]))
    np.add.at(rows, whose[pain], signs)
    both = np.zeros((groups, groups))
    np.add.at(both.T, whose[~pain], rows.T)
    left = both.sum() - both.sum(axis=1) - both.sum(axis=0) + np.diagonal(both)
    counts = [which.sum() - np.bincount(whose[which], minlength=groups) for which in (pain, ~pain)]
    with np.errstate(invalid="ignore", divide="ignore"):
        made: Array = np.where(counts[0] * counts[1] > 0, left / (counts[0] * counts[1]), np.nan)
    return made


def _jackknife(effect: Effect, value: float, without: Array, n: int) -> Interval:
    from scipy import stats

    count = len(without)
    error = math.sqrt((count - 1) / count * float(((without - without.mean()) ** 2).sum()))
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, count - 1)) * error
    most = 1.0 if effect is Effect.CLIFF else math.inf
    return Interval(
        value=value,
        low=max(-most, value - reach),
        high=min(most, value + reach),
        n=n,
        neonates=count,
        error=error,
        df=float(count - 1),
    )


def _unbiased(freedom: int) -> float:
    return math.exp(
        math.lgamma(freedom / 2) - math.log(math.sqrt(freedom / 2)) - math.lgamma((freedom - 1) / 2)
    )


def _signs(x: Array, y: Array) -> NDArray[np.float64]:
    """Return the sign of each difference; 0 where it is rounding alone."""
    differences = x[:, None] - y[None, :]
    sizes = np.maximum(np.abs(x)[:, None], np.abs(y)[None, :])
    signs: NDArray[np.float64] = np.where(
        np.abs(differences) <= ROUNDING * sizes, 0.0, np.sign(differences)
    )
    return signs


def _finite(values: ArrayLike) -> Array:
    array = np.asarray(values, np.float64).ravel()
    return array[np.isfinite(array)]
