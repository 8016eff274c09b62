"""How far a layer's map depends on how a computer rounds: its numerical floor.

Early layers of a deep network are ill-conditioned in float32: where two pixels of a pooling
window, or a neuron and zero, are equal but for rounding, the last bit decides which way the whole
gradient takes. Another processor adds up in another order and decides in another way. One
repetition with inputs that are moved by as little as sums of float32 err shows how much that
changes: how many such decisions the map hangs on. It is one sample, and no layer's is the same
from photograph to photograph, so each map has its own; measured in docs/faithfulness.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.usual_mask import mask_change

_HALF_A_BIT = 2.0**-24
_MOST = 16
"""Roundings by which a value is moved at most. One by which only the input's own last bit moves
misses most of the layers that another order of sums moves by 1 %; 16 mark as many as that does."""
MARKED = 0.01
"""Of a map's maximum: a layer whose map rounding moves by more is marked."""


def nudged(inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return inputs (n, H, W, C), each value moved by a millionth of itself at most; 0 stays.

    The noise is the same each time and for each image, so that what is found can be repeated.
    """
    random = np.random.default_rng(0)
    steps = random.integers(-_MOST, _MOST + 1, inputs.shape[1:]) * _HALF_A_BIT
    moved: NDArray[np.float32] = (inputs * (1 + steps)).astype(np.float32)
    return moved


def floor(relevance: NDArray[np.float32], again: NDArray[np.float32]) -> Mapping[str, float]:
    """Return what a repetition changed, as the facts beside a map keep it.

    Parameters
    ----------
    relevance, again : ndarray of float32, shape (H, W)
        Of an input and of that input nudged.

    Returns
    -------
    Mapping
        ``rounding_map``, the largest change as a share of the map's maximum; where that is more
        than :data:`MARKED` also ``rounding_mask``, the share of pixels that come into or out of
        the contour mask, whose clusters take longer than the map.
    """
    largest = max(float(relevance.max()), float(again.max()))
    moved = float(np.abs(again.astype(np.float64) - relevance).max())
    share = moved / largest if largest else 0.0
    if share <= MARKED:
        return {"rounding_map": share}
    return {"rounding_map": share, "rounding_mask": mask_change(relevance, again)}
