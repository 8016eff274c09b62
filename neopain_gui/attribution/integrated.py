"""Integrated Gradients, with the figures that say how far they can be trusted.

Sundararajan et al. 2017, "Axiomatic attribution for deep networks", ICML; dissertation
section 3.4.1, equation 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.baselines import baselines_of, default_baseline
from neopain_gui.attribution.channels import SUM_OF_ABSOLUTE, over_channels
from neopain_gui.attribution.chunk import chunk_for
from neopain_gui.attribution.inputs import checked_values
from neopain_gui.attribution.question import Answer, AttributionRequest, Watch
from neopain_gui.attribution.refinement import expected, refine
from neopain_gui.attribution.scores import ClassScores
from neopain_gui.classifiers.scorer import Scoring
from neopain_gui.jobs import NULL_JOB, Job

Rule = Literal["midpoint", "trapezoid"]
Score = Literal["probability", "logit"]

PAPER_STEPS = 50
PAPER_RULE: Rule = "trapezoid"
"""What the cited tutorial does: 51 points with both ends (section 3.4.1)."""
_TITLE = "Integrated Gradients"


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
    gradients : ndarray of int, shape (n,)
        Gradients evaluated.
    map_error : ndarray of float64, shape (n,)
        Estimate of how far the attributions are from the converged ones, Σ|a − â| / Σ|a|; not a
        number where the number of steps was given, for then there is nothing to estimate it from.
    mask_change : ndarray of float64, shape (n,)
        Share of pixels that the last refinement moved into or out of the contour mask; not a
        number where the number of steps was given.
    chunk : int
        Points evaluated at once.
    """

    attributions: NDArray[np.float32]
    relevance: NDArray[np.float32]
    target: NDArray[np.int32]
    score: NDArray[np.float64]
    baseline_score: NDArray[np.float64]
    residual: NDArray[np.float64]
    completeness_error: NDArray[np.float64]
    steps: NDArray[np.int32]
    gradients: NDArray[np.int32]
    map_error: NDArray[np.float64]
    mask_change: NDArray[np.float64]
    chunk: int


def attribute(question: AttributionRequest) -> Answer:
    """Answer for the registry; see :func:`integrated_gradients`.

    A baseline that stands for two (white and black) gives the mean of both integrals.
    """
    chosen = question.parameters
    paper = chosen["steps"] == "paper"
    starts = baselines_of(str(chosen["baseline"]), question.classifier, question.inputs)
    results = [
        integrated_gradients(
            question.classifier,
            question.inputs,
            target=question.target,
            baseline=start,
            steps=PAPER_STEPS if paper else chosen["steps"],  # type: ignore[arg-type]
            rule=PAPER_RULE if paper else "midpoint",
            score=chosen["score"],  # type: ignore[arg-type]
            chunk=question.chunk,
            watch=question.watch,
            job=question.job,
        )
        for start in starts
    ]
    attributions = np.mean([result.attributions for result in results], axis=0)
    relevance = over_channels(attributions, str(chosen["channels"]))
    rows = range(len(question.inputs))
    return Answer(maps={None: relevance}, facts=tuple(_facts(results, row) for row in rows))


