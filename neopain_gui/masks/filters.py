"""Steps 2 and 3 of the post-processing: k-means on the scores, then a Gaussian filter.

Step 1, the green-yellow-red colour map, is how a map is shown and changes no number; it is in
``imaging.colormaps``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.masks.kmeans import best_starts
from neopain_gui.masks.settings import BLUR_SIGMA, BLUR_SIZE, CLUSTERS


def cluster(relevance: NDArray[Any], clusters: int = CLUSTERS) -> NDArray[np.float32]:
    """Replace every score by the mean of its k-means cluster (3.4.3, equation 8).

    The clusters are those of least inertia, which for scalars can be found exactly (``kmeans``),
    not those at which a random start happens to end. They depend on nothing but the scores: there
    is no seed.

    Parameters
    ----------
    relevance : ndarray, shape (h, w)
        Finite scores.
    clusters : int
        How many, ≥ 1.

    Returns
    -------
    ndarray of float32, shape (h, w)
        Each pixel's cluster mean. With no more distinct scores than clusters, each score is its
        own cluster and the map comes back unchanged.

    Raises
    ------
    ValueError
        The map is not a non-empty, finite (h, w) array, or ``clusters`` < 1.
    """
    means, labels = cluster_labels(relevance, clusters)
    return means.take(labels)


def cluster_labels(
    relevance: NDArray[Any], clusters: int = CLUSTERS
) -> tuple[NDArray[np.float32], NDArray[np.integer]]:
    """Find the clusters that :func:`cluster` replaces scores by.

    Parameters
    ----------
    relevance : ndarray, shape (h, w)
        Finite scores.
    clusters : int
        How many, ≥ 1.

    Returns
    -------
    means : ndarray of float32, shape (k,)
        Of the clusters, rising; as many as asked for, or one for each distinct score if there are
        fewer.
    labels : ndarray of integers, shape (h, w)
        Each pixel's place among the means.

    Raises
    ------
    ValueError
        As for :func:`cluster`.
    """
    values = as_scores(relevance)
    if clusters < 1:
        raise ValueError(f"at least one cluster is needed, got {clusters}")
    ordered = np.sort(values, axis=None)
    distinct = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    if distinct.size < clusters:
        means = ordered[np.concatenate(([0], distinct))]
        return means, np.searchsorted(means, values)
    wide = ordered.astype(np.float64)  # in which no float32's square overflows or vanishes
    from_least = wide - wide[0]
    steps = np.flatnonzero(from_least[1:] != from_least[:-1]) + 1
    places = np.concatenate(([0], steps, [ordered.size]))
    starts = best_starts(from_least, places, min(clusters, places.size - 1))
    means = (np.add.reduceat(wide, starts[:-1]) / np.diff(starts)).astype(np.float32)
    # Counting borders below each score is many times quicker than searching them for it.
    labels = np.zeros(values.shape, np.min_scalar_type(clusters))
    for lowest in ordered[starts[1:-1]]:
        labels += values >= lowest
    return means, labels


def smooth(
    relevance: NDArray[Any], size: int = BLUR_SIZE, sigma: float = BLUR_SIGMA
) -> NDArray[np.float32]:
    """Smooth with a Gaussian of ``size`` × ``size`` pixels (3.4.3, third step).

    OpenCV's ``GaussianBlur`` with its usual border, ``BORDER_REFLECT_101``: beyond the edge the
    map is mirrored at the outermost pixel, which itself is not repeated.

    Parameters
    ----------
    relevance : ndarray, shape (h, w)
        Finite scores.
    size : int
        Side of the kernel in pixels, odd.
    sigma : float
        Standard deviation in pixels, > 0.

    Returns
    -------
    ndarray of float32, shape (h, w)
        The smoothed scores.

    Raises
    ------
    ValueError
        The map is not a non-empty, finite (h, w) array, or the kernel is impossible.
    """
    values = as_scores(relevance)
    if size < 1 or size % 2 == 0 or not sigma > 0:
        raise ValueError(f"a Gaussian needs an odd size and sigma > 0, got {size} and {sigma}")
    import cv2

    blurred = cv2.GaussianBlur(
        values, (size, size), sigmaX=sigma, sigmaY=sigma, borderType=cv2.BORDER_REFLECT_101
    )
    return np.asarray(blurred, dtype=np.float32)


def as_scores(relevance: NDArray[Any]) -> NDArray[np.float32]:
    """Return the map as contiguous float32, or raise ``ValueError`` if it is no map of scores."""
    values = np.ascontiguousarray(relevance, dtype=np.float32)
    if values.ndim != 2 or values.size == 0:
        raise ValueError(f"a map is a non-empty (h, w) array, got {values.shape}")
    if not np.isfinite(values).all():
        raise ValueError("a map must be finite")
    return values
