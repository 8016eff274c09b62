"""The photograph with what mattered drawn over it."""

from neopain_gui.gui.viewer.viewer_panel import ViewerPanel

__all__ = ["ViewerPanel"]
