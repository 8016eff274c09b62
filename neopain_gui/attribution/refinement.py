"""Where on the path from a baseline to an image gradients are taken, and when there are enough.

The path x′ + γ (x − x′) is walked in u with γ = u²: a classifier changes most where the image
is still dark, and so midpoints of equal pieces in u lie denser there. No end point is evaluated:
the gradient in the baseline is far from typical and the trapezoid rule gives it weight. A piece
is refined by cutting it into three, whose middle one keeps the midpoint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.usual_mask import usual_mask

FIRST, FIRST_OF_LARGE = 5, 11
"""Pieces to begin with, all of which are refined once, for nothing is known without that; more
where an image is :data:`LARGE`: a network that reads more pixels has more kinks on the path."""
LARGE = 150 * 150
"""Pixels: between the N-CNN's 120 × 120 and VGG-Face's 224 × 224."""
MOST = 225
"""Gradients at the most."""
SHARE = 0.6
"""Later on the pieces are refined that hold at least this share of the estimated error."""
MASK_SETTLED = 0.02
"""The contour mask has settled where a refinement moves at most this share of its pixels …"""
MAP_SETTLED = 0.05
"""… and the map where its estimated error is at most this share of its relevance."""

Gradients = Callable[[NDArray[np.float64]], NDArray[np.float32]]
"""From places γ, shape (m,), to the score's gradients there, shape (m, H, W, C)."""
Watch = Callable[[NDArray[np.float64]], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Integral:
    """The mean gradient along a path, and how well it is known.

    Attributes
    ----------
    mean : ndarray of float64, shape (H, W, C)
        ∫₀¹ ∂F/∂x (x′ + γ (x − x′)) dγ.
    gradients : int
        How many were evaluated.
    map_error : float
        Estimate of Σ|a − â| / Σ|a| over the attributions; see :class:`_Pieces`. Zero where all
        attributions are zero.
    mask_change : float
        Share of the pixels that the last refinement moved into or out of the contour mask.
    """

    mean: NDArray[np.float64]
    gradients: int
    map_error: float
    mask_change: float


def expected(shape: tuple[int, ...]) -> int:
    """Return the gradients that most images of a shape (H, W, C) need.

    >>> expected((120, 120, 3)), expected((224, 224, 3))
    (15, 33)
    """
    return 3 * _first(shape)


def refine(
    gradients: Gradients,
    difference: NDArray[np.float64],
    *,
    watch: Watch | None = None,
    most: int = MOST,
) -> Integral:
    """Integrate until the contour mask has settled and the map's error is small.

    Parameters
    ----------
    gradients : callable
        Evaluates gradients at places in (0, 1).
    difference : ndarray of float64, shape (H, W, C)
        x − x′.
    watch : callable, optional
        Called with the mean gradient after each refinement.
    most : int
        Gradients at the most.

    Returns
    -------
    Integral
    """
    pieces = _Pieces(gradients, difference)
    before = _mask(pieces.attributions)
    chosen = list(range(_first(difference.shape)))
    while True:
        pieces.cut(chosen)
        if watch is not None:
            watch(pieces.mean)
        now = _mask(pieces.attributions)
        mask_change, before = float(np.mean(now != before)), now
        error = pieces.error
        settled = mask_change <= MASK_SETTLED and error <= MAP_SETTLED
        chosen = pieces.worst()[: (most - pieces.count) // 2]
        if settled or not chosen:
            return Integral(
                mean=pieces.mean,
                gradients=pieces.count,
                map_error=error,
                mask_change=mask_change,
            )


class _Pieces:
    """Pieces of [0, 1] in u with the gradient at each one's midpoint.

    The error that is left in a piece is taken to be half of what the cut that made it changed
    (Σ|change of the attributions| over the image, a third for each of the three): so it is where
    errors fall as 1/n, as they do at the kinks of ReLU networks; where F is smooth they fall
    faster. Summing the pieces' magnitudes lets none cancel, which makes the estimate a cautious
    one where many kinks lie on the path; a single jump of all pixels together it can miss.
    """

    def __init__(self, gradients: Gradients, difference: NDArray[np.float64]) -> None:
        self._evaluate, self._difference = gradients, difference
        self.count = _first(difference.shape)
        self._starts = [place / self.count for place in range(self.count)]
        self._sizes = [1 / self.count] * self.count
        self._changes = [0.0] * self.count
        self._values = list(gradients(self._midpoints(self._starts, self._sizes)))
        self.mean = np.zeros(difference.shape, np.float64)
        for place, value in enumerate(self._values):
            self.mean += value * self._width(place)

    @property
    def attributions(self) -> NDArray[np.float64]:
        """(x − x′) times the mean gradient."""
        return self._difference * self.mean

    @property
    def error(self) -> float:
        """Estimate of Σ|a − â| / Σ|a|."""
        total = float(np.abs(self.attributions).sum())
        return sum(self._changes) / 2 / total if total > 0 else 0.0

    def worst(self) -> list[int]:
        """Return the pieces that hold most of the estimated error; none where there is none."""
        order = sorted(range(len(self._changes)), key=lambda place: -self._changes[place])
        held = np.cumsum([self._changes[place] for place in order])
        if held[-1] <= 0:
            return []
        return order[: int(np.searchsorted(held, SHARE * held[-1])) + 1]

    def cut(self, places: list[int]) -> None:
        """Cut pieces into three each; their midpoints stay."""
        outer = [(self._starts[p] + k * self._sizes[p] / 3, p) for p in places for k in (0, 2)]
        sizes = [self._sizes[p] / 3 for _, p in outer]
        found = self._evaluate(self._midpoints([start for start, _ in outer], sizes))
        self.count += len(outer)
        for number, place in enumerate(places):
            old = self._values[place] * self._width(place)
            start, size = self._starts[place], self._sizes[place] / 3
            self._starts[place], self._sizes[place] = start + size, size
            new = self._values[place] * self._width(place)
            for k in (0, 1):
                self._starts.append(outer[2 * number + k][0])
                self._sizes.append(size)
                self._values.append(found[2 * number + k])
                new = new + self._values[-1] * self._width(len(self._values) - 1)
            change = new - old
            self.mean += change
            left = float(np.abs(change * self._difference).sum()) / 3
            self._changes[place] = left
            self._changes += [left, left]

    def _width(self, place: int) -> float:
        start = self._starts[place]
        return (start + self._sizes[place]) ** 2 - start**2

    @staticmethod
    def _midpoints(starts: list[float], sizes: list[float]) -> NDArray[np.float64]:
        return (np.asarray(starts) + np.asarray(sizes) / 2) ** 2


def _first(shape: tuple[int, ...]) -> int:
    return FIRST_OF_LARGE if shape[0] * shape[1] > LARGE else FIRST


def _mask(attributions: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return the contour mask that the map would have with the dissertation's settings."""
    return usual_mask(np.abs(attributions).sum(axis=-1).astype(np.float32))
