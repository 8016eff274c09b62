"""What a classifier says of changed faces.

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
        outputs = classifier.scores(np.stack(batch))
        scores.extend(outputs[:, target])
    job.progress(count, count, text)
    return np.array(scores, np.float64)


def _batches(images: Iterable[Floats]) -> Iterable[list[Floats]]:
    batch: list[Floats] = []
    for image in images:
        batch.append(image)
        if sum(one.shape[0] * one.shape[1] for one in (*batch, image)) > _PIXELS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
