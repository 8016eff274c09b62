"""Fixations spread over a photograph, and the mean of several participants' maps.

A fixation falls on more than one point: the fovea sees about a degree, and the eye tracker errs by
half of one. So each is spread by a Gaussian. Eye-tracking software states how far by a *radius*:
Tobii's, 50 pixels unless it was changed, is where a cubic Hermite spline, which stands for the
Gaussian, has fallen to nothing. :func:`sigma_of_radius` says which Gaussian spreads as much.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Stage of a group map's provenance.
GROUP_MAP = "gaze.group_map"

DENSITY_VERSION = 1
"""Version of this module's numbers."""

RADIUS_PX = 50.0
"""Radius, in screen pixels, at which Tobii's software draws heatmaps unless told otherwise."""

_AT_ONCE = 2048  # fixations: 2048 × 1280 float64 are 21 MB


class Measure(StrEnum):
    """What is added up where a participant fixated."""

    COUNT = "absolute count"
    """Each fixation counts 1."""
    DURATION = "absolute duration"
    """Each fixation counts its milliseconds."""
    RELATIVE = "relative duration"
    """Each fixation counts its share of the time that the participant fixated the photograph."""


WEIGHTS = {
    Measure.COUNT: "number of fixations",
    Measure.DURATION: "fixation duration",
    Measure.RELATIVE: "share of fixation time",
}
"""What each is called where people read it; its value is what Tobii's programs call it."""


def sigma_of_radius(radius: float) -> float:
    """Return the standard deviation of the Gaussian that spreads like Tobii's kernel.

    Parameters
    ----------
    radius : float
        Where the spline w(t) = 2 t³ − 3 t² + 1, t = distance / radius, ends; > 0, in any unit.

    Returns
    -------
    float
        In the same unit, radius · √(5/42), about 0.345 radius: along each axis this is the
        spline's own standard deviation over the disc. Half its height is reached at 0.41 radius
        in place of 0.5, since the Gaussian has tails; 98.5 % of it lies within the radius.
    """
    if not (math.isfinite(radius) and radius > 0):
        raise ValueError(f"a radius is above 0, not {radius}")
    return radius * math.sqrt(5 / 42)


def pixels_of_degrees(degrees: float, *, distance_mm: float, pixel_mm: float) -> float:
    """Return how many pixels of a photograph a visual angle from the line of sight covers.

    Parameters
    ----------
    degrees : float
        The angle, in (0, 90).
    distance_mm : float
        From the eyes to the screen.
    pixel_mm : float
        Width of one pixel *of the photograph* on the screen: the screen's own, times how much the
        photograph was enlarged there.

    Returns
    -------
    float
        distance · tan(degrees) / pixel: exact in front of the eyes, a little too little aside.
    """
    given = (degrees, distance_mm, pixel_mm)
    if not all(math.isfinite(each) and each > 0 for each in given) or degrees >= 90:
        raise ValueError(f"no such angle, distance or pixel: {given}")
    return distance_mm * math.tan(math.radians(degrees)) / pixel_mm


