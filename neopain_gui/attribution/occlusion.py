"""Occlusion: what the score loses when a patch of the face is covered.

Zeiler and Fergus 2014, "Visualizing and understanding convolutional networks", ECCV, section 4.2.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.fills import fills_of
from neopain_gui.attribution.question import Answer, AttributionRequest, Watch, no_facts
from neopain_gui.attribution.scores import ClassScores, checked_fill, rounding
from neopain_gui.jobs import NULL_JOB, Job


def attribute(question: AttributionRequest) -> Answer:
    """Answer for the registry; see :func:`occlusion`."""
    chosen = question.parameters
    relevance = occlusion(
        question.classifier,
        question.inputs,
        fills_of(question),
        target=question.target,
        patch=float(chosen["patch"]),
        stride=float(chosen["stride"]),
        score=str(chosen["score"]),
        watch=question.watch,
        job=question.job,
    )
    return Answer(maps={None: relevance}, facts=no_facts(question))


def occlusion(
    model: Any,
    inputs: ArrayLike,
    fill: ArrayLike,
    *,
    target: int | ArrayLike | None = None,
    patch: float = 0.125,
    stride: float = 0.5,
    score: str = "probability",
    watch: Watch | None = None,
    job: Job = NULL_JOB,
) -> NDArray[np.float32]:
    """Cover one patch after the other; a pixel's relevance is the mean drop of the score.

    The mean is over the patches that cover the pixel, with those that make the score rise; where
    it is a rise there is no relevance. A change that may be rounding counts as none. The last
    patch of a row or column is cut off at the edge. So the map is Captum's ``Occlusion`` with
    the same patch and stride, where that is above zero.

    Parameters
    ----------
    model : keras.Model or Scoring
        A network with outputs (n, classes) that are probabilities, or what else gives scores.
    inputs : array-like, shape (n, H, W, C)
        Prepared as the model expects, finite.
    fill : array-like, shape (n, H, W, C) or one that broadcasts to it
        What patches are covered with, finite.
    target : int or array-like of int, shape (n,), optional
        The class explained; each image's predicted class if None.
    patch : float
        A patch's side as a share of the image's, in (0, 1].
    stride : float
        From one patch to the next as a share of its side, in (0, 1].
    score : {"probability", "logit"}
        Whose drop counts.
    watch : callable, optional
        Called with an image's number and its map so far after each chunk.
    job : Job, optional
        Checked before each chunk.

    Returns
    -------
    ndarray of float32, shape (n, H, W)
        Values ≥ 0, in the score's unit.

    Raises
    ------
    ValueError
        Inputs, fill, target or an option do not fit.
    """
    if not (0 < patch <= 1 and 0 < stride <= 1):
        raise ValueError(f"patch and stride must be in (0, 1], got {patch!r} and {stride!r}")
    scorer = ClassScores(model, inputs, target=target, score=score, title="Occlusion", job=job)
    covers = checked_fill(fill, scorer.inputs)
    relevance = np.zeros(scorer.inputs.shape[:3], np.float32)
    patches = _patches(scorer.inputs.shape[1:3], patch, stride)
    for number, image in enumerate(scorer.inputs):
        total, count = np.zeros((2, *image.shape[:2]), np.float64)
        for part in scorer.chunks(number, len(patches)):
            images = np.repeat(image[None], part.stop - part.start, axis=0)
            for one, place in zip(images, patches[part], strict=True):
                one[place] = covers[number][place]
            drops = scorer.score[number] - scorer.scores(images, scorer.target[number])
            drops[np.abs(drops) <= rounding(scorer.score[number])] = 0.0
            for drop, place in zip(drops, patches[part], strict=True):
                total[place] += drop
                count[place] += 1
            relevance[number] = np.maximum(total, 0) / np.maximum(count, 1)
            if watch is not None:
                watch(number, relevance[number])
    scorer.finish()
    return relevance


def _patches(size: tuple[int, int], patch: float, stride: float) -> list[tuple[slice, slice]]:
    """Return the places of the patches, row by row."""
    rows, columns = (_intervals(side, patch, stride) for side in size)
    return [(row, column) for row in rows for column in columns]


def _intervals(side: int, patch: float, stride: float) -> list[slice]:
    length = max(1, round(patch * side))
    step = max(1, round(stride * length))
    steps = -(-(side - length) // step)
    return [slice(n * step, min(n * step + length, side)) for n in range(steps + 1)]
