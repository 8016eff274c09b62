"""The lines above and below the panes: layout, mode and zoom; colours, their range, the place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.panes.arrangement import LAYOUTS
from neopain_gui.gui.scene.loading import Appearance
from neopain_gui.gui.scene.overlay import OverlayMode
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.legend import Colours, Legend
from neopain_gui.gui.widgets.segments import Segment, SegmentRow
from neopain_gui.gui.widgets.view_tools import Modes, Zoom

_ONE_RANGE = (
    "One range of colours for all panes, up to the largest value in any of them. Values of "
    "different methods and of gaze have different units: this compares like with like, such as "
    "layers of one classifier."
)
_SHARED = "All panes share this range."


class TopBar(QWidget):
    """How many panes, what lies over the photograph, and zoom."""

    layout_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        places = SegmentRow(
            {
                name: (name, f"Panes in {rows} × {columns} places")
                for name, (rows, columns) in LAYOUTS.items()
            }
        )
        places.chosen.connect(self.layout_chosen.emit)
        self.layouts = places.buttons
        for name, (rows, columns) in LAYOUTS.items():
            self.layouts[name].setAccessibleName(f"{rows} by {columns} panes")
        self.modes = Modes()
        self.zoom = Zoom()
        row = Flow(self, theme.SPACE)
        row.addWidget(places)
        row.addWidget(self.modes)
        row.addStretch()
        row.addWidget(self.zoom)

    def show_layout(self, name: str) -> None:
        """Show which one holds."""
        self.layouts[name].setChecked(True)


class BottomBar(QWidget):
    """Colours, whose range they have, and where the crosshair is."""

    shared_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colours = Colours()
        self.shared = Segment("One range", _ONE_RANGE)
        self.shared.clicked.connect(lambda: self.shared_chosen.emit(self.shared.isChecked()))
        self.legend = Legend(compact=True)
        self.words = PlainLabel()
        self.words.setAccessibleName("Range of the colours")
        self.readout = PlainLabel()
        self.readout.setAccessibleName("Values under the pointer")
        self.readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.readout.setFixedWidth(self.fontMetrics().horizontalAdvance("x 00000   y 00000"))
        row = Flow(self, theme.SPACE)
        row.addWidget(self.colours)
        row.addWidget(self.shared)
        row.addWidget(self.legend)
        row.addWidget(self.words)
        row.addStretch()
        row.addWidget(self.readout)

    def show_range(self, appearance: Appearance, *, shared: bool, maximum: float | None) -> None:
        """Say which range the colours have; a shared one with its ``maximum``."""
        coloured = appearance.mode in (OverlayMode.HEATMAP, OverlayMode.RELEVANCE)
        self.colours.show_colormap(appearance.colormap)
        self.shared.setChecked(shared)
        self.legend.setVisible(shared and coloured)
        self.legend.set_scale(appearance.colormap, maximum if shared else None, _SHARED)
        words = "in all panes" if shared else "each pane has its own range"
        self.words.setText(words if coloured else "")
