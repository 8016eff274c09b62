"""Trials: one participant's look at one photograph, cut out of a recording and kept as numbers.

A trial's numbers are one float32 array, so that it fits where relevance maps are kept; what all of
its rows share (who, what, where on the screen, how fast) is beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import InputError
from neopain_gui.provenance import Provenance

if TYPE_CHECKING:
    import pandas as pd

    from neopain_gui.gaze.recordings import Recording

Values = NDArray[np.float32]

TRIAL_VERSION = 2
"""Raised when a recording is cut or placed in another way. Until 1 there were no directions."""
SAMPLES, FIXATIONS = "samples", "fixations"
COLUMNS = {
    SAMPLES: (
        "time_ms",
        "gaze_x",
        "gaze_y",
        "eyes",
        "distance_mm",
        "movement",
        "movement_index",
        "movement_ms",
        "fixation_x",
        "fixation_y",
        "direction_x",
        "direction_y",
        "direction_z",
    ),
    FIXATIONS: ("time_ms", "duration_ms", "x", "y", "media_x", "media_y", "index"),
}
"""The columns of a trial's array, by what it holds. ``eyes`` is 1 for the left, 2 for the right
eye, 3 for both; ``movement`` counts from 1 in :data:`MOVEMENTS`, 0 is none said."""
_OLDER = {1: 10}
"""How many of a trial's columns of samples there were until a version."""
LONGEST = 1_500_000
"""Samples of a trial: 20 minutes at 1,200 Hz; a photograph is looked at for seconds."""
MOVEMENTS = ("Fixation", "Saccade", "Unclassified", "EyesNotFound", "Unknown")

