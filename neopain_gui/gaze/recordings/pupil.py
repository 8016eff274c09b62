"""Pupil Core, whose gaze is a share from the lower left corner, and Pupil Neon, in pixels."""

from __future__ import annotations

import csv
import io
import re

from neopain_gui.gaze.recordings.layout import Head, Layout, cells_of, header_row
from neopain_gui.gaze.recordings.since import SinceFirst

LEAST_CONFIDENCE = 0.6
"""Pupil Player's own least confidence for gaze that is shown."""
CAMERA = {"gaze_timestamp": "clock", "norm_pos_x": "gaze_x", "norm_pos_y": "gaze_y"}
SURFACE = {"gaze_timestamp": "clock", "x_norm": "gaze_x", "y_norm": "gaze_y"}
NEON_CLOCK = "timestamp [ns]"
NEON = (
    ("gaze x [px]", "gaze y [px]", "in the scene camera's picture"),
    (
        "gaze position in reference image x [px]",
        "gaze position in reference image y [px]",
        "on the reference image",
    ),
)
NEON_SURFACE = (
    "gaze position on surface x [normalized]",
    "gaze position on surface y [normalized]",
)
SCENE = (
    "Gaze is in the picture of the camera on the head, not on a screen: it can be laid on a "
    "photograph only where head and photograph did not move, or by a surface or reference image."
)


def find(head: Head) -> Layout | None:
    """Return the layout of an export of Pupil Player or of Pupil Cloud, or None."""
    headers = header_row(head.lines[0] if head.lines else "", ",")
    texts = [header.text for header in headers]
    return _core(head, texts) or _neon(head, texts)


def _core(head: Head, texts: list[str]) -> Layout | None:
    headers = header_row(head.lines[0] if head.lines else "", ",")
    for gaze, what in ((SURFACE, "Pupil Core, on a surface"), (CAMERA, "Pupil Core")):
        roles = gaze | {"confidence": "confidence"}
        if set(roles) <= set(texts):
            by_eye = "base_data" in texts
            places = {role: texts.index(text) for text, role in roles.items()}
            return Layout(
                encoding=head.encoding,
                delimiter=",",
                dialect=what,
                headers=headers,
                header_line=1,
                places=places | ({"eyes": texts.index("base_data")} if by_eye else {}),
                quoted=True,
                gaze="share from below",
                confidence=LEAST_CONFIDENCE,
                clock_unit="s",
                both_eyes=by_eye,
                rewrite=ByEye(texts.index("base_data")) if by_eye else None,
                notes=(SCENE,) if gaze is CAMERA else (),
            )
    return None


def _neon(head: Head, texts: list[str]) -> Layout | None:
    if NEON_CLOCK not in texts:
        return None
    pairs = [*NEON, (*NEON_SURFACE, "on a surface")]
    found = next(((x, y, where) for x, y, where in pairs if {x, y} <= set(texts)), None)
    if found is None:
        return None
    x, y, where = found
    roles = {NEON_CLOCK: "clock", x: "gaze_x", y: "gaze_y", "fixation id": "index"}
    valid = next((one for one in ("gaze detected on surface", "worn") if one in texts), "")
    roles |= {valid: "validity"} if valid else {}
    roles |= {"recording id": "recording"}
    places = {role: texts.index(text) for text, role in roles.items() if text in texts}
    return Layout(
        encoding=head.encoding,
        delimiter=",",
        dialect=f"Pupil Neon, gaze {where}",
        headers=header_row(head.lines[0], ","),
        header_line=1,
        places=places,
        quoted=True,
        gaze="share" if x in NEON_SURFACE else "px",
        valid=frozenset({"1", "1.0", "true"}),
        clock_unit="ns",
        rewrite=SinceFirst(texts.index(NEON_CLOCK), ","),
        notes=(SCENE,) if x == NEON[0][0] else (),
    )


class ByEye:
    """Writes which eyes a sample was made of in the place of the data that it was made of.

    Pupil Core writes ``TIME-0`` for the right eye, ``TIME-1`` for the left, and both of them for a
    sample of both.
    """

    def __init__(self, place: int) -> None:
        self._place = place

    def __call__(self, text: str) -> str:
        """Return whole lines, as many."""
        rows = []
        for line in text.removesuffix("\n").split("\n"):
            cells = cells_of(line)
            if len(cells) > self._place:
                eyes = set(re.findall(r"-([01])\b", cells[self._place]))
                word = {frozenset("0"): "right", frozenset("1"): "left", frozenset("01"): "both"}
                cells[self._place] = word.get(frozenset(eyes), "")
            row = io.StringIO()
            csv.writer(row, lineterminator="").writerow(cells)
            rows.append(row.getvalue())
        return "\n".join(rows) + "\n" * text.endswith("\n")
