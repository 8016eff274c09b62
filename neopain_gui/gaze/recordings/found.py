"""What is learned of a file while it is read: names, screen, device, clock, what is strange."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from neopain_gui.gaze.recordings.clock import unit_by_step
from neopain_gui.gaze.recordings.layout import Layout
from neopain_gui.gaze.recordings.numbers import Array
from neopain_gui.gaze.recordings.samples import Part
from neopain_gui.gaze.recordings.table import Piece, Table
from neopain_gui.gaze.recordings.words import Vocabulary, Words

OF_TEXT = ("participant", "recording", "stimulus", "eye_movement", "event")
OF_PREAMBLE = {
    "participant": ("Participant", "Subject"),
    "recording": ("Recording name", "Recording"),
}
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
    screen, given_screen : tuple of int, optional
        (width, height) in pixels, by the file and by who reads it.
    guesses, warnings : list of str
        For the recording's dialect and for whoever uses it.
    fine : bool
        Whether the fine clock was ever filled.
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
    screen: tuple[int, int] | None = None
    given_screen: tuple[int, int] | None = None
    guesses: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    fine: bool = False
    strange: dict[str, int] = field(default_factory=dict)
    vocabulary: dict[str, Vocabulary] = field(
        default_factory=lambda: {name: Vocabulary() for name in OF_TEXT}
    )
    shifts: dict[tuple[int, int], float] = field(default_factory=dict)

    def look(self, piece: Piece) -> None:
        """Take screen and device from the first row that has them; name who has no name."""
        if self.screen is None:
            width, height = piece.number("screen_width"), piece.number("screen_height")
            both = np.flatnonzero(np.isfinite(width) & np.isfinite(height))
            text = next((one for one in piece.words("screen").used() if one), "")
            if both.size:
                text = f"{width[both[0]]:.0f}x{height[both[0]]:.0f}"
            self.screen = parse_size(text)
        self.device = self.device or next((one for one in piece.words("device").used() if one), "")
        preamble = dict(self.layout.preamble)
        for role, names in OF_PREAMBLE.items():
            own = next((preamble[name] for name in names if preamble.get(name)), "")
            piece.text[role] = piece.words(role).or_else(
                Words(np.zeros(piece.rows, np.int8), [own])
            )

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
            if warning not in self.warnings:
                self.warnings.append(warning)
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

    def said(self) -> tuple[str, ...]:
        """Return what a person should know of the file, as far as it was read."""
        said = list(self.warnings)
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


def parse_size(text: str) -> tuple[int, int] | None:
    """Return (width, height) of ``1280 x 1024``, or None."""
    match = re.fullmatch(r"\s*(\d{2,5})\s*[x×*]\s*(\d{2,5})\s*", text)
    return (int(match[1]), int(match[2])) if match else None
