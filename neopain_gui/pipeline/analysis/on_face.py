"""Relevance maps on the grid over the face that all photographs share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.faces import GRID
from neopain_gui.geometry import Box
from neopain_gui.maps import RelevanceMap


def on_face(relevance: RelevanceMap, box: Box) -> NDArray[np.float64]:
    """Sample a map at the centres of the grid's cells over the face; 0 where it was not looked."""
    height, width = relevance.values.shape
    there = relevance.box
    x = box.left + (np.arange(GRID) + 0.5) * box.width / GRID
    y = box.top + (np.arange(GRID) + 0.5) * box.height / GRID
    columns = np.floor((x - there.left) * width / there.width).astype(int)
    rows = np.floor((y - there.top) * height / there.height).astype(int)
    inside = np.outer((rows >= 0) & (rows < height), (columns >= 0) & (columns < width))
    sampled = relevance.values[np.ix_(rows.clip(0, height - 1), columns.clip(0, width - 1))].astype(
        np.float64
    )
    return np.where(inside, sampled, 0.0)
