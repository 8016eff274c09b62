"""What a format's module says of a file it knows: where the table is and what its columns are."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from neopain_gui.gaze.recordings.columns import Header, parse_header

TOBII_VALID = frozenset({"0", "1", "0.0", "1.0", "valid"})
"""Codes and words of Tobii's programs for an eye that was found, without case."""

Preamble = tuple[tuple[str, str], ...]


COLUMNS = 2000
"""An export has hundreds at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The beginning of a file.

    Attributes
    ----------
    path : Path
        The file.
    encoding : str
        Of its text, as far as the beginning tells.
    lines : tuple of str
        The first lines without their ends; not more than 500, and not more than 1 MB.
    """

    path: Path
    encoding: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a text file's table begins and how its cells are told apart and understood.

    Attributes
    ----------
    encoding, delimiter, dialect : str
        As :class:`~neopain_gui.gaze.recordings.recording.Dialect` has them.
    headers : tuple of Header
        The table's columns.
    header_line : int
        The header row's line, from 1; 0 where the table has none.
    places : dict of str to int
        At which index each role's column stands; roles are those of
        :data:`~neopain_gui.gaze.recordings.columns.ROLES`.
    preamble : tuple of (str, str)
        What stands before the table as ``name: value``.
    quoted : bool
        Whether quotation marks enclose cells.
    gaze : {"px", "share", "share from below", "mm", "deg"}
        Whether gaze is in pixels, a share of the screen from its upper left corner, or one from
        its lower left corner, in millimetres from its upper left corner, or in degrees from its
        middle, upwards and to the right.
    screen_mm, distance_mm : tuple of float, float
        (width, height) of the screen and how far the eyes are from it, where gaze is in
        millimetres or degrees.
    valid : frozenset of str
        Validity codes, in lower case, of an eye that was found.
    confidence : float, optional
        The least confidence of an eye that was found, where the file has that in place of codes.
    sensors : frozenset of str
        What the rows of the eye tracker say in the column of the role ``sensor``, in lower case and
        without spaces.
    clock_unit : str, optional
        The clock's unit where it is known without the header: ``s``, ``ms``, ``us``, or ticks as
        ``1/10000000 s``.
    restarts : {"recording", "stimulus", "nothing"}
        What begins where the clock starts again within a recording: another recording of the same
        name, the next stimulus of the same recording, or nothing where the clock is the eye
        tracker's own and rows of events stand at their end.
    index_restarts : bool
        Whether the exporter's numbers of fixations start again within a recording.
    movements : dict of str to str
        What the exporter's labels of eye movements mean, where they are other words.
    durations : {"ms", "s", "s so far"}
        Unit of the exported fixations' durations; "so far" where each sample says how long its
        fixation has lasted until then.
    both_eyes : bool
        Whether each sample says which eyes it was made of, in the role ``eyes``.
    rate_hz : float, optional
        Samples per second, where the file says them.
    rewrite : callable, optional
        Called with whole lines before they are taken apart; must keep their number.
    missing : tuple of (float, float)
        Further gaze points, as the file writes them, that stand for an eye that was not found.
    stimulus_guess : str
        How stimuli were found where no column says them.
    guesses, notes : tuple of str
        What was inferred of the file's beginning, with the reason; what a person should know.
    """

    encoding: str
    delimiter: str
    dialect: str
    headers: tuple[Header, ...]
    header_line: int
    places: dict[str, int]
    preamble: Preamble = ()
    quoted: bool = False
    gaze: Literal["px", "share", "share from below", "mm", "deg"] = "px"
    screen_mm: tuple[float, float] = (509.0, 286.0)
    distance_mm: float = 650.0
    valid: frozenset[str] = TOBII_VALID
    confidence: float | None = None
    sensors: frozenset[str] = frozenset({"eyetracker"})
    clock_unit: str | None = None
    restarts: Literal["recording", "stimulus", "nothing"] = "recording"
    index_restarts: bool = False
    movements: dict[str, str] = field(default_factory=dict)
    durations: Literal["ms", "s", "s so far"] = "ms"
    both_eyes: bool = False
    rate_hz: float | None = None
    rewrite: Callable[[str], str] | None = None
    missing: tuple[tuple[float, float], ...] = ()
    stimulus_guess: str = ""
    guesses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def preamble_line(line: str) -> tuple[str, str] | None:
    """Return name and value of a line ``name: value``, or None."""
    match = re.fullmatch(r"\s*([^:\t]+):\s*(.*?)\s*", line)
    return None if match is None else (match[1].strip(), match[2])


def cells_of(line: str, delimiter: str = ",") -> list[str]:
    """Return a line's cells; none where it is no table's, for a cell of hundreds of kilobytes."""
    if line.count(delimiter) > COLUMNS:
        return []
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def header_row(line: str, delimiter: str) -> tuple[Header, ...]:
    """Return a line's cells as headers."""
    return tuple(parse_header(cell) for cell in cells_of(line, delimiter))
