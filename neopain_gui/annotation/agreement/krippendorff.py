"""Krippendorff's alpha (2011): any number of raters, any level of measurement, gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.annotation.agreement.value import (
    Array,
    Value,
    as_ratings,
    divided,
    rated,
    value_of,
)

Level = Literal["nominal", "ordinal", "interval", "ratio"]


def krippendorff_alpha(
    ratings: ArrayLike, level: Level = "nominal", *, neonates: Sequence[str] | None = None
) -> Value:
    """Return Krippendorff's alpha, ≤ 1; undefined where all ratings are the same.

    Parameters
    ----------
    ratings : array-like of float, shape (raters, items)
        NaN where nothing was said; items with a single rating are left out.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What differences of ratings mean.
    neonates : sequence of str, optional
        Whose each item is, for an interval.
    """
    numbers = as_ratings(ratings)
    if level == "interval":
        return _of_moments(numbers, neonates)
    many = rated(numbers)
    used = many >= 2
    paired = numbers[:, used]
    values = np.unique(paired[np.isfinite(paired)])
    if level == "ratio" and len(values) and values[0] < 0:
        raise ValueError("ratings on a ratio scale are not negative")
    size = len(values)
    counts = (numbers[:, :, None] == values).sum(axis=0).astype(np.float64)
    together = counts[:, :, None] * counts[:, None, :]
    together[:, np.arange(size), np.arange(size)] -= counts
    parts = together.reshape(len(counts), size * size) / np.maximum(many - 1.0, 1.0)[:, None]
    apart = _APART[level](values)

    def of(sums: Array) -> Array:
        table = sums.reshape(-1, size, size)
        margins = table.sum(axis=2)
        squared = apart(margins)
        total = margins.sum(axis=1)
        observed = (table * squared).sum(axis=(1, 2))
        expected = (margins[:, :, None] * margins[:, None, :] * squared).sum(axis=(1, 2))
        return 1 - divided((total - 1) * observed, expected)

    return value_of(parts, of, used, neonates)


def _of_moments(ratings: Array, neonates: Sequence[str] | None) -> Value:
    """Return alpha of intervals: squared differences follow from sums of values and squares."""
    many = rated(ratings)
    used = many >= 2
    paired = ratings[:, used]
    finite = paired[np.isfinite(paired)]
    numbers = np.nan_to_num(ratings - (finite.mean() if len(finite) else 0.0))
    sums_, squares = numbers.sum(axis=0), (numbers**2).sum(axis=0)
    within = (many * squares - sums_**2) / np.maximum(many - 1.0, 1.0)
    parts = np.stack([within, many.astype(np.float64), sums_, squares], axis=1)

    def of(sums: Array) -> Array:
        total = sums[:, 1]
        return 1 - divided((total - 1) * sums[:, 0], total * sums[:, 3] - sums[:, 2] ** 2)

    return value_of(parts, of, used, neonates)


Apart = Callable[[Array], Array]
"""Squared differences of all pairs of values, from how often each value is there (…, q)."""


def _nominal(values: Array) -> Apart:
    squared = (~np.eye(len(values), dtype=bool)).astype(np.float64)
    return lambda margins: squared


def _ordinal(values: Array) -> Apart:
    """Two values are apart by how many ratings lie between them."""

    def apart(margins: Array) -> Array:
        middle = np.cumsum(margins, axis=1) - margins / 2
        made: Array = (middle[:, :, None] - middle[:, None, :]) ** 2
        return made

    return apart


def _ratio(values: Array) -> Apart:
    sums_ = values[:, None] + values
    apart = values[:, None] - values
    squared = np.where(sums_ > 0, (apart / np.where(sums_ > 0, sums_, 1.0)) ** 2, 0.0)
    return lambda margins: squared


_APART: dict[str, Callable[[Array], Apart]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "ratio": _ratio,
}
