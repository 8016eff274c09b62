"""The gaze view: who looked where on the photograph, and when."""

from neopain_gui.gui.gaze.look.look_panel import LookPanel

__all__ = ["LookPanel"]