def on_photograph(x: ArrayLike, y: ArrayLike, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which fixations lie on a photograph: 0 ≤ x < width and 0 ≤ y < height.

    Parameters
    ----------
    x, y : array-like of float, shape (n,)
        In the photograph's pixels, from its upper left corner; NaN is nowhere.
    size : tuple of int
        (height, width).
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    return (x >= 0) & (x < size[1]) & (y >= 0) & (y < size[0])


def fixation_map(
    x: ArrayLike,
    y: ArrayLike,
    duration_ms: ArrayLike,
    *,
    size: tuple[int, int],
    measure: Measure | str,
    sigma_px: float,
) -> NDArray[np.float32]:
    """Spread one participant's fixations of one photograph.

    A pixel is an area, and column ``i`` reaches from ``i`` to ``i + 1``: a fixation at x = 10.5
    lies in the middle of column 10. Each pixel gets the Gaussian's integral over its area, so
    fixations need not lie on whole pixels, nothing is truncated, and what spreads beyond the
    photograph's border is lost there.

    Parameters
    ----------
    x, y : array-like of float, shape (n,)
        Where the fixations are, in the photograph's pixels from its upper left corner. Those that
        are off it are left out; :func:`on_photograph` tells which.
    duration_ms : array-like of float, shape (n,)
        How long each lasted; finite and ≥ 0.
    size : tuple of int
        (height, width) of the photograph.
    measure : Measure
        What is added up. The shares of ``Measure.RELATIVE`` are of the fixations on the
        photograph, so each participant weighs the same in a group.
    sigma_px : float
        Standard deviation of the Gaussian in the photograph's pixels, > 0.

    Returns
    -------
    ndarray of float32, shape ``size``
        ≥ 0. Its sum is the number of fixations, their milliseconds or 1, less what is lost at
        the border; all 0 without a fixation on the photograph.

    Raises
    ------
    ValueError
        Shapes differ, a duration is negative or not finite, the size is empty, σ is not above 0,
        or there is no such measure.
    """
    x, y, duration = (np.asarray(each, np.float64) for each in (x, y, duration_ms))
    measure = Measure(measure)
    if x.ndim != 1 or x.shape != y.shape or x.shape != duration.shape:
        raise ValueError(f"shapes differ: {x.shape}, {y.shape}, {duration.shape}")
    if not (np.isfinite(duration).all() and (duration >= 0).all()):
        raise ValueError("durations are finite and at least 0")
    if min(size) < 1 or not (math.isfinite(sigma_px) and sigma_px > 0):
        raise ValueError(f"cannot spread over {size} with a standard deviation of {sigma_px}")
    kept = on_photograph(x, y, size)
    x, y, weight = x[kept], y[kept], duration[kept]
    if measure is Measure.COUNT:
        weight = np.ones_like(x)
    elif measure is Measure.RELATIVE:
        weight = weight / (weight.sum() or 1.0)
    total = np.zeros(size)
    for start in range(0, len(x), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        rows = (_shares(y[part], size[0], sigma_px) * weight[part, None]).T
        columns = _shares(x[part], size[1], sigma_px)
        if start == 0:
            np.matmul(rows, columns, out=total)  # a large photograph's total is 48 MB
        else:
            total += rows @ columns
    return total.astype(np.float32)


def _shares(centres: NDArray[np.float64], length: int, sigma: float) -> NDArray[np.float64]:
    """Return how much of the Gaussian around each centre lies in each pixel, (n, length)."""
    from scipy.special import ndtr

    edges = np.arange(length + 1)[None, :]
    shares: NDArray[np.float64] = np.diff(ndtr((edges - centres[:, None]) / sigma), axis=1)
    return shares


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupMap:
    """The mean of several participants' maps.

    Attributes
    ----------
    values : ndarray of float32, shape (H, W)
        ≥ 0.
    participants : tuple of str
        Whose maps were averaged, sorted.
    looked_away : tuple of str
        Those of them who have no fixation on the photograph: they count as zeros.
    left_out : tuple of str
        Who has a map but no valid data and was not averaged.
    """

    values: NDArray[np.float32]
    participants: tuple[str, ...]
    looked_away: tuple[str, ...]
    left_out: tuple[str, ...]


class GroupMean:
    """Averages maps over participants, one after the other: one map at a time is in memory.

    Whoever blinked less or was recorded longer is one vote. Whoever was recorded well and looked
    elsewhere saw the photograph and did not look at it: that is a result, and counts as zeros.

    Parameters
    ----------
    size : tuple of int
        (height, width) of the photograph.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._total = np.zeros(size)
        self._participants: list[str] = []
        self._looked_away: list[str] = []

    def add(self, participant: str, found: NDArray[np.float32] | None) -> None:
        """Add a participant's map, of :func:`fixation_map`; None for who looked away.

        They come in the order of their names: floating-point sums depend on it.

        Raises
        ------
        ValueError
            The map has another shape, or the participant comes after another.
        """
        if found is not None and found.shape != self._size:
            raise ValueError(f"a map is not of the photograph's size {self._size}")
        if self._participants and participant <= self._participants[-1]:
            raise ValueError(f"{participant} comes after {self._participants[-1]}")
        self._participants.append(participant)
        if found is None or not found.any():
            self._looked_away.append(participant)
        else:
            self._total += found

    def mean(self, left_out: Collection[str] = ()) -> GroupMap:
        """Return the mean; nothing can be added after it.

        Raises
        ------
        ValueError
            Nobody was added.
        """
        if not self._participants:
            raise ValueError("there is no participant with valid data")
        self._total /= len(self._participants)
        return GroupMap(
            values=self._total.astype(np.float32),
            participants=tuple(self._participants),
            looked_away=tuple(self._looked_away),
            left_out=tuple(sorted(left_out)),
        )


def group_map(
    maps: Mapping[str, NDArray[np.float32]], *, valid: Collection[str], size: tuple[int, int]
) -> GroupMap:
    """Average maps that are all there; see :class:`GroupMean`.

    Parameters
    ----------
    maps : mapping of str to ndarray of float32, shape ``size``
        By participant, of :func:`fixation_map`; one may be missing for who looked away.
    valid : collection of str
        The participants whose recording of this photograph is valid; others say nothing, and are
        left out.
    size : tuple of int
        (height, width) of the photograph.

    Raises
    ------
    ValueError
        Nobody is valid, or a map has another shape.
    """
    if any(each.shape != size for each in maps.values()):
        raise ValueError(f"a map is not of the photograph's size {size}")
    mean = GroupMean(size)
    for name in sorted(set(valid)):
        mean.add(name, maps.get(name))
    return mean.mean(set(maps) - set(valid))
