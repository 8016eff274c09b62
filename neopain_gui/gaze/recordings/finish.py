"""From the parts of a file, or of one recording in it, to a :class:`Recording`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.clock import codes_in
from neopain_gui.gaze.recordings.columns import is_personal
from neopain_gui.gaze.recordings.doubts import doubts, several_screens
from neopain_gui.gaze.recordings.found import OF_TEXT, Found, parse_size
from neopain_gui.gaze.recordings.labelled import labelled_fixations
from neopain_gui.gaze.recordings.layout import Layout
from neopain_gui.gaze.recordings.recording import Dialect, Recording
from neopain_gui.gaze.recordings.running import Key
from neopain_gui.gaze.recordings.sample_table import ORDER, SampleTable
from neopain_gui.gaze.recordings.samples import PAPER_SCREEN, Columns, Part
from neopain_gui.gaze.recordings.timing import measured_rate, set_times
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    import pandas as pd

LETTERS = {"participant": "P", "recording": "R"}


@dataclass(slots=True)
class Parts:
    """What was read of a file, or of a recording in it."""

    samples: SampleTable = field(default_factory=SampleTable)
    events: list[Columns] = field(default_factory=list)
    fixations: list[Columns] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Put a part to the end."""
        self.samples.add(part.samples)
        self.events.append(part.events)
        self.fixations.append(part.fixations)


def finish(found: Found, parts: Parts, job: Job = NULL_JOB) -> Recording:
    """Put parts together; they are empty afterwards, so that nothing is in memory twice.

    The job is asked whether to stop between the steps.

    Raises
    ------
    InputError
        There is neither a sample nor an event.
    """
    samples = parts.samples
    samples.close()
    job.check()
    events, fixations = _joined(parts.events), _joined(parts.fixations)
    layout = found.layout
    if not events or not len(samples) + len(events["clock"]):
        raise InputError(
            "this export has a header row and nothing below it",
            file=found.path,
            place=f"after line {layout.header_line}",
            remedy="export the recording again",
        )
    job.check()
    set_times(found, samples, events, fixations)
    fixations_only = layout.dialect.endswith("fixations only")
    job.check()
    rate_hz = None if fixations_only else layout.rate_hz or measured_rate(found, samples)
    job.check()
    if not fixations_only and len(samples):
        movements = found.vocabulary["eye_movement"].texts()
        fixations = labelled_fixations(samples, fixations, layout, movements, rate_hz)
    job.check()
    keys = _keys(found, samples, events)
    several = several_screens(found.screens.get(key) for key in keys)
    people = {name: sorted({*samples.used(name), *_order(events[name])}) for name in LETTERS}
    samples.name_texts({name: _called(found, name) for name in OF_TEXT if name in samples.names})
    shown = samples.texts["stimulus"]
    frames = [_frame(found, columns) for columns in (events, fixations)]
    job.check()
    if fixations_only:
        samples.clear()
    frames[1] = _once(frames[1])
    guesses = [*layout.guesses, *found.guesses]
    screen, guessed = _screen(found, keys, guesses)
    if layout.stimulus_guess and any(shown):
        guesses.append(layout.stimulus_guess)
    return Recording(
        table=samples,
        events=frames[0],
        fixations=frames[1],
        participants=tuple(_called(found, "participant")[code] for code in people["participant"]),
        recordings=tuple(_called(found, "recording")[code] for code in people["recording"]),
        stimuli=tuple(name for name in shown if name),
        screen_size=screen,
        rate_hz=rate_hz,
        device=found.device,
        dialect=_dialect(found, guesses),
        warnings=(
            *_warnings(samples, frames[1], fixations_only),
            *doubts(samples, layout, rate_hz),
            *several,
            *found.said(),
        ),
        personal=_personal(layout),
        screen_guessed=guessed,
        several_screens=bool(several),
    )


def _joined(columns: list[Columns]) -> Columns:
    """Return the parts' columns end to end."""
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


def _keys(found: Found, samples: SampleTable, events: Columns) -> list[Key]:
    """Return the names, as the file has them, of the recordings that there are."""
    texts = [found.vocabulary[name].texts() for name in ("participant", "recording")]
    size = len(texts[1]) or 1
    of_events = events["participant"].astype(np.int64) * size + events["recording"]
    pairs = {
        divmod(int(one), size)
        for group in (*(group for (group,) in samples.parts("group")), of_events)
        for one in codes_in(group)
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
    samples: SampleTable, fixations: pd.DataFrame, fixations_only: bool
) -> tuple[str, ...]:
    said = []
    if fixations_only:
        said.append("The file has fixations only: quality and fixations cannot be recomputed.")
    elif not any(samples.texts["stimulus"]):
        said.append("No sample belongs to a stimulus.")
    elif not _placed(samples):
        said.append(
            "The file does not say where its stimuli were shown: gaze has no place on them."
        )
    if len(samples) and not any((left | right).any() for left, right in samples.parts(*_VALID)):
        said.append("No sample is valid.")
    if fixations_only and not fixations["x"].notna().any():
        said.append("The fixations' places are on the stimulus; where that was is not in the file.")
    return tuple(said)


_VALID = ("left_valid", "right_valid")


def _placed(samples: SampleTable) -> bool:
    """Say whether any sample says where a stimulus was, or where on one gaze was."""
    texts = np.array([bool(one) for one in samples.texts["stimulus"]])
    return any(
        bool((texts[shown] & ~np.isnan(left)).any() or not np.isnan(on).all())
        for shown, left, on in samples.parts("stimulus", "media_pos_x", "media_x")
    )


def _personal(layout: Layout) -> tuple[str, ...]:
    names = [name for name, _ in layout.preamble] + [header.text for header in layout.headers]
    return tuple(dict.fromkeys(name for name in names if is_personal(name)))
