"""SmoothGrad: the gradient, averaged over noisy copies of the image.

Smilkov et al. 2017, "SmoothGrad: removing noise by adding noise", arXiv:1706.03825.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.channels import SUM_OF_ABSOLUTE, over_channels
from neopain_gui.attribution.question import Answer, AttributionRequest, Watch
from neopain_gui.attribution.scores import ClassScores
from neopain_gui.attribution.seed_noise import Means, Spread
from neopain_gui.jobs import NULL_JOB, Job


def attribute(question: AttributionRequest) -> Answer:
    """Answer for the registry; see :func:`smooth_grad`."""
    chosen = question.parameters
    noises: dict[int, Mapping[str, float]] = {}
    relevance = smooth_grad(
        question.classifier,
        question.inputs,
        target=question.target,
        samples=int(chosen["samples"]),
        noise=float(chosen["noise"]),
        seed=int(chosen["seed"]),
        score=str(chosen["score"]),
        channels=str(chosen["channels"]),
        watch=question.watch,
        spread=noises.__setitem__,
        job=question.job,
    )
    return Answer(maps={None: relevance}, facts=tuple(noises[n] for n in range(len(relevance))))


def smooth_grad(
    model: Any,
    inputs: ArrayLike,
    *,
    target: int | ArrayLike | None = None,
    samples: int = 50,
    noise: float = 0.15,
    seed: int = 0,
    score: str = "logit",
    channels: str = SUM_OF_ABSOLUTE,
    watch: Watch | None = None,
    spread: Spread | None = None,
    job: Job = NULL_JOB,
) -> NDArray[np.float32]:
    """Average the gradient over noisy copies; sum over the channels of the absolute values.

    The gradients are averaged with their signs and in float64. The noise depends on the seed
    and the image's shape alone, so that an image's map does not depend on the others, and the
    first n noisy copies are the same however many follow.

    Parameters
    ----------
    model : keras.Model or Scoring
        A network with outputs (n, classes) that are probabilities, or what else gives scores.
    inputs : array-like, shape (n, H, W, C)
        Prepared as the model expects, finite.
    target : int or array-like of int, shape (n,), optional
        The class explained; each image's predicted class if None.
    samples : int
        Noisy copies, ≥ 1.
    noise : float
        Standard deviation of the noise as a share of the image's range, max − min, ≥ 0.
    seed : int
        Of the noise, ≥ 0.
    score : {"logit", "probability"}
        What is differentiated.
    channels : str
        How the colours become one relevance: one of
        :data:`~neopain_gui.attribution.channels.CHANNELS`.
    watch : callable, optional
        Called with an image's number and its map so far after each chunk.
    spread : callable, optional
        Called with an image's number and an estimate of how far another seed's map would differ,
        see :func:`~neopain_gui.attribution.seed_noise.seed_noise`.
    job : Job, optional
        Checked before each chunk.

    Returns
    -------
    ndarray of float32, shape (n, H, W)
        Values ≥ 0.

    Raises
    ------
    ValueError
        Inputs, target or an option do not fit.
    """
    if samples < 1 or noise < 0:
        raise ValueError(f"samples must be ≥ 1 and noise ≥ 0, got {samples!r} and {noise!r}")
    scorer = ClassScores(model, inputs, target=target, score=score, title="SmoothGrad", job=job)
    relevance = np.zeros(scorer.inputs.shape[:3], np.float32)
    for number, image in enumerate(scorer.inputs):
        copies = noisy_copies(image, noise, seed)
        total = np.zeros(image.shape, np.float64)
        means = Means(image.shape, partial(over_channels, channels=channels))
        for part in scorer.chunks(number, samples):
            images = np.stack([next(copies) for _ in range(part.start, part.stop)])
            gradients = scorer.gradients(images, scorer.target[number])
            total += gradients.sum(axis=0)
            if spread is not None:
                for gradient in gradients:
                    means.add(gradient)
            relevance[number] = over_channels(total / part.stop, channels)
            if watch is not None:
                watch(number, relevance[number])
        if spread is not None:
            spread(number, means.noise(relevance[number]))
    scorer.finish()
    return relevance


def noisy_copies(
    image: NDArray[np.float32], noise: float, seed: int
) -> Iterator[NDArray[np.float32]]:
    """Yield copies with Gaussian noise for ever; ``noise`` is a share of the image's range."""
    generator = np.random.default_rng(seed)
    scale = np.float32(noise) * (image.max() - image.min())
    while True:
        yield image + scale * generator.standard_normal(image.shape, np.float32)
