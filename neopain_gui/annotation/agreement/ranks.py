"""Kendall's coefficient of concordance W (1939): whether raters rank photographs alike."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.agreement.intervals import codes
from neopain_gui.annotation.agreement.value import (
    SAMPLES,
    SEED,
    Array,
    Value,
    as_ratings,
    from_samples,
    rated,
)


def kendall_w(ratings: ArrayLike, *, neonates: Sequence[str] | None = None) -> Value:
    """Return Kendall's W, in [0, 1], corrected for ties.

    Parameters
    ----------
    ratings : array-like of float, shape (raters, items)
        NaN where nothing was said: only items that every rater rated count.
    neonates : sequence of str, optional
        Whose each item is, for an interval.
    """
    numbers = as_ratings(ratings)
    used = rated(numbers) == len(numbers)
    if neonates is not None and len(neonates) != len(used):
        raise ValueError(f"{len(used)} items of {len(neonates)} neonates")
    whole = numbers[:, used]
    n = whole.shape[1]
    if n < 2:
        return Value(value=math.nan, n=n, why="fewer than two photographs were rated by all")
    value = _w(whole)
    if neonates is None:
        return Value(value=value, n=n, why="" if math.isfinite(value) else "nothing varies")
    places, whose = np.unique(codes(neonates)[used], return_inverse=True)
    groups = len(places)
    if groups < 2 or math.isnan(value):
        why = "of a single neonate" if groups < 2 else "there is no variation"
        return Value(value=value, n=n, neonates=groups, why=why)
    of_neonate = [np.flatnonzero(whose == place) for place in range(groups)]
    random = np.random.default_rng(SEED)
    made = np.empty(SAMPLES)
    for place in range(SAMPLES):
        drawn = random.integers(0, groups, groups)
        made[place] = _w(whole[:, np.concatenate([of_neonate[one] for one in drawn])])
    return from_samples(value, made, n=n, neonates=groups)


def _w(ratings: Array) -> float:
    from scipy.stats import rankdata

    raters, n = ratings.shape
    ranks = rankdata(ratings, axis=1)
    spread = float(((ranks.sum(axis=0) - raters * (n + 1) / 2) ** 2).sum())
    # With ties, twelve times a rater's sum of squared ranks falls short of n³ − n by theirs.
    possible = 12 * float(((ranks - (n + 1) / 2) ** 2).sum()) * raters
    return 12 * spread / possible if possible > 0 else math.nan
