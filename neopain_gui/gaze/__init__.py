"""What people looked at: heatmap pictures and the observer groups they come from."""

from neopain_gui.gaze.groups import ObserverGroup, find_group
from neopain_gui.gaze.heatmap_names import (
    DuplicateHeatmaps,
    HeatmapPreview,
    HeatmapRow,
    UnmatchedHeatmap,
    match_heatmaps,
)
from neopain_gui.gaze.heatmap_picture import HEATMAP_VERSION, MODES, PAPER_CAVEAT, read_heatmap
from neopain_gui.gaze.synthetic import SYNTHETIC_GROUPS, write_synthetic_heatmaps

__all__ = [
    "HEATMAP_VERSION",
    "MODES",
    "PAPER_CAVEAT",
    "SYNTHETIC_GROUPS",
    "DuplicateHeatmaps",
    "HeatmapPreview",
    "HeatmapRow",
    "ObserverGroup",
    "UnmatchedHeatmap",
    "find_group",
    "match_heatmaps",
    "read_heatmap",
    "write_synthetic_heatmaps",
]
