"""A class's score for many variations of one image, and its gradient, in chunks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.inputs import (
    checked_inputs,
    checked_target,
    checked_values,
    images_at_once,
)
from neopain_gui.classifiers.network.scoring import scoring_of
from neopain_gui.classifiers.scorer import LOGIT, PROBABILITY
from neopain_gui.jobs import Job

SCORES = (PROBABILITY, LOGIT)


_ROUNDING = 1e-6
"""A share of a score, or of 1 if it is smaller: what float32 and the order of sums may change."""


def rounding(score: float) -> float:
    """Return the largest change of a score that may be nothing but rounding."""
    return _ROUNDING * max(1.0, abs(score))


def checked_fill(fill: ArrayLike, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what covers each input, in their shape, or raise ValueError."""
    given = np.asarray(fill, np.float32)
    if given.shape not in (inputs.shape, inputs.shape[1:], ()):
        raise ValueError(f"fill must have the shape {inputs.shape}, got {given.shape}")
    return np.broadcast_to(checked_values(given, "fill"), inputs.shape)


class ClassScores:
    """Evaluates a score of one classifier, checking for a stop before every chunk of images.

    Parameters
    ----------
    model : keras.Model or Scoring
        A network with outputs (n, classes) that are probabilities, or what else gives scores.
    inputs : array-like, shape (n, H, W, C)
        What is to be explained, prepared as the model expects, finite.
    target : int or array-like of int, shape (n,), or None
        The class explained; each image's predicted class if None.
    score : {"probability", "logit"}
        The model's output or the output of its layer ``logits``.
    title : str
        The method's, for the progress.
    at_once : int, optional
        How many images go through the network in one pass.
    job : Job
        Checked and told.

    Attributes
    ----------
    inputs : ndarray of float32, shape (n, H, W, C)
        Checked.
    target : list of int
        The class explained, for each image.
    score : list of float
        Of that class, for each image.
    at_once : int
        How many images go through the network in one pass.
    scoring : Scoring
        What gives the scores.

    Raises
    ------
    ValueError
        Inputs, target or score do not fit the model.
    """

    def __init__(
        self,
        model: Any,
        inputs: ArrayLike,
        *,
        target: int | ArrayLike | None,
        score: str,
        title: str,
        at_once: int | None = None,
        job: Job,
    ) -> None:
        if score not in SCORES:
            raise ValueError(f"score must be probability or logit, got {score!r}")
        self.scoring = scoring_of(model)
        self.inputs = checked_inputs(self.scoring, inputs)
        self.at_once = at_once or images_at_once(self.inputs.shape)
        self._kind, self._title, self._job = score, title, job
        wanted = checked_target(target, len(self.inputs))
        self.target: list[int] = []
        self.score: list[float] = []
        found = self.all_scores(self.inputs)
        checked_target(target, len(self.inputs), found.shape[1])
        for row, given in zip(found, wanted, strict=True):
            self.target.append(int(given) if given >= 0 else int(row.argmax()))
            self.score.append(float(row[self.target[-1]]))

    def chunks(
        self, number: int, points: int, *, done: int = 0, of: int | None = None
    ) -> Iterator[slice]:
        """Cut the points at which image ``number`` is evaluated; check and tell before each.

        ``done`` points were evaluated before these; ``of`` is how many are expected in all.
        """
        for part in self._parts(points):
            share = min(1.0, (done + part.start) / (of or points))
            self._job.progress(number + share, len(self.inputs), self._title)
            yield part

    def finish(self) -> None:
        """Tell that every image is done."""
        self._job.progress(len(self.inputs), len(self.inputs), self._title)

    def all_scores(self, images: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the score of every class for any number of images, shape (n, classes)."""
        found = [self.scoring.scores(images[part], self._kind) for part in self._parts(len(images))]
        return np.concatenate(found).astype(np.float64)

    def scores(self, images: NDArray[np.float32], target: int) -> NDArray[np.float64]:
        """Return the score of a class for at most ``at_once`` images, shape (n,)."""
        return np.asarray(self.scoring.scores(images, self._kind), np.float64)[:, target]

    def gradients(self, images: NDArray[np.float32], target: int) -> NDArray[np.float64]:
        """Return the gradient of a class's score in at most ``at_once`` images, their shape."""
        gradient = self.scoring.gradient
        if gradient is None:
            raise ValueError("the classifier's scores have no gradient")
        targets = np.full(len(images), target, np.int32)
        return np.asarray(gradient(images, targets, self._kind), np.float64)

    def _parts(self, count: int) -> Iterator[slice]:
        for start in range(0, count, self.at_once):
            self._job.check()
            yield slice(start, min(start + self.at_once, count))
