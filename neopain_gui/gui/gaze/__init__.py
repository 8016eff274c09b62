"""What people looked at: the gaze view, recordings, and heatmap pictures."""

from neopain_gui.gui.gaze.panel import GazePanel
from neopain_gui.gui.gaze.tab import GazeTab

__all__ = ["GazePanel", "GazeTab"]
