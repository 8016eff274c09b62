"""Times in microseconds on the recording's clock, from whatever clocks a file has.

Columns come in parts, one after the other: of an hour's samples no whole one need be in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
Times = NDArray[np.int64]
Clocks = Iterable[tuple[Array, Array]]
"""Parts of a recording's coarse clock and of its fine one."""


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


def clock_shift(clocks: Clocks, unit: str) -> float:
    """Return by how much a recording's fine clock is ahead of its coarse one, microseconds.

    Less than one step of the coarse clock is no shift but its rounding.
    """
    ahead = np.round(median(*counted(fine - clock * microseconds(unit) for clock, fine in clocks)))
    return float(ahead) if abs(ahead) >= microseconds(unit) else 0.0


def counted(parts: Iterable[NDArray[Any]]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the different numbers of a column, in order, and how often each is there; no NaN."""
    values, counts = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for part in parts:
        own, often = np.unique(part[~np.isnan(part)], return_counts=True)
        values.append(own)
        counts.append(often)
    every, place = np.unique(np.concatenate(values), return_inverse=True)
    made = np.zeros(len(every), np.int64)
    np.add.at(made, place, np.concatenate(counts))
    return every, made


def middle(values: NDArray[Any], counts: NDArray[np.int64], upper: bool = False) -> Any:
    """Return the median of counted numbers; of two in the middle the lower, or the upper."""
    total = int(counts.sum())
    place = total // 2 if upper else (total - 1) // 2
    return values[np.searchsorted(np.cumsum(counts), place, side="right")]


def median(values: NDArray[Any], counts: NDArray[np.int64]) -> float:
    """Return the median of counted numbers; NaN where there is none."""
    if not len(values):
        return float("nan")
    lower, upper = middle(values, counts), middle(values, counts, upper=True)
    return float((lower + upper) / 2)


def _following(parts: Iterable[NDArray[Any]]) -> Iterator[NDArray[Any]]:
    """Yield the steps of a column; that from one part to the next belongs to the next."""
    last = None
    for part in parts:
        if len(part):
            yield np.diff(part) if last is None else np.diff(part, prepend=last)
            last = part[-1]


def _both(clocks: Clocks) -> Iterator[tuple[Array, Array]]:
    for clock, fine in clocks:
        known = np.isfinite(fine) & np.isfinite(clock)
        yield clock[known], fine[known]


def is_spoilt(clocks: Clocks) -> bool:
    """Whether a fine clock tells far fewer moments apart than the coarse one beside it.

    A spreadsheet keeps six digits of a long number: ``1,41831E+11`` stands for a second's samples.
    """
    fine = _moments(fine for _, fine in _both(clocks))
    return fine * SPOILT < _moments(clock for clock, _ in _both(clocks))


def turns_back(clocks: Clocks, unit: str) -> bool:
    """Whether a fine clock starts again while the coarse one beside it runs on."""
    coarse = _following(clock for clock, _ in _both(clocks))
    fine = _following(fine for _, fine in _both(clocks))
    return any(
        bool(((steps < -FAR_BACK_US) & (beside * microseconds(unit) >= 0)).any())
        for steps, beside in zip(fine, coarse, strict=True)
    )


def is_told(times_us: Iterable[Times], count: int) -> bool:
    """Whether times tell ``count`` samples apart; whole seconds or a spoilt clock do not."""
    return count < ENOUGH or _moments(times_us) >= max(2, LEAST_DIFFERENT * count)


def _moments(clock: Iterable[NDArray[Any]]) -> int:
    """Return how many times there are in a row that differ from the one before."""
    changes = [int(np.count_nonzero(steps)) for steps in _following(clock)]
    return 1 + sum(changes) if changes else 0


def rate(recordings: Iterable[Iterable[Times]]) -> float | None:
    """Return samples per second: how many there are in the time without holes.

    A clock in whole milliseconds steps by 16 or 17 at 60 Hz: the median alone would say 58.8. A
    coarse clock gives several samples the same time: they count.
    """
    steps, counts = counted(part for one in recordings for part in _steps(one))
    positive = steps > 0
    if not positive.any():
        return None
    usual = middle(steps[positive], counts[positive])
    near = positive & (np.abs(steps - usual) <= usual / 2)
    number = int(counts[near].sum() + counts[~positive].sum())
    return float(1e6 * number / int((steps * counts)[near].sum()))


def _steps(times_us: Iterable[Times]) -> Iterator[Times]:
    """Yield the steps between times in order."""
    if any((steps < 0).any() for steps in _following(times_us)):
        times_us = [np.sort(np.concatenate([part for part in times_us if len(part)]))]
    yield from _following(times_us)


def codes_in(codes: Groups) -> NDArray[np.int64]:
    """Return the different codes, small whole numbers, in order: faster than sorting them."""
    if not len(codes) or codes.max() > MOST_CODES:
        return np.unique(codes).astype(np.int64)
    return np.flatnonzero(np.bincount(codes.astype(np.int64, copy=False)))


def doubled(parts: Iterable[tuple[Times, Groups]]) -> Iterator[NDArray[np.bool_]]:
    """Yield which samples have the time of the one before; parts are of times and recordings."""
    before = None
    for times_us, group in parts:
        same = np.zeros(len(times_us), bool)
        same[1:] = (np.diff(times_us) == 0) & (group[1:] == group[:-1])
        same[0] = before is not None and before == (times_us[0], group[0])
        before = (times_us[-1], group[-1])
        yield same


def is_repeated(parts: Iterable[tuple[NDArray[np.bool_], Array, Array]]) -> bool:
    """Whether samples of the same time are one sample twice: else gaze moves between them, too.

    Parts are of what :func:`doubled` says, and of gaze.
    """
    equal, known = np.zeros(2, np.int64), np.zeros(2, np.int64)
    x0 = y0 = np.nan
    for same, x, y in parts:
        with np.errstate(invalid="ignore"):
            alike = (np.diff(x, prepend=x0) == 0) & (np.diff(y, prepend=y0) == 0)
        there = np.isfinite(x) & np.isfinite(np.append(x0, x[:-1]))
        for at, rows in enumerate((there & same, there & ~same)):
            known[at] += rows.sum()
            equal[at] += (alike & rows).sum()
        x0, y0 = x[-1], y[-1]
    if not known.all():
        return False
    within, across = equal / known
    return bool(within > 0.99 and across < 0.5)


def spread(parts: Iterable[tuple[Times, Groups]], usual: float) -> Iterator[Times]:
    """Yield times in which samples with the same one follow each other evenly.

    ``usual`` is the median of :func:`steps_between`; rows come in the order of the parts, though
    not in the same pieces.
    """
    for times_us, group, first, following in _by_moment(parts):
        stops = np.append(first[1:], len(times_us))
        counts = stops - first
        own = times_us[first].astype(np.float64)
        moment = np.append(group[first], -1 if following is None else following[1])
        steps = np.diff(own, append=np.nan if following is None else float(following[0]))
        steps[np.diff(moment) != 0] = np.nan
        steps = np.where((steps > 0) & (steps <= 1.5 * usual), steps, usual)
        place = np.arange(len(times_us)) - np.repeat(first, counts)
        made = np.repeat(own, counts) + np.repeat(steps / counts, counts) * place
        yield np.rint(made).astype(np.int64)


def steps_between(parts: Iterable[tuple[Times, Groups]]) -> Iterator[Array]:
    """Yield the steps forward from each moment of a recording to its next."""
    for times_us, group, first, following in _by_moment(parts):
        own, moment = times_us[first], group[first]
        if following is not None:
            own, moment = np.append(own, following[0]), np.append(moment, following[1])
        steps = np.diff(own)[np.diff(moment) == 0]
        yield steps[steps > 0].astype(np.float64)


def _by_moment(
    parts: Iterable[tuple[Times, Groups]],
) -> Iterator[tuple[Times, Groups, NDArray[np.intp], tuple[int, int] | None]]:
    """Yield times, recordings, where each moment begins, and the first time and recording after.

    Samples of one moment are never in two parts.
    """
    times_us, group = np.empty(0, np.int64), np.empty(0, np.int64)
    for more in parts:
        times_us, group = np.append(times_us, more[0]), np.append(group, more[1])
        first = _moments_of(times_us, group)
        last = int(first[-1]) if len(first) else 0
        if last:
            yield times_us[:last], group[:last], first[:-1], (times_us[last], group[last])
            times_us, group = times_us[last:], group[last:]
    if len(times_us):
        yield times_us, group, _moments_of(times_us, group), None


def _moments_of(times_us: Times, group: Groups) -> NDArray[np.intp]:
    same = (np.diff(times_us) == 0) & (group[1:] == group[:-1])
    return np.flatnonzero(np.append(np.ones(min(1, len(times_us)), bool), ~same))
