"""What a part of a face turns into when it is taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from neopain_gui.attribution.question import AttributionRequest
    from neopain_gui.classifiers.scorer import Scorer

BLURRED, MEAN, BLACK = "blurred", "mean", "black"
Prepare = Callable[[Sequence[NDArray[np.uint8]]], NDArray[np.float32]]
FILLS = (BLURRED, MEAN, BLACK)
"""What a pixel that is taken away turns into: the face blurred until no feature is left, the
crop's mean colour, or black."""
BLUR = 1 / 12
"""Standard deviation of the blurred face as a share of the input's side: half an eye."""


def fill_of(classifier: Scorer, image: NDArray[np.float32], fill: str) -> NDArray[np.float32]:
    """Return what an input's pixels turn into when they are taken away.

    Parameters
    ----------
    classifier : Scorer
        Knows what black is once it is prepared.
    image : ndarray of float32, shape (size, size, 3)
        Prepared.
    fill : {"blurred", "mean", "black"}
        See :data:`FILLS`.

    Returns
    -------
    ndarray of float32, shape (size, size, 3)

    Raises
    ------
    ValueError
        The fill is unknown.
    """
    if fill == BLURRED:
        import cv2

        blurred: NDArray[np.float32] = cv2.GaussianBlur(image, (0, 0), BLUR * image.shape[0])
        return blurred.reshape(image.shape)  # of a single channel OpenCV drops the axis
    if fill == MEAN:
        # preparing is linear, so the mean of the prepared colours is the mean colour prepared
        mean = image.mean(axis=(0, 1), dtype=np.float64).astype(np.float32)
        return np.broadcast_to(mean, image.shape)
    if fill == BLACK:
        return black(classifier.prepare, image.shape)
    raise ValueError(f"there is no fill {fill!r}; choose one of {', '.join(FILLS)}")


def black(prepare: Prepare, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return a black photograph of a shape (H, W, C) as a classifier reads it."""
    prepared: NDArray[np.float32] = prepare([np.zeros((*shape[:2], 3), np.uint8)])[0]
    return prepared


def fills_of(question: AttributionRequest) -> NDArray[np.float32]:
    """Return what each of a question's images is covered with: its option ``fill``."""
    fills = np.empty_like(question.inputs)
    for row, image in zip(fills, question.inputs, strict=True):
        row[:] = fill_of(question.classifier, image, str(question.parameters["fill"]))
    return fills
