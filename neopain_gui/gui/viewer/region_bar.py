"""The line of tools for facial regions: which one, where it comes from, how to change it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.region_names import RegionNames
from neopain_gui.gui.widgets.segments import Segment

MOVING = "Drag points; click a line to add one, right-click to remove."
DRAWING = "Drag around it, then around its other side. Esc ends."


class RegionBar(QWidget):
    """Choose a region and how it is changed.

    Signals
    -------
    chosen(name: str)
        A region of the list.
    added(name: str)
        A new region of one's own was named.
    moving_chosen(on: bool), drawing_chosen(on: bool)
        Points can be dragged; a drag draws.
    dropped()
        What was drawn of the chosen region is to go.
    """

    chosen = Signal(str)
    added = Signal(str)
    moving_chosen = Signal(bool)
    drawing_chosen = Signal(bool)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = RegionNames()
        self.moving = Segment("Move", "Drag the points of the region's outline")
        self.drawing = Segment("Draw", "Draw the region's outline anew, by hand")
        self.dropping = Segment(
            "Undraw", "Put the template back in the place of what was drawn", checkable=False
        )
        self.says = PlainLabel()
        self.says.setAccessibleName("Where the region comes from")
        row = Flow(self)
        row.setContentsMargins(8, 0, 8, 0)
        for widget in (self.names, self.moving, self.drawing, self.dropping, self.says):
            row.addWidget(widget)
        self.names.chosen.connect(self.chosen)
        self.names.added.connect(self.added)
        self.names.refused.connect(self.says.setText)
        self.moving.clicked.connect(self.moving_chosen)
        self.drawing.clicked.connect(self.drawing_chosen)
        self.dropping.clicked.connect(lambda *_: self.dropped.emit())

    def show_regions(self, names: Sequence[str], drawn: frozenset[str], chosen: str) -> None:
        """List the regions and show which is chosen."""
        self.names.show_regions(names, drawn, chosen)

    def show_state(self, *, editable: bool, moving: bool, drawing: bool, drawn: bool) -> None:
        """Show what can be done and what is being done."""
        self.moving.setEnabled(editable)
        self.drawing.setEnabled(editable)
        self.dropping.setEnabled(editable and drawn)
        self.moving.setChecked(moving)
        self.drawing.setChecked(drawing)

    def stop_naming(self) -> None:
        """Show the list again in the place of the new name."""
        self.names.stop_naming()
