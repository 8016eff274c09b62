"""How far a map that is made of random draws would differ with another seed.

The draws are dealt out to eight blocks in turn. Each way to put the blocks into two halves gives
two maps of half as many draws. These differ as two seeds would with half as many draws: where
noise falls as 1/√n, by √2 more than two seeds do with all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.attribution.usual_mask import mask_change

BLOCKS = 8
_MASKS = 4
"""Of so many of the ways the masks are compared: their clusters take longer than the maps."""
Made = Callable[[Sequence[int]], NDArray[np.floating[Any]]]
"""From the numbers of some blocks to the map (H, W) that their draws alone would give."""
Spread = Callable[[int, Mapping[str, float]], object]
"""Called with an image's number and what :func:`seed_noise` says of its map."""


class Means:
    """Sums of draws in blocks, for methods whose map is made of a mean over the draws.

    Parameters
    ----------
    shape : tuple of int
        Of a draw.
    made : callable
        From a mean, of that shape, to the map (H, W).
    """

    def __init__(self, shape: tuple[int, ...], made: Callable[[Any], NDArray[np.floating[Any]]]):
        self._sums, self._made = np.zeros((BLOCKS, *shape)), made
        self._counts = np.zeros(BLOCKS, int)

    def add(self, draw: NDArray[np.floating[Any]]) -> None:
        """Add the next draw."""
        block = int(self._counts.sum()) % BLOCKS
        self._sums[block] += draw
        self._counts[block] += 1

    def noise(self, relevance: NDArray[np.floating[Any]]) -> Mapping[str, float]:
        """Return :func:`seed_noise` of the map of all draws."""

        def made(chosen: Sequence[int]) -> NDArray[np.floating[Any]]:
            places = list(chosen)
            return self._made(self._sums[places].sum(axis=0) / self._counts[places].sum())

        return seed_noise(relevance, made, int(self._counts.sum()))


def seed_noise(relevance: NDArray[np.floating[Any]], made: Made, draws: int) -> Mapping[str, float]:
    """Estimate by how much two seeds differ, as the facts beside a map keep it.

    Parameters
    ----------
    relevance : ndarray, shape (H, W)
        The map of all draws.
    made : callable
        The map of some blocks.
    draws : int
        How many there were.

    Returns
    -------
    Mapping
        ``seed_map``, the largest difference of two seeds' maps as a share of the map's maximum,
        and ``seed_mask``, the share of pixels that are in the contour mask of only one of them.
        Empty with fewer than two draws a block, from which nothing can be told.
    """
    if draws < 2 * BLOCKS:
        return {}
    off, moved = [], []
    ways = list(combinations(range(1, BLOCKS), BLOCKS // 2 - 1))
    for number, half in enumerate(ways):
        one = made([0, *half]).astype(np.float32)
        rest = [block for block in range(1, BLOCKS) if block not in half]
        other = made(rest).astype(np.float32)
        off.append(float(np.abs(one - other).max()))
        if number % (len(ways) // _MASKS) == 0:
            moved.append(mask_change(one, other))
    largest = float(relevance.max())
    share = float(np.mean(off)) / largest if largest else 0.0
    return {
        "seed_map": share / float(np.sqrt(2)),
        "seed_mask": float(np.mean(moved)) / float(np.sqrt(2)),
    }