def _facts(results: list[IntegratedGradients], row: int) -> dict[str, Any]:
    """Return an image's figures: means over the baselines, sums of what was spent."""

    def mean(name: str) -> float:
        return float(np.mean([getattr(result, name)[row] for result in results]))

    residual, difference = mean("residual"), abs(mean("score") - mean("baseline_score"))
    error = mean("completeness_error") if len(results) == 1 else abs(residual) / (difference or 1)
    facts = {
        "score": mean("score"),
        "baseline_score": mean("baseline_score"),
        "residual": residual,
        "completeness_error": error if np.isfinite(error) else None,
        "steps": int(sum(result.steps[row] for result in results)),
        "gradients": int(sum(result.gradients[row] for result in results)),
        "chunk": results[0].chunk,
    }
    estimates = {name: mean(name) for name in ("map_error", "mask_change")}
    return facts | {name: value for name, value in estimates.items() if np.isfinite(value)}


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
    watch: Watch | None = None,
    job: Job = NULL_JOB,
) -> IntegratedGradients:
    """Integrate the gradient along the straight path from a baseline to each input.

    With ``steps="auto"`` the path is refined where the estimated error is, until the contour
    mask has settled and the map's estimated error is small
    (:mod:`~neopain_gui.attribution.refinement`); 225 gradients are the most. The gradients are
    summed in float64. An image's result does not depend on the others in the batch.

    Parameters
    ----------
    model : keras.Model or Scoring
        A network with outputs (n, classes) that are probabilities, or what else gives scores.
    inputs : array-like, shape (n, H, W, C)
        Prepared as the model expects, finite.
    target : int or array-like of int, shape (n,), optional
        The class explained; each image's predicted class if None.
    baseline : array-like, shape (H, W, C) or (n, H, W, C), optional
        x′. If None, a black photograph prepared for the classifier (decision 4), or for a
        network whose name and input shape are those of one of ours; zeros for others.
    steps : int or "auto"
        Equal intervals of the path, or as many places as it needs.
    rule : {"midpoint", "trapezoid"}
        How the integral is approximated; ``steps=50, rule="trapezoid"`` is the dissertation's.
        "auto" works with midpoints.
    score : {"probability", "logit"}
        What F is: the model's output (decision 1) or the output of its layer ``logits``.
    chunk : int, optional
        Points evaluated at once; measured for the machine if None.
    watch : callable, optional
        Called with an image's number and its map so far.
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
    _check_options(steps, rule, score, chunk)
    scorer = ClassScores(
        model, inputs, target=target, score=score, title=_TITLE, at_once=chunk, job=job
    )
    if chunk is None and len(scorer.inputs):
        shape = scorer.inputs.shape[1:]
        scorer.at_once = chunk_for(_name(scorer.scoring), shape, lambda x: scorer.gradients(x, 0))
    starts = _baselines(scorer.scoring, scorer.inputs, baseline)
    every = [
        _Path(scorer, starts[number], number, watch).integrate(steps, rule)
        for number in range(len(scorer.inputs))
    ]
    scorer.finish()
    attributions = np.empty(scorer.inputs.shape, np.float32)
    for number, one in enumerate(every):
        attributions[number] = one.attributions

    def column(name: str, kind: Any = np.float64) -> NDArray[Any]:
        return np.array([getattr(one, name) for one in every], kind)

    return IntegratedGradients(
        attributions=attributions,
        relevance=over_channels(attributions, SUM_OF_ABSOLUTE),
        target=np.array(scorer.target, np.int32),
        score=column("score"),
        baseline_score=column("baseline_score"),
        residual=column("residual"),
        completeness_error=column("error"),
        steps=column("steps", np.int32),
        gradients=column("gradients", np.int32),
        map_error=column("map_error"),
        mask_change=column("mask_change"),
        chunk=scorer.at_once,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _One:
    """One image's integral."""

    attributions: NDArray[np.float64]
    score: float
    baseline_score: float
    steps: int
    gradients: int
    map_error: float = float("nan")
    mask_change: float = float("nan")

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
    """The way from a baseline to image ``number`` of a scorer."""

    def __init__(
        self, scorer: ClassScores, baseline: NDArray[np.float32], number: int, watch: Watch | None
    ) -> None:
        self._scorer, self._number, self._watch = scorer, number, watch
        self._baseline, self._image = baseline, scorer.inputs[number]
        self._target = scorer.target[number]
        self._done = 0
        self._difference = self._image.astype(np.float64) - baseline

    def integrate(self, steps: int | Literal["auto"], rule: Rule) -> _One:
        """Return the attributions and what they cost."""
        ends = {
            "score": self._scorer.score[self._number],
            "baseline_score": float(self._scorer.all_scores(self._baseline[None])[0, self._target]),
        }
        if steps == "auto":
            integral = refine(self._gradients, self._difference, watch=self._show)
            return _One(
                attributions=self._difference * integral.mean,
                steps=integral.gradients,
                gradients=integral.gradients,
                map_error=integral.map_error,
                mask_change=integral.mask_change,
                **ends,
            )
        places, weights = _points(steps, rule)
        mean = np.zeros(self._image.shape, np.float64)
        for part in self._scorer.chunks(self._number, len(places)):
            mean += np.tensordot(weights[part], self._at(places[part]), axes=1)
            self._show(mean * (weights.sum() / weights[: part.stop].sum()))
        return _One(
            attributions=self._difference * mean, steps=steps, gradients=len(places), **ends
        )

    def _gradients(self, places: NDArray[np.float64]) -> NDArray[np.float32]:
        found = np.empty((len(places), *self._image.shape), np.float32)
        usual = {"done": self._done, "of": expected(self._image.shape)}
        for part in self._scorer.chunks(self._number, len(places), **usual):
            found[part] = self._at(places[part])
        self._done += len(places)
        return found

    def _at(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        share = places.astype(np.float32)[:, None, None, None]
        images = self._baseline + share * (self._image - self._baseline)
        return self._scorer.gradients(images, self._target)

    def _show(self, mean: NDArray[np.float64]) -> None:
        if self._watch is not None:
            attributions = self._difference * mean
            self._watch(self._number, over_channels(attributions, SUM_OF_ABSOLUTE))


def _points(intervals: int, rule: Rule) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return places in [0, 1] and their weights, which add up to 1."""
    if rule == "trapezoid":
        weights = np.full(intervals + 1, 1 / intervals)
        weights[[0, -1]] = 0.5 / intervals
        return np.linspace(0.0, 1.0, intervals + 1), weights
    return (np.arange(intervals) + 0.5) / intervals, np.full(intervals, 1 / intervals)


def _name(scoring: Scoring) -> str:
    """Say what is measured: a network's name, or what kind of thing gives the scores."""
    return str(getattr(scoring.layers, "name", type(scoring).__name__))


def _baselines(
    scoring: Scoring, batch: NDArray[np.float32], baseline: ArrayLike | None
) -> NDArray[np.float32]:
    """Return one baseline per image or raise ValueError."""
    start = default_baseline(scoring, batch) if baseline is None else baseline
    given = np.asarray(start, np.float32)
    if given.shape not in (batch.shape, batch.shape[1:]):
        raise ValueError(
            f"the baseline must have the shape {batch.shape[1:]} or {batch.shape}, "
            f"got {given.shape}"
        )
    return np.broadcast_to(checked_values(given, "the baseline"), batch.shape)


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
