"""What a classifier says of changed faces, and with what a part of a face is covered.

Everything works on prepared inputs, where a pixel of the input is a pixel of the map.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.classifiers.loaded import Classifier

Floats = NDArray[np.float32]

BLURRED, MEAN, BLACK = "blurred", "mean", "black"
FILLS = (BLURRED, MEAN, BLACK)
"""What a pixel that is taken away turns into: the face blurred until no feature is left, the
crop's mean colour, or black."""
BLUR = 1 / 12
"""Standard deviation of the blurred face as a share of the input's side: half an eye."""

_PIXELS_AT_ONCE = 8 * 120 * 120
"""Input pixels in one pass: eight images of N-CNN or two of VGG-Face, which is how long a stop
takes to be noticed."""


def class_scores(
    classifier: Classifier,
    images: Iterable[Floats],
    target: int,
    *,
    count: int,
    text: str = "",
    job: Job = NULL_JOB,
) -> NDArray[np.float64]:
    """Return the score that a classifier gives a class for each of several inputs.

    Parameters
    ----------
    classifier : Classifier
        Loaded.
    images : iterable of ndarray of float32, each (size, size, 3)
        Prepared; made one after the other, never all at once.
    target : int
        The output asked for.
    count : int
        How many images there are.
    text : str, optional
        What the progress is called.
    job : Job, optional
        Checked before every pass.

    Returns
    -------
    ndarray of float64, shape (count,)
        In [0, 1].
    """
    scores: list[float] = []
    for batch in _batches(images):
        job.check()
        job.progress(len(scores), count, text)
        outputs = classifier.forward(np.stack(batch))
        scores.extend(outputs[:, target])
    job.progress(count, count, text)
    return np.array(scores, np.float64)


def _batches(images: Iterable[Floats]) -> Iterable[list[Floats]]:
    batch: list[Floats] = []
    for image in images:
        batch.append(image)
        if sum(one.shape[0] * one.shape[1] for one in batch) + image.size // 3 > _PIXELS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def fill_of(classifier: Classifier, image: Floats, fill: str) -> Floats:
    """Return what an input's pixels turn into when they are taken away.

    Parameters
    ----------
    classifier : Classifier
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

        blurred: Floats = cv2.GaussianBlur(image, (0, 0), BLUR * image.shape[0])
        return blurred
    if fill == MEAN:
        # preparing is linear, so the mean of the prepared colours is the mean colour prepared
        mean = image.mean(axis=(0, 1), dtype=np.float64).astype(np.float32)
        return np.broadcast_to(mean, image.shape)
    if fill == BLACK:
        black: Floats = classifier.preprocessing.black_baseline()[0]
        return black
    raise ValueError(f"there is no fill {fill!r}; choose one of {', '.join(FILLS)}")
