"""The gaze view: who looked where on the photograph, and when."""

from neopain_gui.gui.gaze.look.panel import LookPanel

__all__ = ["LookPanel"]
