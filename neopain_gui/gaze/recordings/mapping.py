"""A table whose columns a person has named: any CSV or tab-separated text with a header row."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.layout import Head, Layout, header_row
from neopain_gui.gaze.recordings.recognised import by_bytes, by_columns
from neopain_gui.gaze.recordings.since import SinceFirst
from neopain_gui.gaze.recordings.text import decode_head, read_head

NAMED = "table with named columns"
"""What such a table is called where other files have the name of a program."""
UNITS = ("s", "ms", "us", "ns")
GAZE: dict[str, Literal["px", "share", "mm", "deg"]] = {
    "px": "px", "share": "share", "mm": "mm", "deg": "deg",
}  # fmt: skip
GAZE_UNITS = tuple(GAZE)
SCREEN_MM, DISTANCE = "509x286", "650"
"""A TX300's screen, and how far from it people sit, millimetres."""
ROLE_OF = {
    "time": "clock",
    "x": "gaze_x",
    "y": "gaze_y",
    "validity": "validity",
    "pupil": "left_pupil",
    "pupil2": "right_pupil",
    "participant": "participant",
    "recording": "recording",
    "stimulus": "stimulus",
}
OF_TWO_EYES = {
    "x": "left_x",
    "y": "left_y",
    "x2": "right_x",
    "y2": "right_y",
}
"""Roles that differ where the table has a gaze point of each eye."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Which column of a table holds what; headers as the file writes them.

    Attributes
    ----------
    time, x, y : str
        Columns of the time and of gaze; of the first eye's gaze where there are two.
    unit : {"ms", "s", "us", "ns"}
        Of the time.
    gaze_unit : {"px", "share", "mm", "deg"}
        Of gaze: pixels, shares of the screen (0 to 1) or millimetres from its upper left corner;
        degrees from its middle, upwards and to the right.
    screen_mm, distance : str
        Width × height of the screen and how far the eyes are from it, in millimetres, for gaze in
        millimetres or degrees; a TX300's where nothing is said.
    x2, y2 : str, optional
        Columns of the second eye's gaze; gaze is the mean of both eyes then.
    validity2 : str, optional
        Column that says whether the second eye was found; ``validity`` is the first eye's then.
    pupil, pupil2 : str, optional
        Columns of the pupils' diameters, millimetres.
    validity, participant, recording, stimulus : str, optional
        Further columns; empty where there is none.
    valid : str, optional
        What the column of validity says of gaze that was found.
    """

    time: str
    x: str
    y: str
    unit: str = "ms"
    gaze_unit: str = "px"
    screen_mm: str = ""
    distance: str = ""
    x2: str = ""
    y2: str = ""
    validity2: str = ""
    pupil: str = ""
    pupil2: str = ""
    validity: str = ""
    valid: str = "1"
    participant: str = ""
    recording: str = ""
    stimulus: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> ColumnMapping:
        """Return the mapping that these are.

        Raises
        ------
        InputError
            Something is lacking, unknown or no text.
        """
        known = {field.name for field in fields(cls)}
        wrong = sorted(set(values) - known)
        lacking = [name for name in ("time", "x", "y") if not values.get(name)]
        if wrong or lacking or not all(isinstance(one, str) for one in values.values()):
            what = f"does not know '{wrong[0]}'" if wrong else "needs time, x and y"
            raise InputError(
                f"a mapping of columns {what}",
                remedy=f"it may name {', '.join(field.name for field in fields(cls))}",
            )
        for name, known_units, what in (
            ("unit", UNITS, "time"),
            ("gaze_unit", GAZE_UNITS, "gaze"),
        ):
            if values.get(name, known_units[0]) not in known_units:
                raise InputError(
                    f"'{values[name]}' is no unit of {what} here",
                    remedy=f"write {', '.join(known_units[:-1])} or {known_units[-1]}",
                )
        if bool(values.get("x2")) != bool(values.get("y2")):
            raise InputError("the second eye needs both x2 and y2", remedy="name both, or neither")
        mapping = cls(**values)
        mapping.viewing()
        return mapping

    def viewing(self) -> tuple[tuple[float, float], float]:
        """Return the screen's (width, height) and its distance, millimetres.

        Raises
        ------
        InputError
            They are no positive numbers.
        """
        parts = (self.screen_mm or SCREEN_MM).replace("×", "x").split("x")
        try:
            width, height = (float(part) for part in parts)
            distance = float(self.distance or DISTANCE)
        except ValueError:
            width = height = distance = math.nan
        if not all(0 < one < 1e6 for one in (width, height, distance)):
            raise InputError(
                "the screen's size or the distance is none",
                remedy="write them like screen_mm=509x286 and distance=650, in millimetres",
            )
        return (width, height), distance

    @property
    def guesses(self) -> tuple[str, ...]:
        """What was taken for granted, because nobody said it."""
        said = []
        if self.gaze_unit in ("mm", "deg") and not self.screen_mm:
            said.append(f"the screen was taken for {SCREEN_MM.replace('x', ' × ')} mm, a TX300's")
        if self.gaze_unit == "deg" and not self.distance:
            said.append(f"the eyes were taken to be {DISTANCE} mm from the screen")
        return tuple(said)


