"""Pupil Core: gaze_positions.csv and gaze on a surface, shares from the lower left corner."""

from __future__ import annotations

from neopain_gui.gaze.recordings.layout import Head, Layout, header_row

LEAST_CONFIDENCE = 0.6
"""Pupil Player's own least confidence for gaze that is shown."""
CAMERA = {"gaze_timestamp": "clock", "norm_pos_x": "gaze_x", "norm_pos_y": "gaze_y"}
SURFACE = {"gaze_timestamp": "clock", "x_norm": "gaze_x", "y_norm": "gaze_y"}


def find(head: Head) -> Layout | None:
    """Return the layout of an export of Pupil Player, or None."""
    headers = header_row(head.lines[0] if head.lines else "", ",")
    texts = [header.text for header in headers]
    for gaze, what in ((SURFACE, "Pupil Core, on a surface"), (CAMERA, "Pupil Core")):
        roles = gaze | {"confidence": "confidence"}
        if set(roles) <= set(texts):
            return Layout(
                encoding=head.encoding,
                delimiter=",",
                dialect=what,
                headers=headers,
                header_line=1,
                places={role: texts.index(text) for text, role in roles.items()},
                quoted=True,
                gaze="share from below",
                confidence=LEAST_CONFIDENCE,
                clock_unit="s",
            )
    return None
