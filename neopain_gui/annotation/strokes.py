"""Strokes of a brush or an eraser: which pixels they cover, and what a region is after them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neopain_gui.annotation.shapes import Size, mask_of, outlines_from_mask
from neopain_gui.faces.drawn import Outlines, Points, simplified
from neopain_gui.geometry import Box

Place = tuple[float, float]
"""(x, y), pixel centres at whole numbers."""

_MANY = 10_000
"""Points from which on an outline has its corners cut off."""
_CUT = 0.5
"""Pixels from a corner at which it is: what is cut off reaches 0.36 pixels into a step, and no
centre of a pixel is nearer to an edge than 0.5."""
_STRAIGHT = 0.06
"""Pixels by which a line may be off that was straight but for its steps; OpenCV may double it."""


class Stroke:
    """What a round brush has covered of a photograph since it was put down.

    Parameters
    ----------
    size : (int, int)
        Height and width of the photograph.

    Attributes
    ----------
    covered : ndarray of uint8, shape (H, W)
        1 where the centre of a pixel is no further from the brush's way than its radius.
    box : Box or None
        Outside it nothing is covered; None where nothing is at all.
    """

    def __init__(self, size: Size) -> None:
        self.covered: NDArray[np.uint8] = np.zeros(size, np.uint8)
        self.box: Box | None = None

    def clear(self) -> None:
        """Begin anew."""
        if self.box is not None:
            self.covered[self.box.slices] = 0
        self.box = None

    def add(self, start: Place, end: Place, radii: tuple[float, float]) -> Box | None:
        """Go straight from one place to another.

        Parameters
        ----------
        start, end : (float, float)
            From where to where; the same for a dab.
        radii : (float, float)
            The brush's radius at both, in pixels; between them it changes evenly.

        Returns
        -------
        Box or None
            What was looked at; None where the way lies beside the photograph.
        """
        height, width = self.covered.shape
        reach = max(radii)
        (x0, y0), (x1, y1) = start, end
        left, right = _span(min(x0, x1) - reach, max(x0, x1) + reach, width)
        top, bottom = _span(min(y0, y1) - reach, max(y0, y1) + reach, height)
        if left >= right or top >= bottom:
            return None
        box = Box(left=left, top=top, right=right, bottom=bottom)
        x = np.arange(left, right, dtype=np.float32)[None, :] - np.float32(x0)
        y = np.arange(top, bottom, dtype=np.float32)[:, None] - np.float32(y0)
        dx, dy = np.float32(x1 - x0), np.float32(y1 - y0)
        along = np.clip((x * dx + y * dy) / max(dx * dx + dy * dy, np.float32(1e-12)), 0, 1)
        radius = np.float32(radii[0]) + along * np.float32(radii[1] - radii[0])
        near = (x - along * dx) ** 2 + (y - along * dy) ** 2 <= radius**2
        self.covered[box.slices] |= near
        self.box = box if self.box is None else _around((self.box, box))
        return box


def after_stroke(outlines: Outlines, stroke: Stroke, *, erase: bool) -> Outlines:
    """Return what a region is after a stroke: its pixels with, or without, those covered.

    The outlines run along the edges of pixels then; a region that the stroke does not change keeps
    its own.

    Parameters
    ----------
    outlines : Outlines
        The region before; empty for none.
    stroke : Stroke
        What was covered.
    erase : bool
        Whether it is taken away.
    """
    size = (stroke.covered.shape[0], stroke.covered.shape[1])
    whole = box_of(outlines, size)
    if stroke.box is None or (whole is None and erase):
        return outlines
    box = _around([one for one in (stroke.box, whole) if one is not None])
    mask = mask_within(outlines, box)
    part = _within(stroke.box, box).slices
    covered = stroke.covered[stroke.box.slices].astype(bool)
    after = mask[part] & ~covered if erase else mask[part] | covered
    if np.array_equal(after, mask[part]):
        return outlines
    mask[part] = after
    return outlines_within(mask, box)


def joined(outlines: Outlines, more: Sequence[Points], size: Size) -> Outlines:
    """Return a region together with what was drawn in addition.

    What lies apart keeps its outlines. Where both overlap the whole has outlines along the edges of
    pixels: a ring of its own would be a hole by the even-odd rule.
    """
    box, other = box_of(outlines, size), box_of(more, size)
    if box is None or other is None or not _meet(box, other):
        return (*outlines, *more)
    shared = _around((box, other))
    before, added = mask_within(outlines, shared), mask_within(more, shared)
    if not (before & added).any():
        return (*outlines, *more)
    return outlines_within(before | added, shared)


def mask_within(outlines: Sequence[Points], box: Box) -> NDArray[np.bool_]:
    """Return the part of :func:`~neopain_gui.annotation.shapes.mask_of` inside a box."""
    corner = np.array((box.left, box.top), np.float64)
    return mask_of([one - corner for one in outlines], (box.height, box.width))


def outlines_within(mask: NDArray[np.bool_], box: Box) -> Outlines:
    """Return outlines of a mask that covers a box, with exactly its pixels inside.

    They run along the edges of pixels; where one would have many thousand points, the corners of
    its steps are cut off.
    """
    corner = np.array((box.left, box.top), np.float64)
    return tuple(
        (one if len(one) <= _MANY else without_steps(one)) + corner
        for one in outlines_from_mask(mask)
    )


def box_of(outlines: Sequence[Points], size: Size) -> Box | None:
    """Return the pixels of a photograph that a region may lie on; None where there are none."""
    if not outlines:
        return None
    points = np.concatenate(outlines)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    (left, right), (top, bottom) = _span(left, right, size[1]), _span(top, bottom, size[0])
    if left >= right or top >= bottom:
        return None
    return Box(left=left, top=top, right=right, bottom=bottom)


def _span(low: float, high: float, end: int) -> tuple[int, int]:
    return max(0, int(np.floor(low))), min(end, int(np.ceil(high)) + 1)


def _within(box: Box, other: Box) -> Box:
    """Return a box counted from another's corner."""
    left, top = other.left, other.top
    return Box(
        left=box.left - left, top=box.top - top, right=box.right - left, bottom=box.bottom - top
    )


def _meet(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        left=min(one.left for one in boxes),
        top=min(one.top for one in boxes),
        right=max(one.right for one in boxes),
        bottom=max(one.bottom for one in boxes),
    )


def without_steps(ring: Points) -> Points:
    """Return an outline along the edges of pixels with fewer points and the same pixels inside."""
    after = np.roll(ring, -1, axis=0)
    by = _CUT * np.sign(after - ring)
    cut = np.stack((ring + by, after - by), axis=1).reshape(-1, 2)
    return simplified(cut[(cut != np.roll(cut, -1, axis=0)).any(axis=1)], _STRAIGHT)
