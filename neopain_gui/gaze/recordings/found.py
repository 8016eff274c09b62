"""What is learned of a file while it is read: names, screen, device, clock, what is strange."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.clock import unit_by_step
from neopain_gui.gaze.recordings.layout import Layout
from neopain_gui.gaze.recordings.numbers import Array
from neopain_gui.gaze.recordings.running import Key, RunningOn, by_recording
from neopain_gui.gaze.recordings.samples import Part
from neopain_gui.gaze.recordings.table import Piece, Table
from neopain_gui.gaze.recordings.words import CategoryColumn, Vocabulary

OF_TEXT = ("participant", "recording", "stimulus", "eye_movement", "event")
OF_PREAMBLE = {
    "participant": ("Participant", "Subject"),
    "recording": ("Recording name", "Recording"),
}
MOST_RESTARTS = 1000
"""How often time may start again in a file."""
ENOUGH = 100
"""Samples from which the usual step of a clock is believed."""


@dataclass(slots=True, kw_only=True)
class Found:
    """One for a file, whether it is read at once or recording by recording.

    Attributes
    ----------
    path, layout
        The file.
    keep_names : bool
        Whether participants and recordings keep the file's names.
    table : Table
        Knows the decimal mark and the rows that were not whole.
    encoding, unit, device : str
        Of the text, of the coarse clock, and the eye tracker's name.
    screens : dict of (str, str) to tuple of int
        (width, height) in pixels, as the file says it of each participant's recording.
    given_screen : tuple of int, optional
        The same, as who reads the file says it.
    guesses, warnings : list of str
        For the recording's dialect and for whoever uses it.
    fine : bool
        Whether the fine clock was ever filled.
    spoilt : bool
        Whether the fine clock was left out because the coarse one tells more.
    vocabulary : dict of str to Vocabulary
        Of each column of text.
    shifts : dict of (int, int) to float
        By how much the fine clock of a participant's recording is ahead, microseconds.
    """

    path: Path
    layout: Layout
    keep_names: bool
    table: Table
    encoding: str
    unit: str = ""
    device: str = ""
    screens: dict[Key, tuple[int, int]] = field(default_factory=dict)
    given_screen: tuple[int, int] | None = None
    guesses: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    fine: bool = False
    spoilt: bool = False
    strange: dict[str, int] = field(default_factory=dict)
    vocabulary: dict[str, Vocabulary] = field(
        default_factory=lambda: {name: Vocabulary() for name in OF_TEXT}
    )
    shifts: dict[tuple[int, int], float] = field(default_factory=dict)
    running: RunningOn = field(init=False)

    def __post_init__(self) -> None:
        """Begin to count."""
        self.running = RunningOn(layout=self.layout)

    def look(self, piece: Piece) -> None:
        """Take device and screens from the first rows that have them; name who has no name.

        Raises
        ------
        InputError
            Time goes back so often that the rows are not in its order.
        """
        self.device = self.device or next((one for one in piece.words("device").used() if one), "")
        preamble = dict(self.layout.preamble)
        for role, names in OF_PREAMBLE.items():
            own = next((preamble[name] for name in names if preamble.get(name)), "")
            piece.text[role] = piece.words(role).or_else(
                CategoryColumn(np.zeros(piece.rows, np.int8), [own])
            )
        self.running.see(piece)
        if self.running.restarts > MOST_RESTARTS and self.layout.restarts == "recording":
            raise InputError(
                f"time goes back more than {MOST_RESTARTS} times",
                file=self.path,
                place=f"up to line {piece.lines[-1]}",
                remedy="sort the rows by participant, recording and time",
            )
        self._look_for_screens(piece)

    def screen_of(self, keys: Iterable[Key]) -> tuple[int, int] | None:
        """Return the screen of recordings, the first of several that differ; None if unknown."""
        return next((self.screens[key] for key in keys if key in self.screens), None)

    def _look_for_screens(self, piece: Piece) -> None:
        width, height = piece.number("screen_width"), piece.number("screen_height")
        text = piece.words("screen")
        some = (np.isfinite(width) & np.isfinite(height)) | text.filled()
        if not some.any():
            return
        for key, rows in by_recording(piece):
            first = rows[some[rows]][:1]
            if key in self.screens or not len(first):
                continue
            at = int(first[0])
            said = text.values[text.codes[at]]
            if np.isfinite(width[at]) and np.isfinite(height[at]):
                said = f"{width[at]:.0f}x{height[at]:.0f}"
            if (size := parse_size(said)) is not None:
                self.screens[key] = size

    def take(self, part: Part) -> Part:
        """Decide the clock's unit by the first samples, check it by the others; number the text."""
        clock = part.samples["clock"]
        guessed = self._guess_unit(clock) if "clock" in self.layout.places else "ms"
        if not self.unit:
            self.unit = guessed
        elif guessed != self.unit:
            warning = (
                f"The clock's unit was taken for {self.unit}, but its steps differ further down."
            )
            self.warn(warning)
        self.fine = self.fine or bool(np.isfinite(part.samples["fine_clock"]).any())
        for sensor, rows in part.strange.items():
            self.strange[sensor] = self.strange.get(sensor, 0) + rows
        for columns in (part.samples, part.events, part.fixations):
            for name in set(OF_TEXT) & set(columns):
                columns[name] = self.vocabulary[name].encode(columns[name])
        for name, column in part.samples.items():
            if column.dtype == np.float64 and "clock" not in name:
                part.samples[name] = column.astype(np.float32)
        return part

    def _guess_unit(self, clock: Array) -> str:
        layout = self.layout
        known = layout.clock_unit or layout.headers[layout.places["clock"]].unit
        if known or "Pro Lab" not in layout.dialect:
            return known or "ms"
        unit, step = unit_by_step(clock)
        if self.unit:
            return unit if step is not None and len(clock) >= ENOUGH else self.unit
        if step is None:
            self.guesses.append(
                "the clock was taken for milliseconds, as Tobii writes it: too few samples"
            )
        else:
            why = f"because its usual step is {step:.4g}"
            self.guesses.append(f"the clock's unit was taken for {unit}, {why}")
        return unit

    def guess(self, guess: str) -> None:
        """Remember what was inferred, once."""
        if guess not in self.guesses:
            self.guesses.append(guess)

    def warn(self, warning: str) -> None:
        """Remember what a person should know, once."""
        if warning not in self.warnings:
            self.warnings.append(warning)

    def said(self) -> tuple[str, ...]:
        """Return what a person should know of the file, as far as it was read."""
        said = [*self.layout.notes, *self.warnings]
        if self.running.restarts and self.layout.restarts == "recording":
            said.append(
                f"Time starts again within a recording, {times(self.running.restarts)}: what "
                "follows was taken for another recording of the same participant."
            )
        for sensor, rows in self.strange.items():
            said.append(
                f"The sensor '{sensor}' is not known: its {rows} rows with gaze were taken for "
                "samples of the eye tracker."
            )
        table = self.table
        if table.short:
            said.append(
                f"{len(table.short)} rows have fewer cells than the header row, the first in line "
                f"{table.short[0]}: what is missing was taken for empty."
            )
        if table.cut_off:
            said.append(f"The last row, line {table.cut_off}, is cut off and was left out.")
        return tuple(said)


def times(count: int) -> str:
    """Return a number of times in words.

    >>> times(1), times(3)
    ('once', '3 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def parse_size(text: str) -> tuple[int, int] | None:
    """Return (width, height) of ``1280 x 1024``, or None."""
    match = re.fullmatch(r"\s*(\d{2,5})\s*[x×*]\s*(\d{2,5})\s*", text)
    return (int(match[1]), int(match[2])) if match else None
