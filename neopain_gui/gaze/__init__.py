"""What people looked at: recordings, and heatmap pictures of observer groups."""

from neopain_gui.gaze.density import (
    DENSITY_VERSION,
    GroupMap,
    Measure,
    fixation_map,
    group_map,
    on_photograph,
    pixels_of_degrees,
    sigma_of_radius,
)
from neopain_gui.gaze.heatmaps.heatmap_names import (
    DuplicateHeatmaps,
    HeatmapPreview,
    HeatmapRow,
    UnmatchedHeatmap,
    match_heatmaps,
)
from neopain_gui.gaze.heatmaps.heatmap_picture import (
    CAVEATS,
    HEATMAP_VERSION,
    MODES,
    USUAL_MODE,
    read_heatmap,
)
from neopain_gui.gaze.heatmaps.placing import Found, find_photograph, same_proportions
from neopain_gui.gaze.heatmaps.readings import Readings, compare_readings
from neopain_gui.gaze.recordings import (
    ColumnMapping,
    Dialect,
    Recording,
    iter_recordings,
    read_recording,
)

__all__ = [
    "CAVEATS",
    "DENSITY_VERSION",
    "HEATMAP_VERSION",
    "MODES",
    "USUAL_MODE",
    "ColumnMapping",
    "Dialect",
    "DuplicateHeatmaps",
    "Found",
    "GroupMap",
    "HeatmapPreview",
    "HeatmapRow",
    "Measure",
    "Readings",
    "Recording",
    "UnmatchedHeatmap",
    "compare_readings",
    "find_photograph",
    "fixation_map",
    "group_map",
    "iter_recordings",
    "match_heatmaps",
    "on_photograph",
    "pixels_of_degrees",
    "read_heatmap",
    "read_recording",
    "same_proportions",
    "sigma_of_radius",
]
