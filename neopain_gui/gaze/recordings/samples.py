"""One piece of the table as samples and events in one vocabulary, whatever the dialect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.recordings.layout import Layout
from neopain_gui.gaze.recordings.numbers import Array
from neopain_gui.gaze.recordings.table import Piece
from neopain_gui.gaze.recordings.words import CategoryColumn

NO_STIMULUS = frozenset({"", "-", "no media", "eyetracker calibration", "calibration"})
PAPER_SCREEN = (1280, 1024)
"""(width, height) of the dissertation's screen, pixels."""
NO_UNIT = 0.05
"""By how much a gaze direction's length may differ from 1; zeros stand for an eye not found."""
MISSING_PAIRS = ((-1280.0, -1024.0), (-1.0, -1.0))
"""What Tobii writes where an eye was not found."""
NO_GAZE = frozenset(
    {"", "mouse", "gyroscope", "accelerometer", "keyboard", "gsr", "magnetometer", "information"}
)
"""Sensors whose rows are known to be no samples of the eye tracker."""

Bools = NDArray[np.bool_]
Columns = dict[str, Any]
"""Arrays and :class:`CategoryColumn`, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a piece holds, by column of a recording's frames; times as the clocks have them.

    Attributes
    ----------
    samples, events, fixations : dict of str to ndarray or CategoryColumn
        Columns. Fixations are the first of their samples in this piece.
    strange : dict of str to int
        Sensors that are not known, and how many of their rows were taken for samples.
    """

    samples: Columns
    events: Columns
    fixations: Columns
    strange: dict[str, int]


def _valid(piece: Piece, layout: Layout, eye: str, x: Array) -> Bools:
    """Return whether an eye was found."""
    if layout.both_eyes:
        found = piece.words("eyes").test(lambda one: one in ("", eye, "both"))
        return found & (piece.number("confidence") >= (layout.confidence or 0)) & np.isfinite(x)
    if f"{eye}_validity" in piece.text:
        return piece.words(f"{eye}_validity").test(lambda one: one.casefold() in layout.valid)
    if "validity" in piece.text:
        return piece.words("validity").test(lambda one: one.casefold() in layout.valid)
    if layout.confidence is not None:
        return (piece.number("confidence") >= layout.confidence) & np.isfinite(x)
    return np.isfinite(x)


def eyes(piece: Piece, layout: Layout, size: tuple[int, int] | None) -> dict[str, Any]:
    """Return gaze in screen pixels and each eye's validity.

    ``size`` is (width, height) of the screen where the file's gaze is a share of it. A file that
    has one gaze point for both eyes, and no word on each, has both valid where it has a point.
    """
    valid, xs, ys = {}, [], []
    whole_x, whole_y = _places(piece, layout, size, "gaze")
    for eye in ("left", "right"):
        x, y = _places(piece, layout, size, eye)
        ok = _valid(piece, layout, eye, x if f"{eye}_x" in piece.values else whole_x)
        valid[eye] = ok
        xs.append(np.where(ok, x, np.nan))
        ys.append(np.where(ok, y, np.nan))
    if {"left_x", "right_x"} & set(piece.values):
        gaze_x, gaze_y = _mean(*xs), _mean(*ys)
    else:
        seen = valid["left"] | valid["right"]
        gaze_x, gaze_y = np.where(seen, whole_x, np.nan), np.where(seen, whole_y, np.nan)
    return {
        "gaze_x": gaze_x,
        "gaze_y": gaze_y,
        "left_valid": valid["left"],
        "right_valid": valid["right"],
    }


def _places(
    piece: Piece, layout: Layout, size: tuple[int, int] | None, whose: str
) -> tuple[Array, Array]:
    x, y = (piece.number(f"{whose}_{axis}").copy() for axis in "xy")
    for miss_x, miss_y in MISSING_PAIRS + layout.missing:
        missing = (x == miss_x) & (y == miss_y)
        x[missing] = y[missing] = np.nan
    return _in_pixels(x, y, layout, size)