def layout_of(head: Head, mapping: ColumnMapping) -> Layout:
    """Return the layout of a table in which a person named the columns.

    Raises
    ------
    InputError
        No row of the file's beginning has all the columns that are named.
    """
    wanted = _wanted(mapping)
    millimetres, distance = mapping.viewing()
    lacking = list(wanted.values())
    for number, line in enumerate(head.lines, start=1):
        for delimiter in ("\t", ";", ","):
            headers = header_row(line, delimiter)
            texts = [header.text for header in headers]
            left = [name for name in wanted.values() if name not in texts]
            if len(left) < len(lacking):
                lacking = left
            twice = next((name for name in wanted.values() if texts.count(name) > 1), None)
            if not left and twice is None and len(set(wanted.values())) == len(wanted):
                return Layout(
                    encoding=head.encoding,
                    delimiter=delimiter,
                    dialect=NAMED,
                    headers=headers,
                    header_line=number,
                    places={role: texts.index(name) for role, name in wanted.items()},
                    quoted=delimiter != "\t" or line.startswith('"'),
                    valid=frozenset({mapping.valid.casefold()}),
                    clock_unit=mapping.unit,
                    gaze=GAZE[mapping.gaze_unit],
                    screen_mm=millimetres,
                    distance_mm=distance,
                    guesses=mapping.guesses,
                    rewrite=SinceFirst(texts.index(mapping.time), delimiter)
                    if mapping.unit == "ns"
                    else None,
                )
    what = f"has no column '{lacking[0]}'" if lacking else "has a named column twice"
    raise InputError(
        f"this table {what}",
        file=head.path,
        remedy=columns_of(head),
        command=columns_of(head, MAP),
    )


def _wanted(mapping: ColumnMapping) -> dict[str, str]:
    """Return the column of each role that has one."""
    roles = dict(ROLE_OF)
    if mapping.x2:
        roles |= OF_TWO_EYES
    if mapping.validity2:
        roles |= {"validity": "left_validity", "validity2": "right_validity"}
    named = {role: getattr(mapping, name) for name, role in roles.items()}
    return {role: column for role, column in named.items() if column}


def headers_of(path: Path) -> tuple[str, ...]:
    """Return the columns that a table seems to have, for a person to say what is what.

    A format that is known and has no samples has none that could be named.

    Raises
    ------
    InputError
        The file is not there, may not be read, or is no text.
    """
    start = read_head(path)
    if by_bytes(path, start) is not None:
        return ()
    head = decode_head(path, start)
    return () if by_columns(head) is not None else _headers(head)


MAP = " with --map time=… --map x=… --map y=…"


def columns_of(head: Head, how: str = "") -> str:
    """Say what columns the file seems to have, and that they can be named; ``how`` says how."""
    shown = [name[:60] for name in _headers(head)[:30]]
    if len(shown) < 3:
        return "choose another file"
    return f"name its columns of time, x and y{how}; it has: {', '.join(shown)}"


def _headers(head: Head) -> tuple[str, ...]:
    best = max(
        (header_row(line, delimiter) for line in head.lines[:50] for delimiter in ("\t", ";", ",")),
        key=len,
        default=(),
    )
    return tuple(header.text for header in best if header.text)
