"""Tables over the trials of a study: fixations, areas of interest, transitions, quality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.gaze.fixations.quality import quality
from neopain_gui.gaze.fixations.statistics import area_statistics, name_areas, transitions
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.gaze.trial_fixations import fixations_table
from neopain_gui.gaze.trial_frames import samples_frame
from neopain_gui.gaze.trials import SAMPLES, Trial, Values

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GazeTables:
    """What is known of trials, tidy: one row for each thing.

    Attributes
    ----------
    fixations : pandas.DataFrame
        With the area in which each lies, and when it began since the photograph appeared.
    areas : pandas.DataFrame
        For each trial and area: number and time of fixations, the first one.
    transitions : pandas.DataFrame
        How often a fixation in one area is followed by one in another.
    quality : pandas.DataFrame
        For each trial with samples: valid share, lost data, precision.
    """

    fixations: pd.DataFrame
    areas: pd.DataFrame
    transitions: pd.DataFrame
    quality: pd.DataFrame


def tables_of(
    trials: Iterable[tuple[Trial, Values, tuple[int, int]]],
    areas: Mapping[str, Mapping[str, tuple[ArrayLike, ...]]],
    settings: GazeSettings,
) -> GazeTables:
    """Make the tables of trials.

    Parameters
    ----------
    trials : iterable of (Trial, ndarray, (int, int))
        Each with its array and the (height, width) of its photograph.
    areas : Mapping of str to Mapping of str to tuple of array_like
        For each photograph's id the outlines of its areas of interest.
    settings : GazeSettings
        How fixations are found.
    """
    import pandas as pd

    found, good, begun = [], [], []
    for trial, values, size in trials:
        found.append(fixations_table(trial, values, size, settings))
        begun.append(
            {
                "participant": trial.participant_id,
                "recording": trial.recording,
                "stimulus": trial.image_id,
                "onset_us": trial.start_us,
            }
        )
        if trial.holds == SAMPLES:
            samples = samples_frame(trial, values, size).assign(stimulus=trial.image_id)
            good.append(quality(samples, settings.viewing, by="trial", how=settings.fixations))
    onset = pd.DataFrame(begun, columns=["participant", "recording", "stimulus", "onset_us"])
    # A photograph that was shown twice in a recording is one trial here, from its first showing.
    first = onset.drop_duplicates(["participant", "recording", "stimulus"])
    fixations = _stacked(found)
    fixations["index"] = np.arange(1, len(fixations) + 1)
    named = _with_areas(fixations, areas, first)
    return GazeTables(
        fixations=named,
        areas=_photographs(area_statistics(fixations, areas, first)),
        transitions=_photographs(transitions(fixations, areas)),
        quality=_photographs(_stacked(good)),
    )


def _with_areas(
    fixations: pd.DataFrame,
    areas: Mapping[str, Mapping[str, tuple[ArrayLike, ...]]],
    onset: pd.DataFrame,
) -> pd.DataFrame:
    who = ["participant", "recording", "stimulus"]
    whole = fixations.assign(area=name_areas(fixations, areas)).merge(onset, on=who, how="left")
    whole["start_ms"] = (whole["start_us"] - whole["onset_us"]) / 1000
    columns = [*who, "start_ms", "duration_ms", "media_x", "media_y", "area"]
    return _photographs(whole[columns].rename(columns={"media_x": "x", "media_y": "y"}))


def _photographs(frame: pd.DataFrame) -> pd.DataFrame:
    renamed: pd.DataFrame = frame.rename(columns={"stimulus": "image"})
    return renamed


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    kept = [frame for frame in frames if len(frame)]
    return pd.concat(kept or frames[:1] or [pd.DataFrame()], ignore_index=True)
