"""Exported fixations of which each sample knows only that it belongs to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.recordings.layout import Layout
from neopain_gui.gaze.recordings.numbers import Array
from neopain_gui.gaze.recordings.sample_table import SampleTable
from neopain_gui.gaze.recordings.samples import Columns


def labelled_fixations(
    samples: SampleTable,
    fixations: Columns,
    layout: Layout,
    movements: Sequence[str],
    rate_hz: float | None,
) -> Columns:
    """Return the table of exported fixations, measured where the file does not say it.

    A file that says how long each fixation lasts keeps what it says. One that says with each sample
    how long the fixation has lasted until then has it from the last, and all its samples get it.
    Else a fixation lasts from its first sample to the end of its last, at the mean of its gaze.

    Parameters
    ----------
    samples : SampleTable
        All of a file or of a recording, with times in microseconds.
    fixations : dict of str to ndarray
        Those that the file has as such; text as numbers.
    layout : Layout
        The file's.
    movements : sequence of str
        The labels' texts by number.
    rate_hz : float, optional
        Samples per second.
    """
    so_far = layout.durations == "s so far"
    if ("duration" in layout.places and not so_far) or "Fixation" not in movements:
        return fixations
    label = list(movements).index("Fixation")
    made = [_measured(rows, begins, so_far, rate_hz) for rows, begins in _whole(samples, label)]
    if not made:
        return fixations
    if so_far:
        lasting = [_lasting(rows, begins) for rows, begins in _whole(samples, label)]
        _tell_all(samples, label, lasting)
    return {name: np.concatenate([one[name] for one in made]) for name in made[0]}


_PLACES = ("gaze_x", "gaze_y", "media_x", "media_y")
_SAID = ("eye_movement_ms", "fixation_x", "fixation_y")
_WHOSE = ("participant", "recording", "stimulus")
_NAMES = ("time_us", *_WHOSE, "eye_movement_index", *_SAID, *_PLACES)
Begins = NDArray[np.intp]


def _inside(samples: SampleTable, label: int) -> Iterator[NDArray[np.bool_]]:
    """Yield which rows are labelled as of a fixation."""
    for movement, index in samples.parts("eye_movement", "eye_movement_index"):
        yield (movement == label) & np.isfinite(index)


def _whole(samples: SampleTable, label: int) -> Iterator[tuple[Columns, Begins]]:
    """Yield the rows of fixations, and where each begins; none is in two parts."""
    kept: Columns = {}
    for inside, columns in zip(_inside(samples, label), samples.parts(*_NAMES), strict=True):
        own = {name: one[inside] for name, one in zip(_NAMES, columns, strict=True)}
        if kept:
            own = {name: np.append(kept[name], one) for name, one in own.items()}
        begins = _begins(own)
        last = int(begins[-1]) if len(begins) else 0
        if last:
            yield {name: one[:last] for name, one in own.items()}, begins[:-1]
        kept = {name: one[last:] for name, one in own.items()}
    if kept and len(kept["time_us"]):
        yield kept, _begins(kept)


def _begins(rows: Columns) -> Begins:
    new = np.ones(len(rows["time_us"]), bool)
    new[1:] = np.diff(rows["eye_movement_index"]) != 0
    for name in ("participant", "recording"):
        new[1:] |= np.diff(rows[name]) != 0
    return np.flatnonzero(new)


def _ends(rows: Columns, begins: Begins) -> Begins:
    return np.append(begins[1:], len(rows["time_us"])) - 1


def _measured(rows: Columns, begins: Begins, so_far: bool, rate_hz: float | None) -> Columns:
    """Return the fixations of these rows."""
    last, times = _ends(rows, begins), rows["time_us"]
    made = {
        "start_us": times[begins],
        **{name: rows[name][begins] for name in _WHOSE},
        "index": rows["eye_movement_index"][begins].astype(np.float64),
    }
    mean = {name: _mean(rows[name], begins) for name in _PLACES}
    if so_far:
        made["duration_ms"] = rows["eye_movement_ms"][last].astype(np.float64)
        made |= {axis: rows[f"fixation_{axis}"][last].astype(np.float64) for axis in "xy"}
    else:
        made["duration_ms"] = (times[last] - times[begins]) / 1000 + 1000 / (rate_hz or np.inf)
        made |= {axis: mean[f"gaze_{axis}"] for axis in "xy"}
    return made | {f"media_{axis}": mean[f"media_{axis}"] for axis in "xy"}


def _lasting(rows: Columns, begins: Begins) -> Columns:
    """Return for each row what the last one of its fixation says."""
    counts = np.diff(np.append(begins, len(rows["time_us"])))
    return {name: np.repeat(rows[name][_ends(rows, begins)], counts) for name in _SAID}


def _tell_all(samples: SampleTable, label: int, lasting: Sequence[Columns]) -> None:
    """Put into the samples of fixations what :func:`_lasting` found."""
    inside = list(_inside(samples, label))
    ends = np.cumsum([int(one.sum()) for one in inside])[:-1]
    for name in _SAID:
        told = np.split(np.concatenate([one[name] for one in lasting]), ends)
        made = []
        for (values,), rows, new in zip(samples.parts(name), inside, told, strict=True):
            changed = values.copy()
            changed[rows] = new
            made.append(changed)
        samples.put({name: made})


def _mean(values: Array, begins: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Array:
    """Return the mean of what is known of each stretch of values."""
    known = np.isfinite(values)
    sums = np.add.reduceat(np.where(known, values, 0.0).astype(np.float64), begins)
    counts = np.add.reduceat(known.astype(np.int64), begins)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Array = np.where(counts > 0, sums / counts, np.nan)
    return mean
