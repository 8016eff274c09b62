"""How well a relevance map says where people fixate (Bylinskii et al. 2019).

Each takes a map, finite numbers ≥ 0, shape (H, W), and fixations in its pixels: x to the right, y
down, from the upper left corner. Fixations off the map are left out. NaN where a measure is
undefined.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.agreement.relevance import EPSILON


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fixated:
    """Where a group of people fixates on a photograph, and on those of other neonates.

    Attributes
    ----------
    x, y : ndarray of float64, shape (n,)
        Fixations in the map's pixels.
    other_x, other_y : ndarray of float64, shape (m,)
        Fixations on other photographs, brought to this map's pixels.
    baseline : ndarray of float64, shape (H, W)
        The density of these.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    other_x: NDArray[np.float64]
    other_y: NDArray[np.float64]
    baseline: NDArray[np.float64]


def nss(relevance: NDArray[Any], x: ArrayLike, y: ArrayLike) -> float:
    """Return the normalised scanpath saliency (Peters et al. 2005).

    The mean over fixations of the map in standard deviations from its own mean (population
    standard deviation).

    Returns
    -------
    float
        0 is chance; NaN without fixations or where the map is constant.

    Raises
    ------
    ValueError
        It is not a map, or x and y differ in length.
    """
    values, at = _values_at(relevance, x, y)
    spread = float(values.std())
    if not len(at) or values.min() == values.max():
        return math.nan
    return float((at.mean() - values.mean()) / spread)


def auc_judd(relevance: NDArray[Any], x: ArrayLike, y: ArrayLike) -> float:
    """Return the area under the ROC curve of fixated against all other pixels (Judd et al. 2009).

    Fixations are weighed by how often their pixel was fixated. Equal values count half, in place of
    the noise by which the original breaks ties.

    Returns
    -------
    float
        In [0, 1], 0.5 is chance; NaN without fixations, or where every pixel is fixated.

    Raises
    ------
    ValueError
        It is not a map, or x and y differ in length.
    """
    values, at = _values_at(relevance, x, y)
    rows, columns = _pixels(values.shape, x, y)
    other = np.ones(values.shape, bool)
    other[rows, columns] = False
    return _auc(at, values[other])


def shuffled_auc(
    relevance: NDArray[Any], x: ArrayLike, y: ArrayLike, other_x: ArrayLike, other_y: ArrayLike
) -> float:
    """Return the area under the ROC curve against where people fixate on other pictures.

    What every face gets, because eyes and mouth draw everybody, counts nothing (Zhang et al. 2008).

    Parameters
    ----------
    relevance : ndarray, shape (H, W)
        The map.
    x, y : array-like of float
        Fixations of this picture.
    other_x, other_y : array-like of float
        Fixations of other pictures, brought to this map's pixels.

    Returns
    -------
    float
        In [0, 1], 0.5 is chance; NaN where there are no fixations of one kind.

    Raises
    ------
    ValueError
        It is not a map, or coordinates differ in length.
    """
    _, at = _values_at(relevance, x, y)
    _, elsewhere = _values_at(relevance, other_x, other_y)
    return _auc(at, elsewhere)


def information_gain(
    relevance: NDArray[Any], baseline: NDArray[Any], x: ArrayLike, y: ArrayLike
) -> float:
    """Return how much better a map predicts fixations than a baseline, in bits for each fixation.

    The mean over fixations of log₂(ε + p) − log₂(ε + b), both maps divided by their sums
    (Kümmerer et al. 2015).

    Parameters
    ----------
    relevance, baseline : ndarray, shape (H, W)
        The map, and what it is to be better than, as a rule the mean map of other pictures.
    x, y : array-like of float
        Fixations.

    Returns
    -------
    float
        0 is as good as the baseline; NaN without fixations or where a map is empty.

    Raises
    ------
    ValueError
        They are not maps of one shape, or x and y differ in length.
    """
    values, at = _values_at(relevance, x, y)
    base, under = _values_at(baseline, x, y)
    if values.shape != base.shape:
        raise ValueError(f"two maps of one shape, got {values.shape} and {base.shape}")
    if not len(at) or not values.any() or not base.any():
        return math.nan
    gain = np.log2(EPSILON + at / values.sum()) - np.log2(EPSILON + under / base.sum())
    return float(gain.mean())


def _auc(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> float:
    """Return the chance that a positive is above a negative, equal ones counting half."""
    from scipy.stats import rankdata

    if not len(positive) or not len(negative):
        return math.nan
    ranks = rankdata(np.concatenate([positive, negative]))[: len(positive)]
    above = ranks.sum() - len(positive) * (len(positive) + 1) / 2
    return float(above / (len(positive) * len(negative)))


def _values_at(
    relevance: NDArray[Any], x: ArrayLike, y: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values = np.asarray(relevance, np.float64)
    if values.ndim != 2 or not values.size or not np.isfinite(values).all() or (values < 0).any():
        raise ValueError("a map is a non-empty (H, W) array, finite and not negative")
    return values, values[_pixels(values.shape, x, y)]


def _pixels(
    shape: tuple[int, ...], x: ArrayLike, y: ArrayLike
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    columns, rows = np.asarray(x, np.float64), np.asarray(y, np.float64)
    if columns.ndim != 1 or columns.shape != rows.shape:
        raise ValueError(f"x and y are of one length, got {columns.shape} and {rows.shape}")
    inside = (columns >= 0) & (columns < shape[1]) & (rows >= 0) & (rows < shape[0])
    return rows[inside].astype(np.int64), columns[inside].astype(np.int64)
