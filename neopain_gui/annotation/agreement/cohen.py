"""Cohen's kappa of two raters (1960), and its weighted form (1968)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.annotation.agreement.value import Array, Value, as_pair, divided, value_of

Weights = Literal["linear", "quadratic"]


def cohen_kappa(
    a: ArrayLike,
    b: ArrayLike,
    weights: Weights | None = None,
    *,
    categories: Sequence[float] | None = None,
    neonates: Sequence[str] | None = None,
) -> Value:
    """Return Cohen's kappa of two raters, ≤ 1; undefined where both say the same of everything.

    Parameters
    ----------
    a, b : array-like of float, shape (items,)
        What each said, NaN where nothing: such items are left out.
    weights : {"linear", "quadratic"}, optional
        How much a disagreement counts: by how many categories the two are apart, or by its
        square; all alike by default.
    categories : sequence of float, optional
        All that could be said, so that weights count categories that nobody used; what was said
        by default.
    neonates : sequence of str, optional
        Whose each item is, for an interval.
    """
    if weights not in (None, "linear", "quadratic"):
        raise ValueError(f"weights are linear or quadratic, not {weights!r}")
    one, other = as_pair(a, b)
    both = np.isfinite(one) & np.isfinite(other)
    said = np.concatenate([one[both], other[both]])
    known = np.union1d(said, np.asarray([] if categories is None else categories, np.float64))
    size = len(known)
    rows = (one[:, None] == known).astype(np.float64)
    columns = (other[:, None] == known).astype(np.float64)
    parts = (rows[:, :, None] * columns[:, None, :]).reshape(len(one), size * size)
    apart = np.abs(np.arange(size)[:, None] - np.arange(size)).astype(np.float64)
    cost = {None: (apart > 0).astype(np.float64), "linear": apart, "quadratic": apart**2}[weights]

    def of(sums: Array) -> Array:
        table = sums.reshape(-1, size, size)
        total = table.sum(axis=(1, 2))
        expected = table.sum(axis=2)[:, :, None] * table.sum(axis=1)[:, None, :]
        lost, by_chance = ((cost * one).sum(axis=(1, 2)) for one in (table, expected))
        return 1 - divided(lost * total, by_chance)

    return value_of(parts, of, both, neonates)
