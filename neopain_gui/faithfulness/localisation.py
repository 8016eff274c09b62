"""How much of a map lies where the picture is known to tell pain from rest."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.faithfulness.similarity import MaskedMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Localisation:
    """A map against the regions that truly differ.

    Attributes
    ----------
    share : float
        Relevance inside the regions over all relevance, in [0, 1]; NaN for an empty map. A map
        that is the same everywhere has ``area``.
    mask_share : float
        Part of the contour mask that lies inside the regions, in [0, 1]; NaN if it is empty.
    area : float
        Part of the face crop that the regions fill: what chance gives.
    """

    share: float
    mask_share: float
    area: float

    @property
    def gain(self) -> float:
        """How many times more relevance than by chance lies inside; 1 is chance."""
        return self.share / self.area if self.area else math.nan


def localisation(relevance: MaskedMap, inside: NDArray[np.bool_]) -> Localisation:
    """Measure how much of a map lies inside known regions.

    Parameters
    ----------
    relevance : MaskedMap
        With its contour mask.
    inside : ndarray of bool, shape (H, W)
        The regions on the map's grid.

    Raises
    ------
    ValueError
        The grids differ.
    """
    if inside.shape != relevance.values.shape:
        raise ValueError(f"{inside.shape} is not the map's grid {relevance.values.shape}")
    return Localisation(
        share=share_inside(relevance.values, inside),
        mask_share=share_inside(relevance.mask, inside),
        area=float(inside.mean()),
    )


def share_inside(values: NDArray[np.generic], inside: NDArray[np.bool_]) -> float:
    """Return the part of a sum that comes from inside a region, in [0, 1]; NaN if it is zero."""
    whole = float(values.sum(dtype=np.float64))
    return float(values[inside].sum(dtype=np.float64)) / whole if whole > 0 else math.nan
