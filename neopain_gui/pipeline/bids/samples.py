"""A recording's samples as BIDS has them: one file an eye, time from the recording's beginning."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.trials import MOVEMENTS, SAMPLES, Trial, Values
from neopain_gui.pipeline.bids.cells import NOTHING, lines, numbers

EYES = {1: "left", 2: "right", 3: "cyclopean"}
_FILES = {"left": "eye1", "right": "eye2", "cyclopean": "eye1"}
_MEAN = "the mean of the eyes that were found"
_ALWAYS = ("timestamp", "x_coordinate", "y_coordinate", "left_valid", "right_valid")
_DIRECTIONS = ("direction_x", "direction_y", "direction_z")
COLUMNS: dict[str, dict[str, Any]] = {
    "timestamp": {
        "Description": "Time since the first sample of the recording that is here.",
        "Units": "s",
    },
    "x_coordinate": {
        "Description": "Where on the screen the gaze was, from its left edge.",
        "Units": "pixel",
    },
    "y_coordinate": {
        "Description": "Where on the screen the gaze was, from its upper edge.",
        "Units": "pixel",
    },
    "left_valid": {
        "Description": "Whether the eye tracker found the left eye.",
        "Levels": {"0": "not found", "1": "found"},
    },
    "right_valid": {
        "Description": "Whether the eye tracker found the right eye.",
        "Levels": {"0": "not found", "1": "found"},
    },
    "distance": {"Description": f"Of the eyes from the eye tracker; {_MEAN}.", "Units": "mm"},
    **{
        f"direction_{axis}": {
            "Description": f"From eye to gaze point, a vector of length 1 in the eye tracker's "
            f"axes, along {axis}; {_MEAN}.",
            "Units": "1",
        }
        for axis in "xyz"
    },
    "eye_movement": {
        "Description": "What the eye tracker's own program took the sample for.",
        "Levels": {one: one for one in MOVEMENTS},
    },
}
"""What the columns of samples are, all that there may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a recording's samples.

    Attributes
    ----------
    eye : str
        ``"left"``, ``"right"`` or ``"cyclopean"``.
    columns : tuple of str
        Of the file.
    rows, valid : int
        Samples in it; those in which an eye was found.
    late : int
        Samples that are not in it, because their time does not follow that of the one before.
    """

    eye: str
    columns: tuple[str, ...]
    rows: int
    valid: int
    late: int


def label_of_eye(eye: str) -> str:
    """Return what the file of an eye is called: the left one first, or both in one."""
    return _FILES[eye]


def recorded_eye(trials: Sequence[tuple[Trial, Values]]) -> str:
    """Return whose samples these are: one eye's where only that was ever found, else both's."""
    seen = 0
    for trial, values in trials:
        for code in np.unique(_column(trial, values, "eyes")).astype(int):
            seen |= int(code)
    return EYES.get(seen, "cyclopean")


def write_samples(path: Path, trials: Sequence[tuple[Trial, Values]], zero_us: int) -> Written:
    """Write the samples of a recording's trials, compressed and without a head.

    Parameters
    ----------
    path : Path
        The file.
    trials : sequence of (Trial, ndarray)
        Those that hold samples, in order of time.
    zero_us : int
        When the recording begins, on its own clock.
    """
    names = _names(trials)
    last, rows, valid, late = -1, 0, 0, 0
    # a clock's time in the head of a compressed file would make equal studies' files differ
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as stream:
        for trial, values in trials:
            times = times_us(trial, values, zero_us)
            before = np.concatenate([[last], np.maximum.accumulate(times)])[:-1]
            follows = times > np.maximum(before, last)
            late += int((~follows).sum())
            kept, times = values[follows], times[follows]
            if len(times):
                last = int(times[-1])
                rows += len(times)
                valid += int((_column(trial, kept, "eyes") > 0).sum())
                cells = [_cells(name, trial, kept, times) for name in names]
                stream.write(lines(cells).encode())
    return Written(eye=recorded_eye(trials), columns=names, rows=rows, valid=valid, late=late)


def times_us(trial: Trial, values: Values, zero_us: int) -> NDArray[np.int64]:
    """Return when each sample was, microseconds since the recording's beginning."""
    ms = _column(trial, values, "time_ms").astype(np.float64)
    return trial.start_us - zero_us + np.rint(ms * 1000).astype(np.int64)


def sampling_frequency(trials: Sequence[tuple[Trial, Values]]) -> float | None:
    """Return samples a second, as the recording says or else as its samples follow each other."""
    for trial, _ in trials:
        if trial.rate_hz is not None:
            return trial.rate_hz
    steps = [np.diff(_column(trial, values, "time_ms")) for trial, values in trials]
    every = np.concatenate([*steps, np.empty(0, np.float32)])
    every = every[every > 0]
    return round(1000 / float(np.median(every)), 3) if len(every) else None


def sidecar(trials: Sequence[tuple[Trial, Values]], written: Written, task: str) -> dict[str, Any]:
    """Return what stands beside the samples; no rate where there is one sample and none is said."""
    inputs = trials[0][0].provenance.inputs
    exported = str(inputs.get("dialect") or "")
    whose = "Both eyes’ mean" if written.eye == "cyclopean" else f"The {written.eye} eye’s"
    made: dict[str, Any] = {
        "TaskName": task,
        "PhysioType": "eyetrack",
        "RecordedEye": written.eye,
        "SampleCoordinateSystem": "gaze-on-screen",
        "SamplingFrequency": sampling_frequency(trials),
        "StartTime": 0,
        "Columns": list(written.columns),
        "Description": f"{whose} gaze while photographs were shown; what was between them is not "
        "kept." + f" Exported by {exported}." * bool(exported),
    }
    if inputs.get("device"):
        made["ManufacturersModelName"] = str(inputs["device"])
    made |= {name: COLUMNS[name] for name in written.columns}
    return {name: value for name, value in made.items() if value is not None}


def _names(trials: Sequence[tuple[Trial, Values]]) -> tuple[str, ...]:
    """Return the columns: those that BIDS wants first, then what the recording has at all."""
    more = []
    if any(np.isfinite(_column(*one, "distance_mm")).any() for one in trials):
        more.append("distance")
    if any(np.isfinite(_column(*one, "direction_x")).any() for one in trials):
        more += _DIRECTIONS
    if any((_column(*one, "movement") > 0).any() for one in trials):
        more.append("eye_movement")
    return (*_ALWAYS, *more)


def _cells(name: str, trial: Trial, values: Values, times: NDArray[np.int64]) -> list[str]:
    if name == "timestamp":
        return numbers(times / 1e6, 6)
    if name == "eye_movement":
        words = (NOTHING, *MOVEMENTS)
        return [words[one] for one in _column(trial, values, "movement").astype(int).tolist()]
    if name in ("left_valid", "right_valid"):
        eyes = _column(trial, values, "eyes").astype(int) & (1 if name == "left_valid" else 2)
        return list(map("{:d}".format, (eyes > 0).tolist()))
    source = {"x_coordinate": "gaze_x", "y_coordinate": "gaze_y", "distance": "distance_mm"}
    decimals = 6 if name in _DIRECTIONS else 4
    return numbers(_column(trial, values, source.get(name, name)), decimals)


def _column(trial: Trial, values: Values, name: str) -> NDArray[np.float32]:
    """Return a column of a trial's array; of an older study some are not there."""
    if trial.holds != SAMPLES or name not in trial.columns:
        return np.full(len(values), np.nan, np.float32)
    return values[:, trial.columns.index(name)]
