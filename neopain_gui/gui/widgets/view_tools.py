"""The line of tools above the photograph."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QWidget,
)

from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.scene.overlay import OverlayMode
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.segments import Segment, SegmentRow
from neopain_gui.percentages import percent

_MODES = {
    OverlayMode.HEATMAP: (
        "Hea&tmap",
        "The map after clustering and smoothing, where it lies above the threshold (3.4.3)",
    ),
    OverlayMode.RELEVANCE: ("Ra&w", "The relevance as it was computed, over the whole face box"),
    OverlayMode.MASK: ("Contour mas&k", "The region that is compared; the rest is darkened"),
    OverlayMode.PHOTOGRAPH: ("Photogr&aph", "The photograph alone"),
}
_STEP = 1.25
_NARROW = 620
"""Pixels of width below which the figure of the zoom gives way."""


class Modes(SegmentRow):
    """Choose what lies over the photograph."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_MODES, OverlayMode.HEATMAP, parent)


class Zoom(QWidget):
    """Zoom as a percentage, smaller, larger, and all of it."""

    fit = Signal()
    by = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom = PlainLabel(parent=self)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._zoom.setFixedWidth(self._zoom.fontMetrics().horizontalAdvance("1000 %") + 4)
        self._zoom.setAccessibleName("Zoom")
        self._zoom.setToolTip("Screen pixels per pixel of the photograph")
        smaller = Segment("−", "Zoom out (−)", checkable=False)
        smaller.setAccessibleName("Zoom out")
        smaller.clicked.connect(lambda: self.by.emit(1 / _STEP))
        larger = Segment("+", "Zoom in (+)", checkable=False)
        larger.setAccessibleName("Zoom in")
        larger.clicked.connect(lambda: self.by.emit(_STEP))
        whole = Segment(
            "Fit", "Show the whole photograph (F); 0 shows it at 100 %", checkable=False
        )
        whole.clicked.connect(self.fit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self._zoom, smaller, larger, whole):
            row.addWidget(widget)

    def show_zoom(self, zoom: float) -> None:
        """Write the zoom as a percentage."""
        self._zoom.setText(percent(zoom))

    def show_figure(self, shown: bool) -> None:
        """Leave the figure out where a second line of tools would cost more than it says."""
        self._zoom.setVisible(shown)


class Tools(QWidget):
    """View mode, facial regions, face box and zoom."""

    mode_chosen = Signal(object)
    fit = Signal()
    zoom = Signal(float)
    draw_face = Signal(bool)
    show_regions = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = Flow(self)
        row.setContentsMargins(8, 4, 8, 0)
        self.modes = Modes()
        self.modes.chosen.connect(self.mode_chosen)
        row.addWidget(self.modes)
        row.addStretch()
        self._draw = Segment("&Draw face", "Drag a new face box on the photograph")
        self._draw.clicked.connect(self.draw_face)
        self.regions = Segment(
            "Re&gions", "Show where the features of the face lie, and correct them by hand (R)"
        )
        self.regions.toggled.connect(self.show_regions)
        row.addWidget(self.regions)
        row.addWidget(self._draw)
        self._zoom = Zoom()
        self._zoom.fit.connect(self.fit)
        self._zoom.by.connect(self.zoom)
        row.addWidget(self._zoom)

    def show_zoom(self, zoom: float) -> None:
        """Write the zoom as a percentage."""
        self._zoom.show_zoom(zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._zoom.show_figure(self.width() >= _NARROW)

    def show_drawing(self, drawing: bool) -> None:
        """Keep the button pressed while a box may be drawn."""
        self._draw.setChecked(drawing)

    def set_editable(self, editable: bool) -> None:
        """Allow the face box to be changed."""
        self._draw.setEnabled(editable)
