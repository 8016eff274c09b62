"""The fixations of a trial as numbers, in the photograph's pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.fixations import Viewing, find_fixations
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
    return fixations_of_trials([(trial, values)], size, settings)[0]


def fixations_of_trials(
    trials: Sequence[tuple[Trial, Values]], size: tuple[int, int], settings: GazeSettings
) -> list[Array]:
    """Find the fixations of several trials of one photograph.

    The same as :func:`trial_fixations` of each, in a quarter of the time: most of it goes into
    making and taking apart tables, whatever their length.

    Returns
    -------
    list of ndarray of float64, shape (n, 4)
        One for each trial, in their order.
    """
    made: dict[int, pd.DataFrame] = {}
    together: dict[Viewing, list[int]] = defaultdict(list)
    for number, (trial, values) in enumerate(trials):
        if trial.holds == FIXATIONS:
            made[number] = fixations_frame(trial, values)
        else:
            together[_viewing(trial, settings)].append(number)
    for viewing, numbers in together.items():
        made |= _found_together(trials, numbers, size, settings, viewing)
    return [_as_array(made[number], trial) for number, (trial, _) in enumerate(trials)]


def _found_together(
    trials: Sequence[tuple[Trial, Values]],
    numbers: Sequence[int],
    size: tuple[int, int],
    settings: GazeSettings,
    viewing: Viewing,
) -> dict[int, pd.DataFrame]:
    import pandas as pd

    # each trial as somebody of its own: no fixation reaches from one to the next, and the usual
    # time between two samples is the trial's
    frames = [samples_frame(*trials[one], size).assign(participant=str(one)) for one in numbers]
    samples = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    found = find_fixations(samples, settings.fixations, viewing)
    whose = found["participant"].to_numpy(dtype=object)
    return {one: found[whose == str(one)] for one in numbers}


def _as_array(found: pd.DataFrame, trial: Trial) -> Array:
    begin = (found["start_us"].to_numpy(np.int64) - trial.start_us) / 1000
    rest = [found[name].to_numpy(np.float64) for name in ("duration_ms", "media_x", "media_y")]
    return np.stack([begin, *rest], axis=1)


def _viewing(trial: Trial, settings: GazeSettings) -> Viewing:
    """Return the settings' with the trial's screen: only a person knows how large it is."""
    return replace(settings.viewing, screen_px=trial.screen or settings.viewing.screen_px)


def fixations_table(
    trial: Trial, values: Values, size: tuple[int, int], settings: GazeSettings
) -> pd.DataFrame:
    """Find the fixations of a trial, as a table with the columns of ``Recording.fixations``.

    The stimulus is the photograph's id; the parameters are those of :func:`trial_fixations`.
    """
    if trial.holds == FIXATIONS:
        found = fixations_frame(trial, values)
    else:
        viewing = _viewing(trial, settings)
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
