"""Exported fixations of which each sample knows only that it belongs to one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neopain_gui.gaze.recordings.layout import Layout
from neopain_gui.gaze.recordings.numbers import Array
from neopain_gui.gaze.recordings.samples import Columns


def labelled_fixations(
    samples: Columns,
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
    samples, fixations : dict of str to ndarray
        All of a file or of a recording, with times in microseconds; text as numbers.
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
    index = samples["eye_movement_index"]
    is_one = samples["eye_movement"] == list(movements).index("Fixation")
    inside = np.flatnonzero(is_one & np.isfinite(index))
    if not len(inside):
        return fixations
    new = np.ones(len(inside), bool)
    new[1:] = np.diff(index[inside]) != 0
    for name in ("participant", "recording"):
        new[1:] |= np.diff(samples[name][inside]) != 0
    begins = np.flatnonzero(new)
    first, last = inside[begins], inside[np.append(begins[1:], len(inside)) - 1]
    times = samples["time_us"]
    made = {
        "start_us": times[first],
        **{name: samples[name][first] for name in ("participant", "recording", "stimulus")},
        "index": index[first].astype(np.float64),
    }
    mean = {name: _mean(samples[name][inside], begins) for name in _PLACES}
    if so_far:
        counts = np.diff(np.append(begins, len(inside)))
        for name in ("eye_movement_ms", "fixation_x", "fixation_y"):
            samples[name][inside] = np.repeat(samples[name][last], counts)
        made["duration_ms"] = samples["eye_movement_ms"][first].astype(np.float64)
        made |= {axis: samples[f"fixation_{axis}"][first].astype(np.float64) for axis in "xy"}
    else:
        made["duration_ms"] = (times[last] - times[first]) / 1000 + 1000 / (rate_hz or np.inf)
        made |= {axis: mean[f"gaze_{axis}"] for axis in "xy"}
    return made | {f"media_{axis}": mean[f"media_{axis}"] for axis in "xy"}


_PLACES = ("gaze_x", "gaze_y", "media_x", "media_y")


def _mean(values: Array, begins: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Array:
    """Return the mean of what is known of each stretch of values."""
    known = np.isfinite(values)
    sums = np.add.reduceat(np.where(known, values, 0.0).astype(np.float64), begins)
    counts = np.add.reduceat(known.astype(np.int64), begins)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Array = np.where(counts > 0, sums / counts, np.nan)
    return mean
