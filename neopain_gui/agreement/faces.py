"""Contour masks of many photographs on one grid over the face, so that they can be crossed.

Photographs differ in size and place of the face, so all masks are sampled on one grid over the face
box. It is coarse: figures from it are compared with figures from it, never with those in the
photograph's pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from neopain_gui.geometry import Box

GRID = 64
"""Cells along each side of the face box."""


@dataclass(slots=True, kw_only=True)
class FaceMasks:
    """Masks of extraction models on photographs, 512 bytes each.

    Parameters
    ----------
    models : sequence of str
        The extraction models that may occur.
    """

    models: Sequence[str]
    image_ids: list[str] = field(default_factory=list, init=False)
    _packed: list[NDArray[np.uint8]] = field(default_factory=list, init=False)
    _there: list[NDArray[np.bool_]] = field(default_factory=list, init=False)

    def add(self, image_id: str, masks: Mapping[str, NDArray[np.bool_]], region: Box) -> None:
        """Sample a photograph's masks over its face.

        Parameters
        ----------
        image_id : str
            The photograph.
        masks : Mapping of str to ndarray of bool, shape (H, W)
            By extraction model, in the photograph's pixels.
        region : Box
            The face box.
        """
        packed = np.zeros((len(self.models), GRID * GRID // 8), np.uint8)
        there = np.zeros(len(self.models), bool)
        for place, name in enumerate(self.models):
            if name in masks:
                packed[place] = np.packbits(_sampled(masks[name][region.slices]))
                there[place] = True
        self.image_ids.append(image_id)
        self._packed.append(packed)
        self._there.append(there)

    def of(self, model: str) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return a model's masks, float32 (n, cells), and on which photographs there is one."""
        place = list(self.models).index(model)
        bits = np.stack([row[place] for row in self._packed])
        there = np.array([row[place] for row in self._there], bool)
        return np.unpackbits(bits, axis=1).astype(np.float32), there


def _sampled(region: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Sample a mask at the centres of the grid's cells."""
    rows = (2 * np.arange(GRID) + 1) * region.shape[0] // (2 * GRID)
    columns = (2 * np.arange(GRID) + 1) * region.shape[1] // (2 * GRID)
    sampled: NDArray[np.bool_] = region[np.ix_(rows, columns)]
    return sampled
