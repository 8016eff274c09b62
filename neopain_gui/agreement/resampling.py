"""Tests by permutation, of neonates and never of photographs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations as all_permutations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.intervals import ROUNDING, Array

PERMUTATIONS = 9999
"""Random ones where there are more; with fewer possible all are made."""
SEED = 0
_CHUNK = 1 << 22  # numbers gathered at once


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
        Photographs.
    neonates : int
        Whose they are: what is exchanged.
    """

    difference: float
    p: float
    n: int
    neonates: int = 0


def by_exchange(sums: Array, counts: Array, alike: Sequence[int], *, seed: int = SEED) -> float:
    """Return the two-sided p of the mean with partners of one's own against exchanged partners.

    Parameters
    ----------
    sums, counts : ndarray of float64, shape (neonates, neonates)
        What the photographs of the row's neonate add up to with those of the column's, and how
        many values that is.
    alike : sequence of int
        Neonates of one number can be exchanged: they have photographs of the same classes.
    seed : int
        Of the random ones.

    Returns
    -------
    float
        NaN where nothing can be exchanged.
    """
    orders, random = _orders(tuple(alike), seed)
    if len(orders) < 2:
        return math.nan
    rows = np.arange(len(sums))
    own = np.diagonal(sums).sum() / np.diagonal(counts).sum()
    made = np.empty(len(orders))
    step = max(1, _CHUNK // len(rows))
    for start in range(0, len(orders), step):
        some = orders[start : start + step]
        with np.errstate(invalid="ignore", divide="ignore"):
            made[start : start + step] = sums[rows, some].sum(axis=1) / counts[rows, some].sum(
                axis=1
            )
    made = made[np.isfinite(made)]
    middle = float(made.mean())
    return _share(made - middle, float(own) - middle, random, abs(float(own)) + abs(middle))


def _share(found: Array, observed: float, random: bool, size: float) -> float:
    """Return how many are as far out; a random sample counts the observed one beside them."""
    far = np.abs(found) >= abs(observed) - ROUNDING * size
    return float((far.sum() + random) / (len(found) + random))


@lru_cache(maxsize=8)
def _orders(alike: tuple[int, ...], seed: int) -> tuple[NDArray[np.int32], bool]:
    """Return the orders in which neonates that are alike change places."""
    strata = [np.flatnonzero(np.array(alike) == one) for one in sorted(set(alike))]
    possible = math.prod(math.factorial(len(one)) for one in strata)
    if possible <= PERMUTATIONS:
        orders = [np.arange(len(alike), dtype=np.int32)]
        for stratum in strata:
            orders = [
                _placed(order, stratum, list(another))
                for order in orders
                for another in all_permutations(stratum.tolist())
            ]
        return np.stack(orders) if len(alike) else np.zeros((0, 0), np.int32), False
    random = np.random.default_rng(seed)
    made = np.tile(np.arange(len(alike), dtype=np.int32), (PERMUTATIONS, 1))
    for stratum in strata:
        made[:, stratum] = random.permuted(
            np.tile(stratum.astype(np.int32), (PERMUTATIONS, 1)), axis=1
        )
    return made, True


def _placed(
    order: NDArray[np.int32], stratum: NDArray[np.int64], another: list[int]
) -> NDArray[np.int32]:
    made = order.copy()
    made[stratum] = another
    return made
