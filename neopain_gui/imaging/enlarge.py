"""Bilinear enlargement as the networks' library does it, to the last bit and without that library.

A layer's map is a few hundred cells; enlarged to the classifier's input it is fifty thousand values
that say nothing more. A study keeps the cells and enlarges when it reads them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
_HALF = np.float32(0.5)


def enlarged(cells: Float, size: tuple[int, int]) -> Float:
    """Enlarge a map bilinearly with pixel centres aligned.

    The same single-precision operations in the same order as ``tf.image.resize`` with
    ``method="bilinear"``: first along the rows, then along the columns.

    Parameters
    ----------
    cells : ndarray of float32, shape (h, w)
        The map.
    size : tuple of int
        (height, width) to enlarge to.

    Returns
    -------
    ndarray of float32, shape (height, width)
        ``cells`` itself where it has that size.
    """
    if cells.shape == size:
        return cells
    above, below, down = _places(size[0], cells.shape[0])
    left, right, along = _places(size[1], cells.shape[1])
    first = cells[:, left]
    rows = first + (cells[:, right] - first) * along
    first = rows[above]
    made: Float = first + (rows[below] - first) * down[:, None]
    return made


@lru_cache(maxsize=64)
def _places(count: int, cells: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Float]:
    """Return for each pixel of a side the cells on both its sides, and how far between them."""
    scale = np.float32(cells) / np.float32(count)
    place = (np.arange(count, dtype=np.float32) + _HALF) * scale - _HALF
    floor = np.floor(place)
    lower = np.maximum(floor, 0).astype(np.intp)
    upper = np.minimum(np.ceil(place), cells - 1).astype(np.intp)
    return lower, upper, place - floor
