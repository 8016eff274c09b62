"""The area under the ROC curve: of photographs that are alike within a neonate.

Every area here is Mann and Whitney's: the share of pairs of a photograph with pain and one without
in which that with pain has the higher class score; equal scores count half.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from neopain_gui.training.evaluation.confusion import ratio
from neopain_gui.training.evaluation.predictions import Array, Truths, Whole


def auc(label: Truths, scores: Array, weights: Array | None = None) -> Array:
    """Return the area, or one for each row of weights; NaN where a class is missing.

    Parameters
    ----------
    label : ndarray of bool, shape (n,)
        Whether it is pain.
    scores : ndarray of float64, shape (n,)
        The higher, the more pain; on any scale.
    weights : ndarray of float64, shape (..., n), optional
        How often each photograph counts.
    """
    return ratio(*concordant(label, scores, weights))


def concordant(label: Truths, scores: Array, weights: Array | None) -> tuple[Array, Array]:
    """Return the pairs in the right order, equal ones by half, and all pairs."""
    each = np.ones(len(label)) if weights is None else weights
    values, place = np.unique(scores, return_inverse=True)
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(len(values)))
    if not len(values):
        return np.asarray(0.0), np.asarray(0.0)
    ordered, pain = each[..., order], label[order]
    positive = np.add.reduceat(ordered * pain, starts, axis=-1)
    negative = np.add.reduceat(ordered * ~pain, starts, axis=-1)
    below = np.cumsum(negative, axis=-1) - negative / 2
    right = (positive * below).sum(axis=-1)
    return np.asarray(right), np.asarray(positive.sum(axis=-1) * negative.sum(axis=-1))


def auc_within(label: Truths, scores: Array, group: Whole, weights: Array | None = None) -> Array:
    """Return the area over the pairs within groups alone.

    With folds as groups no score of one network is put in an order with one of another's, whose
    scale may differ.
    """
    right, all_pairs = np.asarray(0.0), np.asarray(0.0)
    for one in np.unique(group):
        mine = group == one
        some = None if weights is None else weights[..., mine]
        a, b = concordant(label[mine], scores[mine], some)
        right, all_pairs = right + a, all_pairs + b
    return ratio(right, all_pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class AucTest:
    """Areas with their covariance, by a formula rather than by drawing.

    Attributes
    ----------
    areas : ndarray of float64, shape (k,)
        Of k classifiers on the same photographs.
    covariance : ndarray of float64, shape (k, k)
        DeLong's; of clusters Obuchowski's (1997), which is DeLong's where each has one photograph.
    """

    areas: Array
    covariance: Array

    def interval(self, number: int = 0, *, level: float = 0.95) -> tuple[float, float]:
        """Return the normal interval of an area, cut at 0 and 1, as pROC's ``ci.auc`` does."""
        from scipy import stats

        error = math.sqrt(float(self.covariance[number, number]))
        reach = float(stats.norm.ppf((1 + level) / 2)) * error
        area = float(self.areas[number])
        return max(0.0, area - reach), min(1.0, area + reach)

    def logit_interval(self, freedom: int, number: int = 0) -> tuple[float, float]:
        """Return Student's 95 % interval on the scale of the logit: the normal one is too narrow.

        NaN where the area is 0 or 1, or has no variance.
        """
        from scipy import special, stats

        area = float(self.areas[number])
        variance = float(self.covariance[number, number])
        if not 0 < area < 1 or not variance > 0 or freedom < 1:
            return math.nan, math.nan
        reach = float(stats.t.ppf(0.975, freedom)) * math.sqrt(variance) / (area * (1 - area))
        middle = float(special.logit(area))
        return float(special.expit(middle - reach)), float(special.expit(middle + reach))

    def z(self) -> float:
        """Return the statistic of the first area against the second."""
        c = self.covariance
        spread = math.sqrt(max(0.0, float(c[0, 0] + c[1, 1] - 2 * c[0, 1])))
        difference = float(self.areas[0] - self.areas[1])
        return difference / spread if spread > 0 else math.nan

    def p(self) -> float:
        """Return the two-sided p of equal areas."""
        from scipy import stats

        return float(2 * stats.norm.sf(abs(self.z())))


def clustered_auc(label: Truths, scores: Array, clusters: Whole | None = None) -> AucTest:
    """Return areas with their covariance over clusters (Obuchowski 1997).

    Parameters
    ----------
    label : ndarray of bool, shape (n,)
        Both classes must occur in two clusters each.
    scores : ndarray of float64, shape (n,) or (k, n)
        Of one or of k classifiers.
    clusters : ndarray of int64, shape (n,), optional
        Whose photograph each is; without it each stands for itself (DeLong et al. 1988).
    """
    table = np.atleast_2d(scores)
    whose = (
        np.arange(len(label)) if clusters is None else np.unique(clusters, return_inverse=True)[1]
    )
    count = int(whose.max()) + 1
    m, n = int(label.sum()), int((~label).sum())
    summed = np.zeros((2, len(table), count))
    areas = np.zeros(len(table))
    for number, row in enumerate(table):
        of_pain, of_rest = _placements(row[label], row[~label])
        areas[number] = of_pain.mean()
        summed[0, number] = np.bincount(whose[label], of_pain - areas[number], count)
        summed[1, number] = np.bincount(whose[~label], of_rest - areas[number], count)
    with_pain, without = (len(np.unique(whose[one])) for one in (label, ~label))
    if min(with_pain, without) < 2:
        return AucTest(areas=areas, covariance=np.full((len(table),) * 2, np.nan))
    a, b = summed
    s10 = a @ a.T * with_pain / ((with_pain - 1) * m)
    s01 = b @ b.T * without / ((without - 1) * n)
    s11 = a @ b.T * count / (count - 1)
    covariance = s10 / m + s01 / n + (s11 + s11.T) / (m * n)
    return AucTest(areas=areas, covariance=covariance)


def _placements(pain: Array, rest: Array) -> tuple[Array, Array]:
    """Return of each photograph the share of the other class that it is in the right order with."""
    ordered_rest, ordered_pain = np.sort(rest), np.sort(pain)
    low = np.searchsorted(ordered_rest, pain, "left")
    high = np.searchsorted(ordered_rest, pain, "right")
    of_pain = (low + high) / 2 / len(rest)
    low = np.searchsorted(ordered_pain, rest, "left")
    high = np.searchsorted(ordered_pain, rest, "right")
    return of_pain, 1 - (low + high) / 2 / len(pain)
