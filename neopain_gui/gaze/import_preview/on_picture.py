"""How much of the gaze is on the screen and on the photograph, and why none may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.counted import counted
from neopain_gui.gaze.trials import COLUMNS, SAMPLES, CutTrial, Place, Trial

if TYPE_CHECKING:
    import pandas as pd

    from neopain_gui.gaze.recordings import Recording

Points = NDArray[np.float64]

_SHARES = 2.0
"""Gaze that never leaves so many pixels in the screen's corner is no gaze in pixels."""
_MILLIMETRES = 0.5
"""Share of the screen within which all gaze lies where it may be written in another unit."""


def inside(place: Place, points: Points) -> NDArray[np.bool_]:
    """Return for each point (n, 2) whether it is in a place."""
    left, top, width, height = place
    x, y = points.T
    found: NDArray[np.bool_] = (x >= left) & (x < left + width) & (y >= top) & (y < top + height)
    return found


def looked_at(
    trial: CutTrial, size: tuple[int, int], screen: tuple[int, int] | None
) -> dict[str, Any]:
    """Count where the gaze of a trial is, for its facts.

    Parameters
    ----------
    trial : CutTrial
        Samples, or fixations.
    size : tuple of int
        (height, width) of the photograph.
    screen : tuple of int or None
        (width, height).

    Returns
    -------
    dict
        ``seen``, how many samples or fixations have a place; ``on_screen`` (None where nobody
        knows the screen, or only places on the photograph are known) and ``inside``, how many of
        them are on the screen and on the photograph; ``outside``, why it may be that none is.
    """
    columns = COLUMNS[trial.holds]
    on_screen = ("gaze_x", "gaze_y") if trial.holds == SAMPLES else ("x", "y")
    points = _finite(trial, [columns.index(name) for name in on_screen])
    if trial.holds == SAMPLES and trial.place is not None:
        place, own = trial.place, points
    else:
        place = (0.0, 0.0, float(size[1]), float(size[0]))
        own = _finite(trial, [columns.index(name) for name in ("media_x", "media_y")])
    within = int(inside(place, own).sum())
    known = screen is not None and len(points) > 0
    made: dict[str, Any] = {
        "seen": len(own),
        "inside": within,
        "on_screen": int(inside(_whole(screen), points).sum()) if screen and known else None,
    }
    if len(own) and not within:
        made["outside"] = likely_reason(points if len(points) else own, screen)
    return made


def likely_reason(points: Points, screen: tuple[int, int] | None) -> str:
    """Say why no gaze is on a photograph, as a clause; ``points`` (n, 2) are on the screen."""
    if not len(points):
        return "nothing was measured"
    low, high = points.min(axis=0), points.max(axis=0)
    if low.min() >= -1 and high.max() <= _SHARES:
        return (
            "all of it lies within two pixels of the screen's corner, so these are probably shares "
            "of the screen, not pixels"
        )
    if screen is not None:
        if not inside(_whole(screen), points).any():
            return (
                f"it lies beyond the screen of {screen[0]} × {screen[1]} pixels too, so the screen "
                "or the unit is probably another"
            )
        if (high <= np.multiply(_MILLIMETRES, screen)).all() and low.min() >= 0:
            return (
                "all of it lies in the screen's upper left part: the photograph was probably "
                "elsewhere, or gaze is in millimetres"
            )
    return "the photograph was probably elsewhere on the screen"


def on_photographs(trials: Iterable[Trial]) -> tuple[list[Trial], list[Trial]]:
    """Return the trials with gaze on their photograph, and those whose gaze is all elsewhere.

    A trial in which no eye was found belongs to the first: it is lost data, not a wrong place.
    """
    there: list[Trial] = []
    elsewhere: list[Trial] = []
    for trial in trials:
        nowhere = bool(trial.facts.get("seen")) and trial.facts.get("inside") == 0
        (elsewhere if nowhere else there).append(trial)
    return there, elsewhere


def said_of_elsewhere(trials: Sequence[Trial]) -> list[str]:
    """Return a sentence for each stimulus and reason of trials that are left out."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    counts: dict[tuple[str, str], int] = {}
    for trial in trials:
        key = (trial.stimulus or trial.image_id, str(trial.facts.get("outside", "")))
        found.setdefault(key, {})[trial.participant_id] = None
        counts[key] = counts.get(key, 0) + 1
    return [
        f"{_trials(counts[key])} of '{key[0]}' left out ({', '.join(who)}): none of the gaze is on "
        f"the photograph; {key[1]}."
        for key, who in found.items()
    ]


def shares(trials: Iterable[Trial]) -> tuple[float | None, float | None]:
    """Return the shares of gaze on the screen and on the photographs; None where unknown."""
    seen = within = screen_seen = on_screen = 0
    for trial in trials:
        count = int(trial.facts.get("seen") or 0)
        seen += count
        within += int(trial.facts.get("inside") or 0)
        if trial.facts.get("on_screen") is not None:
            screen_seen += count
            on_screen += int(trial.facts["on_screen"])
    return (
        on_screen / screen_seen if screen_seen else None,
        within / seen if seen else None,
    )


def picture_sizes(recordings: Iterable[Recording]) -> dict[str, tuple[float, float]]:
    """Return (width, height) of the stimuli of which recordings say it, in the picture's pixels."""
    sizes: dict[str, tuple[float, float]] = {}
    for recording in recordings:
        rows = recording.samples[["stimulus", "media_width", "media_height"]].dropna()
        for stimulus, part in rows.groupby("stimulus", observed=True):
            first = part.iloc[0]
            sizes.setdefault(
                str(stimulus), (float(first["media_width"]), float(first["media_height"]))
            )
    return sizes


def fixations_on_pictures(
    fixations: pd.DataFrame, sizes: Mapping[str, tuple[float, float]]
) -> int | None:
    """Count the fixations that lie on their stimulus, not beside it; None where nobody knows.

    Parameters
    ----------
    fixations : DataFrame
        With ``stimulus``, ``media_x`` and ``media_y``.
    sizes : Mapping of str to (float, float)
        (width, height) of each stimulus.
    """
    count, known = 0, False
    for stimulus, part in fixations.groupby(fixations["stimulus"].astype(str)):
        points = part[["media_x", "media_y"]].to_numpy(np.float64)
        points = points[np.isfinite(points).all(axis=1)]
        if str(stimulus) in sizes and len(points):
            known = True
            count += int(inside((0.0, 0.0, *sizes[str(stimulus)]), points).sum())
    return count if known else None


def _finite(trial: CutTrial, places: Sequence[int]) -> Points:
    points: Points = trial.values[:, list(places)].astype(np.float64)
    return points[np.isfinite(points).all(axis=1)]


def _whole(screen: tuple[int, int]) -> Place:
    return (0.0, 0.0, screen[0] + 1.0, screen[1] + 1.0)  # programs count the last pixel's edge


def _trials(count: int) -> str:
    return counted(count, "trial")
