"""When samples were: from a file's clocks to microseconds, and to samples per second."""

from __future__ import annotations

from typing import Any

import numpy as np

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.clock import (
    FEW_DOUBLED,
    clock_shifts,
    codes_in,
    doubled,
    is_repeated,
    is_spoilt,
    is_told,
    microseconds,
    rate,
    spread,
    times,
    turns_back,
)
from neopain_gui.gaze.recordings.found import Found
from neopain_gui.gaze.recordings.numbers import Array
from neopain_gui.gaze.recordings.samples import Columns

LONGEST_US = 9e18
"""Microseconds that fit into 64 bits."""


def set_times(found: Found, samples: Columns, events: Columns, fixations: Columns) -> Any:
    """Put microseconds in the place of both clocks; return each sample's recording by number."""
    size = len(found.vocabulary["recording"]) or 1
    groups = [
        one["participant"].astype(np.int64) * size + one["recording"]
        for one in (samples, events, fixations)
    ]
    both = {"clock", "fine_clock"} <= set(found.layout.places)
    unit = found.unit or "ms"
    if both:
        _leave_spoilt(found, (samples, events, fixations), groups, unit)
        clocks = samples["clock"], samples["fine_clock"]
        for one, shift in clock_shifts(*clocks, groups[0], unit).items():
            found.shifts.setdefault(divmod(one, size), shift)
    for columns, group in zip((samples, events, fixations), groups, strict=True):
        known, at = np.unique(group, return_inverse=True)
        ahead = np.array([found.shifts.get(divmod(int(one), size), 0.0) for one in known])
        _refuse_endless(found, columns["clock"], unit)
        made = times(columns.pop("clock"), columns.pop("fine_clock"), ahead[at], unit)
        columns["start_us" if columns is fixations else "time_us"] = made
    if not found.layout.dialect.endswith("fixations only"):
        for one in codes_in(groups[0]):
            _refuse_untold(found, samples["time_us"][groups[0] == one])
    return groups[0]


def _refuse_endless(found: Found, clock: Array, unit: str) -> None:
    """Refuse a time that does not fit into the microseconds of 292,000 years."""
    with np.errstate(invalid="ignore"):
        beyond = np.abs(clock) * microseconds(unit) > LONGEST_US
    if beyond.any():
        raise InputError(
            f"'{clock[int(beyond.argmax())]:g}' is no time in {unit}",
            file=found.path,
            place=f"column '{found.layout.headers[found.layout.places['clock']].text}'",
            remedy="export the recording again, or mend this cell",
        )


def _refuse_untold(found: Found, time_us: Any) -> None:
    """Refuse a recording whose only clock does not say when its samples were."""
    if is_told(time_us):
        return
    places = found.layout.places
    clock = found.layout.headers[places.get("clock", places.get("fine_clock", 0))].text
    raise InputError(
        f"the clock '{clock}' has {len(np.unique(time_us))} different values in {len(time_us)} "
        "samples: a spreadsheet program may have rounded it",
        file=found.path,
        remedy="export the recording again, and do not save it with a spreadsheet program",
    )


def _leave_spoilt(found: Found, columns: tuple[Columns, ...], groups: list[Any], unit: str) -> None:
    """Leave out the fine clock of recordings in which the coarse one tells more."""
    samples = columns[0]
    for one in codes_in(groups[0]):
        rows = groups[0] == one
        fine, clock = samples["fine_clock"][rows], samples["clock"][rows]
        spoilt = is_spoilt(fine, clock)
        if not (spoilt or turns_back(fine, clock, unit)):
            continue
        for each, group in zip(columns, groups, strict=True):
            each["fine_clock"][(group == one) & np.isfinite(each["clock"])] = np.nan
        names = [
            found.layout.headers[found.layout.places[role]].text for role in ("fine_clock", "clock")
        ]
        why = "starts again within a recording"
        if spoilt:
            different = len(np.unique(fine[np.isfinite(fine)]))
            why = (
                f"has {different} different values in {int(rows.sum())} samples, as when a "
                "spreadsheet program has rounded it"
            )
        found.spoilt = True
        found.warn(f"Times were taken from '{names[1]}', because '{names[0]}' {why}.")


def measured_rate(found: Found, samples: Columns, group: Any) -> float | None:
    """Return samples per second; samples that share a time are spread, or stand twice."""
    times = samples["time_us"]
    eyes = [samples[f"{eye}_valid"] for eye in ("left", "right")]
    if found.layout.both_eyes:
        rates = [rate(times[valid], group[valid]) for valid in eyes]
        known = [one for one in rates if one is not None]
        return max(known) if known else rate(times, group)
    same = doubled(times, group)
    if len(same) and same.mean() > FEW_DOUBLED:
        if is_repeated(same, samples["gaze_x"], samples["gaze_y"]):
            found.warn(
                "Rows stand twice: they have the time and the gaze of the row before. They count "
                "twice in numbers of samples."
            )
            return rate(times[~same], group[~same])
        made = rate(times, group)
        samples["time_us"] = spread(times, group)
        found.guess("samples with the same time were spread evenly until the next time")
        return made
    return rate(times, group)
