"""What a classifier saw, layer by layer, and the figures that belong to it.

The panels are loaded when they are asked for: the viewer below them uses this package's names.
"""

from __future__ import annotations

from typing import Any

__all__ = ["DetailsPanel", "InspectorPanel", "StagesPanel"]


def __getattr__(name: str) -> Any:
    if name == "DetailsPanel":
        from neopain_gui.gui.inspector.details_panel import DetailsPanel

        return DetailsPanel
    if name == "InspectorPanel":
        from neopain_gui.gui.inspector.depth_panel import InspectorPanel

        return InspectorPanel
    if name == "StagesPanel":
        from neopain_gui.gui.inspector.stages_panel import StagesPanel

        return StagesPanel
    raise AttributeError(name)
