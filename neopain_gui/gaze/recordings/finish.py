"""From the parts of a file, or of one recording in it, to a :class:`Recording`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.clock import codes_in
from neopain_gui.gaze.recordings.columns import is_personal
from neopain_gui.gaze.recordings.doubts import doubts, several_screens
from neopain_gui.gaze.recordings.found import OF_TEXT, Found, parse_size
from neopain_gui.gaze.recordings.labelled import labelled_fixations
from neopain_gui.gaze.recordings.layout import Layout
from neopain_gui.gaze.recordings.records import Dialect, Recording
from neopain_gui.gaze.recordings.running import Key
from neopain_gui.gaze.recordings.samples import PAPER_SCREEN, Columns, Part
from neopain_gui.gaze.recordings.timing import measured_rate, set_times
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    import pandas as pd

ORDER = (
    *("time_us", "start_us", "participant", "recording", "stimulus", "event", "value"),
    *("index", "duration_ms", "x", "y"),
    *("gaze_x", "gaze_y", "left_valid", "right_valid"),
    *("direction_x", "direction_y", "direction_z"),
    *("distance_mm", "left_pupil_mm", "right_pupil_mm"),
    *("eye_movement", "eye_movement_index", "eye_movement_ms", "fixation_x", "fixation_y"),
    *("media_pos_x", "media_pos_y", "media_shown_width", "media_shown_height"),
    *("media_width", "media_height", "media_x", "media_y"),
)
"""Columns of samples, events and fixations as their frames have them."""
LETTERS = {"participant": "P", "recording": "R"}


def finish(found: Found, parts: list[Part], job: Job = NULL_JOB) -> Recording:
    """Put parts together; they are empty afterwards, so that nothing is in memory twice.

    The job is asked whether to stop between the steps.

    Raises
    ------
    InputError
        There is neither a sample nor an event.
    """
    samples = _joined([part.samples for part in parts])
    job.check()
    events = _joined([part.events for part in parts])
    fixations = _joined([part.fixations for part in parts])
    layout = found.layout
    if not samples or not len(samples["clock"]) + len(events["clock"]):
        raise InputError(
            "this export has a header row and nothing below it",
            file=found.path,
            place=f"after line {layout.header_line}",
            remedy="export the recording again",
        )
    job.check()
    group = set_times(found, samples, events, fixations)
    fixations_only = layout.dialect.endswith("fixations only")
    job.check()
    rate_hz = None if fixations_only else layout.rate_hz or measured_rate(found, samples, group)
    job.check()
    if not fixations_only and len(samples["time_us"]):
        fixations = labelled_fixations(
            samples, fixations, layout, found.vocabulary["eye_movement"].texts(), rate_hz
        )
    keys = _keys(found, samples, events)
    several = several_screens(found.screens.get(key) for key in keys)
    people = {name: _order(samples[name], events[name]) for name in LETTERS}
    shown = [found.vocabulary["stimulus"].texts()[code] for code in _order(samples["stimulus"])]
    frames = [_frame(found, columns) for columns in (samples, events, fixations)]
    job.check()
    frames[0] = frames[0].iloc[0:0] if fixations_only else frames[0]
    frames[2] = _once(frames[2])
    guesses = [*layout.guesses, *found.guesses]
    screen, guessed = _screen(found, keys, guesses)
    if layout.stimulus_guess and any(shown):
        guesses.append(layout.stimulus_guess)
    return Recording(
        samples=frames[0],
        events=frames[1],
        fixations=frames[2],
        participants=tuple(_called(found, "participant")[code] for code in people["participant"]),
        recordings=tuple(_called(found, "recording")[code] for code in people["recording"]),
        stimuli=tuple(name for name in shown if name),
        screen_size=screen,
        rate_hz=rate_hz,
        device=found.device,
        dialect=_dialect(found, guesses),
        warnings=(
            *_warnings(frames[0], frames[2], fixations_only),
            *doubts(frames[0], frames[2], layout, rate_hz),
            *several,
            *found.said(),
        ),
        personal=_personal(layout),
        screen_guessed=guessed,
        several_screens=bool(several),
    )


def _joined(columns: list[Columns]) -> Columns:
    """Return the parts' columns end to end; takes each from its part before the next."""
    names = list(columns[0]) if columns else []
    joined: Columns = {}
    for name in names:
        pieces = [part.pop(name) for part in columns]
        texts = [one.texts() if hasattr(one, "texts") else one for one in pieces]
        joined[name] = np.concatenate(texts)
    return joined


def _order(*codes: Any) -> list[int]:
    """Return the codes that are used, by order of appearance in the file."""
    return sorted({int(one) for column in codes for one in codes_in(column)})


