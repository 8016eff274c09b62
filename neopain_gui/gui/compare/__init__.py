"""How much the extraction models agree: a matrix, and any of its pairs on the photograph."""

from neopain_gui.gui.compare.compare_panel import ComparePanel

__all__ = ["ComparePanel"]
