"""From a face crop to what a network takes.

Resampling (the dissertation says only "reshaped", section 3.3): a side that shrinks is averaged
over the area that each new pixel covers, a side that grows is interpolated linearly between
pixel centres. Plain bilinear sampling of a 1500-pixel iCOPE face would look at one pixel in
seven and pass sensor noise on to the network. It runs in float32, so nothing is rounded to
eight bits in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

RESAMPLING = "area when shrinking, bilinear when enlarging"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preprocessing:
    """How a crop becomes an input.

    Attributes
    ----------
    id : str
        The architecture that it belongs to; stored with the weights.
    size : int
        Side of the square input in pixels; the crop's shape is stretched to it.
    channel_order : str
        ``"RGB"`` or ``"BGR"``.
    scale : float
        What 0–255 values are divided by.
    mean : tuple of float
        Subtracted after scaling, in ``channel_order``.
    """

    id: str
    size: int
    channel_order: str
    scale: float
    mean: tuple[float, float, float]

    def __call__(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Prepare face crops.

        Parameters
        ----------
        crops : sequence of uint8 arrays, each (H, W, 3), RGB
            Of any sizes.

        Returns
        -------
        ndarray of float32, shape (n, size, size, 3)

        Raises
        ------
        ValueError
            A crop is not a non-empty uint8 (H, W, 3) array.
        """
        batch = np.empty((len(crops), self.size, self.size, 3), np.float32)
        for row, crop in zip(batch, crops, strict=True):
            row[:] = _resized(_checked(crop), self.size)
        if self.channel_order == "BGR":
            batch = batch[..., ::-1]
        return np.ascontiguousarray(
            batch / np.float32(self.scale) - np.asarray(self.mean, np.float32)
        )

    def resized(self, crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return a crop at the input's size, uint8 (size, size, 3): preparing it resizes no more.

        Rounded to eight bits, as preparing the crop itself is not.
        """
        rounded: NDArray[np.uint8] = np.rint(_resized(_checked(crop), self.size)).astype(np.uint8)
        return rounded

    def undone(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn prepared inputs (n, size, size, 3) back into RGB photographs, values 0–255."""
        values = (inputs + np.asarray(self.mean, np.float32)) * np.float32(self.scale)
        return values[..., ::-1] if self.channel_order == "BGR" else values

    def black_baseline(self, n: int = 1) -> NDArray[np.float32]:
        """Return ``n`` black photographs, prepared: the baseline x′ of decision 4."""
        return self([np.zeros((self.size, self.size, 3), np.uint8)] * n)

    def as_dict(self) -> dict[str, Any]:
        """Return everything that determines the numbers, as plain JSON types."""
        return {
            "id": self.id,
            "size": self.size,
            "channel_order": self.channel_order,
            "scale": self.scale,
            "mean": list(self.mean),
            "resampling": RESAMPLING,
        }


def _checked(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if crop.dtype != np.uint8 or crop.ndim != 3 or crop.shape[2] != 3 or crop.size == 0:
        raise ValueError(
            f"a crop is a non-empty uint8 (H, W, 3) array, got {crop.dtype} {crop.shape}"
        )
    return crop


def _resized(crop: NDArray[np.uint8], size: int) -> NDArray[np.float32]:
    import cv2

    height, width = crop.shape[:2]
    shrunk = cv2.resize(
        crop.astype(np.float32),
        (min(width, size), min(height, size)),
        interpolation=cv2.INTER_AREA,
    )
    resized: NDArray[np.float32] = cv2.resize(shrunk, (size, size), interpolation=cv2.INTER_LINEAR)
    return resized
