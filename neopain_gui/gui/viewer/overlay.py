"""From a relevance map to what is drawn over the photograph. Knows nothing of Qt."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neopain_gui.geometry import Box
from neopain_gui.maps import ContourMask, RelevanceMap

if TYPE_CHECKING:
    from neopain_gui.masks import MaskSettings

_REMEMBERED = 64


class Mode(StrEnum):
    """What lies over the photograph."""

    HEATMAP = "heatmap"
    RELEVANCE = "relevance"
    MASK = "contour mask"
    PHOTOGRAPH = "photograph"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overlay:
    """What to draw and what it says.

    Attributes
    ----------
    rgba : ndarray of uint8, shape (h, w, 4), or None
        The picture; None in :attr:`Mode.PHOTOGRAPH`.
    box : Box
        The rectangle of the photograph over which it is stretched.
    mask : ContourMask
        The contour mask under the present settings.
    maximum : float or None
        The value at the upper end of the colour scale; None where no colours are shown.
    """

    rgba: NDArray[np.uint8] | None
    box: Box
    mask: ContourMask
    maximum: float | None


class _Processed:
    """Maps after steps 2 and 3, so that moving c or changing the colours costs nothing.

    Filled from the thread that loads and read by the window.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], NDArray[np.float32]] = OrderedDict()

    def get(self, relevance: RelevanceMap, settings: MaskSettings) -> NDArray[np.float32]:
        """Return the processed values of an attribution map."""
        from neopain_gui.masks import post_process

        key = (relevance.provenance.key, settings.clusters, settings.size, settings.sigma)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        values = post_process(relevance.values, settings)
        with self._lock:
            self._kept[key] = values
            while len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)
        return values


_PROCESSED = _Processed()


def processed(relevance: RelevanceMap, settings: MaskSettings) -> RelevanceMap:
    """Return a map after steps 2 and 3 of 3.4.3; maps of gaze and annotations as they are."""
    if relevance.model.kind != "attribution":
        return relevance
    return replace(relevance, values=_PROCESSED.get(relevance, settings))


def contour(relevance: RelevanceMap, settings: MaskSettings) -> ContourMask:
    """Return the contour mask, pixel for pixel that of ``to_contour_mask``, from kept steps."""
    from neopain_gui.masks import to_contour_mask

    cut_only = replace(settings, clusters=0, sigma=0.0)
    return to_contour_mask(processed(relevance, settings), cut_only)


def draw(relevance: RelevanceMap, settings: MaskSettings, *, mode: Mode, colormap: str) -> Overlay:
    """Draw a relevance map as the person wants to see it.

    Parameters
    ----------
    relevance : RelevanceMap
        What mattered.
    settings : MaskSettings
        Steps 2 to 4 of the post-processing (section 3.4.3).
    mode : Mode
        ``HEATMAP`` is the map after steps 2 and 3, transparent where equation 9 cuts it;
        ``RELEVANCE`` the map as computed; ``MASK`` darkens what lies outside the contour mask.
    colormap : str
        A name that :func:`neopain_gui.imaging.colormaps.apply` knows.

    Returns
    -------
    Overlay
        Colours run from 0 to the largest value shown.
    """
    from neopain_gui.masks import contour_mask

    mask = contour(relevance, settings)
    rgba: NDArray[np.uint8] | None = None
    maximum: float | None = None
    if mode in (Mode.HEATMAP, Mode.RELEVANCE):
        values = relevance.values
        if mode is Mode.HEATMAP:
            values = processed(relevance, settings).values
        maximum = float(values.max())
        rgba = coloured(values, colormap)
        if mode is Mode.HEATMAP:
            kept = contour_mask(values, settings.c_for(relevance.model.kind))
            rgba[..., 3] = np.where(kept, 255, 0)
    elif mode is Mode.MASK:
        inside = mask.values[mask.box.slices]
        rgba = np.zeros((*inside.shape, 4), np.uint8)
        rgba[..., 3] = np.where(inside, 0, 255)
    return Overlay(rgba=rgba, box=relevance.box, mask=mask, maximum=maximum)


def coloured(values: NDArray[np.float32], colormap: str) -> NDArray[np.uint8]:
    """Return an opaque RGBA picture, uint8 (h, w, 4), of values from 0 to their largest."""
    from neopain_gui.imaging import colormaps

    top = float(values.max())
    rgba = np.full((*values.shape, 4), 255, np.uint8)
    rgba[..., :3] = colormaps.apply(values / top if top > 0 else values, colormap)
    return rgba


def value_at(relevance: RelevanceMap, column: int, row: int) -> float | None:
    """Return the relevance under the centre of a pixel of the photograph; None outside the box."""
    box = relevance.box
    if not (box.left <= column < box.right and box.top <= row < box.bottom):
        return None
    height, width = relevance.values.shape
    y = (2 * (row - box.top) + 1) * height // (2 * box.height)
    x = (2 * (column - box.left) + 1) * width // (2 * box.width)
    return float(relevance.values[y, x])
