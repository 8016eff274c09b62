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
        from scipy import ndimage
        from skimage.segmentation import flood

        high, wide = self._colours.shape[:2]
        fit = np.array((wide / self._box.width, high / self._box.height))
        corner = np.array((self._box.left, self._box.top))
        column, row = np.floor((np.array(at) + 0.5 - corner) * fit).astype(int)
        if not (0 <= row < high and 0 <= column < wide):
            return ()
        away = np.sqrt(((self._colours - self._colours[row, column]) ** 2).sum(axis=2))
        found = np.asarray(flood(away, (int(row), int(column)), tolerance=tolerance), np.uint8)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_SMOOTHED, _SMOOTHED))
        opened = cv2.morphologyEx(found, cv2.MORPH_OPEN, kernel)
        kept = ndimage.binary_fill_holes(opened if opened.any() else found)
        rings = outlines_from_mask(np.asarray(kept, bool))
        if not rings:
            return ()
        largest = max(rings, key=len)
        few = simplified(largest, _STEP)
        return ((few + 0.5) / fit - 0.5 + corner,) if len(few) > 2 else ()
