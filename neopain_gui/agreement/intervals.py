"""A figure with its interval, and means with intervals over neonates.

Photographs of one neonate are alike, so what varies is the neonate. The interval is Student's t
on what the neonates add to the mean, with one degree of freedom fewer than there are neonates:
where each has as many photographs it is the t interval of their means, elsewhere the
cluster-robust one (CR1). A percentile bootstrap over ten neonates covers 89 %, not 95 %
(docs/statistics.md has both, simulated).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

CONFIDENCE = 0.95
ROUNDING = 1e-9
"""Relative spread below which values are equal up to rounding, so that there is none to speak of"""

PRESSED = 3.0
"""Standard deviations of neonates between a mean and the end of its range: with fewer, what the
neonates add is skewed, and Student's t holds the truth less often than it says …"""
ENOUGH = 60
"""… below so many neonates."""
PRESSED_COVERAGE = (0.87, 0.94)
"""Share of simulated studies of 6 to 30 neonates in which such intervals held the truth
(``python -m benchmarks.coverage --pressed``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure with its 95 % interval; NaN where it is undefined.

    Attributes
    ----------
    value, low, high : float
        The figure, and from where to where its interval goes; these NaN where there is none.
    sd : float
        Standard deviation of the values that it is a mean of.
    n, neonates : int
        Values in it, and of how many neonates.
    error, df : float
        Standard error and degrees of freedom of the interval.
    undefined : float
        Share of the samples without a neonate in which the figure was undefined; 0 where none.
    why : str
        Why there is no interval; empty if there is one.
    pressed : bool
        Whether the values are so close to the end of what they can be, and the neonates so few,
        that such intervals were measured to hold the truth less often than they say.
    tested : float
        What the statistic is of where that is not ``value``: of a correlation Fisher's z.
    """

    value: float
    low: float
    high: float
    sd: float = math.nan
    n: int = 0
    neonates: int = 0
    error: float = math.nan
    df: float = math.nan
    undefined: float = 0.0
    why: str = ""
    pressed: bool = False
    tested: float = math.nan

    @property
    def statistic(self) -> float:
        """Student's t of the figure against 0; NaN without an error."""
        figure = self.value if math.isnan(self.tested) else self.tested
        return figure / self.error if self.error > 0 else math.nan

    @property
    def p(self) -> float:
        """The two-sided p of the figure against 0; NaN without an error."""
        from scipy import stats

        return float(2 * stats.t.sf(abs(self.statistic), self.df))


def nothing(why: str, *, n: int = 0, neonates: int = 0) -> Interval:
    """Return an undefined figure, with the reason."""
    return Interval(value=math.nan, low=math.nan, high=math.nan, n=n, neonates=neonates, why=why)


def mean_over_neonates(
    values: ArrayLike,
    neonates: Sequence[str],
    *,
    within: tuple[float, float] = (-math.inf, math.inf),
) -> Interval:
    """Return the mean over photographs with a 95 % interval over neonates.

    Parameters
    ----------
    values : array-like of float, shape (n,)
        Of each photograph; NaN is left out.
    neonates : sequence of str
        Whose each photograph is.
    within : (float, float)
        What the mean can be: the interval is cut there.

    Raises
    ------
    ValueError
        The lengths differ.
    """
    numbers = np.asarray(values, np.float64)
    if numbers.shape != (len(neonates),):
        raise ValueError(f"{numbers.shape} values of {len(neonates)} photographs")
    known = np.isfinite(numbers)
    numbers = numbers[known]
    if not len(numbers):
        return nothing("it is undefined on every photograph")
    whose = codes(neonates)[known]
    places, whose = np.unique(whose, return_inverse=True)
    value, groups = float(numbers.mean()), len(places)
    spread = float(numbers.std(ddof=1)) if len(numbers) > 1 else math.nan
    if groups < 2:
        return Interval(
            value=value, low=math.nan, high=math.nan, sd=spread, n=len(numbers), neonates=groups,
            why="of a single neonate",
        )  # fmt: skip
    from scipy import stats

    added = np.bincount(whose, weights=numbers - value)  # by each neonate
    error = math.sqrt(groups / (groups - 1) * float(added @ added)) / len(numbers)
    if error <= ROUNDING * float(np.abs(numbers).max()):
        error = 0.0  # else equal values would have a t of 10 ** 15, and a p of 0
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, groups - 1)) * error
    return Interval(
        value=value,
        low=max(within[0], value - reach),
        high=min(within[1], value + reach),
        sd=spread,
        n=len(numbers),
        neonates=groups,
        error=error,
        df=float(groups - 1),
        pressed=groups < ENOUGH and 0 < _room(value, within) < PRESSED * error * math.sqrt(groups),
    )


