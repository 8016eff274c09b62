"""Gazepoint Analysis: all_gaze.csv, gaze as a share of the screen; its fixations are not taken."""

from __future__ import annotations

from neopain_gui.gaze.recordings.layout import Head, Layout, header_row

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


def find(head: Head) -> Layout | None:
    """Return the layout of a Gazepoint export, or None.

    The eyes' own points are taken where both are there, else the best point, else the fixation's.
    """
    headers = header_row(head.lines[0] if head.lines else "", ",")
    names = [header.name for header in headers]
    if "time" not in names or not {"fpogx", "bpogx"} & set(names):
        return None
    roles = {name: NAMES[name] for name in ("time", "medianame")}
    if {"lpogx", "rpogx"} <= set(names):
        roles = NAMES
    else:
        roles |= BEST if "bpogx" in names else FIXED
    return Layout(
        encoding=head.encoding,
        delimiter=",",
        dialect="Gazepoint",
        headers=headers,
        header_line=1,
        places={role: names.index(name) for name, role in roles.items() if name in names},
        quoted=True,
        gaze="share",
        valid=frozenset({"1"}),
        clock_unit="s",
    )
