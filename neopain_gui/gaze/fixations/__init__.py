"""Fixations of a recording, and how good it is."""

from neopain_gui.gaze.fixations.find import (
    FILTERS,
    FIXATIONS_VERSION,
    Exported,
    Filter,
    filter_as_dict,
    filter_from_dict,
    find_fixations,
    number_fixations,
)
from neopain_gui.gaze.fixations.geometry import TX300, VIEWINGS, Viewing
from neopain_gui.gaze.fixations.idt import IDT
from neopain_gui.gaze.fixations.ivt import IVT
from neopain_gui.gaze.fixations.quality import PASS_SHARE, left_out, quality

__all__ = [
    "FILTERS",
    "FIXATIONS_VERSION",
    "IDT",
    "IVT",
    "PASS_SHARE",
    "TX300",
    "VIEWINGS",
    "Exported",
    "Filter",
    "Viewing",
    "filter_as_dict",
    "filter_from_dict",
    "find_fixations",
    "left_out",
    "number_fixations",
    "quality",
]
