"""A trial's array as the tables that the rest of ``gaze`` works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.gaze.trials import FIXATIONS, MOVEMENTS, SAMPLES, Trial, Values

if TYPE_CHECKING:
    import pandas as pd

DIRECTION = ("direction_x", "direction_y", "direction_z")


def samples_frame(trial: Trial, values: Values, size: tuple[int, int]) -> pd.DataFrame:
    """Return a trial's samples with the columns of ``Recording.samples``.

    Parameters
    ----------
    trial : Trial
        One that holds samples.
    values : ndarray of float32, shape (n, c)
        Its array, with the columns ``trial.columns``.
    size : tuple of int
        (height, width) of the photograph: ``media_x`` and ``media_y`` are its pixels.

    Raises
    ------
    ValueError
        The trial holds fixations, or the array is another.
    """
    import pandas as pd

    if trial.holds != SAMPLES or trial.place is None:
        raise ValueError("this trial holds no samples")
    column = _columns(trial, values)
    eyes = column["eyes"].astype(np.int64)
    left, top, width, height = trial.place
    frame = pd.DataFrame(
        {
            "time_us": trial.start_us + np.rint(column["time_ms"] * 1000).astype(np.int64),
            "participant": trial.participant_id,
            "recording": trial.recording,
            "stimulus": trial.stimulus or trial.image_id,
            "gaze_x": column["gaze_x"],
            "gaze_y": column["gaze_y"],
            "left_valid": (eyes & 1) > 0,
            "right_valid": (eyes & 2) > 0,
            **{name: column.get(name, np.nan) for name in DIRECTION},
            "distance_mm": column["distance_mm"],
            "left_pupil_mm": np.nan,
            "right_pupil_mm": np.nan,
            "eye_movement": np.array(["", *MOVEMENTS], object)[column["movement"].astype(np.int64)],
            "eye_movement_index": column["movement_index"],
            "eye_movement_ms": column["movement_ms"],
            "fixation_x": column["fixation_x"],
            "fixation_y": column["fixation_y"],
            "media_pos_x": left,
            "media_pos_y": top,
            "media_shown_width": width,
            "media_shown_height": height,
            "media_width": float(size[1]),
            "media_height": float(size[0]),
        }
    )
    frame["media_x"] = (frame["gaze_x"] - left) * (size[1] / width)
    frame["media_y"] = (frame["gaze_y"] - top) * (size[0] / height)
    return frame


def fixations_frame(trial: Trial, values: Values) -> pd.DataFrame:
    """Return the exported fixations of a trial that holds them, as ``Recording.fixations``.

    Raises
    ------
    ValueError
        The trial holds samples, or the array is another.
    """
    import pandas as pd

    if trial.holds != FIXATIONS:
        raise ValueError("this trial holds samples")
    column = _columns(trial, values)
    return pd.DataFrame(
        {
            "start_us": trial.start_us + np.rint(column["time_ms"] * 1000).astype(np.int64),
            "participant": trial.participant_id,
            "recording": trial.recording,
            "stimulus": trial.stimulus or trial.image_id,
            "index": column["index"].astype(np.int64),
            **{name: column[name] for name in ("duration_ms", "x", "y", "media_x", "media_y")},
        }
    )


def _columns(trial: Trial, values: Values) -> dict[str, np.ndarray]:
    names = trial.columns
    if values.ndim != 2 or values.shape[1] != len(names):
        raise ValueError(f"{trial.holds} have {len(names)} columns, got {values.shape}")
    return {name: values[:, place].astype(np.float64) for place, name in enumerate(names)}
