"""RISE: the score of many copies of which random parts are left.

Petsiuk, Das and Saenko 2018, "RISE: Randomized input sampling for explanation of black-box
models", BMVC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.fills import fills_of
from neopain_gui.attribution.question import Answer, AttributionRequest, Watch
from neopain_gui.attribution.scores import ClassScores, checked_fill, rounding
from neopain_gui.attribution.seed_noise import BLOCKS, Spread, seed_noise
from neopain_gui.jobs import NULL_JOB, Job


def attribute(question: AttributionRequest) -> Answer:
    """Answer for the registry; see :func:`rise`."""
    chosen = question.parameters
    noises: dict[int, Mapping[str, float]] = {}
    relevance = rise(
        question.classifier,
        question.inputs,
        fills_of(question),
        target=question.target,
        masks=int(chosen["masks"]),
        cells=int(chosen["cells"]),
        shown=float(chosen["shown"]),
        seed=int(chosen["seed"]),
        score=str(chosen["score"]),
        watch=question.watch,
        spread=noises.__setitem__,
        job=question.job,
    )
    return Answer(maps={None: relevance}, facts=tuple(noises[n] for n in range(len(relevance))))


def rise(
    model: Any,
    inputs: ArrayLike,
    fill: ArrayLike,
    *,
    target: int | ArrayLike | None = None,
    masks: int = 1000,
    cells: int = 7,
    shown: float = 0.5,
    seed: int = 0,
    score: str = "probability",
    watch: Watch | None = None,
    spread: Spread | None = None,
    job: Job = NULL_JOB,
) -> NDArray[np.float32]:
    """Return by how much a pixel's being left raises the score on average.

    The paper's map is E[F | a pixel is left]: the masks' mean, weighted by the scores. Here it
    is divided by how much of each pixel the drawn masks really left, Σ M, not by the expected
    share, so that chance in the masks does not show as relevance. E[F] is taken off and what is
    below it counts as zero: a pixel that makes no difference has no relevance, nor has one that
    speaks against the class. Above zero the map is the paper's but for that constant.

    The masks depend on the seed and the image's size alone, so that an image's map does not
    depend on the others, and the first n masks are the same however many follow. Each mask is a
    forward pass: a thousand take an N-CNN seconds and a VGG-Face minutes on a CPU. On phantoms
    the contour masks of a thousand and of 16,000 are equal in 95 % of the pixels or more.

    Parameters
    ----------
    model : keras.Model or Scoring
        A network with outputs (n, classes) that are probabilities, or what else gives scores.
    inputs : array-like, shape (n, H, W, C)
        Prepared as the model expects, finite.
    fill : array-like, shape (n, H, W, C) or one that broadcasts to it
        What the image fades into where a mask is 0, finite.
    target : int or array-like of int, shape (n,), optional
        The class explained; each image's predicted class if None.
    masks : int
        How many, ≥ 1.
    cells : int
        A mask's cells along a side, before it is enlarged, ≥ 1.
    shown : float
        The chance that a cell is left, in (0, 1).
    seed : int
        Of the masks, ≥ 0.
    score : {"probability", "logit"}
        What F is.
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
        Values ≥ 0, in the score's unit.

    Raises
    ------
    ValueError
        Inputs, fill, target or an option do not fit.
    """
    if masks < 1 or cells < 1 or not 0 < shown < 1:
        raise ValueError(
            "masks and cells must be ≥ 1 and shown between 0 and 1, got "
            f"{masks!r}, {cells!r} and {shown!r}"
        )
    scorer = ClassScores(model, inputs, target=target, score=score, title="RISE", job=job)
    covers = checked_fill(fill, scorer.inputs)
    relevance = np.zeros(scorer.inputs.shape[:3], np.float32)
    for number, image in enumerate(scorer.inputs):
        sums, blocks = _Sums.nothing(image.shape[:2]), _Sums.blocks(image.shape[:2])
        drawn = random_masks(image.shape[:2], cells, shown, seed)
        for part in scorer.chunks(number, masks):
            left = np.stack([next(drawn) for _ in range(part.start, part.stop)])
            images = covers[number] + left[..., None] * (image - covers[number])
            scores = scorer.scores(images, scorer.target[number])
            sums.add(left, scores)
            for block, one in enumerate(blocks):
                its = np.arange(part.start, part.stop) % BLOCKS == block
                if spread is not None and its.any():
                    one.add(left[its], scores[its])
            relevance[number] = sums.relevance(rounding(scorer.score[number]))
            if watch is not None:
                watch(number, relevance[number])
        if spread is not None:
            made = partial(_of_blocks, blocks, rounding(scorer.score[number]))
            spread(number, seed_noise(relevance[number], made, masks))
    scorer.finish()
    return relevance


def _of_blocks(blocks: list[_Sums], rounding: float, chosen: Sequence[int]) -> NDArray[np.float64]:
    return sum(
        (blocks[block] for block in chosen), start=_Sums.nothing(blocks[0].left.shape)
    ).relevance(rounding)


def random_masks(
    size: tuple[int, ...], cells: int, shown: float, seed: int
) -> Iterator[NDArray[np.float32]]:
    """Yield masks (H, W) with values in [0, 1] for ever: cells enlarged bilinearly and shifted.

    The shift is a whole number of pixels up to one cell, so that the cells' edges do not fall
    in the same places every time.
    """
    import cv2

    generator = np.random.default_rng(seed)
    height, width = (-(-side // cells) for side in size)
    while True:
        grid = (generator.random((cells, cells)) < shown).astype(np.float32)
        top, left = generator.integers(height), generator.integers(width)
        whole = cv2.resize(
            grid,
            ((cells + 1) * width, (cells + 1) * height),
            interpolation=cv2.INTER_LINEAR,
        )
        yield whole[top : top + size[0], left : left + size[1]]


@dataclass(slots=True, kw_only=True)
class _Sums:
    """What is kept of the masks and scores so far, in float64."""

    scored: NDArray[np.float64]
    left: NDArray[np.float64]
    score: float = 0.0
    count: int = 0
    low: float = np.inf
    high: float = -np.inf

    @classmethod
    def nothing(cls, size: tuple[int, ...]) -> _Sums:
        return cls(scored=np.zeros(size), left=np.zeros(size))

    @classmethod
    def blocks(cls, size: tuple[int, ...]) -> list[_Sums]:
        return [cls.nothing(size) for _ in range(BLOCKS)]

    def __add__(self, other: _Sums) -> _Sums:
        return _Sums(
            scored=self.scored + other.scored,
            left=self.left + other.left,
            score=self.score + other.score,
            count=self.count + other.count,
            low=min(self.low, other.low),
            high=max(self.high, other.high),
        )

    def add(self, left: NDArray[np.float32], scores: NDArray[np.float64]) -> None:
        self.scored += np.tensordot(scores, left.astype(np.float64), axes=1)
        self.left += left.sum(axis=0, dtype=np.float64)
        self.score += float(scores.sum())
        self.count += len(scores)
        self.low = min(self.low, float(scores.min()))
        self.high = max(self.high, float(scores.max()))

    def relevance(self, rounding: float) -> NDArray[np.float64]:
        if self.high - self.low <= rounding:
            return np.zeros_like(self.left)
        mean = self.score / self.count
        expected = np.full_like(self.left, mean)
        np.divide(self.scored, self.left, out=expected, where=self.left > 0)
        return np.maximum(expected - mean, 0)