def _in_pixels(
    x: Array, y: Array, layout: Layout, size: tuple[int, int] | None
) -> tuple[Array, Array]:
    if size is None:
        return x, y
    if layout.gaze == "deg":
        away = layout.distance_mm / np.array(layout.screen_mm)
        x, y = 0.5 + away[0] * np.tan(np.deg2rad(x)), 0.5 - away[1] * np.tan(np.deg2rad(y))
    elif layout.gaze == "mm":
        x, y = x / layout.screen_mm[0], y / layout.screen_mm[1]
    elif layout.gaze == "share from below":
        y = 1 - y
    return x * size[0], y * size[1]


def directions(piece: Piece, valid: dict[str, Bools]) -> dict[str, Array]:
    """Return the mean of the valid eyes' gaze directions; NaN where the file has none."""
    mean = np.full((3, piece.rows), np.nan)
    if any(f"{eye}_look_x" in piece.values for eye in valid):
        eyes_ = [np.stack([piece.number(f"{eye}_look_{axis}") for axis in "xyz"]) for eye in valid]
        for look, ok in zip(eyes_, valid.values(), strict=True):
            length = np.linalg.norm(look, axis=0)
            look[:, ~(ok & (np.abs(length - 1) <= NO_UNIT))] = np.nan
        mean = _mean(*eyes_)
        mean[:, ~(np.linalg.norm(mean, axis=0) > 0.5)] = np.nan  # eyes do not look apart
    return {f"direction_{axis}": one for axis, one in zip("xyz", mean, strict=True)}


def labels(piece: Piece, layout: Layout, size: tuple[int, int] | None) -> dict[str, Any]:
    """Return the exporter's own labels; an index below 1 means none."""
    index = piece.number("index").copy()
    index[~(index > 0)] = np.nan
    movement = piece.words("movement").changed(lambda one: layout.movements.get(one, one))
    if "movement" not in piece.text:
        movement = CategoryColumn(np.isfinite(index).astype(np.int8), ["", "Fixation"])
    x, y = piece.number("fixation_x").copy(), piece.number("fixation_y").copy()
    x, y = _in_pixels(x, y, layout, size)
    lasting = piece.number("duration") * (1 if layout.durations == "ms" else 1000)
    for axis, values in (("x", x), ("y", y)):
        unknown = np.isnan(values)
        mapped = piece.number(f"fixation_media_{axis}") + piece.number(f"media_pos_{axis}")
        values[unknown] = mapped[unknown]
    off = ~movement.test("Fixation".__eq__)
    x[off] = y[off] = np.nan
    return {
        "eye_movement": movement,
        "eye_movement_index": index,
        "eye_movement_ms": lasting,
        "fixation_x": x,
        "fixation_y": y,
    }


def on_media(piece: Piece, x: Array, y: Array, stimulus: CategoryColumn) -> dict[str, Array]:
    """Return where a picture was shown, its sizes, and a place on it in its original pixels."""
    made: dict[str, Array] = {}
    none = ~stimulus.filled()
    for axis, side, place in (("x", "width", x), ("y", "height", y)):
        position, shown = piece.number(f"media_pos_{axis}"), piece.number(f"media_shown_{side}")
        original = piece.number(f"media_{side}")
        original = np.where(np.isnan(original), shown, original)
        on = (place - position) * (original / np.where(shown >= 1, shown, np.nan))
        on = np.where(np.isnan(on), piece.number(f"norm_{axis}") * original, on)
        on = np.where(np.isnan(on), piece.number(f"mapped_{axis}"), on)
        made |= {
            f"media_pos_{axis}": position,
            f"media_shown_{side}": shown,
            f"media_{side}": original,
            f"media_{axis}": np.where(none | np.isnan(place), np.nan, on),
        }
    return made


