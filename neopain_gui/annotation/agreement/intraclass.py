"""Intraclass correlations: Shrout and Fleiss' six (1979), with their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.agreement.intervals import CONFIDENCE
from neopain_gui.annotation.agreement.value import (
    Array,
    Value,
    as_ratings,
    divided,
    rated,
    value_of,
)

Kind = Literal["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]

_ROUNDING = 1e-12
"""Share of all squares below which a sum of squares is 0."""


def icc(ratings: ArrayLike, kind: Kind = "2,1", *, neonates: Sequence[str] | None = None) -> Value:
    """Return an intraclass correlation, ≤ 1.

    Parameters
    ----------
    ratings : array-like of float, shape (raters, items)
        NaN where nothing was said: only items that every rater rated count.
    kind : {"1,1", "2,1", "3,1", "1,k", "2,k", "3,k"}
        Of raters who differ from item to item; of raters drawn from many, whose levels count
        (absolute agreement); of these raters, whose levels do not (consistency). Of a single
        rating, or of the mean of all k.
    neonates : sequence of str, optional
        Whose each item is: the interval is over neonates then. Without, it is Shrout and Fleiss'
        from F distributions, which takes items for independent.
    """
    if kind not in get_args(Kind):
        raise ValueError(f"an intraclass correlation is one of {get_args(Kind)}, not {kind!r}")
    numbers = as_ratings(ratings)
    raters = len(numbers)
    used = rated(numbers) == raters
    whole = numbers[:, used]
    middle = float(whole.mean()) if whole.size else 0.0
    centred = np.nan_to_num(numbers - middle).T  # (items, raters)
    parts = np.concatenate(
        [
            np.ones((len(centred), 1)),
            centred.sum(axis=1, keepdims=True) ** 2,
            (centred**2).sum(axis=1, keepdims=True),
            centred,
        ],
        axis=1,
    )
    value = value_of(
        parts,
        lambda sums: _coefficient(_mean_squares(sums), raters, sums[:, 0], kind),
        used,
        neonates,
        why="no photograph was rated by every rater",
    )
    if neonates is not None or math.isnan(value.value):
        return value
    squares = _mean_squares(parts[used].sum(axis=0)[None])
    low, high = _by_f([float(one[0]) for one in squares], raters, value.n, kind)
    return replace(value, low=low, high=high)


def _mean_squares(sums: Array) -> tuple[Array, Array, Array, Array]:
    """Return the mean squares between items, between raters, left over, and within items."""
    n, of_raters = sums[:, 0], sums[:, 3:]
    raters = of_raters.shape[1]
    base = of_raters.sum(axis=1) ** 2 / (n * raters)
    total = sums[:, 2] - base
    items = sums[:, 1] / raters - base
    between = (of_raters**2).sum(axis=1) / n - base
    least = _ROUNDING * np.maximum(sums[:, 2], _ROUNDING)
    total, items, between, left = (
        np.where(one > least, one, 0.0) for one in (total, items, between, total - items - between)
    )
    within = np.where(total - items > least, total - items, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (
            items / (n - 1),
            between / (raters - 1),
            left / ((n - 1) * (raters - 1)),
            within / (n * (raters - 1)),
        )


def _coefficient(squares: tuple[Array, ...], k: int, n: Array, kind: Kind) -> Array:
    items, raters, left, within = squares
    error = within if kind[0] == "1" else left
    shift = (raters - left) / n if kind[0] == "2" else np.zeros_like(left)
    if kind[2] == "k":
        return divided(items - error, items + shift)
    return divided(items - error, items + (k - 1) * error + k * shift)


def _by_f(squares: Sequence[float], k: int, n: int, kind: Kind) -> tuple[float, float]:
    """Return the ends of the interval from F distributions (Shrout and Fleiss 1979)."""
    if n < 2:
        return math.nan, math.nan
    low, high = (_absolute if kind[0] == "2" else _by_ratio)(squares, k, n, kind)
    if kind[2] == "k":
        low, high = (_of_mean(one, k) for one in (low, high))
    return low, high


def _of_mean(single: float, k: int) -> float:
    """Return the coefficient of the mean of k ratings (Spearman and Brown)."""
    below = 1 + (k - 1) * single
    return k * single / below if below > 0 else -math.inf


def _by_ratio(squares: Sequence[float], k: int, n: int, kind: Kind) -> tuple[float, float]:
    from scipy import stats

    items, _, left, within = squares
    error, df = (within, n * (k - 1)) if kind[0] == "1" else (left, (n - 1) * (k - 1))
    if error <= 0:
        return 1.0, 1.0
    share, found = (1 + CONFIDENCE) / 2, items / error
    low = found / float(stats.f.ppf(share, n - 1, df))
    high = found * float(stats.f.ppf(share, df, n - 1))
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _absolute(squares: Sequence[float], k: int, n: int, kind: Kind) -> tuple[float, float]:
    from scipy import stats

    items, raters, left, _ = squares
    if left <= 0:
        return math.nan, math.nan
    both = [np.array([one]) for one in squares]
    single = float(_coefficient(tuple(both), k, np.array([float(n)]), "2,1")[0])
    between, own = raters / left, n * (1 + (k - 1) * single) - k * single
    above = (k - 1) * (n - 1) * (k * single * between + own) ** 2
    df = above / ((n - 1) * (k * single * between) ** 2 + own**2)
    share = (1 + CONFIDENCE) / 2
    upper, lower = float(stats.f.ppf(share, n - 1, df)), float(stats.f.ppf(share, df, n - 1))
    rest = k * raters + (k * n - k - n) * left
    return (
        n * (items - upper * left) / (upper * rest + n * items),
        n * (lower * items - left) / (rest + n * lower * items),
    )