Place = tuple[float, float, float, float]
"""Left, top, width and height of a shown picture in pixels of the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a study knows about a trial besides its numbers.

    Attributes
    ----------
    participant_id : str
        A pseudonym.
    recording : str
        Which of the participant's recordings.
    start_us : int
        Of the first sample, microseconds on the recording's clock.
    image_id : str
        The photograph.
    stimulus : str
        What the recording calls it.
    provenance : Provenance
        What made it; its key names the blob. Its inputs hold ``"holds"`` (``"samples"`` or
        ``"fixations"``), ``"place"`` on the screen (or None), ``"rate_hz"`` and ``"screen"``.
    facts : Mapping of str to Any
        Device, dialect, the number of rows.
    """

    participant_id: str
    recording: str
    start_us: int
    image_id: str
    stimulus: str
    provenance: Provenance
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Name of the blob that holds the numbers."""
        return self.provenance.key

    @property
    def id(self) -> tuple[str, str, int]:
        """What tells it apart from all other trials of a study."""
        return (self.participant_id, self.recording, self.start_us)

    @property
    def holds(self) -> str:
        """``"samples"``, or ``"fixations"`` where the export had no samples."""
        return str(self.provenance.inputs["holds"])

    @property
    def columns(self) -> tuple[str, ...]:
        """What the array's columns are: an older study's trials have fewer."""
        names = COLUMNS[self.holds]
        if self.holds != SAMPLES:
            return names
        return names[: _OLDER.get(self.provenance.version)]

    @property
    def place(self) -> Place | None:
        """Where on the screen the photograph was, pixels; None where only fixations on it exist."""
        stored = self.provenance.inputs["place"]
        return None if stored is None else (stored[0], stored[1], stored[2], stored[3])

    @property
    def screen(self) -> tuple[int, int] | None:
        """(width, height) of the screen in pixels, if known."""
        stored = self.provenance.inputs["screen"]
        return None if stored is None else (stored[0], stored[1])

    @property
    def rate_hz(self) -> float | None:
        """Samples per second."""
        stored = self.provenance.inputs["rate_hz"]
        return None if stored is None else float(stored)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CutTrial:
    """A trial as it is in its recording, before it is known to a study."""

    participant: str
    recording: str
    start_us: int
    stimulus: str
    holds: str
    place: Place | None
    values: Values


def cut(
    recording: Recording,
    sizes: Mapping[str, tuple[int, int]],
    places: Mapping[str, Place] | None = None,
) -> list[CutTrial]:
    """Cut a recording into trials of the stimuli that are wanted.

    Parameters
    ----------
    recording : Recording
        What one export holds, or a part of it.
    sizes : Mapping of str to (int, int)
        (height, width) of the photograph that each wanted stimulus is; ``""`` stands for the whole
        of a recording that names no stimulus.
    places : Mapping of str to tuple of float, optional
        By stimulus, left, top, width and height on the screen, pixels, where the file does not say
        it; what the file says comes first.

    Returns
    -------
    list of CutTrial
        In the order of the recording. A stimulus that was shown twice gives two.

    Raises
    ------
    InputError
        Neither the file nor ``places`` says where a stimulus was shown.
    """
    return list(iter_cut(recording, sizes, places))


def iter_cut(
    recording: Recording,
    sizes: Mapping[str, tuple[int, int]],
    places: Mapping[str, Place] | None = None,
) -> Iterator[CutTrial]:
    """Cut a recording as :func:`cut` does; one trial at a time is in memory."""
    if len(recording.table):
        return _cut_samples(recording, sizes, places or {})
    return _cut_fixations(recording, sizes, places or {})


def valid_samples(trial: CutTrial) -> int | None:
    """Return in how many samples at least one eye was found; None where there are none."""
    if trial.holds != SAMPLES:
        return None
    return int((trial.values[:, COLUMNS[SAMPLES].index("eyes")] > 0).sum())


def _cut_samples(
    recording: Recording, sizes: Mapping[str, tuple[int, int]], places: Mapping[str, Place]
) -> Iterator[CutTrial]:
    for run, (participant, which, stimulus) in recording.table.runs():
        if stimulus not in sizes or (stimulus == "" and recording.stimuli):
            continue
        if run.stop - run.start > LONGEST:
            raise InputError(
                f"'{stimulus}' was shown for {run.stop - run.start} samples on end, more than "
                f"{LONGEST}",
                remedy="export the recording with its stimuli",
            )
        part = recording.table.frame(run.start, run.stop)
        where = place_in(part, sizes[stimulus]) or places.get(stimulus)
        if where is None:
            raise _unplaced(stimulus)
        times = part["time_us"].to_numpy(np.int64)
        start = int(times[0])
        columns = {
            "time_ms": (times - start) / 1000,
            "eyes": part["left_valid"].to_numpy(bool) + 2 * part["right_valid"].to_numpy(bool),
            "movement": _codes(part["eye_movement"].to_numpy(dtype=object)),
            "movement_index": part["eye_movement_index"],
            "movement_ms": part["eye_movement_ms"],
        }
        values = _array(part, columns, SAMPLES)
        yield CutTrial(
            participant=participant,
            recording=which,
            start_us=start,
            stimulus=stimulus,
            holds=SAMPLES,
            place=where,
            values=values,
        )


def _cut_fixations(
    recording: Recording, sizes: Mapping[str, tuple[int, int]], places: Mapping[str, Place]
) -> Iterator[CutTrial]:
    for who, part in recording.fixations.groupby(list(_WHO), sort=False, observed=True):
        participant, which, stimulus = (str(one) for one in who)
        if stimulus not in sizes or (stimulus == "" and recording.stimuli):
            continue
        where = None if part["media_x"].notna().any() else places.get(stimulus)
        times = part["start_us"].to_numpy(np.int64)
        columns = {"time_ms": (times - times[0]) / 1000}
        columns |= _on_picture(part, stimulus, sizes[stimulus], where)
        yield CutTrial(
            participant=participant,
            recording=which,
            start_us=int(times[0]),
            stimulus=stimulus,
            holds=FIXATIONS,
            place=where,
            values=_array(part, columns, FIXATIONS),
        )


def _on_picture(
    part: pd.DataFrame, stimulus: str, size: tuple[int, int], place: Place | None
) -> dict[str, Any]:
    """Return where fixations are on the picture, by its place on the screen if it is given."""
    if part["media_x"].notna().any():
        return {}
    if place is None:
        raise _unplaced(stimulus)
    left, top, width, height = place
    return {
        "media_x": (part["x"] - left) * (size[1] / width),
        "media_y": (part["y"] - top) * (size[0] / height),
    }


def _unplaced(stimulus: str) -> InputError:
    what = f"'{stimulus}'" if stimulus else "the picture"
    return InputError(
        f"the file does not say where on the screen {what} was shown",
        remedy="give the picture's place: left, top, width and height in pixels",
    )


_WHO = ("participant", "recording", "stimulus")


def _array(part: pd.DataFrame, columns: Mapping[str, Any], holds: str) -> Values:
    return np.stack(
        [np.asarray(columns.get(name, part.get(name)), np.float32) for name in COLUMNS[holds]],
        axis=1,
    )


def _codes(labels: NDArray[np.object_]) -> NDArray[np.int64]:
    known = {label: code for code, label in enumerate(MOVEMENTS, start=1)}
    other = MOVEMENTS.index("Unknown") + 1
    found, inverse = np.unique(labels.astype(str), return_inverse=True)
    codes = np.array([0 if label == "" else known.get(str(label), other) for label in found])
    made: NDArray[np.int64] = codes.astype(np.int64)[inverse]
    return made


def place_in(part: pd.DataFrame, size: tuple[int, int]) -> Place | None:
    """Return where a picture of (height, width) was shown; None where the rows do not say it.

    As the file says, else from gaze in both systems.
    """
    sides = [_first(part, name) for name in ("media_pos_x", "media_pos_y")]
    shown = [
        _first(part, f"media_shown_{side}") or _first(part, f"media_{side}") or float(own)
        for side, own in (("width", size[1]), ("height", size[0]))
    ]
    if sides[0] is not None and sides[1] is not None:
        return (sides[0], sides[1], shown[0], shown[1])
    fitted = [_fitted(part, axis) for axis in "xy"]
    if fitted[0] is None or fitted[1] is None:
        return None
    (left, across), (top, down) = fitted[0], fitted[1]
    width = (_first(part, "media_width") or float(size[1])) * across
    height = (_first(part, "media_height") or float(size[0])) * down
    return (left, top, width, height)


def _first(part: pd.DataFrame, name: str) -> float | None:
    values = part[name].to_numpy(np.float64)
    found = values[np.isfinite(values)]
    return float(found[0]) if len(found) else None


def _fitted(part: pd.DataFrame, axis: str) -> tuple[float, float] | None:
    """Return the place of the picture's edge and screen pixels per picture pixel, along an axis."""
    screen, media = (part[name].to_numpy(np.float64) for name in (f"gaze_{axis}", f"media_{axis}"))
    both = np.isfinite(screen) & np.isfinite(media)
    if both.sum() < 2 or np.ptp(media[both]) < 1:
        return None
    scale, offset = np.polyfit(media[both], screen[both], 1)
    residual = np.abs(offset + scale * media[both] - screen[both]).max()
    return (float(offset), float(scale)) if scale > 0 and residual <= 1.5 else None
