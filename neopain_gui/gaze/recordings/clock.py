"""Times in microseconds on the recording's clock, from whatever clocks a file has."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.recordings.numbers import Array

FAR_BACK_US = 1_000_000
"""By how much time must go back for another recording to have begun, microseconds."""
PER_UNIT = {"s": 1e6, "ms": 1e3, "us": 1.0, "ns": 1e-3}
SPOILT = 4
"""So many times fewer different values than the other clock has make a clock a spoilt one."""
LEAST_DIFFERENT = 0.01
"""Share of different times among samples below which there is no telling when they were taken."""
ENOUGH = 100
"""Samples from which the share of different times says something."""
MOST_CODES = 1 << 20
"""Codes up to which counting them all is faster than sorting those that are there."""
FEW_DOUBLED = 0.05
"""Share of samples with the time of the one before up to which nothing is made of it."""
Groups = NDArray[np.integer]


def microseconds(unit: str) -> float:
    """Return how many microseconds a unit is: ``s``, ``ms``, ``us``, ``ns``, or ticks as ``1/N s``.

    >>> microseconds("ms"), microseconds("1/10000000 s")
    (1000.0, 0.1)
    """
    ticks = re.fullmatch(r"1/(\d+) s", unit)
    return 1e6 / int(ticks[1]) if ticks else PER_UNIT[unit]


def unit_by_step(clock: Array) -> tuple[str, float | None]:
    """Return the unit in which the step between samples is plausible, and that step if known.

    Eye trackers take 20 to 2,000 samples a second. Too few samples are taken for milliseconds.
    """
    distinct = np.unique(clock[np.isfinite(clock)])
    if len(distinct) < 3:
        return "ms", None
    step = float(np.median(np.diff(distinct)))
    return "s" if step < 0.2 else "ms" if step < 300 else "us", step


def times(clock: Array, fine: Array, shift: Array, unit: str) -> NDArray[np.int64]:
    """Return microseconds: the finer clock less its shift where it is filled, else the coarse."""
    exact = np.where(np.isnan(fine), clock * microseconds(unit), fine - shift)
    return np.rint(exact).astype(np.int64)


def clock_shifts(clock: Array, fine: Array, group: Groups, unit: str) -> dict[int, float]:
    """Return by how much each group's fine clock is ahead of its coarse one, microseconds.

    Less than one step of the coarse clock is no shift but its rounding.
    """
    import pandas as pd

    ahead = pd.Series(fine - clock * microseconds(unit)).groupby(group).median().round()
    shifts = zip(ahead.index.to_numpy(), ahead.to_numpy(), strict=True)
    return {int(at): float(one) if abs(one) >= microseconds(unit) else 0.0 for at, one in shifts}


def is_spoilt(fine: Array, clock: Array) -> bool:
    """Whether a fine clock tells far fewer moments apart than the coarse one beside it.

    A spreadsheet keeps six digits of a long number: ``1,41831E+11`` stands for a second's samples.
    """
    both = np.isfinite(fine) & np.isfinite(clock)
    return _moments(fine[both]) * SPOILT < _moments(clock[both])


def turns_back(fine: Array, clock: Array, unit: str) -> bool:
    """Whether a fine clock starts again while the coarse one beside it runs on."""
    both = np.isfinite(fine) & np.isfinite(clock)
    steps, coarse = np.diff(fine[both]), np.diff(clock[both]) * microseconds(unit)
    return bool(((steps < -FAR_BACK_US) & (coarse >= 0)).any())


def is_told(time_us: NDArray[np.int64]) -> bool:
    """Whether times tell samples apart; whole seconds or a spoilt clock do not."""
    if len(time_us) < ENOUGH:
        return True
    return _moments(time_us) >= max(2, LEAST_DIFFERENT * len(time_us))


def _moments(clock: NDArray[Any]) -> int:
    """Return how many times there are in a row that differ from the one before."""
    return 1 + int(np.count_nonzero(np.diff(clock))) if len(clock) else 0


def rate(time_us: NDArray[np.int64], group: Groups) -> float | None:
    """Return samples per second: how many there are in the time without holes.

    A clock in whole milliseconds steps by 16 or 17 at 60 Hz: the median alone would say 58.8. A
    coarse clock gives several samples the same time: they count.
    """
    steps = [_steps(time_us[group == one]) for one in codes_in(group)]
    every = np.concatenate(steps) if steps else np.empty(0)
    positive = every[every > 0]
    if not len(positive):
        return None
    middle = np.quantile(positive, 0.5, method="lower")
    usual = positive[np.abs(positive - middle) <= middle / 2]
    return float(1e6 * (len(usual) + len(every) - len(positive)) / usual.sum())


def _steps(times: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the steps between times in order."""
    ordered = times if (times[1:] >= times[:-1]).all() else np.sort(times)
    steps: NDArray[np.int64] = ordered[1:] - ordered[:-1]
    return steps


def codes_in(codes: Groups) -> NDArray[np.int64]:
    """Return the different codes, small whole numbers, in order: faster than sorting them."""
    if not len(codes) or codes.max() > MOST_CODES:
        return np.unique(codes).astype(np.int64)
    return np.flatnonzero(np.bincount(codes.astype(np.int64, copy=False)))


def doubled(time_us: NDArray[np.int64], group: Groups) -> NDArray[np.bool_]:
    """Return which samples have the time of the one before."""
    same = np.zeros(len(time_us), bool)
    same[1:] = (np.diff(time_us) == 0) & (group[1:] == group[:-1])
    return same


def is_repeated(same: NDArray[np.bool_], x: Array, y: Array) -> bool:
    """Whether samples of the same time are one sample twice: else gaze moves between them, too."""
    with np.errstate(invalid="ignore"):
        equal = (np.diff(x) == 0) & (np.diff(y) == 0)
    known = np.isfinite(x[1:]) & np.isfinite(x[:-1])
    within, across = known & same[1:], known & ~same[1:]
    if not within.any() or not across.any():
        return False
    return bool(equal[within].mean() > 0.99 and equal[across].mean() < 0.5)


def spread(time_us: NDArray[np.int64], group: Groups) -> NDArray[np.int64]:
    """Return times in which samples with the same one follow each other evenly."""
    same = doubled(time_us, group)
    first = np.flatnonzero(~same)
    stops = np.append(first[1:], len(time_us))
    counts = stops - first
    own = time_us[first].astype(np.float64)
    steps = np.append(np.diff(own), np.nan)
    steps[np.append(np.diff(group[first]) != 0, True)] = np.nan
    usual = np.nanmedian(steps[steps > 0]) if (steps > 0).any() else 0.0
    steps = np.where((steps > 0) & (steps <= 1.5 * usual), steps, usual)
    place = np.arange(len(time_us)) - np.repeat(first, counts)
    made = np.repeat(own, counts) + np.repeat(steps / counts, counts) * place
    return np.rint(made).astype(np.int64)
