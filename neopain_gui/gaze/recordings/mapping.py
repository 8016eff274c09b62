"""A table whose columns a person has named: any CSV or tab-separated text with a header row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.layout import Head, Layout, header_row
from neopain_gui.gaze.recordings.text import decode_head, read_head

UNITS = ("s", "ms", "us")
ROLE_OF = {
    "time": "clock",
    "x": "gaze_x",
    "y": "gaze_y",
    "validity": "validity",
    "participant": "participant",
    "recording": "recording",
    "stimulus": "stimulus",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Which column of a table holds what; headers as the file writes them.

    Attributes
    ----------
    time, x, y : str
        Columns of the time and of gaze in screen pixels from the upper left corner.
    unit : {"ms", "s", "us"}
        Of the time.
    validity, participant, recording, stimulus : str, optional
        Further columns; empty where there is none.
    valid : str, optional
        What the column of validity says of gaze that was found.
    """

    time: str
    x: str
    y: str
    unit: str = "ms"
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
        if values.get("unit", "ms") not in UNITS:
            raise InputError(
                f"'{values['unit']}' is no unit of time here", remedy="write s, ms or us"
            )
        return cls(**values)


def layout_of(head: Head, mapping: ColumnMapping) -> Layout:
    """Return the layout of a table in which a person named the columns.

    Raises
    ------
    InputError
        No row of the file's beginning has all the columns that are named.
    """
    wanted = {role: getattr(mapping, name) for name, role in ROLE_OF.items()}
    wanted = {role: name for role, name in wanted.items() if name}
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
                    dialect="table with named columns",
                    headers=headers,
                    header_line=number,
                    places={role: texts.index(name) for role, name in wanted.items()},
                    quoted=delimiter != "\t" or line.startswith('"'),
                    valid=frozenset({mapping.valid.casefold()}),
                    clock_unit=mapping.unit,
                )
    what = f"has no column '{lacking[0]}'" if lacking else "has a named column twice"
    raise InputError(f"this table {what}", file=head.path, remedy=columns_of(head))


def headers_of(path: Path) -> tuple[str, ...]:
    """Return the columns that a table seems to have, for a person to say what is what.

    Raises
    ------
    InputError
        The file is not there, may not be read, or is no text.
    """
    return _headers(decode_head(path, read_head(path)))


def columns_of(head: Head) -> str:
    """Say what columns the file seems to have."""
    shown = _headers(head)[:30]
    if len(shown) < 3:
        return "choose another file"
    return f"name its columns of time, x and y; it has: {', '.join(shown)}"


def _headers(head: Head) -> tuple[str, ...]:
    best = max(
        (header_row(line, delimiter) for line in head.lines[:50] for delimiter in ("\t", ";", ",")),
        key=len,
        default=(),
    )
    return tuple(header.text for header in best if header.text)
