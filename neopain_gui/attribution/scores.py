"""A class's score for many variations of one image, and its gradient: traced once, in chunks."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.inputs import (
    checked_inputs,
    checked_target,
    checked_values,
    images_at_once,
    traced,
)
from neopain_gui.classifiers.network.layers import LOGITS, find_layer, recorded
from neopain_gui.jobs import Job

SCORES = ("probability", "logit")


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


class Scorer:
    """Evaluates a score of one model, checking for a stop before every chunk of images.

    Parameters
    ----------
    model : keras.Model
        With outputs (n, classes) that are probabilities.
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
        self.inputs = checked_inputs(model, inputs)
        self.at_once = at_once or images_at_once(self.inputs.shape)
        self._model, self._kind, self._title, self._job = model, score, title, job
        wanted = checked_target(target, len(self.inputs), model.output_shape[-1])
        self.target: list[int] = []
        self.score: list[float] = []
        for row, given in zip(self.all_scores(self.inputs), wanted, strict=True):
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
        found = np.empty((len(images), self._model.output_shape[-1]), np.float64)
        for part in self._parts(len(images)):
            found[part] = self._traced(gradients=False)(images[part])
        return found

    def scores(self, images: NDArray[np.float32], target: int) -> NDArray[np.float64]:
        """Return the score of a class for at most ``at_once`` images, shape (n,)."""
        return np.asarray(self._traced(gradients=False)(images), np.float64)[:, target]

    def gradients(self, images: NDArray[np.float32], target: int) -> NDArray[np.float64]:
        """Return the gradient of a class's score in at most ``at_once`` images, their shape."""
        targets = np.full(len(images), target, np.int32)
        return np.asarray(self._traced(gradients=True)(images, targets), np.float64)

    def _parts(self, count: int) -> Iterator[slice]:
        for start in range(0, count, self.at_once):
            self._job.check()
            yield slice(start, min(start + self.at_once, count))

    def _traced(self, *, gradients: bool) -> Any:
        shape = self.inputs.shape[1:]
        key = ("class score", self._kind, shape, gradients)
        return traced(self._model, key, lambda: _trace(self._model, shape, self._kind, gradients))


def _trace(model: Any, shape: tuple[int, ...], score: str, gradients: bool) -> Any:
    import tensorflow as tf

    if score == "logit":
        find_layer(model, LOGITS)
    reference: Callable[[], Any] = weakref.ref(model)

    def scores(images: Any) -> Any:
        network = reference()
        if score == "probability":
            return network(images, training=False)
        with recorded([find_layer(network, LOGITS)]) as seen:
            network(images, training=False)
        return seen[LOGITS]

    def gradient(images: Any, target: Any) -> Any:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(images)
            # the images do not influence one another, so the sum's gradient holds all of theirs
            chosen = tf.reduce_sum(tf.gather(scores(images), target, batch_dims=1))
        return tape.gradient(chosen, images)

    given = tf.TensorSpec((None, *shape), tf.float32)
    if not gradients:
        return tf.function(scores, input_signature=(given,), autograph=False)
    signature = (given, tf.TensorSpec((None,), tf.int32))
    return tf.function(gradient, input_signature=signature, autograph=False)
