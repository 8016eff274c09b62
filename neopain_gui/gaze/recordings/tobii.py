"""Exports of Tobii Studio 1 to 3 and Tobii Pro Lab, and dumps of the TX300's SDK."""

from __future__ import annotations

from pathlib import Path

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.columns import Header, find_columns, find_dialect, parse_header
from neopain_gui.gaze.recordings.layout import TOBII_VALID, Head, Layout, cells_of, preamble_line

DELIMITERS = ("\t", ";", ",")
SHARES = ("TX300 SDK dump", "Tobii SDK")
"""The dialects whose gaze is a share of the screen, in [0, 1]."""
SDK_VALID = frozenset({"1", "1.0", "true"})


def find(head: Head) -> Layout | None:
    """Return the layout of a Tobii export, or None.

    Raises
    ------
    InputError
        It is one, but lacks columns or has one of them twice.
    """
    preamble: list[tuple[str, str]] = []
    for number, line in enumerate(head.lines, start=1):
        for delimiter in DELIMITERS:
            cells = cells_of(line, delimiter)
            headers = tuple(parse_header(cell) for cell in cells)
            dialect = find_dialect(headers) if len(headers) > 2 else None
            if dialect is not None:
                return Layout(
                    encoding=head.encoding,
                    delimiter=delimiter,
                    dialect=dialect,
                    preamble=tuple(preamble),
                    headers=headers,
                    header_line=number,
                    places=_places(head.path, dialect, headers, number),
                    quoted=delimiter != "\t" or line.startswith('"'),
                    gaze="share" if dialect in SHARES else "px",
                    valid=SDK_VALID if dialect == "Tobii SDK" else TOBII_VALID,
                )
        if (said := preamble_line(line)) is not None:
            preamble.append(said)
    return None


def _places(path: Path, dialect: str, headers: tuple[Header, ...], line: int) -> dict[str, int]:
    """Return the index of each role's column; without what the dialect needs there is no table."""
    found: dict[str, int] = {}
    for role, at in find_columns(headers).items():
        places = (at,) if isinstance(at, int) else at
        first = headers[places[0]]
        if sum(headers[place] == first for place in places) > 1:
            raise InputError(
                f"the column '{first.text}' is there {len(places)} times",
                file=path,
                place=f"line {line}",
                remedy="export the recording again, with each column once",
            )
        found[role] = places[0]
    pairs = ("gaze_x", "gaze_y"), ("left_x", "left_y"), ("right_x", "right_y")
    whole = any(x in found and y in found for x, y in pairs)
    lacking = [] if {"clock", "fine_clock"} & set(found) else ["a time stamp"]
    if not whole and "index" not in found:
        lacking.append("gaze points in screen pixels, X and Y")
    if lacking:
        raise InputError(
            f"this {dialect} export has no column for {' and none for '.join(lacking)}",
            file=path,
            place=f"line {line}",
            remedy="export it again with these columns",
        )
    return found
