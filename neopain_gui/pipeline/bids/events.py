"""What happened in a recording: which photograph was shown when, and where eyes rested."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.trials import FIXATIONS, SAMPLES, Trial, Values
from neopain_gui.pipeline.bids.cells import NOTHING, lines, number, word
from neopain_gui.pipeline.bids.samples import times_us

Array = NDArray[np.float64]
FIXATION = "fixation"
_SECONDS = "Since the first sample of the recording that is here."
_PLACE = {
    "x_coordinate": {
        "Description": "Where on the screen the fixation was, from its left edge.",
        "Units": "pixel",
    },
    "y_coordinate": {
        "Description": "Where on the screen the fixation was, from its upper edge.",
        "Units": "pixel",
    },
    "photograph_x": {
        "Description": "Where on the photograph it was, from its left edge, in the photograph's "
        "own pixels; may lie beside it.",
        "Units": "pixel",
    },
    "photograph_y": {
        "Description": "Where on the photograph it was, from its upper edge, in the photograph's "
        "own pixels; may lie beside it.",
        "Units": "pixel",
    },
}
_PHOTOGRAPH = {"Description": "The photograph that was shown, as the study calls it."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is known of a photograph that was shown.

    Attributes
    ----------
    label : str
        ``"pain"`` or ``"no pain"``; empty for none.
    neonate : str
        A pseudonym; empty where nobody said whose face it is.
    size : tuple of int
        (height, width).
    """

    label: str
    neonate: str
    size: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A recording's trials with all that belongs to them, in order of time.

    Attributes
    ----------
    trials : sequence of (Trial, ndarray)
        Each with its array.
    fixations : Mapping of trial's id to ndarray of float64, shape (n, 4)
        As :func:`~neopain_gui.gaze.trial_fixations.fixations_of_trials` finds them.
    scores : Mapping of str to float
        The participant's score of each photograph, from 0 to 10.
    shown : Mapping of str to Shown
        The photographs, by id.
    """

    trials: Sequence[tuple[Trial, Values]]
    fixations: Mapping[tuple[str, str, int], Array]
    scores: Mapping[str, float]
    shown: Mapping[str, Shown]

    @property
    def zero_us(self) -> int:
        """When the first sample was, on the recording's own clock."""
        return min(trial.start_us for trial, _ in self.trials)


def physio_events(looked: Looked) -> bytes:
    """Return fixations and beginnings of trials with samples, compressed, without a head."""
    rows: list[tuple[float, int, list[str]]] = []
    for trial, _ in looked.trials:
        if trial.holds != SAMPLES:
            continue
        begin = (trial.start_us - looked.zero_us) / 1e6
        start = [NOTHING, NOTHING, "photograph shown", word(trial.image_id), *[NOTHING] * 4]
        rows.append((begin, 0, start))
        rows += [
            (begin + one[0] / 1000, 1, [*_lasting(one), NOTHING, word(trial.image_id), *place])
            for one, place in _placed(looked, trial)
        ]
    rows.sort(key=lambda row: row[:2])
    made = [[number(onset, 6), *cells] for onset, _, cells in rows]
    return gzip.compress(lines(zip(*made, strict=True)).encode(), 6, mtime=0)


PHYSIO_COLUMNS = ("onset", "duration", "trial_type", "message", "photograph", *_PLACE)


def physio_sidecar(how: str, task: str) -> dict[str, Any]:
    """Return what stands beside :func:`physio_events`; ``how`` says how fixations were found."""
    return {
        "TaskName": task,
        "Columns": list(PHYSIO_COLUMNS),
        "Description": f"Fixations and the beginnings of trials: {how}.",
        "OnsetSource": "timestamp",
        "onset": {"Description": _SECONDS, "Units": "s"},
        "duration": {"Description": "How long the fixation lasted.", "Units": "s"},
        "trial_type": {
            "Description": "What it is.",
            "Levels": {FIXATION: "The gaze rested on one place."},
        },
        "message": {"Description": "That a photograph appeared."},
        "photograph": _PHOTOGRAPH,
        **_PLACE,
    }


