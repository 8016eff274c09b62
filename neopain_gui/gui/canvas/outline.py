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
        Borders that go straight on are one segment: a frayed mask has tens of thousands of pixel
        edges, and each one costs time whenever it is drawn.
    """
    padded = np.pad(mask, 1)
    level = _runs(padded[1:, 1:-1] != padded[:-1, 1:-1])
    upright = _runs((padded[1:-1, 1:] != padded[1:-1, :-1]).T)
    return np.concatenate([level, upright[..., ::-1]]).astype(np.float64)


def _runs(border: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return where borders begin and end along each line, as ((x, y), (x, y))."""
    across = np.zeros((border.shape[0], border.shape[1] + 2), np.bool_)
    across[:, 1:-1] = border
    lines, ends = np.nonzero(across[:, 1:] != across[:, :-1])
    # Within a line, beginnings and ends take turns.
    return np.stack([ends, lines], -1).reshape(-1, 2, 2)