def _called(found: Found, column: str) -> list[str]:
    """Return what is written for each text of a column: a pseudonym for a name."""
    texts = found.vocabulary[column].texts()
    if column not in LETTERS:
        return texts
    if column == "participant" and found.keep_names:  # of an unnamed one the file's name is left
        return [name or found.path.stem for name in texts]
    return [
        name if found.keep_names and name else f"{LETTERS[column]}{number:02}"
        for number, name in enumerate(texts, start=1)
    ]


def _frame(found: Found, columns: Columns) -> pd.DataFrame:
    import pandas as pd

    for name in set(OF_TEXT) & set(columns):
        used = _order(columns[name])
        called = _called(found, name)
        place = np.zeros(max(used, default=0) + 1, dtype=np.int64)
        place[used] = np.arange(len(used))
        categories: Any = pd.Index([called[code] for code in used])
        columns[name] = pd.Categorical.from_codes(place[columns[name]], categories)
    if "index" in columns:
        columns["index"] = columns["index"].astype(np.int64)
    if "value" in columns:
        columns["value"] = columns["value"].astype(object)
    order = [name for name in ORDER if name in columns]
    return pd.DataFrame({name: columns.pop(name) for name in order}, copy=False)


def _once(fixations: pd.DataFrame) -> pd.DataFrame:
    """Leave each fixation once: a piece of the file may have begun within it."""
    key = ["participant", "recording", "index"]
    if fixations["duration_ms"].isna().any():
        for name in ("duration_ms", "x", "y", "media_x", "media_y"):
            by = fixations.groupby(key, observed=True, sort=False)[name]
            fixations[name] = by.transform("first")
    return fixations.drop_duplicates(key, ignore_index=True)


def _dialect(found: Found, guesses: list[str]) -> Dialect:
    layout, places = found.layout, found.layout.places
    if found.table.mark is None:
        guesses.append("the decimal mark was taken for a point: no number has one")
    if found.encoding == "cp1252":
        guesses.append("the text was taken for Windows-1252 (cp1252), because it is not UTF-8")
    fine = found.fine and not found.spoilt
    clock = "fine_clock" if fine or "clock" not in places else "clock"
    return Dialect(
        name=layout.dialect,
        encoding=found.encoding,
        delimiter=layout.delimiter,
        decimal_mark=found.table.mark or ".",
        clock=layout.headers[places[clock]].text,
        clock_unit="us" if fine else found.unit,
        guesses=tuple(guesses),
    )


def _keys(found: Found, samples: Columns, events: Columns) -> list[Key]:
    """Return the names, as the file has them, of the recordings that there are."""
    texts = [found.vocabulary[name].texts() for name in ("participant", "recording")]
    size = len(texts[1]) or 1
    pairs = {
        divmod(int(one), size)
        for columns in (samples, events)
        for one in codes_in(columns["participant"].astype(np.int64) * size + columns["recording"])
    }
    return [(texts[0][a], texts[1][b]) for a, b in sorted(pairs)]


def _screen(
    found: Found, keys: list[Key], guesses: list[str]
) -> tuple[tuple[int, int] | None, bool]:
    """Return the screen's size, and whether it had to be guessed."""
    preamble = dict(found.layout.preamble)
    written = preamble.get("Screen resolution") or preamble.get("Recording resolution") or ""
    known = found.screen_of(keys) or parse_size(written) or found.given_screen
    if known is not None or found.layout.gaze == "px":
        return known, False
    width, height = PAPER_SCREEN
    gives = {"mm": "gives millimetres of it", "deg": "gives gaze in degrees"}
    guesses.append(
        f"the screen was taken for {width} × {height} pixels, the dissertation's, because the file "
        f"{gives.get(found.layout.gaze, 'gives shares of it')} and does not say its size"
    )
    return PAPER_SCREEN, True


def _warnings(
    samples: pd.DataFrame, fixations: pd.DataFrame, fixations_only: bool
) -> tuple[str, ...]:
    said = []
    shown = samples["stimulus"].ne("")
    if fixations_only:
        said.append("The file has fixations only: quality and fixations cannot be recomputed.")
    elif not shown.any():
        said.append("No sample belongs to a stimulus.")
    elif samples.loc[shown, "media_pos_x"].isna().all() and samples["media_x"].isna().all():
        said.append(
            "The file does not say where its stimuli were shown: gaze has no place on them."
        )
    if len(samples) and not (samples["left_valid"] | samples["right_valid"]).any():
        said.append("No sample is valid.")
    if fixations_only and not fixations["x"].notna().any():
        said.append("The fixations' places are on the stimulus; where that was is not in the file.")
    return tuple(said)


def _personal(layout: Layout) -> tuple[str, ...]:
    names = [name for name, _ in layout.preamble] + [header.text for header in layout.headers]
    return tuple(dict.fromkeys(name for name in names if is_personal(name)))
