"""What people looked at: recordings, heatmap pictures and the observer groups they come from."""

from neopain_gui.gaze.groups import ObserverGroup, find_group
from neopain_gui.gaze.heatmap_names import (
    DuplicateHeatmaps,
    HeatmapPreview,
    HeatmapRow,
    UnmatchedHeatmap,
    match_heatmaps,
)
from neopain_gui.gaze.heatmap_picture import CAVEATS, HEATMAP_VERSION, MODES, read_heatmap
from neopain_gui.gaze.recordings import Dialect, Recording, read_recording
from neopain_gui.gaze.synthetic import SYNTHETIC_GROUPS, write_synthetic_heatmaps

__all__ = [
    "CAVEATS",
    "HEATMAP_VERSION",
    "MODES",
    "SYNTHETIC_GROUPS",
    "Dialect",
    "DuplicateHeatmaps",
    "HeatmapPreview",
    "HeatmapRow",
    "ObserverGroup",
    "Recording",
    "UnmatchedHeatmap",
    "find_group",
    "match_heatmaps",
    "read_heatmap",
    "read_recording",
    "write_synthetic_heatmaps",
]
