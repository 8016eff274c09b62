"""Gazepoint Analysis: all_gaze.csv, gaze as a share of the screen, and its tables of fixations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from neopain_gui.gaze.recordings.columns import Header
from neopain_gui.gaze.recordings.layout import Head, Layout, cells_of, header_row

NAMES = {
    "time": "clock",
    "medianame": "stimulus",
    "lpogx": "left_x",
    "lpogy": "left_y",
    "lpogv": "left_validity",
    "rpogx": "right_x",
    "rpogy": "right_y",
    "rpogv": "right_validity",
}
BEST = {"bpogx": "gaze_x", "bpogy": "gaze_y", "bpogv": "validity"}
FIXED = {"fpogx": "gaze_x", "fpogy": "gaze_y", "fpogv": "validity"}
OWN = {
    "fpogid": "index",
    "fpogv": "movement",
    "fpogd": "duration",
    "fpogx": "fixation_x",
    "fpogy": "fixation_y",
}
"""Its own fixations."""
LABELS = {"1": "Fixation", "0": ""}
FEW = 0.1
"""Share of rows that have the number of the row before, up to which each row is a fixation."""


def find(head: Head) -> Layout | None:
    """Return the layout of a Gazepoint export, or None.

    The eyes' own points are taken where both are there, else the best point, else the fixation's.
    TIME begins again with each stimulus; TIMETICK runs on, where it is there.
    """
    headers = header_row(head.lines[0] if head.lines else "", ",")
    names = [header.name for header in headers]
    if "time" not in names or not {"fpogx", "bpogx"} & set(names):
        return None
    if {"fpogs", *OWN} <= set(names) and _fixations_only(head.lines, names.index("fpogid")):
        roles = OWN | {"fpogs": "clock", "medianame": "stimulus"}
        return _layout(head, headers, roles, "Gazepoint, fixations only", "s")
    roles = {name: NAMES[name] for name in ("time", "medianame")}
    if {"lpogx", "rpogx"} <= set(names):
        roles = dict(NAMES)
    else:
        roles |= BEST if "bpogx" in names else FIXED
    if {"bpogx", *OWN} <= set(names):
        roles |= OWN
    unit = "s"
    tick = next((one for one in headers if one.name == "timetick"), None)
    if tick is not None and (per_second := re.fullmatch(r"f=([1-9]\d{0,11})", tick.unit)):
        del roles["time"]
        roles["timetick"], unit = "clock", f"1/{per_second[1]} s"
    return _layout(head, headers, roles, "Gazepoint", unit)


def _layout(
    head: Head, headers: Sequence[Header], roles: Mapping[str, str], dialect: str, unit: str
) -> Layout:
    names = [header.name for header in headers]
    return Layout(
        encoding=head.encoding,
        delimiter=",",
        dialect=dialect,
        headers=tuple(headers),
        header_line=1,
        places={role: names.index(name) for name, role in roles.items() if name in names},
        quoted=True,
        gaze="share",
        valid=frozenset({"1"}),
        clock_unit=unit,
        restarts="stimulus",
        index_restarts=True,
        movements=LABELS,
        durations="s" if "fixations" in dialect else "s so far",
        guesses=()
        if unit != "s" or "fixations" in dialect
        else ("where TIME begins again, the next stimulus follows the one before at once",),
    )


def _fixations_only(lines: Sequence[str], place: int) -> bool:
    """Whether each row has a fixation's number of its own: samples share it."""
    rows = [cells for cells in map(cells_of, lines[1:]) if len(cells) > place]
    numbers = [cells[place].strip() for cells in rows[:-1] or rows]
    same = sum(before == after for before, after in pairwise(numbers))
    return len(numbers) > 2 and same < FEW * len(numbers)
