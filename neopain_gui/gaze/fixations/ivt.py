"""I-VT, fixations by velocity, as Tobii's fixation filter (Olsen 2012) describes it.

Gaps are filled, each sample's angular velocity is measured over a window, slow samples that follow
each other are a fixation, near fixations are merged, short ones are discarded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.fixations.geometry import Array, Viewing, angle, directions
from neopain_gui.gaze.fixations.segments import Segment, filled, runs


@dataclass(frozen=True, slots=True, kw_only=True)
class IVT:
    """Settings of the I-VT filter; the defaults are Tobii's, which the dissertation's figures are.

    Attributes
    ----------
    fill_ms : float
        Gaps up to this long are filled on a straight line; 0 fills none.
    window_ms : float
        Over which velocity is measured.
    threshold_deg_s : float
        Slower samples belong to fixations, degrees per second.
    merge_ms, merge_deg : float
        Fixations are merged where time and angle between them are at most these; 0 ms merges none.
    shortest_ms : float
        Shorter fixations are discarded.
    """

    fill_ms: float = 75.0
    window_ms: float = 20.0
    threshold_deg_s: float = 30.0
    merge_ms: float = 75.0
    merge_deg: float = 0.5
    shortest_ms: float = 60.0

    def __post_init__(self) -> None:
        every = (self.fill_ms, self.merge_ms, self.merge_deg, self.shortest_ms)
        strict = (self.window_ms, self.threshold_deg_s)
        if not (all(0 <= x < np.inf for x in every) and all(0 < x < np.inf for x in strict)):
            raise ValueError("window and threshold are positive, nothing is negative")


def ivt(segment: Segment, viewing: Viewing, how: IVT) -> NDArray[np.int64]:
    """Number the fixations of a segment.

    Returns
    -------
    ndarray of int64, shape (n,)
        Each sample's fixation, from 1; 0 where there is none.
    """
    x, y = segment.steady(how.fill_ms)
    slow = velocity(segment, _looks(segment, x, y, viewing, how), how.window_ms)
    parts = _merged(runs(slow < how.threshold_deg_s), segment, x, y, viewing, how)
    numbers = np.zeros(len(x), np.int64)
    number = 0
    for start, stop in parts:
        if segment.lasts_at_least(start, stop, how.shortest_ms):
            number += 1
            numbers[start:stop] = number
    return numbers


def _looks(segment: Segment, x: Array, y: Array, viewing: Viewing, how: IVT) -> Array:
    """Return directions: the eye tracker's own where it says them, else from gaze points."""
    distance = filled(segment.ms, segment.distance_mm, how.fill_ms)
    looks = directions(x, y, viewing, distance)
    if segment.looks is None:
        return looks
    own = np.stack([segment.filled(axis, how.fill_ms) for axis in segment.looks.T], axis=1)
    own /= np.linalg.norm(own, axis=1, keepdims=True)
    # Both in one stretch would jump between two ways of measuring.
    for start, stop in runs(np.isfinite(looks[:, 0])):
        if np.isfinite(own[start:stop]).all():
            looks[start:stop] = own[start:stop]
    return looks


def velocity(segment: Segment, looks: Array, window_ms: float) -> Array:
    """Return each sample's angular velocity, degrees per second; NaN where it is not known.

    The angle between the first and the last look of a window around the sample, over the time
    between them. Where looks begin and end the window is cut off. A window of an odd number of
    steps reaches one more back than forward: at 60 Hz it lies between a sample and the one before.
    """
    steps = max(1, round(window_ms / segment.interval_ms))
    made = np.full(len(looks), np.nan)
    for start, stop in runs(np.isfinite(looks[:, 0])):
        places = np.arange(start, stop)
        first = np.maximum(places - (steps + 1) // 2, start)
        last = np.minimum(places + steps // 2, stop - 1)
        last = np.where(first == last, np.minimum(places + 1, stop - 1), last)
        time = segment.ms[last] - segment.ms[first]
        with np.errstate(divide="ignore", invalid="ignore"):
            found = 1000 * angle(looks[first], looks[last]) / time
        made[start:stop] = np.where(time > 0, found, np.nan)
    return made


def _merged(
    parts: list[tuple[int, int]], segment: Segment, x: Array, y: Array, viewing: Viewing, how: IVT
) -> list[tuple[int, int]]:
    """Join neighbours that are near in time and place."""
    made: list[tuple[int, int]] = []
    middles: list[Array] = []
    for start, stop in parts:
        middle = _middle(segment, x, y, start, stop, viewing)
        if made:
            before = made[-1]
            between = segment.ms[start] - segment.ms[before[1] - 1] - segment.interval_ms
            if between <= how.merge_ms and angle(middles[-1], middle) <= how.merge_deg:
                made[-1] = (before[0], stop)
                middles[-1] = _middle(segment, x, y, before[0], stop, viewing)
                continue
        made.append((start, stop))
        middles.append(middle)
    return made


def _middle(segment: Segment, x: Array, y: Array, start: int, stop: int, viewing: Viewing) -> Array:
    part = slice(start, stop)
    known = np.isfinite(x[part])
    distance = segment.distance_mm[part][known]
    distance = distance[np.isfinite(distance)]
    away = distance.mean() if len(distance) else np.nan
    found: Array = directions(
        np.array([x[part][known].mean()]),
        np.array([y[part][known].mean()]),
        viewing,
        np.array([away]),
    )[0]
    return found
