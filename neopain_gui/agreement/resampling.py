"""Means with intervals over neonates, and tests by permutation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.agreement.effect_sizes import CONFIDENCE, RESAMPLES, SEED, Interval

Array = NDArray[np.float64]

PERMUTATIONS = 9999
"""Random ones where there are more; with fewer possible all are made."""


def mean_over_neonates(
    values: ArrayLike,
    neonates: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval:
    """Return the mean over photographs with a 95 % percentile bootstrap interval over neonates.

    Photographs of one neonate are drawn together: they are alike.

    Parameters
    ----------
    values : array-like of float, shape (n,)
        Of each photograph; NaN is left out.
    neonates : sequence of str
        Whose each photograph is.
    resamples, seed : int
        How often is drawn, and from which seed.

    Raises
    ------
    ValueError
        The lengths differ.
    """
    numbers = np.asarray(values, np.float64)
    if numbers.shape != (len(neonates),):
        raise ValueError(f"{numbers.shape} values of {len(neonates)} photographs")
    known = np.isfinite(numbers)
    if not known.any():
        return Interval(value=math.nan, low=math.nan, high=math.nan)
    _, whose = np.unique(np.asarray(neonates, object)[known].astype(str), return_inverse=True)
    totals = np.bincount(whose, weights=numbers[known])
    counts = np.bincount(whose)
    value = float(numbers[known].mean())
    drawn = np.random.default_rng(seed).integers(0, len(totals), (resamples, len(totals)))
    means = totals[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(value=value, low=float(low), high=float(high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Permuted:
    """A test by permutation.

    Attributes
    ----------
    difference : float
        The mean difference.
    p : float
        Two-sided; NaN where nothing can be exchanged.
    n : int
        Pairs.
    """

    difference: float
    p: float
    n: int


def paired_permutation(
    a: ArrayLike, b: ArrayLike, *, permutations: int = PERMUTATIONS, seed: int = SEED
) -> Permuted:
    """Test whether the mean difference of pairs is zero, by exchanging the members of pairs.

    Parameters
    ----------
    a, b : array-like of float, shape (n,)
        Values that belong together: of one neonate in pain and at rest, or a photograph's own
        agreement and its baseline. Pairs with a NaN are left out.
    permutations, seed : int
        How many are made at random where not all are; the same give the same p-value.

    Raises
    ------
    ValueError
        The lengths differ.
    """
    from scipy import stats

    x, y = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError(f"pairs are of one length, got {x.shape} and {y.shape}")
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both], y[both]
    if len(x) < 2:
        difference = float((x - y).mean()) if len(x) else math.nan
        return Permuted(difference=difference, p=math.nan, n=len(x))
    found = stats.permutation_test(
        (x, y),
        lambda p, q, axis: np.mean(p - q, axis=axis),
        permutation_type="samples",
        n_resamples=permutations,
        vectorized=True,
        rng=np.random.default_rng(seed),
    )
    return Permuted(difference=float(found.statistic), p=float(found.pvalue), n=len(x))
