"""Steps 2 and 3 of the post-processing: k-means on the scores, then a Gaussian filter.

Step 1, the green-yellow-red colour map, is how a map is shown and changes no number; it is in
``imaging.colormaps``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.masks.settings import BLUR_SIGMA, BLUR_SIZE, CLUSTERS

_BINS = 256
_MOST_ROUNDS = 100

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


def cluster(relevance: NDArray[Any], clusters: int = CLUSTERS) -> NDArray[np.float32]:
    """Replace every score by the mean of its k-means cluster (3.4.3, equation 8).

    Scalar scores have one order, so clusters are intervals and the best ones can be found
    without a random start: a dynamic programme (Wang and Song 2011, R Journal 3/2) gives the
    optimum, over the distinct scores if there are at most 256, else over 256 bins whose result
    Lloyd's iteration then refines on the scores themselves (inertia within 0.1 % of the optimum
    in every trial, up to eight clusters). It depends on nothing but the scores: there is no seed.

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
    means, places = cluster_labels(relevance, clusters)
    return means[places]


def cluster_labels(
    relevance: NDArray[Any], clusters: int = CLUSTERS
) -> tuple[NDArray[np.float32], Places]:
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
    labels : ndarray of intp, shape (h, w)
        Each pixel's place among the means.

    Raises
    ------
    ValueError
        As for :func:`cluster`.
    """
    values = as_scores(relevance)
    if clusters < 1:
        raise ValueError(f"at least one cluster is needed, got {clusters}")
    ordered = np.sort(values, axis=None).astype(np.float64)
    distinct = np.flatnonzero(np.diff(ordered)) + 1
    if distinct.size < clusters:
        means = ordered[np.concatenate(([0], distinct))].astype(np.float32)
        return means, np.searchsorted(means, values)
    # Moved and scaled, so that squares neither cancel nor leave the range of a double.
    scale = float(ordered[-1] - ordered[0])
    scaled = (ordered - ordered[0]) / scale
    sums = np.concatenate(([0.0], np.cumsum(scaled)))
    if distinct.size < _BINS:
        edges = np.concatenate(([0], distinct, [scaled.size]))
        starts = _best_intervals(scaled, sums, edges, clusters)
    else:
        edges = _bin_edges(scaled)
        if edges.size <= clusters:  # scores over so many magnitudes that nearly all share a bin
            spread = distinct[np.linspace(0, distinct.size - 1, clusters).astype(int)]
            edges = np.union1d(edges, spread)
        starts = _best_intervals(scaled, sums, edges, clusters)
        starts = _lloyd(scaled, sums, starts)
    centres = _means(sums, starts) * scale + ordered[0]
    lowest = ordered[starts[1:-1]]
    return centres.astype(np.float32), np.searchsorted(lowest, values, side="right")


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


def _bin_edges(ordered: Floats) -> Places:
    """Return where at most 256 bins start in ``ordered``, and its length.

    The best intervals for scores of density f are as many as f^(1/3) (Panter and Dite 1951,
    Proc. IRE 39); summing gap^(2/3) over neighbouring scores adds up just that. Bins laid so
    resolve many small scores and a few extreme ones alike; equally wide bins do not. No gap may
    take more than about one bin's share, and equal scores, with no gap, share a bin.
    """
    shares = np.diff(ordered) ** (2 / 3)
    for _ in range(3):
        np.minimum(shares, shares.sum() / _BINS, out=shares)
    filled = np.cumsum(shares)
    inner = np.searchsorted(filled, np.arange(1, _BINS) / _BINS * filled[-1]) + 1
    return np.unique(np.concatenate(([0], inner, [ordered.size])))


def _best_intervals(ordered: Floats, sums: Floats, edges: Places, clusters: int) -> Places:
    """Return the start of each of ``clusters`` intervals of least inertia, and the length.

    ``cost[i, j]`` is the inertia of the bins i…j−1 taken as one cluster; ``least[j]`` is that of
    the first j bins in as many clusters as have been laid so far.
    """
    squares = np.concatenate(([0.0], np.cumsum(ordered**2)))
    count = edges[None, :] - edges[:, None]
    total = sums[edges][None, :] - sums[edges][:, None]
    square = squares[edges][None, :] - squares[edges][:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = np.where(count > 0, square - total**2 / count, np.inf)
    least = cost[0]
    cuts = []
    for _ in range(clusters - 1):
        candidates = least[:, None] + cost
        cuts.append(candidates.argmin(axis=0))
        least = candidates.min(axis=0)
    starts = [edges.size - 1]
    for cut in reversed(cuts):
        starts.append(int(cut[starts[-1]]))
    starts.append(0)
    return edges[starts[::-1]]


def _lloyd(ordered: Floats, sums: Floats, starts: Places) -> Places:
    """Move the borders between intervals half-way between their means until they rest."""
    for _ in range(_MOST_ROUNDS):
        means = _means(sums, starts)
        inner = np.searchsorted(ordered, (means[:-1] + means[1:]) / 2)
        moved = np.concatenate(([0], inner, [ordered.size]))
        if np.array_equal(moved, starts) or (np.diff(moved) == 0).any():
            break
        starts = moved
    return starts


def _means(sums: Floats, starts: Places) -> Floats:
    return np.diff(sums[starts]) / np.diff(starts)
