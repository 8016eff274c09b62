"""Intervals from drawing neonates again, data set by data set.

Photographs of one neonate are alike, so neonates are drawn, with all their photographs. A figure
is a function of weights: how often each photograph counts. Of a share, whose draws are skewed near
its ends, the interval is Student's t with the draws' spread on the scale of its logit; of any other
figure the percentile one, expanded for few neonates (Hesterberg 2015). Both allow for the variance
of n rather than n − 1. docs/statistics.md says how often they hold the truth.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from neopain_gui.training.evaluation.predictions import Array, Predictions, Whole

DRAWS = 2000
SEED = 0
FEWEST = 6
"""Below so many neonates there is no interval."""
MOST_UNDEFINED = 0.05
"""Share of draws in which a figure may be undefined."""
LEVEL = 0.95

Figure = Callable[[Array], Array]
"""Weights of shape (draws, n) to values of shape (draws,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A figure with its 95 % interval over neonates.

    Attributes
    ----------
    value, low, high : float
        The ends are NaN where there is no interval; all are where the figure is undefined.
    neonates, photographs : int
        What it is of.
    undefined : float
        Share of the draws in which the figure was undefined.
    why : str
        Why there is no interval, or no figure; empty otherwise.
    """

    value: float
    low: float
    high: float
    neonates: int
    photographs: int
    undefined: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """Neonates drawn again.

    Attributes
    ----------
    weights : ndarray of float64, shape (draws, n)
        How often each photograph counts.
    tail : float
        Share of the draws below the interval, and above it.
    neonates : int
        How many there are; too few for an interval below :data:`FEWEST`.
    freedom : int
        Neonates less data sets: Student's degrees of freedom.
    """

    weights: Array
    tail: float
    neonates: int
    freedom: int

    def bounds(self, figure: Figure, *, share: bool = True) -> Bounds:
        """Return a figure with its interval.

        Parameters
        ----------
        figure : callable
            Of weights.
        share : bool
            Whether it lies between 0 and 1.
        """
        n = self.weights.shape[1]
        value = float(figure(np.ones((1, n)))[0]) if n else math.nan
        made = Bounds(
            value=value, low=math.nan, high=math.nan, neonates=self.neonates, photographs=n
        )
        return self._filled(made, figure, share)

    def _filled(self, made: Bounds, figure: Figure, share: bool) -> Bounds:
        if math.isnan(made.value):
            return replace(made, why="undefined on these photographs")
        if self.neonates < FEWEST or self.freedom < 1:
            return replace(made, why=f"of fewer than {FEWEST} neonates")
        found = figure(self.weights)
        known = found[np.isfinite(found)]
        undefined = 1 - len(known) / len(found)
        if undefined > MOST_UNDEFINED:
            why = "undefined in more than 5 % of the draws of neonates"
            return replace(made, undefined=undefined, why=why)
        if np.ptp(known) <= 1e-12:
            return replace(made, undefined=undefined, why="the same whichever neonates are drawn")
        if share:
            low, high = self._of_share(made.value, known)
        else:
            low, high = map(float, np.quantile(known, [self.tail, 1 - self.tail]))
        return replace(made, low=low, high=high, undefined=undefined)

    def _of_share(self, value: float, known: Array) -> tuple[float, float]:
        """Return Student's t interval on the scale of the logit, and back."""
        from scipy import special, stats

        nearest = 1 / (2 * self.weights.shape[1])  # half a photograph: 0 and 1 have no logit
        middle = float(special.logit(np.clip(value, nearest, 1 - nearest)))
        spread = float(special.logit(np.clip(known, nearest, 1 - nearest)).std())
        reach = float(stats.t.ppf((1 + LEVEL) / 2, self.freedom)) * spread
        reach *= math.sqrt(self.neonates / self.freedom)
        low, high = (float(special.expit(middle + one)) for one in (-reach, reach))
        return min(low, value), max(high, value)


def drawn(predictions: Predictions, *, draws: int = DRAWS, seed: int = SEED) -> Drawn:
    """Draw neonates with replacement inside each data set; equal arguments, equal draws."""
    return drawn_of(predictions.clusters, predictions.datasets, draws=draws, seed=seed)


def drawn_of(clusters: Whole, strata: Whole, *, draws: int = DRAWS, seed: int = SEED) -> Drawn:
    """Draw clusters with replacement inside each stratum.

    Parameters
    ----------
    clusters, strata : ndarray of int64, shape (n,)
        Of each photograph.
    draws, seed : int
        How many, and what the random numbers start from.
    """
    names, whose = np.unique(clusters, return_inverse=True)
    random = np.random.default_rng(seed)
    times = np.zeros((draws, len(names)))
    parts = 0
    for stratum in np.unique(strata):
        members = np.unique(whose[strata == stratum])
        chosen = random.integers(0, len(members), (draws, len(members)))
        rows = np.repeat(np.arange(draws), len(members))
        np.add.at(times, (rows, members[chosen].ravel()), 1)
        parts += 1
    return Drawn(
        weights=times[:, whose],
        tail=_tail(len(names), parts),
        neonates=len(names),
        freedom=max(0, len(names) - parts),
    )


def _tail(neonates: int, strata: int) -> float:
    """Return the share of draws beyond each end of the expanded percentile interval."""
    from scipy import stats

    usual = (1 - LEVEL) / 2
    if neonates <= strata:
        return usual
    freedom = neonates - strata
    reach = math.sqrt(neonates / freedom) * float(stats.t.ppf(usual, freedom))
    return float(stats.norm.cdf(reach))
