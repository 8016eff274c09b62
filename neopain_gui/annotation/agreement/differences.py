"""Bland and Altman's limits of agreement (1986), with several measurements a neonate (2007)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.agreement.intervals import CONFIDENCE, codes
from neopain_gui.annotation.agreement.value import (
    Array,
    Of,
    Value,
    as_pair,
    as_ratings,
    divided,
    value_of,
)

WITHIN = 1.96
"""Standard deviations of differences on either side of the mean that hold 95 % of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far two raters differ.

    Attributes
    ----------
    value : float
        The bias: the mean of the first's ratings less the second's.
    low, high : float
        The limits of agreement: 95 % of the differences are expected between them.
    sd : float
        Standard deviation of a difference, between and within neonates together.
    bias, lower, upper : Value
        The bias and both limits with intervals of 95 %.
    n, neonates : int
        Differences, and of how many neonates; 0 where nobody said whose.
    why : str
        Why there are no limits; empty if there are.
    """

    value: float
    low: float
    high: float
    sd: float
    bias: Value
    lower: Value
    upper: Value
    n: int
    neonates: int
    why: str = ""

    def __float__(self) -> float:
        return self.value


def bland_altman(
    a: ArrayLike, b: ArrayLike | None = None, *, neonates: Sequence[str] | None = None
) -> Limits:
    """Return the mean difference of two raters and the limits of agreement.

    Parameters
    ----------
    a, b : array-like of float, shape (items,)
        What each said, NaN where nothing: such items are left out. Without ``b``, ``a`` has both
        raters (2, items).
    neonates : sequence of str, optional
        Whose each item is. Then the variance of a difference has a part between neonates and one
        within (Bland and Altman 2007), and intervals are over neonates; without, items are taken
        for independent and intervals are Student's.
    """
    if b is None:
        both = as_ratings(a)
        if len(both) != 2:
            raise ValueError(f"differences are of two raters, not of {len(both)}")
        a, b = both
    one, other = as_pair(a, b)
    apart = one - other
    used = np.isfinite(apart)
    known = apart[used]
    if neonates is not None and len(neonates) != len(used):
        raise ValueError(f"{len(used)} items of {len(neonates)} neonates")
    if len(known) < 2:
        none = Value(value=math.nan, n=len(known), why="fewer than two differences")
        return _limits(none, none, none, math.nan)
    if neonates is None:
        return _independent(known)
    _, whose = np.unique(codes(neonates)[used], return_inverse=True)
    counts = np.bincount(whose).astype(np.float64)
    sums, squares = np.bincount(whose, known), np.bincount(whose, known**2)
    parts = np.stack(
        [np.ones_like(counts), counts, counts**2, sums, sums**2 / counts, squares], axis=1
    )
    names = [str(number) for number in range(len(counts))]
    everybody = np.ones(len(counts), dtype=bool)
    found = [value_of(parts, _at(place), everybody, names) for place in (0.0, -WITHIN, WITHIN)]
    sd = float(_sd(parts.sum(axis=0)[None])[0])
    bias, lower, upper = (_of(one, len(known)) for one in found)
    return _limits(bias, lower, upper, sd)


def _at(place: float) -> Of:
    """Return what lies so many standard deviations from the bias."""

    def of(sums: Array) -> Array:
        bias = divided(sums[:, 3], sums[:, 1])
        return bias if not place else bias + place * _sd(sums)

    return of


def _sd(sums: Array) -> Array:
    """Return the standard deviation of a difference from components of variance."""
    groups, n, squared_counts, total, of_groups, squares = sums.T
    between = of_groups - total**2 / n
    within = np.maximum(squares - of_groups, 0.0)
    mean_within = np.where(n > groups, within / np.maximum(n - groups, 1.0), 0.0)
    mean_between = divided(between, groups - 1)
    size = divided(n**2 - squared_counts, (groups - 1) * n)
    component = divided(mean_between - mean_within, size)
    made: Array = np.sqrt(np.maximum(component, 0.0) + mean_within)
    return made


def _independent(known: Array) -> Limits:
    from scipy import stats

    n, bias, sd = len(known), float(known.mean()), float(known.std(ddof=1))
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, n - 1)) * sd / math.sqrt(n)

    def of(value: float, reach: float) -> Value:
        return Value(value=value, low=value - reach, high=value + reach, n=n)

    wide = reach * math.sqrt(3)  # Bland and Altman 1986: the variance of a limit is 3 sd² / n
    return _limits(of(bias, reach), of(bias - WITHIN * sd, wide), of(bias + WITHIN * sd, wide), sd)


def _of(value: Value, n: int) -> Value:
    from dataclasses import replace

    return replace(value, n=n)


def _limits(bias: Value, lower: Value, upper: Value, sd: float) -> Limits:
    return Limits(
        value=bias.value,
        low=lower.value,
        high=upper.value,
        sd=sd,
        bias=bias,
        lower=lower,
        upper=upper,
        n=bias.n,
        neonates=bias.neonates,
        why=lower.why if math.isnan(lower.value) else "",
    )
