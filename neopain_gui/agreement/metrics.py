"""The image comparison metrics of dissertation 3.6, and what puts the overlap into proportion.

Each takes two masks of the same shape, binary (bool) or grey (finite numbers ≥ 0), and returns
a float, NaN where the measure is undefined: a caller must show that it is, and leave it out of
means, rather than score it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.measures import MEASURES


def cosine_similarity(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Return the cosine of the angle between two flattened masks (equation 10).

    Parameters
    ----------
    a, b : ndarray of bool or numbers ≥ 0, shape (H, W)
        The masks.

    Returns
    -------
    float
        In [0, 1]; NaN if a mask is empty, since it then has no direction.

    Raises
    ------
    ValueError
        The shapes differ, or an array is not a mask.
    """
    a, b = _pair(a, b)
    if a.dtype == np.bool_:
        return float(_counts(a, b).cosine)
    if not a.any() or not b.any():
        return math.nan
    # Lengths cancel, so scaling by the maximum only keeps squares within a double's range.
    x, y = (mask.ravel().astype(np.float64) / mask.max() for mask in (a, b))
    return min(1.0, float(x @ y) / math.sqrt(float(x @ x) * float(y @ y)))


def spearman(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Return Spearman's rank correlation of two masks, average ranks on ties (equation 11).

    Parameters
    ----------
    a, b : ndarray of bool or numbers ≥ 0, shape (H, W)
        The masks.

    Returns
    -------
    float
        In [−1, 1]; NaN if all pixels of a mask are the same, since their ranks then do not vary.

    Raises
    ------
    ValueError
        The shapes differ, or an array is not a mask.
    """
    a, b = _pair(a, b)
    if a.dtype == np.bool_:
        return float(_counts(a, b).spearman)
    if a.min() == a.max() or b.min() == b.max():
        return math.nan
    from scipy.stats import rankdata

    x, y = (rankdata(mask, axis=None) - (mask.size + 1) / 2 for mask in (a, b))
    return max(-1.0, min(1.0, float(x @ y) / math.sqrt(float(x @ x) * float(y @ y))))


def overlap(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Return the share of pixels that are equal in two masks (equations 12 and 13).

    Background counts: see :func:`chance_overlap` for what unrelated masks reach.

    Parameters
    ----------
    a, b : ndarray of bool or numbers ≥ 0, shape (H, W)
        The masks.

    Returns
    -------
    float
        In [0, 1]; NaN if both masks are empty (decision 18).

    Raises
    ------
    ValueError
        The shapes differ, or an array is not a mask.
    """
    a, b = _pair(a, b)
    if not a.any() and not b.any():
        return math.nan
    return float((a == b).mean())


def iou(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    """Return the intersection over union of two binary masks, in [0, 1]; NaN if both are empty.

    Raises
    ------
    ValueError
        The shapes differ, or an array is not bool.
    """
    return float(_counts(*_binary_pair(a, b)).iou)


def cohen_kappa(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    """Return Cohen's kappa of two binary masks: the overlap, corrected for chance.

    Returns
    -------
    float
        1 for equal masks, 0 for what chance gives, below 0 for less; NaN if both are empty or
        both are full.

    Raises
    ------
    ValueError
        The shapes differ, or an array is not bool.
    """
    return float(_counts(*_binary_pair(a, b)).kappa)


def above_chance(overlap: float, chance: float) -> bool:
    """Return whether an overlap is above its chance level, to the three digits that are shown.

    Of two masks this is so just where kappa and the correlation are positive, so it says of every
    measure whether it stands on more than the masks' coverages. False where either is NaN.

    >>> above_chance(0.86, 0.85), above_chance(0.85, 0.86), above_chance(0.8602, 0.8598)
    (True, False, False)
    """
    return round(overlap, 3) > round(chance, 3)


def chance_overlap(p: float, q: float) -> float:
    """Return the overlap expected of two independent binary masks, pq + (1 − p)(1 − q).

    Parameters
    ----------
    p, q : float
        Their coverages: the share of pixels set, in [0, 1].

    Raises
    ------
    ValueError
        A coverage is not in [0, 1].
    """
    if not (0 <= p <= 1 and 0 <= q <= 1):
        raise ValueError(f"coverages lie in [0, 1], got {p} and {q}")
    return p * q + (1 - p) * (1 - q)


def every_measure(
    a: NDArray[np.bool_], b: NDArray[np.bool_]
) -> Iterator[tuple[Measure, float, float]]:
    """Yield each measure of two binary masks: it, its value, and what chance gives.

    NaN where the value is undefined, and where there is no chance level.

    Raises
    ------
    ValueError
        The shapes differ, or an array is not bool.
    """
    a, b = _binary_pair(a, b)
    counts = _counts(a, b)
    for one in MEASURES:
        if one.from_counts is not None:
            chance = one.chance_of(counts) if one.chance is not None else math.nan
            yield one, float(one.from_counts(counts)), float(chance)
        elif one.on_masks is not None:
            first, second = (one.prepare(mask) if one.prepare else mask for mask in (a, b))
            yield one, one.on_masks(first, second), math.nan


def _pair(a: NDArray[Any], b: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or a.ndim != 2 or a.size == 0:
        raise ValueError(f"two non-empty (H, W) masks of one shape, got {a.shape} and {b.shape}")
    if (a.dtype == np.bool_) != (b.dtype == np.bool_):
        raise ValueError(f"a binary and a grey mask cannot be compared: {a.dtype}, {b.dtype}")
    if a.dtype != np.bool_:
        for mask in (a, b):
            if not np.isfinite(mask).all() or (mask < 0).any():
                raise ValueError("masks must be finite and not negative")
    return a, b


def _binary_pair(
    a: NDArray[np.bool_], b: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    a, b = _pair(a, b)
    if a.dtype != np.bool_:
        raise ValueError(f"binary masks are bool, got {a.dtype}")
    return a, b


def _counts(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> Counts:
    return Counts(
        pixels=a.size,
        in_a=int(np.count_nonzero(a)),
        in_b=int(np.count_nonzero(b)),
        in_both=int(np.count_nonzero(a & b)),
    )
