"""What a study of so many neonates can show, by simulation from its own variances."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from neopain_gui.agreement.intervals import Array
from neopain_gui.agreement.statistics.equivalence import ALPHA

DRAWS = 2000
"""Simulated studies of each size."""
WANTED = 0.8
"""The power that is asked for."""
MOST_NEONATES = 1000
_EFFECTS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What a paired comparison over neonates can find.

    Attributes
    ----------
    neonates : int
        Of the study.
    spread : float
        Standard deviation of the neonates' differences.
    effects : ndarray of float64, shape (k,)
        Mean differences, in the values' unit.
    power : ndarray of float64, shape (k,)
        Share of simulated studies of this size that find each.
    smallest : float
        The smallest difference that is found in 80 % of studies; NaN where none is.
    needed : int or None
        Neonates that would find the observed difference in 80 % of studies; None where more than
        1,000 would be needed, or it is 0.
    why : str
        Why a figure is missing.
    """

    neonates: int
    spread: float
    effects: Array
    power: Array
    smallest: float
    needed: int | None
    why: str = ""


def paired_power(
    differences: ArrayLike, *, draws: int = DRAWS, seed: int = 0, sizes: Sequence[int] = ()
) -> Power:
    """Return what the paired t test over neonates could find, from the neonates' own differences.

    Studies are drawn from the observed differences about their mean, with replacement and widened
    by n ⁄ (n − 1), so that their shape is the study's own; the mean is set.

    Parameters
    ----------
    differences : array-like of float, shape (n,)
        A neonate's value in pain less that without, or with one extraction model less with
        another; NaN is left out.
    draws : int
        Simulated studies of each size.
    seed : int
        Of the draws.
    sizes : sequence of int
        Sizes to look among for ``needed``; by default every size to 60 and then steps of 5 %.

    Returns
    -------
    Power
        Everything undefined with fewer than three neonates or equal differences.
    """
    values = np.asarray(differences, np.float64).ravel()
    values = values[np.isfinite(values)]
    n = len(values)
    spread = float(values.std(ddof=1)) if n > 1 else math.nan
    if n < 3 or not spread > 1e-12 * max(float(np.abs(values).max()), 1e-300):
        why = "fewer than three neonates" if n < 3 else "all differences are equal"
        none = np.zeros(0)
        return Power(
            neonates=n, spread=spread, effects=none, power=none, smallest=math.nan, needed=None,
            why=why,
        )  # fmt: skip
    shape = (values - values.mean()) * math.sqrt(n / (n - 1))
    effects = np.linspace(0, 4 * spread / math.sqrt(min(n, 30)), _EFFECTS)
    means, errors, cut = _studies(shape, n, draws, seed)
    power = _found(means, errors, cut, effects)
    return Power(
        neonates=n,
        spread=spread,
        effects=effects,
        power=power,
        smallest=_crossing(effects, power),
        needed=_needed(shape, abs(float(values.mean())), sizes or _SIZES, draws, seed),
    )


def _studies(shape: Array, n: int, draws: int, seed: int) -> tuple[Array, Array, float]:
    """Return means and standard errors of drawn studies, and the t that is significant."""
    rng = np.random.default_rng(seed)
    drawn = shape[rng.integers(0, len(shape), (draws, n))]
    errors = drawn.std(axis=1, ddof=1) / math.sqrt(n)
    return drawn.mean(axis=1), errors, float(stats.t.ppf(1 - ALPHA / 2, n - 1))


def _found(means: Array, errors: Array, cut: float, effects: Array) -> Array:
    far = np.abs(means[:, None] + effects[None, :])
    made: Array = (far > cut * errors[:, None]).mean(axis=0)
    return made


def _crossing(effects: Array, power: Array) -> float:
    """Return where the power first reaches what is wanted, between two effects by a line."""
    reached = np.flatnonzero(power >= WANTED)
    if not len(reached):
        return math.nan
    at = int(reached[0])
    if at == 0:
        return float(effects[0])
    share = (WANTED - power[at - 1]) / (power[at] - power[at - 1])
    return float(effects[at - 1] + share * (effects[at] - effects[at - 1]))


_SIZES = sorted(
    {*range(3, 61), *(round(60 * 1.05**k) for k in range(60) if 60 * 1.05**k <= MOST_NEONATES)}
)


def _needed(shape: Array, effect: float, sizes: Sequence[int], draws: int, seed: int) -> int | None:
    """Return the smallest of some sizes that finds an effect, halving the way there."""
    if effect == 0:
        return None
    low, high = 0, len(sizes)
    while low < high:
        middle = (low + high) // 2
        means, errors, cut = _studies(shape, sizes[middle], draws, seed)
        if float(_found(means, errors, cut, np.array([effect]))[0]) >= WANTED:
            high = middle
        else:
            low = middle + 1
    return sizes[low] if low < len(sizes) else None
