"""Agreement of any number of raters on categories, less what chance would make.

Per cent, Fleiss' kappa (1971), Gwet's AC1 (2008) and Brennan and Prediger's coefficient (1981) are
(observed − chance) / (1 − chance) and differ in what chance is. Gaps are taken as Gwet does
(*Handbook of Inter-Rater Reliability*): agreement is of items with two ratings or more, how common
a category is of all; without gaps Fleiss' kappa is the one that he published.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.annotation.agreement.value import (
    Array,
    Value,
    as_ratings,
    divided,
    rated,
    value_of,
)

Chance = Callable[[Array], Array]
"""What chance makes of how common categories are (…, q) → (…)."""


def per_cent_agreement(ratings: ArrayLike, *, neonates: Sequence[str] | None = None) -> Value:
    """Return the share of pairs of ratings of an item that are the same, in [0, 1].

    Parameters
    ----------
    ratings : array-like of float, shape (raters, items)
        NaN where nothing was said.
    neonates : sequence of str, optional
        Whose each item is, for an interval.
    """
    numbers = as_ratings(ratings)
    counts, many = _counts(numbers, _found(numbers)), rated(numbers)
    parts = np.stack([_alike(counts, many), (many >= 2).astype(np.float64)], axis=1)
    return value_of(parts, lambda sums: divided(sums[:, 0], sums[:, 1]), many >= 2, neonates)


def fleiss_kappa(ratings: ArrayLike, *, neonates: Sequence[str] | None = None) -> Value:
    """Return Fleiss' kappa, ≤ 1; undefined where all ratings are the same.

    Parameters
    ----------
    ratings : array-like of float, shape (raters, items)
        NaN where nothing was said.
    neonates : sequence of str, optional
        Whose each item is, for an interval.
    """
    numbers = as_ratings(ratings)
    return _beyond(numbers, _found(numbers), lambda common: (common**2).sum(axis=-1), neonates)


def gwet_ac1(
    ratings: ArrayLike,
    *,
    categories: Sequence[float] | None = None,
    neonates: Sequence[str] | None = None,
) -> Value:
    """Return Gwet's AC1, ≤ 1: it stays near the per cent where a category is rare.

    Parameters
    ----------
    ratings : array-like of float, shape (raters, items)
        NaN where nothing was said.
    categories : sequence of float, optional
        All that could be said; what was said by default.
    neonates : sequence of str, optional
        Whose each item is, for an interval.
    """
    numbers = as_ratings(ratings)
    known = _all(numbers, categories)

    def chance(common: Array) -> Array:
        return divided((common * (1 - common)).sum(axis=-1), np.array(len(known) - 1.0))

    return _beyond(numbers, known, chance, neonates)


def brennan_prediger(
    ratings: ArrayLike,
    *,
    categories: Sequence[float] | None = None,
    neonates: Sequence[str] | None = None,
) -> Value:
    """Return Brennan and Prediger's coefficient, ≤ 1: chance is as if all were equally common.

    Parameters
    ----------
    ratings : array-like of float, shape (raters, items)
        NaN where nothing was said.
    categories : sequence of float, optional
        All that could be said; what was said by default.
    neonates : sequence of str, optional
        Whose each item is, for an interval.
    """
    numbers = as_ratings(ratings)
    known = _all(numbers, categories)
    share = 1 / max(1, len(known))
    return _beyond(numbers, known, lambda common: np.full(common.shape[:-1], share), neonates)


def _beyond(
    ratings: Array, categories: Array, chance: Chance, neonates: Sequence[str] | None
) -> Value:
    counts, many = _counts(ratings, categories), rated(ratings)
    common = counts / np.maximum(many, 1)[:, None]
    flags = np.stack([_alike(counts, many), many >= 2, many >= 1], axis=1)
    parts = np.concatenate([flags, common], axis=1)

    def of(sums: Array) -> Array:
        expected = chance(divided(sums[:, 3:], sums[:, 2:3]))
        return divided(divided(sums[:, 0], sums[:, 1]) - expected, 1 - expected)

    if not (many >= 2).any():
        return value_of(parts, of, many >= 2, neonates)
    return value_of(parts, of, many >= 1, neonates)


def _found(ratings: Array) -> Array:
    return np.unique(ratings[np.isfinite(ratings)])


def _all(ratings: Array, categories: Sequence[float] | None) -> Array:
    """Return the categories; whatever else was said belongs to them."""
    said = _found(ratings)
    return said if categories is None else np.union1d(said, np.asarray(categories, np.float64))


def _counts(ratings: Array, categories: Array) -> Array:
    """Return how often each category was said of each item, shape (items, q)."""
    made: Array = (ratings[:, :, None] == categories).sum(axis=0).astype(np.float64)
    return made


def _alike(counts: Array, many: NDArray[np.int64]) -> Array:
    """Return the share of equal pairs among each item's ratings; 0 where there is no pair."""
    pairs = many * (many - 1.0)
    made: Array = (counts * (counts - 1)).sum(axis=1) / np.maximum(pairs, 1.0)
    return made
