"""How alike two maps of one face are, on the grid on which they were made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement import chance_overlap, cosine_similarity, overlap, spearman
from neopain_gui.masks import MaskSettings, contour_mask, post_process


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaskedMap:
    """A map with its contour mask.

    Attributes
    ----------
    values : ndarray of float32, shape (H, W)
        Relevance ≥ 0.
    mask : ndarray of bool, shape (H, W)
        Steps 2 to 4 of section 3.4.3.
    """

    values: NDArray[np.float32]
    mask: NDArray[np.bool_]

    @classmethod
    def of(cls, relevance: NDArray[Any], settings: MaskSettings) -> MaskedMap:
        """Make the contour mask of a map."""
        values = np.asarray(relevance, np.float32)
        c = settings.c_attribution
        return cls(values=values, mask=contour_mask(post_process(values, settings), c))


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two maps are; NaN where a measure is undefined.

    Attributes
    ----------
    cosine, spearman : float
        Of the relevance: equations 10 and 11.
    ssim : float
        Structural similarity (Wang et al. 2004) of the two, each divided by its maximum.
    mask_cosine, mask_overlap : float
        Of the contour masks: equations 10, 12 and 13.
    mask_chance : float
        Overlap that independent masks of these coverages would have.
    """

    cosine: float
    spearman: float
    ssim: float
    mask_cosine: float
    mask_overlap: float
    mask_chance: float


MEASURES = tuple(Likeness.__slots__)
"""The measures of a :class:`Likeness`, in their order."""


def likeness(a: MaskedMap, b: MaskedMap) -> Likeness:
    """Compare two maps of one grid.

    Raises
    ------
    ValueError
        The grids differ, or a map is not finite or negative.
    """
    return Likeness(
        cosine=cosine_similarity(a.values, b.values),
        spearman=spearman(a.values, b.values),
        ssim=_ssim(a.values, b.values),
        mask_cosine=cosine_similarity(a.mask, b.mask),
        mask_overlap=overlap(a.mask, b.mask),
        mask_chance=chance_overlap(float(a.mask.mean()), float(b.mask.mean())),
    )


def _ssim(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Return the mean structural similarity; NaN with an empty map, which has no structure."""
    if not a.any() or not b.any():
        return math.nan
    from skimage.metrics import structural_similarity

    one, other = (values / np.float32(values.max()) for values in (a, b))
    return float(structural_similarity(one, other, data_range=1.0))
