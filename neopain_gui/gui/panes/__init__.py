"""Up to six maps of one photograph beside each other, looked at as one."""

from neopain_gui.gui.panes.panes_panel import PanesPanel

__all__ = ["PanesPanel"]
