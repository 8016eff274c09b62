"""From a relevance map to what is drawn over the photograph. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.geometry import Box
from neopain_gui.gui.scene.memory import KEPT
from neopain_gui.maps import ContourMask, RelevanceMap

if TYPE_CHECKING:
    from neopain_gui.masks import MaskSettings

_FINEST = 1024
"""Cells along the longer side of a drawn overlay; more than a panel has pixels."""


class OverlayMode(StrEnum):
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
        The picture; None in :attr:`OverlayMode.PHOTOGRAPH`.
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clusters:
    """A map after step 2 of 3.4.3: which cluster each cell is in.

    Attributes
    ----------
    means : ndarray of float32, shape (k,)
        Of the clusters, rising; at most 64 (see ``MaskSettings``).
    labels : ndarray of uint8, shape (h, w)
        Each cell's place among the means.
    """

    means: NDArray[np.float32]
    labels: NDArray[np.uint8]

    @property
    def values(self) -> NDArray[np.float32]:
        """The map: each cell's cluster mean."""
        return self.means[self.labels]


def clustered(relevance: RelevanceMap, settings: MaskSettings) -> Clusters | None:
    """Return a map's clusters; None where it is not clustered (gaze, annotations, or left out)."""
    from neopain_gui.masks import cluster_labels

    if not relevance.model.of_classifier or not settings.clusters:
        return None

    def make() -> Clusters:
        means, labels = cluster_labels(relevance.values, settings.clusters)
        return Clusters(means=means, labels=labels.astype(np.uint8))

    return KEPT.get(("clustered", relevance.provenance.key, settings.clusters), make)


def processed(relevance: RelevanceMap, settings: MaskSettings) -> RelevanceMap:
    """Return a map after steps 2 and 3 of 3.4.3; maps of gaze and annotations as they are."""
    from neopain_gui.masks import post_process

    if not relevance.model.of_classifier:
        return relevance

    def make() -> NDArray[np.float32]:
        clusters = clustered(relevance, settings)
        values = clusters.values if clusters is not None else relevance.values
        return post_process(values, replace(settings, clusters=0))

    return replace(relevance, values=KEPT.get(_processed_key(relevance, settings), make))


def cached_processed(relevance: RelevanceMap, settings: MaskSettings) -> RelevanceMap | None:
    """Return what :func:`processed` made before; None if it was not asked yet."""
    if not relevance.model.of_classifier:
        return relevance
    values = KEPT.peek(_processed_key(relevance, settings))
    return replace(relevance, values=values) if values is not None else None


def _processed_key(relevance: RelevanceMap, settings: MaskSettings) -> Hashable:
    steps = (settings.clusters, settings.size, settings.sigma)
    return ("processed", relevance.provenance.key, *steps)


def contour(relevance: RelevanceMap, settings: MaskSettings) -> ContourMask:
    """Return the contour mask, pixel for pixel that of ``to_contour_mask``, from kept steps."""
    from neopain_gui.masks import to_contour_mask

    def make() -> ContourMask:
        cut_only = replace(settings, clusters=0, sigma=0.0)
        return to_contour_mask(processed(relevance, settings), cut_only)

    return KEPT.get(_contour_key(relevance, settings), make)


def cached_contour(relevance: RelevanceMap, settings: MaskSettings) -> ContourMask | None:
    """Return what :func:`contour` made before; None if it was not asked yet."""
    found: ContourMask | None = KEPT.peek(_contour_key(relevance, settings))
    return found


def _contour_key(relevance: RelevanceMap, settings: MaskSettings) -> Hashable:
    return ("contour", relevance.provenance.key, relevance.model, settings)


def draw(
    relevance: RelevanceMap,
    settings: MaskSettings,
    *,
    mode: OverlayMode,
    colormap: str,
    maximum: float | None = None,
) -> Overlay:
    """Draw a relevance map as the person wants to see it.

    Parameters
    ----------
    relevance : RelevanceMap
        What mattered.
    settings : MaskSettings
        Steps 2 to 4 of the post-processing (section 3.4.3).
    mode : OverlayMode
        ``HEATMAP`` is the map after steps 2 and 3, transparent where equation 9 cuts it;
        ``RELEVANCE`` the map as computed; ``MASK`` darkens what lies outside the contour mask.
    colormap : str
        A name that :func:`neopain_gui.imaging.colormaps.apply` knows.
    maximum : float, optional
        The value at the upper end of the colours; the largest one shown by default.

    Returns
    -------
    Overlay
        Colours run from 0 to ``maximum``.
    """
    mask = contour(relevance, settings)
    inside = mask.values[mask.box.slices]
    rgba: NDArray[np.uint8] | None = None
    top: float | None = None
    if mode in (OverlayMode.HEATMAP, OverlayMode.RELEVANCE):
        heatmap = mode is OverlayMode.HEATMAP
        values = processed(relevance, settings).values if heatmap else relevance.values
        top = float(values.max()) if maximum is None else maximum
        rgba = coloured(sampled(values, values.shape), top, colormap)
        if heatmap:
            rgba[..., 3] = np.where(sampled(inside, values.shape), 255, 0)
    elif mode is OverlayMode.MASK:
        cells = sampled(inside, inside.shape)
        rgba = np.zeros((*cells.shape, 4), np.uint8)
        rgba[..., 3] = np.where(cells, 0, 255)
    return Overlay(rgba=rgba, box=relevance.box, mask=mask, maximum=top)


def sampled(values: NDArray[Any], grid: tuple[int, ...]) -> NDArray[Any]:
    """Sample ``values`` at the centres of ``grid``'s cells, or of fewer where it is very fine."""
    share = min(1.0, _FINEST / max(grid))
    height, width = (max(1, round(side * share)) for side in grid)
    if (height, width) == values.shape:
        return values
    rows = (2 * np.arange(height) + 1) * values.shape[0] // (2 * height)
    columns = (2 * np.arange(width) + 1) * values.shape[1] // (2 * width)
    return values[np.ix_(rows, columns)]


def coloured(values: NDArray[np.float32], maximum: float, colormap: str) -> NDArray[np.uint8]:
    """Return an opaque RGBA picture, uint8 (h, w, 4), of values from 0 to ``maximum``."""
    from neopain_gui.imaging import colormaps

    return colormaps.apply_opaque(values / maximum if maximum > 0 else values, colormap)


def step_shares(clusters: int) -> NDArray[np.float32]:
    """Return where on the colour map each cluster's colour lies, as shares, float32 (clusters,).

    Even steps from end to end, whatever the means: of five clusters the first, third and fifth
    are green, yellow and red (3.4.3). One cluster alone is the lowest.
    """
    return np.linspace(0, 1, clusters, dtype=np.float32)


def cell_at(relevance: RelevanceMap, column: int, row: int) -> tuple[int, int] | None:
    """Return the cell under the centre of a pixel of the photograph; None outside the box."""
    box = relevance.box
    if not (box.left <= column < box.right and box.top <= row < box.bottom):
        return None
    height, width = relevance.values.shape
    y = (2 * (row - box.top) + 1) * height // (2 * box.height)
    x = (2 * (column - box.left) + 1) * width // (2 * box.width)
    return y, x


def value_at(relevance: RelevanceMap, column: int, row: int) -> float | None:
    """Return the relevance under the centre of a pixel of the photograph; None outside the box."""
    cell = cell_at(relevance, column, row)
    return None if cell is None else float(relevance.values[cell])
