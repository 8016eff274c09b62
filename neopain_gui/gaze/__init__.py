"""What people looked at: recordings, heatmap pictures and the observer groups they come from."""

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
from neopain_gui.gaze.groups import ObserverGroup, find_group
from neopain_gui.gaze.heatmap_names import (
    DuplicateHeatmaps,
    HeatmapPreview,
    HeatmapRow,
    UnmatchedHeatmap,
    match_heatmaps,
)
from neopain_gui.gaze.heatmap_picture import (
    CAVEATS,
    HEATMAP_VERSION,
    MODES,
    USUAL_MODE,
    read_heatmap,
)
from neopain_gui.gaze.placing import Found, find_photograph, same_proportions
from neopain_gui.gaze.readings import Readings, compare_readings
from neopain_gui.gaze.recordings import (
    ColumnMapping,
    Dialect,
    Recording,
    iter_recordings,
    read_recording,
)
from neopain_gui.gaze.synthetic import SYNTHETIC_GROUPS, write_synthetic_heatmaps

__all__ = [
    "CAVEATS",
    "DENSITY_VERSION",
    "HEATMAP_VERSION",
    "MODES",
    "SYNTHETIC_GROUPS",
    "USUAL_MODE",
    "ColumnMapping",
    "Dialect",
    "DuplicateHeatmaps",
    "Found",
    "GroupMap",
    "HeatmapPreview",
    "HeatmapRow",
    "Measure",
    "ObserverGroup",
    "Readings",
    "Recording",
    "UnmatchedHeatmap",
    "compare_readings",
    "find_group",
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
    "write_synthetic_heatmaps",
]
