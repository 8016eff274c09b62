"""The border of a mask, along the edges of its pixels.

Drawn from the very pixels that are exported: an interpolated contour would lie up to half a
pixel beside the mask that it claims to be.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def edges(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the line segments between the inside and the outside of a mask.

    Parameters
    ----------
    mask : ndarray of bool, shape (H, W)
        True inside.

    Returns
    -------
    ndarray of float64, shape (n, 2, 2)
        Segments as ((x, y), (x, y)) in pixel corners: the pixel in row r and column c covers
        x in [c, c + 1] and y in [r, r + 1]. What lies beyond the array counts as outside.
    """
    padded = np.pad(mask, 1)
    rows, columns = np.nonzero(padded[1:, 1:-1] != padded[:-1, 1:-1])
    level = np.stack([np.stack([columns, rows], -1), np.stack([columns + 1, rows], -1)], 1)
    rows, columns = np.nonzero(padded[1:-1, 1:] != padded[1:-1, :-1])
    upright = np.stack([np.stack([columns, rows], -1), np.stack([columns, rows + 1], -1)], 1)
    return np.concatenate([level, upright]).astype(np.float64)
