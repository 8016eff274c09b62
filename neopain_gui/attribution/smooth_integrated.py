"""SmoothGrad with Integrated Gradients in the place of the gradient.

Smilkov et al. 2017, "SmoothGrad: removing noise by adding noise", arXiv:1706.03825;
Sundararajan et al. 2017, "Axiomatic attribution for deep networks", ICML.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.attribution.channels import SUM_OF_ABSOLUTE, over_channels
from neopain_gui.attribution.inputs import checked_inputs, checked_target, images_at_once
from neopain_gui.attribution.integrated import integrated_gradients
from neopain_gui.attribution.path_attributions import PathAttributions
from neopain_gui.attribution.question import Answer, AttributionRequest, Watch
from neopain_gui.attribution.seed_noise import Means, Spread
from neopain_gui.attribution.smooth_grad import noisy_copies
from neopain_gui.classifiers.network.scoring import scoring_of
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob

_TITLE = "SmoothGrad-IG"


def attribute(question: AttributionRequest) -> Answer:
    """Answer for the registry; see :func:`smooth_integrated_gradients`."""
    if question.target is None:
        raise ValueError("the class must be the same for every noisy copy")
    chosen = question.parameters
    samples, midpoints = int(chosen["samples"]), int(chosen["midpoints"])
    noises: dict[int, Mapping[str, float]] = {}
    result = smooth_integrated_gradients(
        question.classifier,
        question.inputs,
        target=question.target,
        samples=samples,
        noise=float(chosen["noise"]),
        seed=int(chosen["seed"]),
        midpoints=midpoints,
        score=str(chosen["score"]),
        channels=str(chosen["channels"]),
        watch=question.watch,
        spread=noises.__setitem__,
        job=question.job,
    )
    rows = range(len(question.inputs))
    return Answer(
        maps={None: result.relevance},
        facts=tuple(
            {**result.facts(row), "samples": samples, "steps": midpoints, **noises[row]}
            for row in rows
        ),
    )


def smooth_integrated_gradients(
    model: Any,
    inputs: ArrayLike,
    *,
    target: int | ArrayLike,
    samples: int = 40,
    noise: float = 0.15,
    seed: int = 0,
    midpoints: int = 4,
    score: str = "probability",
    channels: str = SUM_OF_ABSOLUTE,
    watch: Watch | None = None,
    spread: Spread | None = None,
    job: Job = NULL_JOB,
) -> PathAttributions:
    """Average Integrated Gradients over noisy copies of each image.

    The attributions are averaged with their signs; every copy's path starts at the same
    baseline, a black photograph, and is cut into the same number of midpoints. The noise is
    that of :func:`~neopain_gui.attribution.smooth_grad.smooth_grad`.

    Parameters
    ----------
    model : keras.Model or Scoring
        A network with outputs (n, classes) that are probabilities, or what else gives scores.
    inputs : array-like, shape (n, H, W, C)
        Prepared as the model expects, finite.
    target : int or array-like of int, shape (n,)
        The class explained; a copy's own predicted class might change with the noise.
    samples : int
        Noisy copies, ≥ 1.
    noise : float
        Standard deviation of the noise as a share of the image's range, max − min, ≥ 0.
    seed : int
        Of the noise, ≥ 0.
    midpoints : int
        Midpoints on each path, ≥ 1.
    score : {"probability", "logit"}
        What F is.
    channels : str
        How the colours become one relevance: one of
        :data:`~neopain_gui.attribution.channels.CHANNELS`.
    watch : callable, optional
        Called with an image's number and its map so far after each copy.
    spread : callable, optional
        Called with an image's number and an estimate of how far another seed's map would differ,
        see :func:`~neopain_gui.attribution.seed_noise.seed_noise`.
    job : Job, optional
        Checked before each chunk.

    Returns
    -------
    PathAttributions
        Its scores are means over the noisy copies.

    Raises
    ------
    ValueError
        Inputs, target or an option do not fit.
    """
    if samples < 1 or noise < 0:
        raise ValueError(f"samples must be ≥ 1 and noise ≥ 0, got {samples!r} and {noise!r}")
    scoring = scoring_of(model)
    batch = checked_inputs(scoring, inputs)
    wanted = checked_target(target, len(batch))
    totals = np.zeros(batch.shape, np.float64)
    score_sum, baseline_sum = np.zeros((2, len(batch)), np.float64)
    for number, image in enumerate(batch):
        copies = noisy_copies(image, noise, seed)
        means = Means(image.shape, partial(over_channels, channels=channels))
        for sample in range(samples):
            done = (number + sample / samples) / len(batch)
            one = integrated_gradients(
                scoring,
                next(copies)[None],
                target=wanted[number : number + 1],
                steps=midpoints,
                score=score,  # type: ignore[arg-type]
                chunk=images_at_once(batch.shape),
                job=PartOfJob(job, done, done + 1 / samples / len(batch)),
            )
            totals[number] += one.attributions[0]
            means.add(one.attributions[0])
            score_sum[number] += one.score[0]
            baseline_sum[number] += one.baseline_score[0]
            if watch is not None:
                watch(number, over_channels(totals[number] / (sample + 1), channels))
        if spread is not None:
            mean = (totals[number] / samples).astype(np.float32)
            spread(number, means.noise(over_channels(mean, channels)))
    job.progress(len(batch), len(batch), _TITLE)
    attributions = (totals / samples).astype(np.float32)
    return PathAttributions(
        attributions=attributions,
        relevance=over_channels(attributions, channels),
        score=score_sum / samples,
        baseline_score=baseline_sum / samples,
    )
