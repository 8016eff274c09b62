"""Regions as outlines and as masks: one rule says what lies inside.

A pixel lies inside a region where its centre does by the even-odd rule over all rings of the region
together: a ring inside another is a hole, and so it is with rings that touch and with outlines that
cross themselves. A centre that lies on an outline counts on one side of the region only (the left
and the upper one), so that two regions that share an edge share no pixel.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neopain_gui.faces.drawn import Outlines, Points

Mask = NDArray[np.bool_]
Size = tuple[int, int]
"""Height and width."""


def mask_of(outlines: Sequence[Points], size: Size) -> Mask:
    """Return which pixels of a photograph lie inside a region.

    Parameters
    ----------
    outlines : sequence of array, each (n, 2)
        Rings (x, y), pixel centres at whole numbers; what lies off the photograph is cut off.
    size : (int, int)
        Height and width of the photograph.
    """
    mask = np.zeros(size, np.bool_)
    if not outlines:
        return mask
    points = np.concatenate([np.asarray(ring, np.float64) for ring in outlines])
    shape = np.array(size[::-1])
    first = np.clip(np.floor(points.min(axis=0)), 0, shape).astype(np.intp)
    last = np.clip(np.ceil(points.max(axis=0)) + 1, 0, shape).astype(np.intp)
    if (first < last).all():
        inside = _inside([ring - first for ring in outlines], last - first)
        mask[first[1] : last[1], first[0] : last[0]] = inside
    return mask


def _inside(outlines: Sequence[Points], extent: NDArray[np.intp]) -> Mask:
    """Return which pixels of a part of a photograph, as wide and as high, lie inside."""
    width, height = (int(one) for one in extent)
    turns = np.zeros((height, width + 1), np.uint8)
    for ring in outlines:
        start, end = ring, np.roll(ring, -1, axis=0)
        upper = np.where((start[:, 1] <= end[:, 1])[:, None], start, end)
        lower = np.where((start[:, 1] <= end[:, 1])[:, None], end, start)
        # Rows that an edge crosses: from its upper end, down to but not with its lower one.
        first = np.clip(np.ceil(upper[:, 1]), 0, height).astype(np.intp)
        count = np.clip(np.ceil(lower[:, 1]), 0, height).astype(np.intp) - first
        edge = np.repeat(np.arange(len(count)), count)
        row = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + first[edge]
        (x0, y0), (x1, y1) = upper[edge].T, lower[edge].T
        x = x0 + (row - y0) * (x1 - x0) / (y1 - y0)
        np.add.at(turns, (row, np.clip(np.ceil(x), 0, width).astype(np.intp)), 1)
    inside = np.bitwise_and(np.cumsum(turns[:, :width], axis=1, dtype=np.uint8), 1)
    return inside.astype(np.bool_)


def outlines_from_mask(mask: Mask) -> Outlines:
    """Return the outlines of a mask along the edges of its pixels.

    No ring touches itself but at corners, holes are rings of their own, and
    :func:`mask_of` makes the same mask of them.

    Returns
    -------
    tuple of arrays
        Empty where nothing is inside.
    """
    padded = np.pad(np.asarray(mask, np.bool_), 1)
    stride = padded.shape[1] + 1
    steps = _steps(padded)
    after = _following(steps, stride)
    rings = _rings(after, (steps[after] ^ steps) & 3 != 0)
    moves = np.array((1, stride, -1, -stride))
    made = []
    for one in rings:
        rows, columns = np.divmod((steps[one] >> 2) + moves[steps[one] & 3], stride)
        made.append(np.column_stack((columns, rows)).astype(np.float64) - 1.5)
    return tuple(sorted(made, key=lambda one: (one[:, 1].min(), one[:, 0].min())))


def _steps(padded: Mask) -> NDArray[np.intp]:
    """Return every edge between inside and outside, inside to the right.

    A step is ``4 × corner + heading``; corners count along the rows of a grid that is a corner
    wider than the mask, headings are right, down, left and up.
    """
    steps = []
    stride = padded.shape[1] + 1
    for before, after, headings in (
        (padded[:-1], padded[1:], {True: 0, False: 2}),
        (padded[:, :-1], padded[:, 1:], {False: 1, True: 3}),
    ):
        rows, columns = np.divmod(np.flatnonzero(before != after), before.shape[1])
        begins = after[rows, columns]
        for begin, heading in headings.items():
            chosen = begins == begin
            # An edge leads rightwards or downwards from its corner, or back to it.
            corners = (rows[chosen] + (heading != 1)) * stride + columns[chosen] + (heading != 0)
            steps.append(4 * corners + heading)
    return np.concatenate(steps)


def _following(steps: NDArray[np.intp], stride: int) -> NDArray[np.intp]:
    """Return the place of the step that goes on where each one ends.

    Inside lies to the right: the right turn first keeps rings apart where they touch.
    """
    order = np.argsort(steps, kind="stable")
    known = steps[order]
    heading = steps & 3
    corner = (steps >> 2) + np.array((1, stride, -1, -stride))[heading]
    after = np.full(len(steps), -1, np.intp)
    for turn in (1, 0, 3):
        wanted = 4 * corner + ((heading + turn) & 3)
        place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        found = (known[place] == wanted) & (after < 0)
        after[found] = order[place[found]]
    return after


def _rings(after: NDArray[np.intp], turns: Mask) -> list[NDArray[np.intp]]:
    """Return the steps of each ring that end where the next one turns: what is straight goes."""
    places = np.arange(len(after))
    onward = np.where(turns, places, after)
    while not turns[onward].all():
        onward = onward[onward]
    last = np.zeros(len(after), np.intp)
    last[onward] = places  # of several the last one holds
    corners = np.flatnonzero(turns)
    rank = np.zeros(len(after), np.intp)
    rank[corners] = np.arange(len(corners))
    following = rank[onward[after[corners]]].tolist()
    begins = np.argsort(-last[corners], kind="stable").tolist()
    rings, gone = [], -1
    for begin in begins:
        ring, step = [], begin
        while following[step] != gone:
            ring.append(step)
            following[step], step = gone, following[step]
        if ring:
            rings.append(corners[ring])
    return rings


def crossing(outlines: Sequence[Points]) -> bool:
    """Say whether outlines cross or touch themselves or each other.

    Where they do, programs disagree about what lies inside.
    """
    start = np.concatenate([np.asarray(one, np.float64) for one in outlines])
    end = np.concatenate([np.roll(one, -1, axis=0) for one in outlines])
    order = np.argsort(np.minimum(start[:, 1], end[:, 1]), kind="stable")
    top, bottom = np.minimum(start, end)[order, 1], np.maximum(start, end)[order, 1]
    # Only edges that share a row can cross: those that begin above this one's lower end.
    count = np.searchsorted(top, bottom, side="right") - np.arange(len(order)) - 1
    one = np.repeat(np.arange(len(order)), count)
    other = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count) + one + 1
    a, b, c, d = start[order[one]], end[order[one]], start[order[other]], end[order[other]]
    near = (np.maximum(a[:, 0], b[:, 0]) >= np.minimum(c[:, 0], d[:, 0])) & (
        np.maximum(c[:, 0], d[:, 0]) >= np.minimum(a[:, 0], b[:, 0])
    )
    a, b, c, d = a[near], b[near], c[near], d[near]
    meet = (_side(a, b, c) * _side(a, b, d) <= 0) & (_side(c, d, a) * _side(c, d, b) <= 0)
    follows, precedes = (b == c).all(axis=1), (d == a).all(axis=1)
    # Edges that follow each other meet at that corner, and must not lie on each other.
    back = np.einsum("ij,ij->i", b - a, d - c) < 0
    folded = (_side(a, b, np.where(follows[:, None], d, c)) == 0) & back
    return bool(np.where(follows ^ precedes, folded, meet).any())


def _side(a: Points, b: Points, c: Points) -> Points:
    return np.sign(
        (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    )


def united(regions: Sequence[Outlines], size: Size) -> Outlines:
    """Return one region of several: what lies in any of them.

    Regions that lie apart keep their outlines; others become outlines along the pixels.
    """
    rings = tuple(ring for one in regions for ring in one)
    if len(regions) < 2:
        return rings
    covered, overlapping = np.zeros(size, np.bool_), False
    for one in regions:
        mask = mask_of(one, size)
        overlapping = overlapping or bool((covered & mask).any())
        covered |= mask
    return outlines_from_mask(covered) if overlapping else rings


def nested(outlines: Sequence[Points]) -> list[Outlines]:
    """Return polygons of outlines that do not cross: each an outer ring and its holes.

    A ring that an even number of others holds is an outer one; a hole belongs to the smallest
    outer ring that holds it.
    """
    held = [
        [other for other in range(len(outlines)) if other != one and _holds(outlines, other, one)]
        for one in range(len(outlines))
    ]
    polygons = {one: [outlines[one]] for one, by in enumerate(held) if len(by) % 2 == 0}
    for one, by in enumerate(held):
        if len(by) % 2:
            polygons[max(by, key=lambda other: len(held[other]))].append(outlines[one])
    return [tuple(one) for one in polygons.values()]


def _holds(outlines: Sequence[Points], outer: int, inner: int) -> bool:
    x, y = outlines[inner][0]
    start, end = outlines[outer], np.roll(outlines[outer], -1, axis=0)
    spans = (start[:, 1] <= y) != (end[:, 1] <= y)
    (x0, y0), (x1, y1) = start[spans].T, end[spans].T
    return bool(np.count_nonzero(x0 + (y - y0) * (x1 - x0) / (y1 - y0) > x) % 2)
