"""What people looked at: the gaze view, recordings, and heatmap pictures."""

from neopain_gui.gui.gaze.gaze_tab import GazeTab
from neopain_gui.gui.gaze.heatmaps.heatmaps_panel import GazePanel

__all__ = ["GazePanel", "GazeTab"]
