"""The magic outline: what looks like the place that was clicked, and hangs together with it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.annotation.shapes import outlines_from_mask
from neopain_gui.annotation.strokes import Place
from neopain_gui.faces.drawn import Outlines, simplified
from neopain_gui.geometry import Box

LARGEST = 400
"""Pixels of the longer side of what is searched: a larger part is searched in a smaller copy, so
that the outline follows the hand."""
_STEP = 0.75
"""Pixels of that copy by which the outline may change when the steps of pixels go."""
_SMOOTHED = 5
"""Pixels of that copy; what is narrower is no part of the outline."""
_NEIGHBOURS = 8


def load_for_drawing() -> None:
    """Load what drawing needs, and OpenCV's tables of colours: 0.1 s once, without the window."""
    import cv2

    cv2.cvtColor(np.zeros((1, 1, 3), np.uint8), cv2.COLOR_RGB2LAB)


class Flood:
    """A part of a photograph, ready for floods from any place in it.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (H, W, 3)
        The photograph, RGB.
    box : Box
        The part that is searched.
    """

    def __init__(self, pixels: NDArray[np.uint8], box: Box) -> None:
        import cv2

        self._box = box
        part = pixels[box.slices]
        self._scale = min(1.0, LARGEST / max(box.width, box.height))
        if self._scale < 1:
            size = tuple(max(1, round(self._scale * one)) for one in (box.width, box.height))
            part = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        smooth = cv2.medianBlur(np.ascontiguousarray(part), 3)
        self._colours = cv2.cvtColor(smooth, cv2.COLOR_RGB2LAB).astype(np.float32)

    def outlines(self, at: Place, tolerance: float) -> Outlines:
        """Return what hangs together with a place and looks like it; holes are filled.

        Parameters
        ----------
        at : (float, float)
            The place, pixel centres at whole numbers.
        tolerance : float
            How far colours may differ, as the Euclidean distance in CIE L*a*b* of 8 bits.

        Returns
        -------
        Outlines
            At most one, with few points; empty where the place lies beside what is searched.
        """
        import cv2

        high, wide = self._colours.shape[:2]
        fit = np.array((wide / self._box.width, high / self._box.height))
        corner = np.array((self._box.left, self._box.top))
        column, row = np.floor((np.array(at) + 0.5 - corner) * fit).astype(int)
        if not (0 <= row < high and 0 <= column < wide):
            return ()
        found = _flooded(self._colours, (int(row), int(column)), tolerance)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_SMOOTHED, _SMOOTHED))
        opened = cv2.morphologyEx(found, cv2.MORPH_OPEN, kernel)
        kept = _whole(_part(opened if opened.any() else found, (int(row), int(column))))
        few = simplified(max(outlines_from_mask(kept), key=len), _STEP)
        return ((few + 0.5) / fit - 0.5 + corner,) if len(few) > 2 else ()


def _flooded(
    colours: NDArray[np.float32], at: tuple[int, int], tolerance: float
) -> NDArray[np.uint8]:
    """Return 1 where pixels hang together with a place and differ from it by no more than this."""
    import cv2

    # OpenCV's, because SciPy and scikit-image take half a second to load at the first click.
    away = np.sqrt(((colours - colours[at]) ** 2).sum(axis=2), dtype=np.float32)
    found = np.zeros((away.shape[0] + 2, away.shape[1] + 2), np.uint8)
    flags = _NEIGHBOURS | cv2.FLOODFILL_FIXED_RANGE | cv2.FLOODFILL_MASK_ONLY | 1 << 8
    cv2.floodFill(away, found, at[::-1], 0, 0, tolerance, flags)
    return found[1:-1, 1:-1]


def _part(mask: NDArray[np.uint8], at: tuple[int, int]) -> NDArray[np.bool_]:
    """Return the part of a mask that holds a place; where none does, the largest."""
    import cv2

    _, parts, about, _ = cv2.connectedComponentsWithStats(mask, connectivity=_NEIGHBOURS)
    largest = 1 + int(np.argmax(about[1:, cv2.CC_STAT_AREA]))
    found: NDArray[np.bool_] = parts == (int(parts[at]) or largest)
    return found


def _whole(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a mask without its holes."""
    import cv2

    outside = np.pad(~mask, 1, constant_values=True).astype(np.uint8)
    _, parts = cv2.connectedComponents(outside, connectivity=4)
    found: NDArray[np.bool_] = parts[1:-1, 1:-1] != parts[0, 0]
    return found
