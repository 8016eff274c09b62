"""What a face detector is."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from neopain_gui.faces.face import Face


class FaceDetector(Protocol):
    """Finds faces in a photograph."""

    @property
    def name(self) -> str:
        """What to call the detector in the window and in reports."""

    @property
    def identity(self) -> dict[str, Any]:
        """Everything that determines its answers, as plain JSON types, for the provenance.

        Raises
        ------
        WeightsError
            The detector needs a weight file and it cannot be read.
        """

    def detect(self, photograph: NDArray[np.uint8]) -> list[Face]:
        """Find the faces in a photograph.

        Parameters
        ----------
        photograph : ndarray of uint8, shape (H, W, 3)
            RGB.

        Returns
        -------
        list of Face
            The surest first; empty if there is none. Boxes are in the photograph's pixels,
            clipped to it, without margin or alignment (decision 15).

        Raises
        ------
        WeightsError
            The detector needs a weight file and it cannot be used.
        """


def require_photograph(photograph: NDArray[np.uint8]) -> None:
    """Raise ``ValueError`` unless ``photograph`` is a non-empty uint8 (H, W, 3) array."""
    shape, dtype = photograph.shape, photograph.dtype
    if dtype != np.uint8 or len(shape) != 3 or shape[2] != 3 or not photograph.size:
        raise ValueError(f"a photograph is a uint8 (H, W, 3) array, got {dtype} {shape}")
