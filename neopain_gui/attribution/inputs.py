"""Checks that methods make before they run."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.classifiers.scorer import Scoring

LARGEST = 1e6
"""Of an input's magnitude: prepared photographs stay below 256, and a network's sums of products
of numbers like 1e38 are not numbers any more."""
PREDICTED = -1
"""Stands for the predicted class where a class index is expected."""

_PIXELS_AT_ONCE = 7 * 120 * 120
"""Input pixels in one pass: seven images of N-CNN or one of VGG-Face, which is also how long a
stop takes to be noticed. More costs memory and gains nothing on a CPU."""


def checked_inputs(scoring: Scoring, inputs: ArrayLike) -> NDArray[np.float32]:
    """Return the inputs as float32 (n, H, W, C).

    Raises
    ------
    ValueError
        They do not fit what gives their scores, or there are none.
    """
    array = np.asarray(inputs)
    if array.dtype.kind not in "fiu":
        raise ValueError(f"inputs must be numbers, got {array.dtype}")
    array = array.astype(np.float32, copy=False)
    network = scoring.layers
    wanted = (None,) * 3 if network is None else tuple(network.input_shape[1:])
    fits = array.ndim == 4 and all(
        size in (None, got) for size, got in zip(wanted, array.shape[1:], strict=True)
    )
    if not fits:
        raise ValueError(f"inputs must have the shape (n, {wanted}), got {array.shape}")
    if not len(array):
        raise ValueError("inputs are none: there is nothing to explain")
    return checked_values(array, "inputs")


def checked_values(array: NDArray[np.float32], name: str) -> NDArray[np.float32]:
    """Return numbers that a network can compute with, or raise ValueError."""
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite")
    if array.size and max(array.max(), -array.min()) > LARGEST:
        raise ValueError(
            f"{name} must be at most {LARGEST:,.0f} in magnitude (a prepared photograph stays "
            f"below 256), got {max(array.max(), -array.min()):.2g}"
        )
    return array


def checked_target(
    target: int | ArrayLike | None, count: int, classes: int | None = None
) -> NDArray[np.int32]:
    """Return one class index per image, ``PREDICTED`` for None, or raise ValueError.

    How many classes there are is None where only a score can tell.
    """
    if target is None:
        return np.full(count, PREDICTED, np.int32)
    indices = np.asarray(target)
    if indices.dtype.kind not in "iu" or indices.shape not in ((), (count,)):
        raise ValueError(
            f"target must be a class index or {count} of them, got {indices.dtype} {indices.shape}"
        )
    if indices.size and (indices.min() < 0 or (classes and indices.max() >= classes)):
        within = f"in 0…{classes - 1}" if classes else "≥ 0"
        raise ValueError(f"target must be {within}, got {indices.tolist()}")
    return np.broadcast_to(indices, (count,)).astype(np.int32)


def images_at_once(shape: tuple[int, ...]) -> int:
    """Return how many images of a shape (n, H, W, C) go through a network in one pass."""
    return max(1, _PIXELS_AT_ONCE // (shape[1] * shape[2]))
