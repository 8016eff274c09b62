"""Tobii ClearView: gaze of each eye (GZD), and its fixations (FXD)."""

from __future__ import annotations

import re
from itertools import pairwise

from neopain_gui.gaze.recordings.columns import parse_header
from neopain_gui.gaze.recordings.layout import Head, Layout, preamble_line

GAZE = (
    *("clock", "number"),
    *("left_x", "left_y", "left_camera_x", "left_camera_y"),
    *("left_distance", "left_pupil", "left_validity"),
    *("right_x", "right_y", "right_camera_x", "right_camera_y"),
    *("right_distance", "right_pupil", "right_validity"),
)
"""The columns of GZD, which mostly has no header row."""
FIXATIONS = ("index", "clock", "duration", "fixation_x", "fixation_y")
FIXATION_NAMES = ("fixnumber", "timestamp", "duration", "gazepointx", "gazepointy")
NO_ROLE = re.compile(r"number|.*_camera_.")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")


def find(head: Head) -> Layout | None:
    """Return the layout of an export of ClearView, or None."""
    return _gaze(head) or _fixations(head)


def _gaze(head: Head) -> Layout | None:
    """A table is rows of 16 numbers of which two are codes from 0 to 4, and time goes on."""
    rows = [_numbers(line) for line in head.lines]
    first = next((at for at, cells in enumerate(rows) if len(cells) == len(GAZE)), None)
    if first is None:
        return None
    table = [cells for cells in rows[first:] if cells]
    if head.lines[-1].strip() and len(table) > 1:
        table = table[:-1]  # the beginning of a long file ends within a row
    codes = [GAZE.index(f"{eye}_validity") for eye in ("left", "right")]
    times = [cells[0] for cells in table]
    if (
        any(len(cells) != len(GAZE) for cells in table)
        or any(cells[at] not in {0, 1, 2, 3, 4} for cells in table for at in codes)
        or any(after < before for before, after in pairwise(times))
        or any("\t" in line and "(L)" not in line for line in head.lines[:first])
    ):
        return None
    return _layout(head, GAZE, "ClearView GZD", first)


def _fixations(head: Head) -> Layout | None:
    for number, line in enumerate(head.lines, start=1):
        cells = line.rstrip().split("\t")
        if len(cells) != len(FIXATION_NAMES):
            continue
        if tuple(parse_header(cell).name for cell in cells) == FIXATION_NAMES:
            below = head.lines[number:]
            blank = next((at for at, one in enumerate(below) if one.strip()), len(below))
            return _layout(head, FIXATIONS, "ClearView FXD, fixations only", number + blank)
    return None


def _layout(head: Head, roles: tuple[str, ...], dialect: str, skipped: int) -> Layout:
    said = [preamble_line(line) for line in head.lines[:skipped]]
    return Layout(
        encoding=head.encoding,
        delimiter="\t",
        dialect=dialect,
        headers=tuple(parse_header(role) for role in roles),
        header_line=skipped,
        places={role: at for at, role in enumerate(roles) if not NO_ROLE.fullmatch(role)},
        preamble=tuple(one for one in said if one is not None),
        clock_unit="ms",
    )


def _numbers(line: str) -> list[float]:
    """Return a line's cells as numbers; none where one of them is something else."""
    cells = line.rstrip().split("\t")
    if not all(NUMBER.fullmatch(cell.strip()) for cell in cells):
        return []
    return [float(cell.replace(",", ".")) for cell in cells]
