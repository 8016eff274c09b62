"""Which programs' exports are read: each has its module with ``find(head) -> Layout | None``."""

from __future__ import annotations

from neopain_gui.gaze.recordings import (
    begaze,
    clearview,
    eyelink,
    gazepoint,
    pupil,
    tobii,
)
from neopain_gui.gaze.recordings.layout import Head, Layout

FORMATS = (
    clearview.find,  # before Tobii's later programs, which call columns alike
    tobii.find,
    eyelink.find,
    begaze.find,
    gazepoint.find,
    pupil.find,
)


def find_layout(head: Head) -> Layout | None:
    """Return the layout by the first format that knows this beginning, or None."""
    return next((layout for find in FORMATS if (layout := find(head)) is not None), None)
