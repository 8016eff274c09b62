"""What fixations are looked for in: stretches of samples that belong together, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

TRIAL = ("participant", "recording", "stimulus")
"""Columns that a fixation never reaches across."""
BREAK_MS = 75.0
"""Where so much time has no samples at all, nothing is known to have gone on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segment:
    """Consecutive samples of one participant.

    Attributes
    ----------
    rows : slice
        Where they stand in the table.
    ms : ndarray of float64, shape (n,)
        Time since the first, milliseconds.
    x, y : ndarray of float64, shape (n,)
        Gaze points, pixels of the screen; NaN where no eye was found.
    eyes : ndarray of int64, shape (n,)
        How many were found.
    distance_mm : ndarray of float64, shape (n,)
        Of the eyes; NaN where it is not known.
    interval_ms : float
        Usual time between two samples.
    """

    rows: slice
    ms: Array
    x: Array
    y: Array
    eyes: NDArray[np.int64]
    distance_mm: Array
    interval_ms: float

    def steady(self, longest_ms: float) -> tuple[Array, Array]:
        """Return x and y with short gaps filled on straight lines.

        A moment in which one of two eyes is lost counts as a gap: the mean of both would jump to
        the one that is left, by as much as the eyes differ.
        """
        one = np.zeros(len(self.ms), bool)
        for start, stop in runs(self.eyes == 1):
            before, after = start - 1, stop
            if before >= 0 and after < len(self.ms) and self.eyes[[before, after]].min() == 2:
                one[start:stop] = self.ms[after] - self.ms[before] <= longest_ms
        x, y = (
            filled(self.ms, np.where(one, np.nan, values), longest_ms)
            for values in (self.x, self.y)
        )
        return x, y


def segments(samples: pd.DataFrame, within: Sequence[str] = TRIAL) -> Iterator[Segment]:
    """Yield the stretches in which none of the columns ``within`` changes and no time is missing.

    Parameters
    ----------
    samples : pandas.DataFrame
        With the columns of ``Recording.samples``, each recording's by time.
    within : sequence of str
        Columns.
    """
    if not len(samples):
        return
    times, new = _borders(samples, within)
    interval = interval_ms(samples, within)
    column = {
        name: samples[name].to_numpy(np.float64) for name in ("gaze_x", "gaze_y", "distance_mm")
    }
    eyes = samples["left_valid"].to_numpy(np.int64) + samples["right_valid"].to_numpy(np.int64)
    edges = [0, *(np.flatnonzero(new) + 1).tolist(), len(samples)]
    for start, stop in pairwise(edges):
        rows = slice(start, stop)
        known = np.isfinite(column["gaze_x"][rows]) & np.isfinite(column["gaze_y"][rows])
        yield Segment(
            rows=rows,
            ms=(times[rows] - times[start]) / 1000,
            x=np.where(known, column["gaze_x"][rows], np.nan),
            y=np.where(known, column["gaze_y"][rows], np.nan),
            eyes=eyes[rows],
            distance_mm=column["distance_mm"][rows],
            interval_ms=interval,
        )


def interval_ms(samples: pd.DataFrame, within: Sequence[str] = TRIAL) -> float:
    """Return the usual time between two samples, milliseconds; 1 where there are no two."""
    times, new = _borders(samples, within)
    steps = np.diff(times)[~new]
    steps = steps[steps > 0]
    return float(np.median(steps)) / 1000 if len(steps) else 1.0


def _borders(
    samples: pd.DataFrame, within: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the times, and after which samples something new begins."""
    times = samples["time_us"].to_numpy(np.int64)
    steps = np.diff(times)
    new = (steps < 0) | (steps > BREAK_MS * 1000)
    for name in within:
        values = samples[name].to_numpy(dtype=object)
        new |= values[1:] != values[:-1]
    return times, new


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return begin and end (exclusive) of each stretch of True.

    >>> runs(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    padded = np.concatenate(([False], flags, [False])).astype(np.int8)
    turns = np.diff(padded)
    starts, stops = np.flatnonzero(turns == 1), np.flatnonzero(turns == -1)
    return list(zip(starts.tolist(), stops.tolist(), strict=True))


def filled(ms: Array, values: Array, longest_ms: float) -> Array:
    """Return values with gaps that are not too long filled on straight lines.

    A gap lasts from the last value before it to the first after it.
    """
    missing = runs(~np.isfinite(values))
    made = values.copy()
    for start, stop in missing:
        inside = start > 0 and stop < len(values)
        if inside and ms[stop] - ms[start - 1] <= longest_ms:
            ends = [start - 1, stop]
            made[start:stop] = np.interp(ms[start:stop], ms[ends], values[ends])
    return made
