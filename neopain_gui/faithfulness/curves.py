"""Deletion and insertion: how the score follows what a map calls relevant.

Petsiuk, Das and Saenko 2018, "RISE: randomized input sampling for explanation of black-box
models", BMVC. Pixels are taken away in the order of their relevance, or put back into a blurred
face; the area under the score says how soon the score falls, or rises. An area alone says
nothing: how soon it does for a random order belongs beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.fills import BLURRED, fill_of
from neopain_gui.faithfulness.scoring import Floats, class_scores
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.classifiers.loaded import Classifier

Order = NDArray[np.intp]

STEP = 0.05
"""Share of the face crop's area between two points of a curve."""
RANDOM_PIXELS, RANDOM_PATCHES = "random pixels", "random patches"
CHANCE = (RANDOM_PIXELS, RANDOM_PATCHES)
"""Orders without a map: pixel by pixel, and patch by patch as wide as the blur, which spoils a
face as a smooth map's order does."""
PATCH = 1 / 16
"""Standard deviation of the noise whose hills are the patches, as a share of the input's side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The class score while pixels go or come.

    Attributes
    ----------
    areas : tuple of float
        Share of the pixels that are gone, or back, from 0 to 1.
    scores : tuple of float
        The class score at each, in [0, 1].
    auc : float
        Area under the curve by the trapezoid rule, in [0, 1].
    """

    areas: tuple[float, ...]
    scores: tuple[float, ...]
    auc: float

    @classmethod
    def through(cls, areas: NDArray[np.float64], scores: NDArray[np.float64]) -> Curve:
        """Return the curve through these points."""
        return cls(
            areas=tuple(map(float, areas)),
            scores=tuple(map(float, scores)),
            auc=float(np.trapezoid(scores, areas)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Deletion and insertion in one order.

    Attributes
    ----------
    deletion : Curve
        From the face to the fill: the lower its area, the better the order.
    insertion : Curve
        From the blurred face to the face: the higher its area, the better the order.
    """

    deletion: Curve
    insertion: Curve


def order_of(relevance: NDArray[Any], *, seed: int = 0) -> Order:
    """Return a map's pixels from the most relevant to the least.

    Pixels of equal relevance, of which a GradCAM map that is mostly zero has many, come in an
    order drawn from the seed: from top to bottom would be a statement about the face.

    Parameters
    ----------
    relevance : ndarray, shape (H, W)
        Finite.
    seed : int
        Decides ties alone.

    Returns
    -------
    ndarray of int, shape (H · W,)
        Positions in the flattened map.
    """
    values = np.asarray(relevance).ravel()
    ties = np.random.default_rng(seed).permutation(values.size)
    return np.lexsort((ties, -values.astype(np.float64)))


def chance_order(kind: str, size: int, *, seed: int = 0) -> Order:
    """Return an order that knows nothing of the face.

    Parameters
    ----------
    kind : {"random pixels", "random patches"}
        See :data:`CHANCE`.
    size : int
        Side of the input.
    seed : int
        Decides everything.
    """
    noise = np.random.default_rng(seed).normal(size=(size, size)).astype(np.float32)
    if kind == RANDOM_PATCHES:
        import cv2

        noise = cv2.GaussianBlur(noise, (0, 0), PATCH * size)
    elif kind != RANDOM_PIXELS:
        raise ValueError(f"there is no order {kind!r}; choose one of {', '.join(CHANCE)}")
    return order_of(noise, seed=seed)


def deletion_insertion(
    classifier: Classifier,
    image: Floats,
    orders: Mapping[str, Order],
    *,
    target: int,
    fill: str = BLURRED,
    step: float = STEP,
    job: Job = NULL_JOB,
) -> dict[str, Curves]:
    """Delete and insert the pixels of one face in several orders.

    Parameters
    ----------
    classifier : Classifier
        Loaded.
    image : ndarray of float32, shape (size, size, 3)
        The face crop, prepared.
    orders : Mapping of str to ndarray of int
        Of :func:`order_of` and :func:`chance_order`.
    target : int
        The output whose score is followed.
    fill : {"blurred", "mean", "black"}
        What deleted pixels turn into. Insertion begins with the blurred face.
    step : float
        Share of the area between two points, in (0, 1].
    job : Job, optional
        Checked before every pass: one chunk of forward passes.

    Returns
    -------
    dict of str to Curves
        For each order; the ends of all curves are the same four scores.

    Raises
    ------
    ValueError
        The step or the fill cannot be used.
    """
    if not 0 < step <= 1:
        raise ValueError(f"a step is a share of the area in (0, 1], got {step}")
    areas = np.linspace(0.0, 1.0, round(1 / step) + 1)
    counts = np.rint(areas[1:-1] * image.shape[0] * image.shape[1]).astype(int)
    blurred = fill_of(classifier, image, BLURRED)
    gone = blurred if fill == BLURRED else fill_of(classifier, image, fill)

    def changed() -> Iterator[Floats]:
        yield from (image, gone, blurred)
        for order in orders.values():
            yield from _mixed(image, gone, order, counts)
            yield from _mixed(blurred, image, order, counts)

    scores = class_scores(
        classifier,
        changed(),
        target,
        count=3 + 2 * len(counts) * len(orders),
        text="Deleting and inserting",
        job=job,
    )
    (whole, none, start), rest = scores[:3], scores[3:].reshape(len(orders), 2, len(counts))
    return {
        name: Curves(
            deletion=Curve.through(areas, np.concatenate(([whole], deleted, [none]))),
            insertion=Curve.through(areas, np.concatenate(([start], inserted, [whole]))),
        )
        for name, (deleted, inserted) in zip(orders, rest, strict=True)
    }


def _mixed(
    before: Floats, after: Floats, order: Order, counts: NDArray[np.int_]
) -> Iterator[Floats]:
    """Yield an image whose first so many pixels of an order have turned into another's."""
    for count in counts:
        mixed = before.reshape(-1, before.shape[2]).copy()
        chosen = order[:count]
        mixed[chosen] = after.reshape(-1, after.shape[2])[chosen]
        yield mixed.reshape(before.shape)
