"""The fixations of a trial as numbers, in the photograph's pixels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.fixations import find_fixations
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.gaze.trial_frames import fixations_frame, samples_frame
from neopain_gui.gaze.trials import COLUMNS, FIXATIONS, SAMPLES, Trial, Values

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]


def trial_fixations(
    trial: Trial, values: Values, size: tuple[int, int], settings: GazeSettings
) -> Array:
    """Find the fixations of a trial.

    Parameters
    ----------
    trial : Trial
        What is known of it.
    values : ndarray of float32
        Its array.
    size : tuple of int
        (height, width) of the photograph.
    settings : GazeSettings
        How fixations are found. Where the export had fixations only, they are its own.

    Returns
    -------
    ndarray of float64, shape (n, 4)
        Begin in milliseconds since the trial began, duration in milliseconds, x, y in the
        photograph's pixels, from its upper left corner; may lie outside of it.
    """
    found = fixations_table(trial, values, size, settings)
    begin = (found["start_us"].to_numpy(np.int64) - trial.start_us) / 1000
    rest = [found[name].to_numpy(np.float64) for name in ("duration_ms", "media_x", "media_y")]
    return np.stack([begin, *rest], axis=1)


def fixations_table(
    trial: Trial, values: Values, size: tuple[int, int], settings: GazeSettings
) -> pd.DataFrame:
    """Find the fixations of a trial, as a table with the columns of ``Recording.fixations``.

    The stimulus is the photograph's id; the parameters are those of :func:`trial_fixations`.
    """
    if trial.holds == FIXATIONS:
        found = fixations_frame(trial, values)
    else:
        # the recording knows its screen's pixels, only a person how large the screen is
        viewing = replace(settings.viewing, screen_px=trial.screen or settings.viewing.screen_px)
        found = find_fixations(samples_frame(trial, values, size), settings.fixations, viewing)
    return found.assign(stimulus=trial.image_id)


def trial_path(trial: Trial, values: Values, size: tuple[int, int]) -> Array:
    """Return where the eyes were at each sample.

    Returns
    -------
    ndarray of float64, shape (n, 3)
        Milliseconds since the trial began, x and y in the photograph's pixels; NaN where no eye was
        found. No rows where the export had fixations only.
    """
    if trial.holds != SAMPLES or trial.place is None:
        return np.empty((0, 3))
    left, top, width, height = trial.place
    ms, x, y = (
        values[:, COLUMNS[SAMPLES].index(name)].astype(np.float64)
        for name in ("time_ms", "gaze_x", "gaze_y")
    )
    return np.stack([ms, (x - left) * size[1] / width, (y - top) * size[0] / height], axis=1)
