"""What a classifier saw, layer by layer, and the figures that belong to it."""

from neopain_gui.gui.inspector.details import DetailsPanel
from neopain_gui.gui.inspector.film_strip import InspectorPanel

__all__ = ["DetailsPanel", "InspectorPanel"]
