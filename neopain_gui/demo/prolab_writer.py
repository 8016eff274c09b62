"""Writing gaze as Tobii Pro Lab exports it, for recordings that are made up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """What one participant's eyes did while one picture was shown, or nothing was.

    Attributes
    ----------
    participant, recording : str
        Names.
    stimulus : str
        The picture's name; empty while none was shown.
    place : tuple of float
        Left, top, width and height of the picture on the screen, pixels.
    original : tuple of int
        (width, height) of the picture, pixels.
    time_us : ndarray of int64, shape (n,)
        On the recording's clock, microseconds.
    left, right : ndarray of float64, shape (n, 2)
        Gaze point of each eye, pixels of the screen; NaN where the eye was not found.
    distance_mm : ndarray of float64, shape (n,)
        Of the eyes from the screen.
    pupil_mm : ndarray of float64, shape (n,)
        Diameter.
    """

    participant: str
    recording: str
    stimulus: str
    place: tuple[float, float, float, float]
    original: tuple[int, int]
    time_us: NDArray[np.int64]
    left: Array
    right: Array
    distance_mm: Array
    pupil_mm: Array


def write_prolab(
    path: Path,
    looks: Iterable[Look],
    *,
    screen: tuple[int, int] = (1280, 1024),
    device: str = "synthetic",
    decimal_mark: str = ".",
) -> None:
    """Write looks, in order, as a tab-separated Pro Lab 2x export (UTF-8, units in brackets).

    Parameters
    ----------
    path : Path
        The file; it is replaced as a whole at the end.
    looks : iterable of Look
        Grouped by recording, each recording's by time.
    screen : tuple of int
        (width, height) in pixels.
    device : str
        What the export calls the eye tracker.
    decimal_mark : {".", ","}
        Exports have their computer's.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        for number, look in enumerate(looks):
            _table(look, screen, device).to_csv(
                file,
                sep="\t",
                index=False,
                header=number == 0,
                float_format="%.2f",
                decimal=decimal_mark,
                lineterminator="\n",
            )
    unfinished.replace(path)


def _table(look: Look, screen: tuple[int, int], device: str) -> pd.DataFrame:
    import pandas as pd

    rows = len(look.time_us)
    shown = bool(look.stimulus)
    found = {"left": np.isfinite(look.left[:, 0]), "right": np.isfinite(look.right[:, 0])}
    eyes = {"left": look.left, "right": look.right}
    both = np.where(
        found["left"][:, None],
        np.where(found["right"][:, None], (look.left + look.right) / 2, look.left),
        look.right,
    )
    columns: dict[str, Any] = {
        "Recording timestamp [ms]": look.time_us // 1000,
        "Eyetracker timestamp [μs]": look.time_us,
        "Sensor": "Eye Tracker",
        "Participant name": look.participant,
        "Recording name": look.recording,
        "Recording resolution width [px]": screen[0],
        "Recording resolution height [px]": screen[1],
        "Eye tracker name": device,
        "Event": "",
        "Event value": "",
        "Gaze point X [DACS px]": both[:, 0],
        "Gaze point Y [DACS px]": both[:, 1],
    }
    for eye, points in eyes.items():
        columns[f"Gaze point {eye} X [DACS px]"] = points[:, 0]
        columns[f"Gaze point {eye} Y [DACS px]"] = points[:, 1]
        columns[f"Eye position {eye} Z [DACS mm]"] = look.distance_mm
        columns[f"Pupil diameter {eye} [mm]"] = look.pupil_mm
        columns[f"Validity {eye}"] = np.where(found[eye], "Valid", "Invalid")
    columns["Presented Media name"] = look.stimulus
    for axis, value in zip(("X", "Y"), look.place[:2], strict=True):
        columns[f"Presented Media position {axis} [DACS px]"] = value if shown else np.nan
    for side, value in zip(("width", "height"), look.place[2:], strict=True):
        columns[f"Presented Media {side} [px]"] = value if shown else np.nan
    for side, pixels in zip(("width", "height"), look.original, strict=True):
        columns[f"Original Media {side} [px]"] = float(pixels) if shown else np.nan
    table = pd.DataFrame(columns, index=range(rows))
    for eye, seen in found.items():
        table.loc[~seen, [f"Eye position {eye} Z [DACS mm]", f"Pupil diameter {eye} [mm]"]] = np.nan
    return table if not shown else _with_events(table, look)


def _with_events(table: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Put a row without gaze before and after the samples, as Pro Lab does."""
    import pandas as pd

    kept = [
        column
        for column in table.columns
        if column.startswith(("Recording", "Participant", "Sensor", "Eye tracker name"))
    ]
    ends = table.loc[[0, len(table) - 1], kept].assign(
        Sensor="", **{"Event": ["ImageStimulusStart", "ImageStimulusEnd"]}
    )
    ends["Event value"] = look.stimulus
    parts = [ends.iloc[:1], table, ends.iloc[1:]]
    whole = pd.concat(parts, ignore_index=True)[list(table.columns)]
    whole["Eyetracker timestamp [μs]"] = whole["Eyetracker timestamp [μs]"].astype("Int64")
    return whole
