"""Times in microseconds on the recording's clock, from whatever clocks a file has."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

PER_UNIT = {"s": 1e6, "ms": 1e3, "us": 1.0}


def unit_by_step(clock: pd.Series[float]) -> tuple[str, str]:
    """Return the unit in which the step between samples is plausible, and the step as the reason.

    Eye trackers take 20 to 2,000 samples a second.
    """
    distinct = np.unique(clock.dropna().to_numpy())
    if len(distinct) < 3:
        return "ms", "the clock was taken for milliseconds, as Tobii writes it: too few samples"
    step = float(np.median(np.diff(distinct)))
    unit = "s" if step < 0.2 else "ms" if step < 300 else "us"
    return unit, f"the clock's unit was taken for {unit}, because its usual step is {step:.4g}"


def set_times(frame: pd.DataFrame, shifts: dict[tuple[str, str], float], unit: str) -> pd.DataFrame:
    """Return a frame with ``time_us`` in place of both clocks; the finer one where it is filled."""
    coarse = frame["clock"] * PER_UNIT[unit]
    shift = np.array(
        [
            shifts.get(key, 0.0)
            for key in zip(frame["participant"], frame["recording"], strict=True)
        ],
        dtype=np.float64,
    )
    times = (frame["fine_clock"] - shift).where(frame["fine_clock"].notna(), coarse)
    timed = frame.drop(columns=["clock", "fine_clock"])
    timed.insert(0, "time_us", times.round())
    return timed


def clock_shifts(samples: pd.DataFrame, unit: str) -> dict[tuple[str, str], float]:
    """Return by how much each recording's fine clock is ahead of its coarse one, microseconds.

    Less than one step of the coarse clock is no shift but its rounding.
    """
    ahead = samples["fine_clock"] - samples["clock"] * PER_UNIT[unit]
    shifts = {}
    for key, rows in samples.groupby(["participant", "recording"], sort=False).groups.items():
        shift = float(np.round(ahead.loc[rows].median())) if ahead.loc[rows].notna().any() else 0.0
        if abs(shift) >= PER_UNIT[unit]:
            shifts[cast("tuple[str, str]", key)] = shift
    return shifts


def rate(samples: pd.DataFrame) -> float | None:
    """Return samples per second: of the steps between distinct times, the mean of the usual ones.

    A clock in whole milliseconds steps by 16 or 17 at 60 Hz: the median alone would say 58.8.
    """
    steps = [
        np.diff(np.unique(times.to_numpy()))
        for _, times in samples.groupby(["participant", "recording"], sort=False)["time_us"]
    ]
    every = np.concatenate(steps) if steps else np.empty(0)
    if not len(every):
        return None
    middle = np.median(every)
    return float(1e6 / every[np.abs(every - middle) <= middle / 2].mean())
