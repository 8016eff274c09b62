"""Inertias and means of intervals of ordered scores that are made up of bins.

No inertia here is a difference of sums over all scores, which would cancel where a cluster is
narrow and far from the others: each is measured from a point within its interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bins:
    """Neighbouring intervals of ordered scores, m of them.

    Attributes
    ----------
    edges : ndarray of int, shape (m + 1,)
        Where the bins meet, counted in distinct scores from the least.
    roomy : ndarray of bool, shape (m,)
        Whether a bin has more than one distinct score, so that a border may lie inside.
    count, mean, inertia, deviation : ndarray of float64, shape (m,)
        Of the scores in a bin: their number, mean, sum of squared and of absolute distances from
        the mean.
    lowest, highest : ndarray of float64, shape (m,)
        The first and the last score in a bin.
    """

    edges: Places
    roomy: Flags
    count: Floats
    mean: Floats
    inertia: Floats
    deviation: Floats
    lowest: Floats
    highest: Floats

    @classmethod
    def of(cls, ordered: Floats, places: Places, edges: Places) -> Bins:
        """Sum up scores.

        Parameters
        ----------
        ordered : ndarray of float64, shape (n,)
            The scores in ascending order.
        places : ndarray of int, shape (distinct + 1,)
            Where each distinct score starts in ``ordered``, and n.
        edges : ndarray of int, shape (m + 1,)
            Strictly increasing, from 0 to the number of distinct scores.
        """
        bounds = places[edges]
        starts, count = bounds[:-1], np.diff(bounds)
        mean = np.add.reduceat(ordered, starts) / count
        distance = np.abs(ordered - np.repeat(mean, count))
        return cls(
            edges=edges,
            roomy=np.diff(edges) > 1,
            count=count.astype(np.float64),
            mean=mean,
            inertia=np.add.reduceat(distance * distance, starts),
            deviation=np.add.reduceat(distance, starts),
            lowest=ordered[starts],
            highest=ordered[bounds[1:] - 1],
        )

    @property
    def size(self) -> int:
        """How many bins."""
        return self.count.size

    def least_means(self, starts: Places, stops: Places) -> Floats:
        """Return how low a mean can be if neither end is before these edges."""
        some = stops > starts
        alone = self.lowest[np.minimum(starts, self.size - 1)]
        return np.where(some, self._means(starts, stops, some), alone)

    def greatest_means(self, starts: Places, stops: Places) -> Floats:
        """Return how high a mean can be if neither end is after these edges."""
        some = stops > starts
        alone = self.highest[np.maximum(stops - 1, 0)]
        return np.where(some, self._means(starts, stops, some), alone)

    def _means(self, starts: Places, stops: Places, some: Flags) -> Floats:
        # Each sum by itself and not as a difference. reduceat sums between pairs of indices.
        pairs = np.column_stack((np.where(some, starts, 0), np.where(some, stops, 1))).ravel()
        count = np.add.reduceat(np.append(self.count, 0), pairs)[::2]
        total = np.add.reduceat(np.append(self.count * self.mean, 0), pairs)[::2]
        return np.asarray(total / count)


def inertias(bins: Bins, starts: Places, stops: Places) -> Floats:
    """Return the inertia of the scores between any of two sets of edges.

    Parameters
    ----------
    bins : Bins
        Whose edges are meant.
    starts, stops : ndarray of int, shapes (a,) and (b,)
        Edges from 0 to m, in ascending order.

    Returns
    -------
    ndarray of float64, shape (a, b)
        The inertia from ``starts[i]`` to ``stops[j]``; 0 where there is nothing in between.
    """
    if starts[-1] < stops[0]:
        return _around_a_core(bins, starts, stops)
    result = np.empty((starts.size, stops.size))
    early = int(np.searchsorted(starts, stops[0]))
    late = int(np.searchsorted(stops, starts[-1], side="right"))
    if early:
        result[:early] = _around_a_core(bins, starts[:early], stops)
    if early < starts.size and late < stops.size:
        result[early:, late:] = _around_a_core(bins, starts[early:], stops[late:])
    if early < starts.size and late:
        result[early:, :late] = _one_by_one(bins, starts[early:], stops[:late])
    return result


def _around_a_core(bins: Bins, starts: Places, stops: Places) -> Floats:
    """Return the inertias of intervals that all share some bins, measured from their mean."""
    begin, middle, core_end, end = starts[0], starts[-1], stops[0], stops[-1]
    core = bins.count[middle:core_end]
    centre = (core * bins.mean[middle:core_end]).sum() / core.sum()
    count = bins.count[begin:end]
    offset = bins.mean[begin:end] - centre
    first = count * offset
    second = bins.inertia[begin:end] + first * offset
    before, after = starts - begin, stops - middle - 1

    def total(parts: Floats) -> Floats:
        # Summed from the middle outwards: what is beyond an interval takes no part in it.
        left = np.zeros(middle - begin + 1)
        left[:-1] = np.cumsum(parts[: middle - begin][::-1])[::-1]
        right = np.cumsum(parts[middle - begin :])
        return np.asarray(left[before][:, None] + right[after])

    moved = total(first)
    moved *= moved
    moved /= total(count)
    result: Floats = np.subtract(total(second), moved, out=moved)
    return result


def _one_by_one(bins: Bins, starts: Places, stops: Places) -> Floats:
    """Return the inertias of any intervals, each measured from the bin that it starts with."""
    begin, end = int(starts[0]), int(stops[-1])
    if begin >= end:
        return np.zeros((starts.size, stops.size))
    within = np.arange(begin, end) >= starts[:, None]
    count = within * bins.count[begin:end]
    offset = bins.mean[begin:end] - bins.mean[np.minimum(starts, bins.size - 1)][:, None]
    first = count * offset
    second = first * offset
    second += within * bins.inertia[begin:end]
    last = np.maximum(stops - begin - 1, 0)

    def total(parts: Floats) -> Floats:
        return np.cumsum(parts, axis=1)[:, last]

    moved = total(first)
    moved *= moved
    moved /= np.maximum(total(count), 1)
    result: Floats = np.subtract(total(second), moved, out=moved)
    result[stops <= starts[:, None]] = 0
    return result
