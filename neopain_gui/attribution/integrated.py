"""Integrated Gradients.

Sundararajan, Taly and Yan 2017, "Axiomatic attribution for deep networks", ICML; dissertation
section 3.4.1, equation 5.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.inputs import (
    LOGITS,
    checked_inputs,
    checked_target,
    find_layer,
    recorded,
    traced,
)
from neopain_gui.attribution.question import Answer, Question
from neopain_gui.classifiers.preprocessing import PREPROCESSING
from neopain_gui.jobs import NULL_JOB, Job

COMPLETENESS_LIMIT = 0.01
"""Where ``steps="auto"`` stops refining (decision 5)."""
AUTO_STEPS = (8, 24, 72, 216)
"""Each is three times the one before: its midpoints contain the former ones."""
_PIXELS_AT_ONCE = 8 * 120 * 120
"""Input pixels in one pass: eight images of N-CNN or two of VGG-Face, which is also how long a
stop takes to be noticed. More costs memory and gains nothing on a CPU."""

Rule = Literal["midpoint", "trapezoid"]
Score = Literal["probability", "logit"]

PAPER_STEPS = 50
PAPER_RULE: Rule = "trapezoid"
"""What the cited tutorial does: 51 points with both ends (section 3.4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IntegratedGradients:
    """Attributions with the figures that say how far they can be trusted.

    Attributes
    ----------
    attributions : ndarray of float32, shape (n, H, W, C)
        Signed, in the score's unit: positive speaks for the target class.
    relevance : ndarray of float32, shape (n, H, W)
        Sum over the channels of the absolute values (decision 3).
    target : ndarray of int, shape (n,)
        The class explained.
    score, baseline_score : ndarray of float64, shape (n,)
        F(x) and F(x′).
    residual : ndarray of float64, shape (n,)
        Sum of the attributions minus (F(x) − F(x′)); zero in the limit.
    completeness_error : ndarray of float64, shape (n,)
        Magnitude of the residual over that of F(x) − F(x′). Where the score is the same at both
        ends it is 0 if the residual is 0 as well and infinite otherwise; where it is nearly the
        same (a saturated classifier) it is large however fine the steps: look at the residual.
    steps : ndarray of int, shape (n,)
        Intervals of the path; the trapezoid rule evaluates one point more.
    """

    attributions: NDArray[np.float32]
    relevance: NDArray[np.float32]
    target: NDArray[np.int32]
    score: NDArray[np.float64]
    baseline_score: NDArray[np.float64]
    residual: NDArray[np.float64]
    completeness_error: NDArray[np.float64]
    steps: NDArray[np.int32]


def attribute(question: Question) -> Answer:
    """Answer for the registry; see :func:`integrated_gradients`."""
    chosen = question.parameters
    paper = chosen["steps"] == "paper"
    chunk = question.chunk or _usual_chunk(question.inputs.shape)
    result = integrated_gradients(
        question.classifier.model,
        question.inputs,
        target=question.target,
        steps=PAPER_STEPS if paper else chosen["steps"],  # type: ignore[arg-type]
        rule=PAPER_RULE if paper else "midpoint",
        score=chosen["score"],  # type: ignore[arg-type]
        chunk=chunk,
        job=question.job,
    )
    return Answer(
        maps={None: result.relevance},
        facts=tuple(_facts(result, row) | {"chunk": chunk} for row in range(len(question.inputs))),
    )


def _usual_chunk(shape: tuple[int, ...]) -> int:
    return max(1, _PIXELS_AT_ONCE // (shape[1] * shape[2]))


def _facts(result: IntegratedGradients, row: int) -> dict[str, Any]:
    error = float(result.completeness_error[row])
    return {
        "score": float(result.score[row]),
        "baseline_score": float(result.baseline_score[row]),
        "residual": float(result.residual[row]),
        "completeness_error": error if np.isfinite(error) else None,
        "steps": int(result.steps[row]),
    }


def integrated_gradients(
    model: Any,
    inputs: ArrayLike,
    *,
    target: int | ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    steps: int | Literal["auto"] = "auto",
    rule: Rule = "midpoint",
    score: Score = "probability",
    chunk: int | None = None,
    job: Job = NULL_JOB,
) -> IntegratedGradients:
    """Integrate the gradient along the straight path from a baseline to each input.

    With ``steps="auto"`` an image's path is cut into 8, 24, 72, 216 intervals with their
    midpoints, re-using every earlier point, until its completeness error is at most 1 %; the
    last level is kept whatever its error, which is part of the result. The gradients are summed
    in float64. An image's result does not depend on the others in the batch.

    Parameters
    ----------
    model : keras.Model
        With outputs (n, classes) that are probabilities.
    inputs : array-like, shape (n, H, W, C)
        Prepared as the model expects, finite.
    target : int or array-like of int, shape (n,), optional
        The class explained; each image's predicted class if None.
    baseline : array-like, shape (H, W, C) or (n, H, W, C), optional
        x′. If None, a black photograph prepared for the model (decision 4) where its name and
        input shape are those of ``build_vgg_face`` or ``build_n_cnn``, zeros for other models.
    steps : int or "auto"
        Intervals of the path.
    rule : {"midpoint", "trapezoid"}
        How the integral is approximated; ``steps=50, rule="trapezoid"`` is the dissertation's.
        "auto" works with midpoints.
    score : {"probability", "logit"}
        What F is: the model's output (decision 1) or the output of its layer ``logits``.
    chunk : int, optional
        Points evaluated at once.
    job : Job, optional
        Checked before every chunk.

    Returns
    -------
    IntegratedGradients

    Raises
    ------
    ValueError
        Inputs, target, baseline or an option do not fit.
    """
    batch = checked_inputs(model, inputs)
    _check_options(steps, rule, score, chunk)
    start = _baseline(model, batch, baseline)
    size = chunk or _usual_chunk(batch.shape)
    path = _Path(model, batch.shape[1:], score, size, job)
    wanted = checked_target(target, len(batch), model.output_shape[-1])
    found = [
        path.integrate(image, base, int(index), steps, rule, number, len(batch))
        for number, (image, base, index) in enumerate(zip(batch, start, wanted, strict=True))
    ]
    job.progress(len(batch), len(batch), "Integrated Gradients")
    attributions = np.empty(batch.shape, np.float32)
    relevance = np.empty(batch.shape[:3], np.float32)
    for number, one in enumerate(found):
        attributions[number] = one.attributions
        relevance[number] = np.abs(one.attributions).sum(axis=-1)
    return IntegratedGradients(
        attributions=attributions,
        relevance=relevance,
        target=np.array([one.target for one in found], np.int32),
        score=np.array([one.score for one in found], np.float64),
        baseline_score=np.array([one.baseline_score for one in found], np.float64),
        residual=np.array([one.residual for one in found], np.float64),
        completeness_error=np.array([one.error for one in found], np.float64),
        steps=np.array([one.steps for one in found], np.int32),
    )


@dataclass(slots=True, kw_only=True)
class _One:
    """One image's integral at some number of steps."""

    attributions: NDArray[np.float64]
    target: int
    score: float
    baseline_score: float
    steps: int

    @property
    def residual(self) -> float:
        return float(self.attributions.sum()) - (self.score - self.baseline_score)

    @property
    def error(self) -> float:
        difference = abs(self.score - self.baseline_score)
        if difference == 0.0:
            return 0.0 if self.residual == 0.0 else float("inf")
        return abs(self.residual) / difference


class _Path:
    """Evaluates scores and gradients between a baseline and an input."""

    def __init__(
        self, model: Any, shape: tuple[int, ...], score: Score, chunk: int, job: Job
    ) -> None:
        self._scores = traced(model, ("scores", score), lambda: _trace(model, shape, score, False))
        self._both = traced(model, ("gradients", score), lambda: _trace(model, shape, score, True))
        self._chunk, self._job = chunk, job

    def integrate(
        self,
        image: NDArray[np.float32],
        base: NDArray[np.float32],
        target: int,
        steps: int | Literal["auto"],
        rule: Rule,
        number: int,
        count: int,
    ) -> _One:
        """Return image ``number`` of ``count``; the levels and the stopping rule are here."""
        self._job.check()
        ends = np.asarray(self._scores(np.stack([image, base])), np.float64)
        target = int(ends[0].argmax()) if target < 0 else target
        levels = AUTO_STEPS if steps == "auto" else (steps,)
        total = np.zeros(image.shape, np.float64)
        points = levels[-1] + (rule == "trapezoid")
        done = 0
        for level, intervals in enumerate(levels):
            gammas, weights = _points(intervals, rule, refine=level > 0)
            for part in self._parts(len(gammas)):
                self._job.progress(number + done / points, count, "Integrated Gradients")
                total += self._weighted(image, base, gammas[part], weights[part], target)
                done += len(gammas[part])
            one = _One(
                attributions=(image.astype(np.float64) - base) * total / intervals,
                target=target,
                score=float(ends[0, target]),
                baseline_score=float(ends[1, target]),
                steps=intervals,
            )
            if one.error <= COMPLETENESS_LIMIT:
                break
        return one

    def _parts(self, count: int) -> Iterator[slice]:
        for start in range(0, count, self._chunk):
            self._job.check()
            yield slice(start, start + self._chunk)

    def _weighted(
        self,
        image: NDArray[np.float32],
        base: NDArray[np.float32],
        gammas: NDArray[np.float64],
        weights: NDArray[np.float64],
        target: int,
    ) -> NDArray[np.float64]:
        """Return the weighted sum of the gradients at some points of the path."""
        images = base + gammas.astype(np.float32)[:, None, None, None] * (image - base)
        gradients = np.asarray(self._both(images, np.full(len(gammas), target, np.int32)))
        summed: NDArray[np.float64] = np.tensordot(weights, gradients.astype(np.float64), axes=1)
        return summed


def _points(
    intervals: int, rule: Rule, *, refine: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return places in [0, 1] and weights, in intervals; only the new ones when refining."""
    if rule == "trapezoid":
        weights = np.ones(intervals + 1)
        weights[[0, -1]] = 0.5
        return np.linspace(0.0, 1.0, intervals + 1), weights
    numbers = np.arange(intervals)
    if refine:
        numbers = numbers[numbers % 3 != 1]
    return (numbers + 0.5) / intervals, np.ones(len(numbers))


def _trace(model: Any, shape: tuple[int, ...], score: Score, gradients: bool) -> Any:
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
            # the points do not influence one another, so the sum's gradient holds all of theirs
            chosen = tf.reduce_sum(tf.gather(scores(images), target, batch_dims=1))
        return tape.gradient(chosen, images)

    points = tf.TensorSpec((None, *shape), tf.float32)
    if gradients:
        signature: tuple[Any, ...] = (points, tf.TensorSpec((None,), tf.int32))
        return tf.function(gradient, input_signature=signature, autograph=False)
    return tf.function(scores, input_signature=(points,), autograph=False)


def _baseline(
    model: Any, batch: NDArray[np.float32], baseline: ArrayLike | None
) -> NDArray[np.float32]:
    """Return one baseline per image or raise ValueError."""
    if baseline is None:
        known = PREPROCESSING.get(model.name)
        if known is not None and batch.shape[1:] == (known.size, known.size, 3):
            baseline = known.black_baseline()[0]
        else:
            baseline = np.zeros(batch.shape[1:], np.float32)
    given = np.asarray(baseline, np.float32)
    if given.shape not in (batch.shape, batch.shape[1:]) or not np.isfinite(given).all():
        raise ValueError(
            f"the baseline must be finite and have the shape {batch.shape[1:]} or {batch.shape}, "
            f"got {given.shape}"
        )
    return np.broadcast_to(given, batch.shape)


def _check_options(steps: object, rule: object, score: object, chunk: object) -> None:
    _check(steps == "auto" or _is_positive(steps), f"steps must be 'auto' or ≥ 1, got {steps!r}")
    _check(rule in ("midpoint", "trapezoid"), f"rule must be midpoint or trapezoid, got {rule!r}")
    _check(steps != "auto" or rule == "midpoint", "'auto' works with the midpoint rule")
    _check(score in ("probability", "logit"), f"score must be probability or logit, got {score!r}")
    _check(chunk is None or _is_positive(chunk), f"chunk must be ≥ 1, got {chunk!r}")


def _is_positive(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and int(value) >= 1


def _check(fits: bool, sentence: str) -> None:
    if not fits:
        raise ValueError(sentence)
