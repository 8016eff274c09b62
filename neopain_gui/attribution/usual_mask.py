"""The contour mask that a map would have with the dissertation's settings, to judge noise by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.masks import MaskSettings, contour_mask, post_process


def usual_mask(relevance: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return the mask of a map, both (H, W), relevance ≥ 0."""
    settings = MaskSettings()
    return contour_mask(post_process(relevance, settings), settings.c_attribution)


def mask_change(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Return the share of the pixels that are in the mask of only one of two maps."""
    return float(np.mean(usual_mask(one) != usual_mask(other)))
