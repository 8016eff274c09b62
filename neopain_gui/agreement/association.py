"""How agreement goes with something else, photograph by photograph, tested over neonates.

Photographs of one neonate are alike in both, so that a p which takes them for independent finds
too much. Each neonate is left out in turn with all its photographs, and Student's t is taken on
the jackknife's error, as of effect sizes; a correlation on Fisher's scale, where its spread hardly
depends on its size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.agreement.effect_sizes import FEWEST_NEONATES
from neopain_gui.agreement.intervals import (
    CONFIDENCE,
    Array,
    Interval,
    codes,
    equal_up_to_rounding,
    nothing,
    tied,
)

FEWEST = 4
"""Photographs below which a rank correlation says nothing."""
_NEARLY_ONE = 1 - 1e-9

ONE_SIDE = "a side has no photograph"
"""Why a difference of two means is undefined."""


def rank_correlation(a: ArrayLike, b: ArrayLike, neonates: Sequence[str]) -> Interval:
    """Return Spearman's coefficient over photographs, with interval and test over neonates.

    Parameters
    ----------
    a, b : array-like of float, shape (n,)
        Of each photograph; where either is NaN it is left out.
    neonates : sequence of str
        Whose each photograph is.

    Returns
    -------
    Interval
        ``statistic`` and ``p`` are of Fisher's z over its jackknife error. No bounds below
        :data:`~neopain_gui.agreement.effect_sizes.FEWEST_NEONATES` neonates, or where it is
        undefined without some of them: ``why`` says so.
    """
    return _jackknifed(_spearman, a, b, neonates, _fisher, np.tanh, "a value does not vary")


def difference_of_means(values: ArrayLike, which: ArrayLike, neonates: Sequence[str]) -> Interval:
    """Return the mean of the values where ``which`` is 1 less that where it is 0, over neonates.

    Parameters
    ----------
    values, which : array-like of float, shape (n,)
        Of each photograph; where either is NaN it is left out.
    neonates : sequence of str
        Whose each photograph is.

    Returns
    -------
    Interval
        As :func:`rank_correlation`, on its own scale.
    """
    return _jackknifed(_gap, values, which, neonates, _same, _same, ONE_SIDE)


def _jackknifed(
    measure: Callable[[Array, Array], float],
    a: ArrayLike,
    b: ArrayLike,
    neonates: Sequence[str],
    there: Callable[[Array], Array],
    back: Callable[[Array], Array],
    undefined: str,
) -> Interval:
    x, y = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if not x.shape == y.shape == (len(neonates),):
        raise ValueError(f"{x.shape} and {y.shape} values of {len(neonates)} photographs")
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    whose = np.unique(codes(neonates)[known], return_inverse=True)[1] if known.any() else known
    groups, n = (int(whose.max()) + 1 if known.any() else 0), len(x)
    value = measure(x, y)
    if math.isnan(value):
        why = f"fewer than {FEWEST} photographs" if n < FEWEST else undefined
        return nothing(why, n=n, neonates=groups)
    none = Interval(value=value, low=math.nan, high=math.nan, n=n, neonates=groups, why="")
    if groups < FEWEST_NEONATES:
        return _because(none, f"fewer than {FEWEST_NEONATES} neonates")
    without = np.array([measure(x[whose != one], y[whose != one]) for one in range(groups)])
    if not np.isfinite(without).all():
        return _because(none, "it is undefined without some of the neonates")
    return _interval(none, there(without), there(np.array([value])), back)


def _interval(
    found: Interval, without: Array, value: Array, back: Callable[[Array], Array]
) -> Interval:
    from scipy import stats

    count = len(without)
    if equal_up_to_rounding(without):
        return _because(found, "it is the same without any of the neonates")
    error = math.sqrt((count - 1) / count * float(((without - without.mean()) ** 2).sum()))
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, count - 1)) * error
    low, high = (float(back(value + side)[0]) for side in (-reach, reach))
    return Interval(
        value=found.value,
        low=low,
        high=high,
        n=found.n,
        neonates=found.neonates,
        error=error,
        df=float(count - 1),
        tested=float(value[0]),
    )


def _because(found: Interval, why: str) -> Interval:
    return Interval(
        value=found.value, low=math.nan, high=math.nan, n=found.n, neonates=found.neonates, why=why
    )


def _spearman(x: Array, y: Array) -> float:
    from scipy.stats import rankdata

    if len(x) < FEWEST or equal_up_to_rounding(x) or equal_up_to_rounding(y):
        return math.nan
    one, other = (rankdata(tied(part)) - (len(part) + 1) / 2 for part in (x, y))
    return float(one @ other / math.sqrt(float(one @ one) * float(other @ other)))


def _gap(values: Array, which: Array) -> float:
    if not (which == 1).any() or not (which == 0).any():
        return math.nan
    return float(values[which == 1].mean() - values[which == 0].mean())


def _fisher(values: Array) -> Array:
    made: Array = np.arctanh(np.clip(values, -_NEARLY_ONE, _NEARLY_ONE))
    return made


def _same(values: Array) -> Array:
    return values
