"""How far apart the borders of two contour masks are, in pixels of the photograph.

A mask's border are its own pixels of which one of the four neighbours is not in the mask; at the
edge of what is compared the neighbour beyond is not. Each border pixel's distance is that to the
nearest pixel of the other's border, between centres; of both borders' distances together the 95th
percentile and the mean are taken, as MedPy does (``hd95`` and ``assd`` of its version 0.5.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.measure import AT_LEAST_0, Measure

PERCENTILE = 95
"""Of the distances of both borders' pixels: a few stray pixels decide nothing."""
_NONE = "a mask is empty: it has no border"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contour:
    """A mask's border.

    Attributes
    ----------
    shape : tuple of int
        (height, width) of the mask.
    places : ndarray of int64, shape (n, 2)
        Its pixels, row and column.
    tree : scipy.spatial.cKDTree or None
        The same, to find the nearest in; None where there are none.
    """

    shape: tuple[int, ...]
    places: NDArray[np.int64]
    tree: Any


def contour(mask: NDArray[np.bool_]) -> Contour:
    """Return the border of a mask.

    Raises
    ------
    ValueError
        It is not a mask.
    """
    from scipy.ndimage import binary_erosion
    from scipy.spatial import cKDTree

    if mask.ndim != 2 or not mask.size or mask.dtype != np.bool_:
        raise ValueError(f"a mask is a non-empty bool (H, W) array, got {mask.dtype} {mask.shape}")
    places = np.argwhere(mask & ~binary_erosion(mask))
    return Contour(shape=mask.shape, places=places, tree=cKDTree(places) if len(places) else None)


def hausdorff95(a: Contour, b: Contour) -> float:
    """Return the 95th percentile of the distances from either border to the other, in pixels.

    Returns
    -------
    float
        ≥ 0; NaN if a mask is empty.

    Raises
    ------
    ValueError
        The masks differ in size.
    """
    there, back = _between(a, b)
    if not len(there):
        return float("nan")
    return float(np.percentile(np.concatenate([there, back]), PERCENTILE))


def surface_distance(a: Contour, b: Contour) -> float:
    """Return the mean distance of both borders' pixels from the other border, in pixels.

    Returns
    -------
    float
        ≥ 0; NaN if a mask is empty.

    Raises
    ------
    ValueError
        The masks differ in size.
    """
    there, back = _between(a, b)
    if not len(there):
        return float("nan")
    return float((there.sum() + back.sum()) / (len(there) + len(back)))


def _between(a: Contour, b: Contour) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far each border's pixels are from the other; nothing where one has none."""
    if a.shape != b.shape:
        raise ValueError(f"masks of one size are compared, got {a.shape} and {b.shape}")
    if a.tree is None or b.tree is None:
        return np.empty(0), np.empty(0)
    return b.tree.query(a.places)[0], a.tree.query(b.places)[0]


CONTOUR_DISTANCES = (
    Measure(
        id="hausdorff95",
        title="Hausdorff 95 %",
        short="Hausdorff 95 %",
        says="The distance between the two borders that 95 % of their pixels do not exceed",
        range=AT_LEAST_0,
        lower_is_better=True,
        unit="pixels",
        decimals=1,
        on_masks=hausdorff95,
        prepare=contour,
        undefined=_NONE,
    ),
    Measure(
        id="surface_distance",
        title="Mean surface distance",
        short="surface distance",
        says="The mean distance of both borders’ pixels from the other border",
        range=AT_LEAST_0,
        lower_is_better=True,
        unit="pixels",
        decimals=1,
        on_masks=surface_distance,
        prepare=contour,
        undefined=_NONE,
    ),
)
