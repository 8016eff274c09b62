"""Times in microseconds on the recording's clock, from whatever clocks a file has."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.recordings.numbers import Array

FAR_BACK_US = 1_000_000
"""By how much time must go back for another recording to have begun, microseconds."""
PER_UNIT = {"s": 1e6, "ms": 1e3, "us": 1.0}
Groups = NDArray[np.integer]


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
    exact = np.where(np.isnan(fine), clock * PER_UNIT[unit], fine - shift)
    return np.rint(exact).astype(np.int64)


def clock_shifts(clock: Array, fine: Array, group: Groups, unit: str) -> dict[int, float]:
    """Return by how much each group's fine clock is ahead of its coarse one, microseconds.

    Less than one step of the coarse clock is no shift but its rounding.
    """
    import pandas as pd

    ahead = pd.Series(fine - clock * PER_UNIT[unit]).groupby(group).median().round()
    shifts = zip(ahead.index.to_numpy(), ahead.to_numpy(), strict=True)
    return {int(at): float(one) if abs(one) >= PER_UNIT[unit] else 0.0 for at, one in shifts}


def rate(time_us: NDArray[np.int64], group: Groups) -> float | None:
    """Return samples per second: of the steps between distinct times, the mean of the usual ones.

    A clock in whole milliseconds steps by 16 or 17 at 60 Hz: the median alone would say 58.8.
    """
    steps = [np.diff(np.unique(time_us[group == one])) for one in np.unique(group)]
    every = np.concatenate(steps) if steps else np.empty(0)
    if not len(every):
        return None
    middle = np.median(every)
    return float(1e6 / every[np.abs(every - middle) <= middle / 2].mean())
