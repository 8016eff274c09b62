"""From a face crop to what a network takes.

Resampling (the dissertation says only "reshaped", section 3.3): a side that shrinks is averaged
over the area that each new pixel covers, a side that grows is interpolated linearly between
pixel centres. Plain bilinear sampling of a 1500-pixel iCOPE face would look at one pixel in
seven and pass sensor noise on to the network. It runs in float32, so nothing is rounded to
eight bits in between.

Padded, a crop keeps its shape: its longer side takes the whole input, and black lies on both
sides of the shorter one, as many whole pixels as there are (the odd one right of it or below).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

RESAMPLING = "area when shrinking, bilinear when enlarging"
RGB, BGR, GREY = "RGB", "BGR", "grey"
CHANNEL_ORDERS = (RGB, BGR, GREY)
STRETCHED, PADDED = "stretched", "padded"
FITS = (STRETCHED, PADDED)
"""How a crop that is no square fills the input."""
_LUMA = (0.299, 0.587, 0.114)
"""Of red, green and blue in a grey value (ITU-R BT.601), as OpenCV, Pillow and Keras take them."""

Window = tuple[slice, slice]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preprocessing:
    """How a crop becomes an input.

    Attributes
    ----------
    id : str
        The architecture that it belongs to; stored with the weights.
    size : int
        Side of the square input in pixels.
    channel_order : str
        One of :data:`CHANNEL_ORDERS`; grey is one channel.
    scale : float
        What 0–255 values are divided by.
    mean : tuple of float
        Subtracted after scaling, in ``channel_order``; one number for grey.
    fit : str
        One of :data:`FITS`.
    """

    id: str
    size: int
    channel_order: str
    scale: float
    mean: tuple[float, ...]
    fit: str = STRETCHED

    @property
    def channels(self) -> int:
        """How many numbers a pixel of the input has."""
        return 1 if self.channel_order == GREY else 3

    def __call__(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Prepare face crops.

        Parameters
        ----------
        crops : sequence of uint8 arrays, each (H, W, 3), RGB
            Of any sizes.

        Returns
        -------
        ndarray of float32, shape (n, size, size, channels)

        Raises
        ------
        ValueError
            A crop is not a non-empty uint8 (H, W, 3) array.
        """
        batch = np.empty((len(crops), self.size, self.size, 3), np.float32)
        for row, crop in zip(batch, crops, strict=True):
            row[:] = self._fitted(_checked(crop))
        if self.channel_order == BGR:
            batch = batch[..., ::-1]
        elif self.channel_order == GREY:
            batch = (batch @ np.asarray(_LUMA, np.float32))[..., np.newaxis]
        return np.ascontiguousarray(
            batch / np.float32(self.scale) - np.asarray(self.mean, np.float32)
        )

    def resized(self, crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return a crop at the input's size, uint8 (size, size, 3): preparing it resizes no more.

        Rounded to eight bits, as preparing the crop itself is not.
        """
        rounded: NDArray[np.uint8] = np.rint(self._fitted(_checked(crop))).astype(np.uint8)
        return rounded

    def window(self, shape: tuple[int, ...]) -> Window:
        """Return where in the input a crop of a shape (H, W, …) lies: all of it but for padding."""
        height, width = self._sides(shape)
        top, left = (self.size - height) // 2, (self.size - width) // 2
        return slice(top, top + height), slice(left, left + width)

    def placed(self, values: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
        """Return what is known of a crop's window in the place that it has in the input.

        Parameters
        ----------
        values : ndarray, shape (h, w)
            Of the window.
        shape : tuple of int
            The crop's, (H, W, …).

        Returns
        -------
        ndarray, shape (size, size)
            Zero where the input is padded.
        """
        whole = np.zeros((self.size, self.size), values.dtype)
        whole[self.window(shape)] = values
        return whole

    def undone(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn prepared inputs (n, size, size, channels) back into RGB photographs, 0–255."""
        values = (inputs + np.asarray(self.mean, np.float32)) * np.float32(self.scale)
        if self.channel_order == GREY:
            return np.repeat(values, 3, axis=-1)
        return values[..., ::-1] if self.channel_order == BGR else values

    def black_baseline(self, n: int = 1) -> NDArray[np.float32]:
        """Return ``n`` black photographs, prepared: the baseline x′ of decision 4."""
        return self([np.zeros((self.size, self.size, 3), np.uint8)] * n)

    def as_dict(self) -> dict[str, Any]:
        """Return everything that determines the numbers, as plain JSON types."""
        padded = {} if self.fit == STRETCHED else {"fit": self.fit}
        return {
            "id": self.id,
            "size": self.size,
            "channel_order": self.channel_order,
            "scale": self.scale,
            "mean": list(self.mean),
            "resampling": RESAMPLING,
            **padded,
        }

    def _sides(self, shape: tuple[int, ...]) -> tuple[int, int]:
        """Return height and width of a crop once it is resized."""
        if self.fit == STRETCHED:
            return self.size, self.size
        longer = max(shape[:2])
        height, width = (max(1, round(side * self.size / longer)) for side in shape[:2])
        return height, width

    def _fitted(self, crop: NDArray[np.uint8]) -> NDArray[np.float32]:
        resized = _resized(crop, *self._sides(crop.shape))
        if resized.shape[:2] == (self.size, self.size):
            return resized
        whole = np.zeros((self.size, self.size, 3), np.float32)
        whole[self.window(crop.shape)] = resized
        return whole


def _checked(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if crop.dtype != np.uint8 or crop.ndim != 3 or crop.shape[2] != 3 or crop.size == 0:
        raise ValueError(
            f"a crop is a non-empty uint8 (H, W, 3) array, got {crop.dtype} {crop.shape}"
        )
    return crop


def _resized(crop: NDArray[np.uint8], to_height: int, to_width: int) -> NDArray[np.float32]:
    import cv2

    height, width = crop.shape[:2]
    shrunk = cv2.resize(
        crop.astype(np.float32),
        (min(width, to_width), min(height, to_height)),
        interpolation=cv2.INTER_AREA,
    )
    resized: NDArray[np.float32] = cv2.resize(
        shrunk, (to_width, to_height), interpolation=cv2.INTER_LINEAR
    )
    return resized
