"""What people looked at: heatmap pictures, put to photographs and observer groups."""

from neopain_gui.gui.gaze.panel import GazePanel

__all__ = ["GazePanel"]
