"""I-DT, fixations by dispersion (Salvucci and Goldberg 2000)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.fixations.geometry import Viewing
from neopain_gui.gaze.fixations.segments import Segment, runs


@dataclass(frozen=True, slots=True, kw_only=True)
class IDT:
    """Settings of the I-DT filter.

    Attributes
    ----------
    shortest_ms : float
        A fixation lasts at least so long.
    dispersion_deg : float
        Its samples' range along x plus their range along y is at most so many degrees.
    fill_ms : float
        Gaps up to this long are filled on a straight line; 0 fills none.
    """

    shortest_ms: float = 60.0
    dispersion_deg: float = 0.5
    fill_ms: float = 75.0

    def __post_init__(self) -> None:
        strict = (self.shortest_ms, self.dispersion_deg)
        if not (all(0 < x < np.inf for x in strict) and 0 <= self.fill_ms < np.inf):
            raise ValueError("duration and dispersion are positive, no gap is negative")


def idt(segment: Segment, viewing: Viewing, how: IDT) -> NDArray[np.int64]:
    """Number the fixations of a segment.

    A window of the shortest duration that is narrow enough grows until the next sample would make
    it too wide; else it moves on by a sample.

    Returns
    -------
    ndarray of int64, shape (n,)
        Each sample's fixation, from 1; 0 where there is none.
    """
    away = viewing.away(segment.distance_mm)
    degrees = []
    for values, pixels, length in zip(
        segment.steady(how.fill_ms), viewing.screen_px, viewing.screen_mm, strict=True
    ):
        degrees.append(np.rad2deg(np.arctan2((values - pixels / 2) * (length / pixels), away)))
    x, y = degrees
    numbers = np.zeros(len(x), np.int64)
    number = 0
    for start, stop in runs(np.isfinite(x) & np.isfinite(y)):
        for begin, end in _windows(segment, x.tolist(), y.tolist(), start, stop, how):
            number += 1
            numbers[begin:end] = number
    return numbers


def _windows(
    segment: Segment, x: list[float], y: list[float], start: int, stop: int, how: IDT
) -> list[tuple[int, int]]:
    found = []
    while start < stop:
        end = start + 1
        while end < stop and not segment.lasts_at_least(start, end, how.shortest_ms):
            end += 1
        if not segment.lasts_at_least(start, end, how.shortest_ms):
            break
        left, right = min(x[start:end]), max(x[start:end])
        top, bottom = min(y[start:end]), max(y[start:end])
        if (right - left) + (bottom - top) > how.dispersion_deg:
            start += 1
            continue
        while end < stop:
            left, right = min(left, x[end]), max(right, x[end])
            top, bottom = min(top, y[end]), max(bottom, y[end])
            if (right - left) + (bottom - top) > how.dispersion_deg:
                break
            end += 1
        found.append((start, end))
        start = end
    return found