def events(looked: Looked, photographs: bool) -> dict[str, list[str]]:
    """Return the columns of ``events.tsv``: a row a trial, and the fixations that came alone.

    Where an eye tracker's program exported fixations without samples there is nothing they could
    belong to but this table.
    """
    rows = []
    for trial, values in looked.trials:
        begin = (trial.start_us - looked.zero_us) / 1e6
        rows.append((begin, 0, _trial(looked, trial, values, photographs)))
        if trial.holds == FIXATIONS:
            empty = dict.fromkeys(_trial_columns(photographs), NOTHING)
            rows += [
                (
                    begin + one[0] / 1000,
                    1,
                    empty
                    | dict(zip(("duration", "trial_type"), _lasting(one), strict=True))
                    | {"photograph": word(trial.image_id)}
                    | dict(zip(_PLACE, place, strict=True)),
                )
                for one, place in _placed(looked, trial)
            ]
    rows.sort(key=lambda row: row[:2])
    alone = any(trial.holds == FIXATIONS for trial, _ in looked.trials)
    names = [*_trial_columns(photographs), *(_PLACE if alone else ())]
    columns = {"onset": [number(onset, 6) for onset, _, _ in rows]}
    return columns | {name: [row.get(name, NOTHING) for _, _, row in rows] for name in names}


def events_sidecar(
    columns: Mapping[str, Sequence[str]], presentation: Mapping[str, Any], task: str, source: str
) -> dict[str, Any]:
    """Return what stands beside :func:`events`; ``source`` says whose labels they are."""
    said: dict[str, Any] = {
        "onset": {"Description": _SECONDS, "Units": "s"},
        "duration": {"Description": "How long it lasted.", "Units": "s"},
        "trial_type": {
            "Description": f"The label of the photograph that was shown ({source}), or a fixation.",
            "Levels": {
                "pain": "A photograph of a neonate in pain.",
                "no pain": "A photograph of a neonate without pain.",
                FIXATION: "The gaze rested on one place, as the eye tracker's program says.",
            },
        },
        "photograph": _PHOTOGRAPH,
        "neonate": {"Description": "Whose face it is, a pseudonym."},
        **{
            name: {"Description": f"Of the photograph on the screen: {what}.", "Units": "pixel"}
            for name, what in _SIDES.items()
        },
        "pain_score": {"Description": "What the participant said of the pain, from 0 to 10."},
        "stim_file": {"Description": "The photograph, encoded anew without camera data."},
        **_PLACE,
    }
    if FIXATION not in columns["trial_type"]:
        said["trial_type"]["Levels"].pop(FIXATION)
        said["trial_type"]["Description"] = f"The photograph's label ({source})."
    return {
        "TaskName": task,
        "StimulusPresentation": dict(presentation),
        **{name: said[name] for name in columns},
    }


_SIDES = {
    "left": "its left edge",
    "top": "its upper edge",
    "width": "its width",
    "height": "its height",
}


def _trial_columns(photographs: bool) -> tuple[str, ...]:
    more = ("stim_file",) if photographs else ()
    return ("duration", "trial_type", "photograph", "neonate", *_SIDES, "pain_score", *more)


def _trial(looked: Looked, trial: Trial, values: Values, photographs: bool) -> dict[str, str]:
    shown = looked.shown[trial.image_id]
    place = trial.place or (None,) * 4
    made = {
        "duration": number(_duration(trial, values, looked.zero_us), 6),
        "trial_type": word(shown.label),
        "photograph": word(trial.image_id),
        "neonate": word(shown.neonate),
        **{name: number(side, 3) for name, side in zip(_SIDES, place, strict=True)},
        "pain_score": number(looked.scores.get(trial.image_id), 2),
    }
    return made | ({"stim_file": stimulus_file(trial.image_id)} if photographs else {})


def stimulus_file(image_id: str) -> str:
    """Return the file of a photograph in the folder of stimuli."""
    return f"{image_id}.png"


def _duration(trial: Trial, values: Values, zero_us: int) -> float | None:
    """Return how long a photograph was looked at, seconds, the last sample's own time with it."""
    if trial.holds != SAMPLES or not len(values):
        return None
    times = times_us(trial, values, zero_us)
    last = 1e6 / trial.rate_hz if trial.rate_hz else 0.0
    return float((times.max() - times.min() + last) / 1e6)


def _lasting(fixation: Array) -> list[str]:
    return [number(float(fixation[1]) / 1000, 6), FIXATION]


def _placed(looked: Looked, trial: Trial) -> list[tuple[Array, list[str]]]:
    """Return a trial's fixations, each with its four coordinates as cells."""
    height, width = looked.shown[trial.image_id].size
    left, top, across, down = trial.place or (np.nan,) * 4
    return [
        (
            one,
            [
                number(left + one[2] * across / width, 4),
                number(top + one[3] * down / height, 4),
                number(one[2], 4),
                number(one[3], 4),
            ],
        )
        for one in looked.fixations[trial.id]
    ]
