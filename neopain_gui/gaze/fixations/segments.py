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
JITTER = 0.1
"""Share of the time between two samples by which times are taken for equal: clocks jitter."""
_HOLE = 1.5  # usual times between samples, from which on some are missing


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
        Usual time between two samples of the recording.
    looks : ndarray of float64, shape (n, 3), or None
        Directions in which the eyes look, mean of the valid ones, as the eye tracker itself says
        it; NaN where it does not.
    """

    rows: slice
    ms: Array
    x: Array
    y: Array
    eyes: NDArray[np.int64]
    distance_mm: Array
    interval_ms: float
    looks: Array | None = None

    def lasts(self, start: int, stop: int) -> float:
        """Return how long samples last, milliseconds: each until the next would come."""
        return float(self.ms[stop - 1] - self.ms[start]) + self.interval_ms

    def lasts_at_least(self, start: int, stop: int, shortest_ms: float) -> bool:
        """Say whether samples last so long, but for what clocks jitter by."""
        return self.lasts(start, stop) >= shortest_ms - JITTER * self.interval_ms

    def steady(self, longest_ms: float) -> tuple[Array, Array]:
        """Return x and y with short gaps filled on straight lines.

        A moment in which one of two eyes is lost counts as a gap: the mean of both would jump to
        the one that is left, by as much as the eyes differ.
        """
        x, y = (self.filled(values, longest_ms) for values in (self.x, self.y))
        return x, y

    def filled(self, values: Array, longest_ms: float) -> Array:
        """Return values, means of both eyes, with short gaps filled as :meth:`steady` does."""
        one = np.zeros(len(self.ms), bool)
        for start, stop in runs(self.eyes == 1):
            before, after = start - 1, stop
            if before >= 0 and after < len(self.ms) and self.eyes[[before, after]].min() == 2:
                one[start:stop] = self.ms[after] - self.ms[before] <= longest_ms
        return filled(self.ms, np.where(one, np.nan, values), longest_ms)


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
    intervals = intervals_us(samples) / 1000
    column = {
        name: samples[name].to_numpy(np.float64) for name in ("gaze_x", "gaze_y", "distance_mm")
    }
    looks = _looks(samples)
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
            interval_ms=float(intervals[start]),
            looks=None if looks is None else looks[rows],
        )


def in_order(samples: pd.DataFrame) -> NDArray[np.int64] | slice:
    """Return where the samples stand that come first, second, …: each recording's, by time."""
    codes, times = _recordings(samples), samples["time_us"].to_numpy(np.int64)
    later = (codes[1:] > codes[:-1]) | ((codes[1:] == codes[:-1]) & (times[1:] >= times[:-1]))
    if later.all():
        return slice(None)
    order: NDArray[np.int64] = np.lexsort((times, codes))
    return order


def intervals_us(samples: pd.DataFrame) -> Array:
    """Return the usual time between two samples of the recording that each is of, microseconds.

    The mean of the steps near the median one: a clock in whole milliseconds steps by 16 or 17 at
    60 Hz. Of two in the middle the shorter, because lost samples only lengthen steps. One
    millisecond where a recording has no two samples.
    """
    codes, times = _recordings(samples), samples["time_us"].to_numpy(np.int64)
    steps, of = np.diff(times), codes[1:]
    inside = (steps > 0) & (codes[1:] == codes[:-1])
    usual = np.full(codes.max(initial=0) + 1, 1000.0)
    for code in np.unique(of[inside]):
        mine = steps[inside & (of == code)] if len(usual) > 1 else steps[inside]
        middle = np.quantile(mine, 0.5, method="lower")
        usual[code] = mine[np.abs(mine - middle) <= middle / 2].mean()
    return usual[codes]


def until_next_us(samples: pd.DataFrame) -> Array:
    """Return how long each sample lasts: until the next of its recording, if none is missing."""
    codes, times = _recordings(samples), samples["time_us"].to_numpy(np.int64)
    usual = intervals_us(samples)
    steps = np.full(len(times), np.inf)
    steps[:-1] = np.where(codes[1:] == codes[:-1], np.diff(times), np.inf)
    return np.where((steps >= 0) & (steps <= _HOLE * usual), steps, usual)


def _looks(samples: pd.DataFrame) -> Array | None:
    names = [f"direction_{axis}" for axis in "xyz"]
    if not set(names) <= set(samples.columns):
        return None
    looks = np.stack([samples[name].to_numpy(np.float64) for name in names], axis=1)
    return looks if np.isfinite(looks).any() else None


def _recordings(samples: pd.DataFrame) -> NDArray[np.int64]:
    """Return a number from 0 for each sample's participant and recording."""
    import pandas as pd

    who, which = (
        pd.factorize(samples[name])[0].astype(np.int64) for name in ("participant", "recording")
    )
    number, _ = pd.factorize(who * (which.max(initial=0) + 1) + which)
    made: NDArray[np.int64] = number.astype(np.int64)
    return made


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
