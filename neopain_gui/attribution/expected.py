"""Expected Gradients: Integrated Gradients from many baselines, photographs without pain.

Erion et al. 2021, "Improving performance of deep learning models with axiomatic attribution
priors and expected gradients", Nature Machine Intelligence 3.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.channels import SUM_OF_ABSOLUTE, over_channels
from neopain_gui.attribution.inputs import checked_inputs
from neopain_gui.attribution.path_attributions import PathAttributions
from neopain_gui.attribution.question import Answer, AttributionRequest, Watch
from neopain_gui.attribution.scores import ClassScores
from neopain_gui.jobs import NULL_JOB, Job

_TITLE = "Expected Gradients"


def attribute(question: AttributionRequest) -> Answer:
    """Answer for the registry; see :func:`expected_gradients`."""
    if question.references is None:
        raise ValueError("Expected Gradients need references")
    chosen, references = question.parameters, question.references
    result = expected_gradients(
        question.classifier,
        question.inputs,
        references,
        target=question.target,
        samples=int(chosen["samples"]),
        seed=int(chosen["seed"]),
        score=str(chosen["score"]),
        channels=str(chosen["channels"]),
        watch=question.watch,
        job=question.job,
    )
    counts = {
        "samples": len(references) * _rounds(int(chosen["samples"]), len(references)),
        "references": len(references),
    }
    rows = range(len(question.inputs))
    return Answer(
        maps={None: result.relevance},
        facts=tuple(result.facts(row) | counts for row in rows),
    )


def expected_gradients(
    model: Any,
    inputs: ArrayLike,
    references: ArrayLike,
    *,
    target: int | ArrayLike | None = None,
    samples: int = 96,
    seed: int = 0,
    score: str = "probability",
    channels: str = SUM_OF_ABSOLUTE,
    watch: Watch | None = None,
    job: Job = NULL_JOB,
) -> PathAttributions:
    """Average (x − x′) ∂F/∂x over references x′ and places on the straight path from each.

    The references take turns in whole rounds, so that each counts alike; ``samples`` is rounded
    up to such a number. With R references and m rounds the places are the m · R midpoints of as
    many equal intervals, each used once: in a round a reference draws one of the R of a m-th of
    the path, without putting it back. Which one depends on the seed alone, so that the result
    is deterministic and an image's does not depend on the others.

    Parameters
    ----------
    model : keras.Model or Scoring
        A network with outputs (n, classes) that are probabilities, or what else gives scores.
    inputs : array-like, shape (n, H, W, C)
        Prepared as the model expects, finite.
    references : array-like, shape (r, H, W, C)
        Baselines prepared alike, r ≥ 1.
    target : int or array-like of int, shape (n,), optional
        The class explained; each image's predicted class if None.
    samples : int
        Gradients for each image, at least, ≥ 1.
    seed : int
        Of the places' order, ≥ 0.
    score : {"probability", "logit"}
        What F is.
    channels : str
        How the colours become one relevance: one of
        :data:`~neopain_gui.attribution.channels.CHANNELS`.
    watch : callable, optional
        Called with an image's number and its map so far after each chunk.
    job : Job, optional
        Checked before each chunk.

    Returns
    -------
    PathAttributions
        Its ``baseline_score`` is the mean over the references of F(x′), to the target class.

    Raises
    ------
    ValueError
        Inputs, references, target or an option do not fit.
    """
    if samples < 1:
        raise ValueError(f"samples must be ≥ 1, got {samples!r}")
    if not len(np.asarray(references)):
        raise ValueError("Expected Gradients need references")
    scorer = ClassScores(model, inputs, target=target, score=score, title=_TITLE, job=job)
    starts = checked_inputs(scorer.scoring, references)
    places = _places(len(starts), _rounds(samples, len(starts)), seed)
    attributions = np.zeros(scorer.inputs.shape, np.float32)
    of_references = scorer.all_scores(starts).mean(axis=0)
    for number, image in enumerate(scorer.inputs):
        total = np.zeros(image.shape, np.float64)
        for part in scorer.chunks(number, len(places)):
            turn = np.arange(part.start, part.stop) % len(starts)
            ways = image - starts[turn]
            images = starts[turn] + places[part, None, None, None] * ways
            total += (ways * scorer.gradients(images, scorer.target[number])).sum(axis=0)
            if watch is not None:
                watch(number, over_channels(total / part.stop, channels))
        attributions[number] = total / len(places)
    scorer.finish()
    return PathAttributions(
        attributions=attributions,
        relevance=over_channels(attributions, channels),
        score=np.array(scorer.score),
        baseline_score=of_references[scorer.target],
    )


def _rounds(samples: int, references: int) -> int:
    return -(-samples // references)


def _places(references: int, rounds: int, seed: int) -> NDArray[np.float32]:
    """Return a place in (0, 1) for each reference in each round, one round after the other."""
    generator = np.random.default_rng(seed)
    drawn = [generator.permutation(references) for _ in range(rounds)]
    places = [(turn + (order + 0.5) / references) / rounds for turn, order in enumerate(drawn)]
    return np.concatenate(places).astype(np.float32)
