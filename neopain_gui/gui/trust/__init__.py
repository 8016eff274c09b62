"""How far the map on the viewer can be trusted."""

from neopain_gui.gui.trust.trust_panel import TrustPanel

__all__ = ["TrustPanel"]
