"""The one way in which arrays change their resolution."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

_DTYPES = frozenset({"bool", "uint8", "float32", "float64"})


def resize(
    array: NDArray[Any], size: tuple[int, int], method: Literal["bilinear", "nearest"]
) -> NDArray[Any]:
    """Resample an array to another height and width.

    Pixels are areas, not points: the centre of output pixel ``i`` lies at
    ``(i + ½)·old/new − ½`` in the input (half-pixel centres), and what would lie outside takes
    the value at the edge. Nearest takes the pixel in which that centre lies, and where it lies
    on the line between two, the right or lower one. Bilinear shrinking interpolates between the
    two nearest pixels and does not average over the area.

    Parameters
    ----------
    array : ndarray of bool, uint8, float32 or float64, shape (H, W) or (H, W, C)
        What to resample.
    size : tuple of int
        (height, width) of the result.
    method : {"bilinear", "nearest"}
        ``"nearest"`` is the only choice for bool (decision 14).

    Returns
    -------
    ndarray of the same dtype, shape (height, width) or (height, width, C)
        A new array.

    Raises
    ------
    ValueError
        Another dtype or shape, an empty size, bilinear on bool, or an unknown method.
    """
    height, width = size
    if array.dtype.name not in _DTYPES or array.ndim not in (2, 3) or array.size == 0:
        raise ValueError(f"cannot resize {array.dtype} {array.shape}")
    if height < 1 or width < 1:
        raise ValueError(f"cannot resize to {height} × {width}")
    if method not in ("bilinear", "nearest"):
        raise ValueError(f"unknown method {method!r}")
    if array.dtype == np.bool_ and method == "bilinear":
        raise ValueError("a mask has no values between; use 'nearest'")
    if array.shape[:2] == (height, width):
        return array.copy()

    if method == "nearest":
        rows, columns = _nearest(array.shape[0], height), _nearest(array.shape[1], width)
        # One axis after the other is many times as fast as pixel by pixel.
        if height < array.shape[0]:
            return array.take(rows, axis=0).take(columns, axis=1)
        return array.take(columns, axis=1).take(rows, axis=0)

    import cv2

    source = np.ascontiguousarray(array)
    result: NDArray[Any] = cv2.resize(source, (width, height), interpolation=cv2.INTER_LINEAR)
    return result.reshape(height, width, *array.shape[2:])  # cv2 drops a single channel


def _nearest(old: int, new: int) -> NDArray[np.intp]:
    """Return the input index of each output index, ⌊(i + ½)·old/new⌋, in whole numbers.

    cv2's INTER_NEAREST_EXACT rounds the ratio first, so that a centre between two pixels falls
    left or right depending on the sizes (of 320 columns to 120, every third is another).
    """
    return (2 * np.arange(new, dtype=np.intp) + 1) * old // (2 * new)
