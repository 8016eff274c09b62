"""Fixations of a recording, and how good it is."""

from neopain_gui.faces.regions import ELSEWHERE
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
from neopain_gui.gaze.fixations.statistics import (
    area_statistics,
    name_areas,
    onsets,
    transition_matrix,
    transitions,
)

__all__ = [
    "ELSEWHERE",
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
    "area_statistics",
    "filter_as_dict",
    "filter_from_dict",
    "find_fixations",
    "left_out",
    "name_areas",
    "number_fixations",
    "onsets",
    "quality",
    "transition_matrix",
    "transitions",
]
