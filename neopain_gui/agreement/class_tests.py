"""Is agreement different for pain and no pain? The tests of 4.2.2, and better practice beside them.

The dissertation compares ten photographs in pain with ten at rest as if they were of different
neonates, and makes 45 tests. They are of the same neonates: the paired tests know it, and the
adjusted p-values know how many tests there are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.agreement.intervals import ROUNDING, Array, equal_up_to_rounding, tied

ALPHA = 0.05
"""Level of significance (4.2.2), of the normality tests too (decision 19)."""
FEWEST = 3
"""Values that a normality test needs."""


class Test(StrEnum):
    """Which test a p-value is of."""

    __test__ = False  # not one of pytest's

    STUDENT = "Student's t"
    MANN_WHITNEY = "Mann–Whitney U"
    PAIRED_T = "paired t"
    WILCOXON = "Wilcoxon"
    NONE = "none"


class Adjustment(StrEnum):
    """How p-values are corrected for the number of tests."""

    NONE = "none"
    HOLM = "Holm"
    BENJAMINI_HOCHBERG = "Benjamini–Hochberg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The result of a test between two classes.

    Attributes
    ----------
    test : Test
        Which one it was; ``NONE`` where nothing could be tested.
    statistic, p : float
        NaN where nothing could be tested.
    normal : tuple of float
        p-values of Shapiro and Wilk's test: of both classes, or of the differences of pairs. NaN
        where all values are equal.
    n : tuple of int
        Values in each class; the number of pairs, twice, where they are paired.
    df : float
        Degrees of freedom; NaN for tests that have none.
    why : str
        Why nothing could be tested; empty if it was.
    """

    test: Test
    statistic: float
    p: float
    normal: tuple[float, ...]
    n: tuple[int, int]
    df: float = math.nan
    why: str = ""


def compare_classes(a: ArrayLike, b: ArrayLike, alpha: float = ALPHA) -> Difference:
    """Test whether two classes differ, as Table 5 does (4.2.2, decision 19).

    Student's t where Shapiro and Wilk's test calls neither class unusual for a normal
    distribution, else Mann and Whitney's U; two-sided.

    Parameters
    ----------
    a, b : array-like of float
        A metric's values in pain and at rest; NaN is left out.
    alpha : float
        Level of the normality tests.
    """
    from scipy import stats

    x, y = _finite(a), _finite(b)
    n = (len(x), len(y))
    if min(n) < FEWEST:
        return _untested(n, f"fewer than {FEWEST} values in a class")
    if equal_up_to_rounding(np.concatenate([x, y])):  # rounding is no difference
        x, y = np.full_like(x, x[0]), np.full_like(y, x[0])
    normal = (_normality(x), _normality(y))
    found: Any
    if all(p >= alpha for p in normal):  # NaN is not
        test, found = Test.STUDENT, stats.ttest_ind(x, y)
    else:
        both = tied(np.concatenate([x, y]))
        test = Test.MANN_WHITNEY
        found = stats.mannwhitneyu(both[: len(x)], both[len(x) :], alternative="two-sided")
    return Difference(
        test=test,
        statistic=float(found.statistic),
        p=float(found.pvalue),
        normal=normal,
        n=n,
        df=float(found.df) if test is Test.STUDENT else math.nan,
    )


def compare_pairs(a: ArrayLike, b: ArrayLike, alpha: float = ALPHA) -> Difference:
    """Test whether two classes differ where their values belong together, neonate by neonate.

    The paired t-test where Shapiro and Wilk's test calls the differences not unusual for a normal
    distribution, else Wilcoxon's; two-sided.

    Parameters
    ----------
    a, b : array-like of float, shape (n,)
        A metric's values in pain and at rest, of the same neonate at the same place; a pair with a
        NaN is left out.
    alpha : float
        Level of the normality test.

    Raises
    ------
    ValueError
        They differ in length.
    """
    from scipy import stats

    x, y = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError(f"pairs are of one length, got {x.shape} and {y.shape}")
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both], y[both]
    n = (len(x), len(y))
    if len(x) < FEWEST:
        return _untested(n, f"fewer than {FEWEST} pairs")
    differences = x - y
    differences[np.abs(differences) <= ROUNDING * np.maximum(np.abs(x), np.abs(y))] = 0
    if not differences.any():
        return _untested(n, "no pair differs")
    normal = _normality(differences)
    found: Any
    if normal >= alpha:
        test, found = Test.PAIRED_T, stats.ttest_1samp(differences, 0.0)
    else:
        sizes = tied(np.abs(differences), float(np.abs([x, y]).max()))
        test, found = Test.WILCOXON, stats.wilcoxon(np.sign(differences) * sizes)
    return Difference(
        test=test,
        statistic=float(found.statistic),
        p=float(found.pvalue),
        normal=(normal,),
        n=n,
        df=float(found.df) if test is Test.PAIRED_T else math.nan,
    )


def adjusted(p: Sequence[float], how: Adjustment) -> list[float]:
    """Return p-values corrected for how many they are; NaN stays, and is not counted.

    Parameters
    ----------
    p : sequence of float
        In [0, 1] or NaN.
    how : Adjustment
        Holm 1979 keeps the chance of a single false finding below alpha, Benjamini and Hochberg
        1995 the share of false findings.
    """
    values = np.asarray(p, np.float64)
    known = np.isfinite(values)
    made = values.copy()
    if how is not Adjustment.NONE and known.any():
        made[known] = _corrected(values[known], how)
    result: list[float] = made.tolist()
    return result


def _corrected(p: Array, how: Adjustment) -> Array:
    """As statsmodels does it, which searches all memory for circles of objects each time."""
    order, count = np.argsort(p), np.arange(1, len(p) + 1)
    if how is Adjustment.HOLM:
        stepped = np.maximum.accumulate(p[order] * count[::-1])
    else:
        stepped = np.minimum.accumulate((p[order] / (count / len(p)))[::-1])[::-1]
    made = np.empty_like(p)
    made[order] = np.minimum(stepped, 1)
    return made


def _normality(values: Array) -> float:
    """Return the p-value of Shapiro and Wilk's test; NaN of equal values, which are not normal."""
    from scipy import stats

    if equal_up_to_rounding(values):
        return math.nan
    return float(stats.shapiro(values).pvalue)


def _untested(n: tuple[int, int], why: str) -> Difference:
    return Difference(
        test=Test.NONE, statistic=math.nan, p=math.nan, normal=(math.nan,), n=n, why=why
    )


def _finite(values: ArrayLike) -> Array:
    array = np.asarray(values, np.float64).ravel()
    return array[np.isfinite(array)]
