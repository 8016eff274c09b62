"""Making a copy of a picture as Keras' ``ImageDataGenerator`` makes it.

Interpolation is linear between pixels' centres, and what lies outside takes the value at the
edge (``fill_mode="nearest"``). Unlike Keras, which turns a picture that is not square about a
point that is not its centre, this always turns it about its centre.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.training.augmentation.change import Change

Picture = NDArray[np.uint8]
_ROUNDING = np.float32(0.01)
"""By how much cv2's levels may lie below the true ones. They are cut off, not rounded, as Keras
does before it changes the brightness: without this, 218 would often become 217 where a picture is
of one colour."""


def made(picture: Picture, change: Change) -> Picture:
    """Return a copy of a picture of the same size.

    Parameters
    ----------
    picture : ndarray of uint8, shape (H, W, 3)
        RGB.
    """
    import cv2

    height, width = picture.shape[:2]
    levels: NDArray[np.float32] = cv2.warpAffine(
        picture.astype(np.float32),
        matrix(change, height, width)[:2],
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    moved = (levels + _ROUNDING).astype(np.uint8)
    if change.mirrored:
        moved = moved[:, ::-1]
    return np.ascontiguousarray(_levels(change.brightness)[moved])


def matrix(change: Change, height: int, width: int) -> NDArray[np.float64]:
    """Return the matrix that takes a copy's (x, y, 1) to the picture's, shape (3, 3)."""
    turn, lean = np.deg2rad(change.rotation), np.deg2rad(change.shear)
    rotation = np.array(
        [[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]]
    )
    shift = np.array([[1, 0, change.across * width], [0, 1, change.down * height], [0, 0, 1]])
    shear = np.array([[1, -np.sin(lean), 0], [0, np.cos(lean), 0], [0, 0, 1]])
    zoom = np.diag([change.zoom_across, change.zoom_down, 1])
    centre = np.array([[1, 0, width / 2 - 0.5], [0, 1, height / 2 - 0.5], [0, 0, 1]])
    around: NDArray[np.float64] = centre @ rotation @ shift @ shear @ zoom @ np.linalg.inv(centre)
    return around


def _levels(factor: float) -> NDArray[np.uint8]:
    """Return what each grey level becomes; rounded down, as Pillow's ImageEnhance does."""
    levels = np.arange(256, dtype=np.float32) * np.float32(factor)
    rounded_down: NDArray[np.uint8] = np.clip(levels, 0, 255).astype(np.uint8)
    return rounded_down
