"""k-means of scalars, exact: where the clusters of least inertia start.

In one dimension clusters are intervals of the ordered scores, and a dynamic programme finds the
best ones (Wang and Song 2011, R Journal 3/2). Over all scores it takes seconds. Here it runs over
bins of scores, with a bound on what they hide.

Take any clustering and the bins that its borders cut. Let every score x of such a bin sit at the
bin's mean c. Then the inertia is concave in how many of them are left of the border, so that at
one of the bin's edges it is no higher. Putting the scores back lowers the inertia by no more than
(ν − μ) Σ|x − c|, where μ and ν are the means of the clusters on both sides. Therefore ::

    inertia ≥ least inertia with borders at edges − sum over the bins cut of (ν − μ) Σ|x − c|

One programme from below and one from above find how low the right side can be with a given border
in a given bin. Where it is above the inertia of a clustering already seen, the border is not in
that bin. The bins that remain are divided, and so on until each is a single score; a last
programme tries every border left. As a bin narrows, what it hides falls with the square, so that
few remain each time. Nothing is random or approximate: what comes out is the optimum, but for the
rounding of doubles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from neopain_gui.masks.intervals import Bins, Flags, Floats, Places, inertias

_BINS = 128  # to begin with, or more for many clusters
_BINS_A_CLUSTER = 8
_MOST_BINS = 1024
_ISOLATED = 32
_AIM = 128  # bins for each border after a division
_DEAR = 1 / 16  # of the inertia: where all borders would lose more, scores are left out instead
_TOLERANCE = 1e-8  # of an inertia: more than rounding amounts to, float32 by float32
_MEAN_TOLERANCE = 1e-13  # of a mean, the same
_KEPT = 2**24  # inertias at once


def best_starts(ordered: Floats, places: Places, clusters: int) -> Places:
    """Return where each cluster of least inertia starts, and the number of scores.

    Parameters
    ----------
    ordered : ndarray of float64, shape (n,)
        The scores in ascending order, ≥ 0, whose squares neither overflow nor vanish.
    places : ndarray of int, shape (distinct + 1,)
        Where each distinct score starts in ``ordered``, and n.
    clusters : int
        How many, from 1 to the number of distinct scores.

    Returns
    -------
    ndarray of int, shape (clusters + 1,)
        Strictly increasing, from 0 to n. Equal scores are never parted.
    """
    bins = Bins.of(ordered, places, _first_edges(ordered[places[:-1]], clusters))
    shape = (clusters - 1, bins.size)
    search = _Search(open=np.ones(shape, np.bool_), apart=np.zeros(shape), known=np.inf)
    while bins.roomy[search.open.any(axis=0)].any():
        edges, search = _divided(bins.edges, _narrowed(bins, search))
        bins = Bins.of(ordered, places, edges)
    return places[bins.edges[_best_cuts(bins, search.open)]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """What is known of the borders; arrays have the shape (clusters − 1, m).

    ``open``: the bin may hold the border. ``apart``: if it does, the means of the clusters on
    both sides differ by no more. ``known``: the least inertia that a clustering is known to have.
    """

    open: Flags
    apart: Floats
    known: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Border:
    """Where one border can be in the programme that bounds the inertia.

    Node 2e is edge e. Node 2j + 1 is somewhere in bin j, whose scores are left out: that bounds
    the inertia too, and better where ``loss``, what is to be subtracted at a node, would be dear.
    A border in ``bins[i]`` has its bound at node ``first[i]`` or at node ``last[i]``, and a node
    is the bound of borders from edge ``earliest`` to edge ``latest``.
    """

    nodes: Places
    loss: Floats
    bins: Places
    first: Places
    last: Places
    earliest: Places
    latest: Places

    @classmethod
    def of(cls, bins: Bins, opened: Flags, apart: Floats, dear: float) -> _Border:
        """Choose the nodes for the bins that are open."""
        which = np.flatnonzero(opened)
        loss = bins.deviation[which] * apart[which]
        left_out = loss > dear
        loss[left_out] = 0
        first, last = 2 * which + left_out, 2 * which + 2 - left_out
        used = np.zeros(2 * bins.size + 1, np.bool_)
        used[first] = used[last] = True
        nodes, index = np.flatnonzero(used), np.cumsum(used) - 1
        first, last = index[first], index[last]
        lost = np.zeros(nodes.size)
        lost[first] = loss
        lost[last] = np.maximum(lost[last], loss)
        # An edge is the bound for both bins beside it, if a border can be inside of them.
        inside = np.zeros(bins.size + 2, np.intp)
        inside[1:-1] = bins.roomy & opened
        earliest, latest = nodes // 2, (nodes + 1) // 2
        edge = earliest == latest
        return cls(
            nodes=nodes,
            loss=lost,
            bins=which,
            first=first,
            last=last,
            earliest=earliest - edge * inside[earliest],
            latest=latest + edge * inside[latest + 1],
        )

    @classmethod
    def fixed(cls, edge: int) -> _Border:
        """Return what bounds the first or the last cluster: the end of the scores."""
        none, here = np.zeros(0, np.intp), np.array([edge])
        return cls(
            nodes=2 * here,
            loss=np.zeros(1),
            bins=none,
            first=none,
            last=none,
            earliest=here,
            latest=here,
        )


class _Clusters:
    """Inertias of clusters that start at one border's edges and stop at the next one's.

    ``cuts`` are the edges of each border's open bins. Three programmes ask for each matrix, which
    is therefore kept, unless all would be too much to keep.
    """

    def __init__(self, bins: Bins, opened: Flags) -> None:
        self.bins = bins
        self.cuts = [np.zeros(1, np.intp), *map(_edges_of, opened), np.array([bins.size])]
        self._kept: dict[int, Floats] = {}
        self._same = list(range(len(opened) + 1))
        for number in range(2, len(opened)):
            last = self.cuts[number - 1 : number + 1]
            if all(map(np.array_equal, last, self.cuts[number : number + 2])):
                self._same[number] = self._same[number - 1]
        cells = [self.cuts[i].size * self.cuts[i + 1].size for i in set(self._same)]
        self._keeps = sum(cells) <= _KEPT

    def __iter__(self) -> Iterator[Floats]:
        return map(self.inertias, range(len(self._same)))

    def inertias(self, number: int) -> Floats:
        """Return those of a cluster, shape (starts, stops)."""
        number = self._same[number]
        if number in self._kept:
            return self._kept[number]
        found = inertias(self.bins, *self.cuts[number : number + 2])
        if self._keeps:
            self._kept[number] = found
        return found

    def between(self, number: int, starts: Places, stops: Places) -> Floats:
        """Return those of a cluster for some of its starts and stops, which may be all."""
        found = self.inertias(number)
        if not np.array_equal(starts, self.cuts[number]):
            found = found[np.searchsorted(self.cuts[number], starts)]
        if not np.array_equal(stops, self.cuts[number + 1]):
            found = found[:, np.searchsorted(self.cuts[number + 1], stops)]
        return found


def _narrowed(bins: Bins, search: _Search) -> _Search:
    """Close bins that cannot hold a border, and look how far apart means can be in the others."""
    clusters = _Clusters(bins, search.open)
    least = np.zeros(1)
    for cost in clusters:
        least = (least[:, None] + cost).min(axis=0)
    known = min(search.known, float(least[0]))
    limit = known * (1 + _TOLERANCE)
    count = len(search.open) + 1
    if np.isinf(search.known):
        # Nothing is known yet but that no cluster has more inertia than all.
        borders = _borders(bins, search, np.inf)
        possible = (clusters.inertias(i) <= limit for i in range(count - 1, -1, -1))
        search = _related(bins, borders, possible, known)
    borders = _borders(bins, search, _DEAR * known / count)
    found = _related(bins, borders, _possible(clusters, borders, limit), known)
    return replace(found, apart=np.minimum(found.apart, search.apart))


def _edges_of(opened: Flags) -> Places:
    edges = np.zeros(opened.size + 1, np.bool_)
    edges[:-1] = opened
    edges[1:] |= opened
    return np.flatnonzero(edges)


def _borders(bins: Bins, search: _Search, dear: float) -> list[_Border]:
    rows = zip(search.open, search.apart, strict=True)
    inner = [_Border.of(bins, opened, apart, dear) for opened, apart in rows]
    return [_Border.fixed(0), *inner, _Border.fixed(bins.size)]


def _possible(clusters: _Clusters, borders: list[_Border], limit: float) -> Iterator[Flags]:
    """Say, from the last cluster to the first, at which pairs of nodes the bound is low enough."""

    def cost(number: int) -> Floats:
        starts, stops = (borders[number].nodes + 1) // 2, borders[number + 1].nodes // 2
        return clusters.between(number, starts, stops)

    below = [np.zeros(1)]
    for number, border in enumerate(borders[1:]):
        below.append((below[-1][:, None] + cost(number)).min(axis=0) - border.loss)
    above = np.zeros(1)
    for number in range(len(borders) - 2, -1, -1):
        bound = cost(number) + (above - borders[number + 1].loss)
        above = bound.min(axis=1)
        bound += below[number][:, None]
        yield np.less_equal(bound, limit)


def _related(
    bins: Bins, borders: list[_Border], possible: Iterable[Flags], known: float
) -> _Search:
    """Conclude from the possible pairs of nodes where borders can be, and how far apart means.

    The pairs come from the last cluster to the first.
    """
    shape = (len(borders) - 2, bins.size)
    opened = np.zeros(shape, np.bool_)
    begin, end = np.zeros(shape, np.intp), np.zeros(shape, np.intp)
    for number, pairs in zip(range(len(borders) - 2, -1, -1), possible, strict=True):
        left, right = borders[number], borders[number + 1]
        if number < len(opened):
            some, node = np.any(pairs, axis=0), pairs.argmax(axis=0)
            edge = np.where(some, left.earliest[node], bins.size)
            begin[number, right.bins] = np.minimum(edge[right.first], edge[right.last])
            opened[number, right.bins] = some[right.first] | some[right.last]
        if number:
            some, node = np.any(pairs, axis=1), pairs[:, ::-1].argmax(axis=1)
            edge = np.where(some, right.latest[right.nodes.size - 1 - node], 0)
            end[number - 1, left.bins] = np.maximum(edge[left.first], edge[left.last])
    which = np.nonzero(opened)[1]
    low = bins.least_means(begin[opened], which)
    high = bins.greatest_means(which + 1, end[opened])
    apart = np.zeros(shape)
    apart[opened] = np.maximum(high - low, 0) + _MEAN_TOLERANCE * (high + low)
    return _Search(open=opened, apart=apart, known=known)


def _divided(edges: Places, search: _Search) -> tuple[Places, _Search]:
    """Divide the open bins, and join neighbours that are not."""
    size, used = np.diff(edges), np.any(search.open, axis=0)
    most = int(search.open.sum(axis=1).max())
    pieces = np.where(used, np.minimum(size, max(2, _AIM // most)), 1)
    whole = np.repeat(np.arange(size.size), pieces)
    piece = np.arange(whole.size) - (np.cumsum(pieces) - pieces)[whole]
    starts = edges[whole] + size[whole] * piece // pieces[whole]
    kept = used[whole] | np.append(True, used[whole[:-1]])
    whole = whole[kept]
    return np.append(starts[kept], edges[-1]), replace(
        search, open=search.open[:, whole], apart=search.apart[:, whole]
    )


def _best_cuts(bins: Bins, opened: Flags) -> Places:
    """Return the edges between which clusters have the least inertia and none is empty."""
    clusters = _Clusters(bins, opened)
    least, best = np.zeros(1), []
    for cost, (starts, stops) in zip(clusters, pairwise(clusters.cuts), strict=True):
        total = np.where(starts[:, None] < stops, least[:, None] + cost, np.inf)
        best.append(total.argmin(axis=0))
        least = total.min(axis=0)
    at, found = 0, [bins.size]
    for starts, start in zip(clusters.cuts[-2::-1], best[::-1], strict=True):
        at = int(start[at])
        found.append(int(starts[at]))
    return np.array(found[::-1])


def _first_edges(scores: Floats, clusters: int) -> Places:
    """Return where the first bins start among the distinct scores, and the number of these.

    The best intervals for scores of density f are as many as f^(1/3) (Panter and Dite 1951,
    Proc. IRE 39); summing gap^(2/3) over neighbouring scores adds up just that. Bins laid so
    resolve many small scores and a few extreme ones alike; equally wide bins do not. No gap may
    take more than about one bin's share. Beside the widest gaps single scores are bins, so that
    a border is in the gap or has a score between it and the gap.
    """
    bins = min(max(_BINS, _BINS_A_CLUSTER * clusters), _MOST_BINS)
    if scores.size <= bins:
        return np.arange(scores.size + 1)
    gaps = np.diff(scores)
    shares = np.cbrt(gaps)
    shares *= shares
    for _ in range(4):
        np.minimum(shares, shares.sum() / bins, out=shares)
    filled = np.cumsum(shares)
    inner = np.searchsorted(filled, np.arange(1, bins) / bins * filled[-1]) + 1
    wide = np.flatnonzero(shares * bins >= filled[-1])
    wide = wide[np.argsort(gaps[wide], kind="stable")[-_ISOLATED:]]
    return np.unique(np.concatenate(([0], inner, wide, wide + 1, wide + 2, [scores.size])))
