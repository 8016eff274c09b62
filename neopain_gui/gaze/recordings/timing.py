"""When samples were: from a file's clocks to microseconds, and to samples per second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.clock import (
    FEW_DOUBLED,
    Groups,
    Times,
    clock_shift,
    codes_in,
    counted,
    doubled,
    is_repeated,
    is_spoilt,
    is_told,
    median,
    microseconds,
    rate,
    spread,
    steps_between,
    times,
    turns_back,
)
from neopain_gui.gaze.recordings.found import Found
from neopain_gui.gaze.recordings.numbers import Array
from neopain_gui.gaze.recordings.sample_table import SampleTable
from neopain_gui.gaze.recordings.samples import Columns

LONGEST_US = 9e18
"""Microseconds that fit into 64 bits."""


def set_times(found: Found, samples: SampleTable, events: Columns, fixations: Columns) -> None:
    """Put microseconds in the place of both clocks, and ``group`` to the samples.

    That is the number of the participant's recording that each is of.
    """
    size = len(found.vocabulary["recording"]) or 1
    samples.put({"group": (_group(who, which, size) for who, which in samples.parts(*_WHO))})
    unit = found.unit or "ms"
    codes = _codes(samples)
    small = [
        (one, _group(one["participant"], one["recording"], size)) for one in (events, fixations)
    ]
    if {"clock", "fine_clock"} <= set(found.layout.places):
        _leave_spoilt(found, samples, small, codes, unit)
        for one in codes:
            key = divmod(one, size)
            if key not in found.shifts:
                found.shifts[key] = clock_shift(Portion(samples, one, _CLOCKS), unit)

    def ahead(group: Groups) -> Array:
        known, at = np.unique(group, return_inverse=True)
        shifts = np.array([found.shifts.get(divmod(int(one), size), 0.0) for one in known])
        made: Array = shifts[at]
        return made

    def timed(clock: Array, fine: Array, group: Groups) -> Times:
        _refuse_endless(found, clock, unit)
        return times(clock, fine, ahead(group), unit)

    parts = samples.parts(*_CLOCKS, "group")
    samples.put({"time_us": (timed(*part) for part in parts)}, instead_of=_CLOCKS)
    for columns, group in small:
        made = timed(columns.pop("clock"), columns.pop("fine_clock"), group)
        columns["start_us" if columns is fixations else "time_us"] = made
    if not found.layout.dialect.endswith("fixations only"):
        for one in codes:
            _refuse_untold(found, Portion(samples, one, ("time_us",)))


_WHO, _CLOCKS = ("participant", "recording"), ("clock", "fine_clock")


def _group(participant: Groups, recording: Groups, size: int) -> Groups:
    return participant.astype(np.int64) * size + recording


def _codes(samples: SampleTable) -> list[int]:
    return sorted({int(one) for (group,) in samples.parts("group") for one in codes_in(group)})


@dataclass(frozen=True, slots=True)
class Portion:
    """Columns of one participant's recording, part by part, as often as somebody asks."""

    samples: SampleTable
    group: int
    names: tuple[str, ...]

    def __iter__(self) -> Iterator[Any]:
        """Yield the parts: a tuple of columns, or the column where there is one name."""
        for block in self.samples.blocks:
            mine = block["group"] == self.group
            if not mine.any():
                continue
            rows: Any = slice(None) if mine.all() else mine
            columns = tuple(block[name][rows] for name in self.names)
            yield columns if len(columns) > 1 else columns[0]


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


def _refuse_untold(found: Found, times_us: Portion) -> None:
    """Refuse a recording whose only clock does not say when its samples were."""
    count = sum(map(len, times_us))
    if is_told(times_us, count):
        return
    places = found.layout.places
    clock = found.layout.headers[places.get("clock", places.get("fine_clock", 0))].text
    raise InputError(
        f"the clock '{clock}' has {len(counted(times_us)[0])} different values in {count} "
        "samples: a spreadsheet program may have rounded it",
        file=found.path,
        remedy="export the recording again, and do not save it with a spreadsheet program",
    )


def _leave_spoilt(
    found: Found,
    samples: SampleTable,
    others: list[tuple[Columns, Groups]],
    codes: list[int],
    unit: str,
) -> None:
    """Leave out the fine clock of recordings in which the coarse one tells more."""
    for one in codes:
        clocks = Portion(samples, one, _CLOCKS)
        spoilt = is_spoilt(clocks)
        if not (spoilt or turns_back(clocks, unit)):
            continue
        names = [found.layout.headers[found.layout.places[role]].text for role in _CLOCKS]
        why = "starts again within a recording"
        if spoilt:
            different, count = counted(fine for _, fine in clocks), sum(len(c) for c, _ in clocks)
            why = (
                f"has {len(different[0])} different values in {count} samples, as when a "
                "spreadsheet program has rounded it"
            )
        parts = samples.parts("fine_clock", "clock", "group")
        rest = (_without(fine, clock, group, one) for fine, clock, group in parts)
        samples.put({"fine_clock": rest})
        for each, group in others:
            each["fine_clock"] = _without(each["fine_clock"], each["clock"], group, one)
        found.spoilt = True
        found.warn(f"Times were taken from '{names[0]}', because '{names[1]}' {why}.")


def _without(fine: Array, clock: Array, group: Groups, one: int) -> Array:
    """Return a fine clock without what it says of a recording where the coarse one says it."""
    return np.where((group == one) & np.isfinite(clock), np.nan, fine)


def measured_rate(found: Found, samples: SampleTable) -> float | None:
    """Return samples per second; samples that share a time are spread, or stand twice."""
    recordings = [Portion(samples, one, ("time_us",)) for one in _codes(samples)]
    if found.layout.both_eyes:
        names = ("time_us", "left_valid", "right_valid")
        own = [Portion(samples, one, names) for one in _codes(samples)]
        rates = [rate([_valid(part, eye) for part in own]) for eye in (1, 2)]
        known = [one for one in rates if one is not None]
        return max(known) if known else rate(recordings)
    same = sum(int(one.sum()) for one in doubled(samples.parts("time_us", "group")))
    if not len(samples) or same / len(samples) <= FEW_DOUBLED:
        return rate(recordings)
    marks = doubled(samples.parts("time_us", "group"))
    gaze = samples.parts("gaze_x", "gaze_y")
    if is_repeated((mark, x, y) for mark, (x, y) in zip(marks, gaze, strict=True)):
        found.warn(
            "Rows stand twice: they have the time and the gaze of the row before. They count "
            "twice in numbers of samples."
        )
        samples.put({"repeated": doubled(samples.parts("time_us", "group"))})
        once = [Portion(samples, one, ("time_us", "repeated")) for one in _codes(samples)]
        made = rate([[times_us[~again] for times_us, again in part] for part in once])
        samples.put({}, instead_of=("repeated",))
        return made
    made = rate(recordings)
    usual = median(*counted(steps_between(samples.parts("time_us", "group"))))
    usual = 0.0 if np.isnan(usual) else usual
    evenly = list(spread(samples.parts("time_us", "group"), usual))
    samples.put_whole("time_us", np.concatenate(evenly))
    found.guess("samples with the same time were spread evenly until the next time")
    return made


def _valid(portion: Portion, eye: int) -> list[Times]:
    return [part[0][part[eye]] for part in portion]