def _room(value: float, within: tuple[float, float]) -> float:
    """Return how far it is to the nearer end of what a mean can be."""
    return min(value - within[0], within[1] - value)


def mean_over_both(
    values: ArrayLike,
    neonates: Sequence[str],
    people: Sequence[str],
    *,
    within: tuple[float, float] = (-math.inf, math.inf),
) -> Interval:
    """Return the mean over people on photographs, with an interval over both neonates and people.

    Neonates and people are crossed: what a person does is alike on all photographs, and what
    people do on a photograph is alike. The error is the two-way cluster-robust one (Cameron,
    Gelbach and Miller 2011), with Student's t of the smaller number less one.

    Parameters
    ----------
    values : array-like of float, shape (n,)
        Of each person on each photograph; NaN is left out.
    neonates, people : sequence of str
        Whose the photograph is, and who looked.
    within : (float, float)
        What the mean can be: the interval is cut there.
    """
    numbers = np.asarray(values, np.float64)
    known = np.isfinite(numbers)
    together = [f"{a}\0{b}" for a, b in zip(neonates, people, strict=True)]
    one, other, cells = (
        mean_over_neonates(numbers, names, within=within) for names in (neonates, people, together)
    )
    if not known.any() or math.isnan(one.error) or math.isnan(other.error):
        return replace(one, low=math.nan, high=math.nan, why=one.why or "of a single person")
    from scipy import stats

    squared = one.error**2 + other.error**2 - cells.error**2
    error = math.sqrt(max(squared, one.error**2, other.error**2))
    df = min(one.df, other.df)
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, df)) * error
    return replace(
        one,
        low=max(within[0], one.value - reach),
        high=min(within[1], one.value + reach),
        error=error,
        df=df,
    )


def codes(names: Sequence[str]) -> NDArray[np.int64]:
    """Return a number for each name, the same for the same, in their alphabetical order."""
    made: NDArray[np.int64] = np.unique(np.asarray(names, object).astype(str), return_inverse=True)[
        1
    ]
    return made


def tied(values: Array, size: float | None = None) -> Array:
    """Return values for ranks: those that differ from the next by rounding alone are equal.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Finite.
    size : float, optional
        How large the numbers are that they were computed from; their own size by default.

    >>> tied(np.array([0.1 + 0.2, 0.5, 0.3])).tolist()
    [0.3, 0.5, 0.3]
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    sizes = np.maximum(np.abs(ordered[1:]), np.abs(ordered[:-1])) if size is None else size
    apart = np.concatenate([[True], np.diff(ordered) > ROUNDING * sizes])[: len(values)]
    made = np.empty_like(values)
    made[order] = ordered[np.flatnonzero(apart)[np.cumsum(apart) - 1]]
    return made


def equal_up_to_rounding(values: Array) -> bool:
    """Return whether values differ by no more than rounding makes them.

    >>> equal_up_to_rounding(np.array([0.1 + 0.2, 0.3])), equal_up_to_rounding(np.array([0.3, 0.4]))
    (True, False)
    """
    return not len(values) or float(np.ptp(values)) <= ROUNDING * float(np.abs(values).max())
