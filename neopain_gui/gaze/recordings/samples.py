"""One piece of the table as samples and events in one vocabulary, whatever the dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.recordings.columns import TEXT

if TYPE_CHECKING:
    import pandas as pd

NO_STIMULUS = frozenset({"", "no media", "eyetracker calibration", "calibration"})
NORMALISED = "TX300 SDK dump"
"""The dialect whose gaze is a share of the screen, in [0, 1]."""
PAPER_SCREEN = (1280, 1024)
"""(width, height) of the dissertation's screen, pixels."""
MISSING_PAIRS = ((-1280.0, -1024.0), (-1.0, -1.0))
"""What Tobii writes where an eye was not found."""

Array = NDArray[np.float64]


class Piece:
    """Rows of the table by role; a role that the file has not is empty or NaN.

    Parameters
    ----------
    text : dict of str to pandas.Series
        Cells of the roles in :data:`~neopain_gui.gaze.recordings.columns.TEXT`, stripped.
    values : dict of str to ndarray of float64
        The other roles' numbers.
    rows : int
        How many rows there are.
    """

    def __init__(
        self, text: dict[str, pd.Series[str]], values: dict[str, Array], rows: int
    ) -> None:
        self.text, self.values, self.rows = text, values, rows

    def number(self, role: str) -> Array:
        """Return a role's numbers."""
        return self.values.get(role, np.full(self.rows, np.nan))

    def words(self, role: str) -> NDArray[np.object_]:
        """Return a role's cells."""
        assert role in TEXT
        if role in self.text:
            return self.text[role].to_numpy(dtype=object)
        return np.full(self.rows, "", dtype=object)

    def stimulus(self) -> NDArray[np.object_]:
        """Return what was shown; empty where it was no stimulus."""
        name, other = self.words("stimulus"), self.words("stimulus_else")
        name = np.where(name == "", other, name)
        outside = np.array([str(one).casefold() in NO_STIMULUS for one in name], dtype=bool)
        return np.where(outside, "", name)


def eyes(piece: Piece, size: tuple[int, int] | None) -> dict[str, Any]:
    """Return gaze in screen pixels and each eye's validity.

    ``size`` is (width, height) of the screen where the file's gaze is a share of it.
    """
    valid, xs, ys = {}, [], []
    for eye in ("left", "right"):
        x, y = (piece.number(f"{eye}_{axis}").copy() for axis in "xy")
        for miss_x, miss_y in MISSING_PAIRS:
            missing = (x == miss_x) & (y == miss_y)
            x[missing] = y[missing] = np.nan
        if size is not None:
            x, y = x * size[0], y * size[1]
        code = piece.words(f"{eye}_validity")
        if f"{eye}_validity" in piece.text:
            ok = np.isin(code, ["0", "1", "Valid", "valid", "VALID"])
        elif f"{eye}_x" in piece.values:
            ok = np.isfinite(x)
        else:
            both = piece.number("gaze_x"), piece.number("gaze_y")
            ok = np.isfinite(both[0]) & ~((both[0] == -1) & (both[1] == -1))
        valid[eye] = ok
        xs.append(np.where(ok, x, np.nan))
        ys.append(np.where(ok, y, np.nan))
    if {"left_x", "right_x"} & set(piece.values):
        gaze_x, gaze_y = _mean(*xs), _mean(*ys)
    else:
        seen = valid["left"] | valid["right"]
        gaze_x = np.where(seen, piece.number("gaze_x"), np.nan)
        gaze_y = np.where(seen, piece.number("gaze_y"), np.nan)
    return {
        "gaze_x": gaze_x,
        "gaze_y": gaze_y,
        "left_valid": valid["left"],
        "right_valid": valid["right"],
    }


def labels(piece: Piece) -> dict[str, Array | NDArray[np.object_]]:
    """Return the exporter's own labels; an index below 1 means none."""
    index = piece.number("index").copy()
    index[~(index > 0)] = np.nan
    movement = piece.words("movement")
    if "movement" not in piece.text:
        movement = np.where(np.isfinite(index), "Fixation", "").astype(object)
    x, y = piece.number("fixation_x").copy(), piece.number("fixation_y").copy()
    for axis, values in (("x", x), ("y", y)):
        unknown = np.isnan(values)
        mapped = piece.number(f"fixation_media_{axis}") + piece.number(f"media_pos_{axis}")
        values[unknown] = mapped[unknown]
    off = movement != "Fixation"
    x[off] = y[off] = np.nan
    return {
        "eye_movement": movement,
        "eye_movement_index": index,
        "eye_movement_ms": piece.number("duration"),
        "fixation_x": x,
        "fixation_y": y,
    }


def on_media(piece: Piece, x: Array, y: Array, stimulus: NDArray[np.object_]) -> dict[str, Array]:
    """Return where a picture was shown, its sizes, and a place on it in its original pixels."""
    made: dict[str, Array] = {}
    for axis, side, place in (("x", "width", x), ("y", "height", y)):
        position, shown = piece.number(f"media_pos_{axis}"), piece.number(f"media_shown_{side}")
        original = piece.number(f"media_{side}")
        original = np.where(np.isnan(original), shown, original)
        with np.errstate(divide="ignore", invalid="ignore"):
            on = (place - position) * np.where(shown > 0, original / shown, np.nan)
        on = np.where(np.isnan(on), piece.number(f"norm_{axis}") * original, on)
        on = np.where(np.isnan(on), piece.number(f"mapped_{axis}"), on)
        made |= {
            f"media_pos_{axis}": position,
            f"media_shown_{side}": shown,
            f"media_{side}": original,
            f"media_{axis}": np.where((stimulus == "") | np.isnan(place), np.nan, on),
        }
    return made


def split(piece: Piece, size: tuple[int, int] | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the samples and the events of a piece, with both clocks as the file has them."""
    import pandas as pd

    base = {
        "clock": piece.number("clock"),
        "fine_clock": piece.number("fine_clock"),
        "participant": piece.words("participant"),
        "recording": piece.words("recording"),
    }
    event, stimulus = piece.words("event"), piece.stimulus()
    seen = eyes(piece, size)
    measured = np.isfinite(piece.number("gaze_x")) | np.isfinite(piece.number("left_x"))
    measured |= (piece.words("left_validity") != "") | np.isfinite(piece.number("right_x"))
    sample = measured | (event == "")
    if "sensor" in piece.text:
        sensor = piece.words("sensor")
        sample = np.array([one.casefold().replace(" ", "") == "eyetracker" for one in sensor])
    table: dict[str, Any] = base | {"stimulus": stimulus} | seen
    distances = [_positive(piece.number(f"{eye}_distance")) for eye in ("left", "right")]
    table["distance_mm"] = _mean(*distances)
    for eye in ("left", "right"):
        table[f"{eye}_pupil_mm"] = _positive(piece.number(f"{eye}_pupil"))
    table |= labels(piece)
    table |= on_media(piece, seen["gaze_x"], seen["gaze_y"], stimulus)
    for axis in "xy":
        table[f"fixation_media_{axis}"] = piece.number(f"fixation_media_{axis}")
    samples = pd.DataFrame(table)[sample]
    events = pd.DataFrame(base | {"event": event, "value": piece.words("value")})
    return samples, events[event != ""]


def _positive(values: Array) -> Array:
    return np.where(values > 0, values, np.nan)


def _mean(a: Array, b: Array) -> Array:
    """Return the mean of what is there of two measurements."""
    return np.where(np.isnan(a), b, np.where(np.isnan(b), a, (a + b) / 2))