def split(piece: Piece, layout: Layout, size: tuple[int, int] | None) -> Part:
    """Return the samples, the events and the exporter's fixations of a piece."""
    base: Columns = {
        "clock": piece.number("clock"),
        "fine_clock": piece.number("fine_clock"),
        "participant": piece.words("participant"),
        "recording": piece.words("recording"),
    }
    event = _events(piece)
    name = piece.words("stimulus").or_else(piece.words("stimulus_else"))
    stimulus = name.changed(lambda one: "" if one.casefold() in NO_STIMULUS else one)
    seen = eyes(piece, layout, size)
    sample, strange = _which(piece, layout, event)
    table = base | {"stimulus": stimulus} | seen
    table |= directions(piece, {eye: seen[f"{eye}_valid"] for eye in ("left", "right")})
    table["distance_mm"] = _mean(
        *(_positive(piece.number(f"{eye}_distance")) for eye in ("left", "right"))
    )
    for eye in ("left", "right"):
        table[f"{eye}_pupil_mm"] = _positive(piece.number(f"{eye}_pupil"))
    table |= labels(piece, layout, size) | on_media(piece, seen["gaze_x"], seen["gaze_y"], stimulus)
    samples = {name: column[sample] for name, column in table.items()}
    happened = event.filled()
    return Part(
        samples=samples,
        events={
            name: column[happened]
            for name, column in (base | {"event": event, "value": piece.words("value")}).items()
        },
        fixations=_fixations(piece[sample], samples),
        strange=strange,
    )


def _events(piece: Piece) -> CategoryColumn:
    """Return what happened at each row; of mouse and keys it is said whose event it is."""
    event = piece.words("event")
    for role, what in (("mouse", "Mouse"), ("key", "Key"), ("external", "External")):
        if role in piece.text:
            words = piece.words(role)
            values = [one and f"{what}: {one}" for one in words.values]
            event = event.or_else(CategoryColumn(words.codes, values))
    return event


def _which(piece: Piece, layout: Layout, event: CategoryColumn) -> tuple[Bools, dict[str, int]]:
    """Return which rows are samples of the eye tracker, and the sensors that are not known."""
    measured = np.isfinite(piece.number("gaze_x")) | np.isfinite(piece.number("left_x"))
    measured |= np.isfinite(piece.number("right_x")) | piece.words("left_validity").filled()
    if "sensor" not in piece.text:
        fine = np.isfinite(piece.number("fine_clock"))
        untimed = ~fine if fine.any() else np.zeros(piece.rows, bool)  # not the eye tracker's row
        return measured | ~(event.filled() | untimed), {}
    sensor = piece.words("sensor").changed(lambda one: one.casefold().replace(" ", ""))
    sample = sensor.test(layout.sensors.__contains__)
    other = ~sample & measured & sensor.test(lambda one: one not in NO_GAZE)
    names = piece.words("sensor")[other]
    return sample | other, {one: int(names.test(one.__eq__).sum()) for one in names.used()}


def _fixations(piece: Piece, samples: Columns) -> Columns:
    """Return the exporter's fixations: the export repeats them on every sample."""
    index = samples["eye_movement_index"]
    inside = np.flatnonzero(samples["eye_movement"].test("Fixation".__eq__) & np.isfinite(index))
    key = np.stack([piece.words("participant").codes, piece.words("recording").codes, index])
    new = np.append(True, (np.diff(key[:, inside]) != 0).any(axis=0))
    first = inside[new[: len(inside)]]
    made = {
        name: samples[name][first]
        for name in ("clock", "fine_clock", "participant", "recording", "stimulus")
    }
    made |= {
        "index": index[first],
        "duration_ms": samples["eye_movement_ms"][first],
        "x": samples["fixation_x"][first],
        "y": samples["fixation_y"][first],
    }
    shown = made["stimulus"].filled()
    for axis, side in (("x", "width"), ("y", "height")):
        size, place = piece.number(f"media_shown_{side}")[first], samples[f"media_{side}"][first]
        position = piece.number(f"media_pos_{axis}")[first]
        on = (made[axis] - position) * (place / np.where(size >= 1, size, np.nan))
        on = np.where(shown, on, np.nan)
        unknown = np.isnan(on) & np.isnan(position)
        made[f"media_{axis}"] = np.where(unknown, piece.number(f"fixation_media_{axis}")[first], on)
    return made


def _positive(values: Array) -> Array:
    return np.where(values > 0, values, np.nan)


def _mean(a: Array, b: Array) -> Array:
    """Return the mean of what is there of two measurements."""
    return np.where(np.isnan(a), b, np.where(np.isnan(b), a, (a + b) / 2))
