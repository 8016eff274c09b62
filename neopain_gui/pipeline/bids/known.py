"""What BIDS asks and a study may not know: how large the screen was, how far away the eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from neopain_gui.errors import InputError
from neopain_gui.gaze.fixations import TX300, Viewing
from neopain_gui.gaze.trials import COLUMNS, SAMPLES, Trial, Values

TASK = "viewing"
"""What the task is called where nobody says: participants view photographs."""
NEVER_KEPT = (
    "ScreenRefreshRate",
    "EyeTrackingMethod",
    "CalibrationType",
    "CalibrationCount",
    "AverageCalibrationError",
    "RawDataFilters",
)
"""What no study keeps of its recordings."""

REQUIRED = {
    "ScreenSize": "the screen’s size",
    "ScreenResolution": "the screen’s pixels",
    "ScreenDistance": "the distance of the eyes",
    "SamplingFrequency": "the samples a second",
}
"""What BIDS requires of eye tracking and a study may not know, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person says for the export.

    Attributes
    ----------
    task : str
        What participants did, letters and digits.
    screen_px : tuple of int, optional
        (width, height) where a recording does not say it.
    screen_mm : tuple of float, optional
        (width, height), which no recording says.
    distance_mm : float, optional
        Of the eyes, where a recording does not say it.
    authors : tuple of str
        Of the data set.
    licence : str
        Under which it is shared.
    photographs : bool
        Whether photographs are written.
    """

    task: str = TASK
    screen_px: tuple[int, int] | None = None
    screen_mm: tuple[float, float] | None = None
    distance_mm: float | None = None
    authors: tuple[str, ...] = ()
    licence: str = ""
    photographs: bool = False

    def __post_init__(self) -> None:
        sizes = (*(self.screen_px or ()), *(self.screen_mm or ()), self.distance_mm or 1.0)
        if not all(0 < one < np.inf for one in sizes):
            raise InputError(
                "the screen's size or the distance is none",
                remedy="give lengths above 0",
                command="write them like --screen 1280x1024 --screen-mm 509x286 --distance 650",
            )


@dataclass(slots=True)
class Unknown:
    """The fields that were left out, with how many recordings lack each."""

    counts: dict[str, int] = field(default_factory=dict)

    def note(self, name: str) -> None:
        """Note that a field was left out once more."""
        self.counts[name] = self.counts.get(name, 0) + 1


def presentation(
    trials: Sequence[tuple[Trial, Values]], viewing: Viewing, told: Told, unknown: Unknown
) -> dict[str, Any]:
    """Return the ``StimulusPresentation`` of a recording: what is known of screen and eyes.

    What a recording says comes first, then what the person says, then what the study's gaze
    settings say where somebody has changed them: as long as they are the usual ones nobody has
    said that it was this screen.
    """
    found: Mapping[str, Any] = {
        "ScreenOrigin": ["top", "left"],
        "ScreenResolution": _resolution(trials, told),
        "ScreenSize": _metres(screen_mm(viewing, told)),
        "ScreenDistance": _distance(trials, viewing, told),
    }
    for name, value in found.items():
        if value is None:
            unknown.note(name)
    return {name: value for name, value in found.items() if value is not None}


def screen_mm(viewing: Viewing, told: Told) -> tuple[float, float] | None:
    """Return how large the screen was, if somebody said it."""
    if told.screen_mm is not None or viewing.screen_mm == TX300.screen_mm:
        return told.screen_mm
    return viewing.screen_mm


def _resolution(trials: Sequence[tuple[Trial, Values]], told: Told) -> list[int] | None:
    screens = {trial.screen for trial, _ in trials} - {None}
    if len(screens) > 1:
        return None
    size = screens.pop() if screens else told.screen_px
    return None if size is None else [int(side) for side in size]


def _distance(trials: Sequence[tuple[Trial, Values]], viewing: Viewing, told: Told) -> float | None:
    place = COLUMNS[SAMPLES].index("distance_mm")
    measured = [values[:, place] for trial, values in trials if trial.holds == SAMPLES]
    every = np.concatenate([*measured, np.empty(0, np.float32)]).astype(np.float64)
    every = every[np.isfinite(every) & (every > 0)]
    if len(every):
        return round(float(np.median(every)) / 1000, 4)
    millimetres = told.distance_mm
    if millimetres is None and viewing.distance_mm != TX300.distance_mm:
        millimetres = viewing.distance_mm
    return None if millimetres is None else millimetres / 1000


def _metres(millimetres: tuple[float, float] | None) -> list[float] | None:
    return None if millimetres is None else [round(side / 1000, 6) for side in millimetres]
