"""The two types that everything after attribution, gaze and annotation works on.

Whatever says "this part of the picture mattered" is a :class:`RelevanceMap`; post-processing
turns it into a :class:`ContourMask`. Both are placed in the coordinates of the original
photograph by the box that their grid covers: the values stay at the resolution at which they
were made (decision 9: a classifier's input size on the face crop), and resampling happens once,
where a common grid is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.geometry import Box
from neopain_gui.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ExtractionModel:
    """Who or what extracted the regions: a method on a classifier, or a group of people.

    Attributes
    ----------
    name : str
        As in Tables 3 to 5, for example ``"GradCAM|VGG-Face"`` or ``"Experts"``.
    kind : str
        ``"attribution"``, ``"gaze"`` or ``"annotation"``.
    """

    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RelevanceMap:
    """How much each part of a photograph mattered.

    Attributes
    ----------
    values : ndarray of float32, shape (h, w)
        Relevance ≥ 0 on a regular grid that covers ``box``.
    box : Box
        The rectangle of the photograph that the grid covers.
    photograph_size : tuple of int
        (height, width) of the photograph in pixels.
    model : ExtractionModel
        Who or what it comes from.
    provenance : Provenance
        What made it.
    cells : ndarray of float32, shape (h', w'), or None
        What the values were enlarged from, where that is known: all that has to be kept of them.
    """

    values: NDArray[np.float32]
    box: Box
    photograph_size: tuple[int, int]
    model: ExtractionModel
    provenance: Provenance
    cells: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        _check_grid(self.values, np.dtype(np.float32), "relevance")
        if not np.isfinite(self.values).all() or (self.values < 0).any():
            raise ValueError("relevance must be finite and not negative")

    @property
    def empty(self) -> bool:
        """True where nothing mattered: the map is zero everywhere."""
        return not self.values.any()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContourMask:
    """The most relevant region, in the pixels of the photograph.

    Attributes
    ----------
    values : ndarray of bool, shape (H, W)
        True inside the region; the size of the photograph.
    box : Box
        The rectangle that was looked at; outside it ``values`` is False and means nothing.
    model : ExtractionModel
        Who or what it comes from.
    provenance : Provenance
        What made it.
    """

    values: NDArray[np.bool_]
    box: Box
    model: ExtractionModel
    provenance: Provenance

    def __post_init__(self) -> None:
        _check_grid(self.values, np.dtype(np.bool_), "contour mask")

    @property
    def empty(self) -> bool:
        """True where no pixel is inside the region."""
        return not self.values.any()

    @property
    def coverage(self) -> float:
        """Share of the looked-at rectangle that lies inside the region, in [0, 1]."""
        return float(self.values[self.box.slices].mean())


def entropy(values: NDArray[Any]) -> float:
    """Return how evenly relevance is spread, as a share of the most even spread there is.

    Shannon's entropy −Σ p log p (Shannon 1948) of the relevance divided by its sum, divided by
    log n for n cells.

    Parameters
    ----------
    values : ndarray, shape (h, w)
        Relevance ≥ 0, finite.

    Returns
    -------
    float
        0 where one cell has all the relevance, 1 where every cell has the same; NaN where it is
        undefined: the map is empty or has a single cell.

    Raises
    ------
    ValueError
        There are no cells, or a value is negative or not finite.
    """
    relevance = np.asarray(values, np.float64).ravel()
    if relevance.size == 0 or not np.isfinite(relevance).all() or (relevance < 0).any():
        raise ValueError("relevance must be finite and not negative")
    top = relevance.max()
    if top == 0 or relevance.size == 1:
        return float("nan")
    shares = relevance / top  # the sum of very large numbers would overflow
    shares = shares[shares > 0] / shares.sum()
    return min(1.0, max(0.0, float(-(shares * np.log(shares)).sum() / np.log(relevance.size))))


def _check_grid(values: NDArray[Any], dtype: np.dtype[Any], what: str) -> None:
    if values.ndim != 2 or values.size == 0 or values.dtype != dtype:
        raise ValueError(
            f"a {what} is a non-empty {dtype} (H, W) array, got {values.dtype} {values.shape}"
        )
