"""The line of tools above the photograph."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from neopain_gui.gui.viewer.overlay import Mode
from neopain_gui.gui.viewer.segments import Segment

_MODES = {
    Mode.HEATMAP: (
        "Heatmap",
        "The map after clustering and smoothing, where it lies above the threshold (3.4.3)",
    ),
    Mode.RELEVANCE: ("Raw", "The relevance as it was computed, over the whole face box"),
    Mode.MASK: ("Contour mask", "The region that is compared; the rest is darkened"),
    Mode.PHOTOGRAPH: ("Photograph", "The photograph alone"),
}
_STEP = 1.25


class Tools(QWidget):
    """View mode, face box and zoom."""

    mode_chosen = Signal(object)
    fit = Signal()
    zoom = Signal(float)
    edit_face = Signal(bool)
    draw_face = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 0)
        row.setSpacing(8)
        self._modes = QButtonGroup(self)
        segments = QHBoxLayout()
        segments.setSpacing(0)
        for mode, (text, tip) in _MODES.items():
            button = Segment(text, tip)
            button.setChecked(mode is Mode.HEATMAP)
            button.clicked.connect(lambda _checked=False, m=mode: self.mode_chosen.emit(m))
            self._modes.addButton(button)
            segments.addWidget(button)
        row.addLayout(segments)
        row.addStretch(1)
        self._edit = Segment(
            "Edit face", "Show handles to change the face box; its maps are made anew"
        )
        self._draw = Segment("Draw face", "Drag a new face box on the photograph")
        self._edit.toggled.connect(self.edit_face)
        self._draw.clicked.connect(self.draw_face)
        row.addWidget(self._edit)
        row.addWidget(self._draw)
        self._zoom = QLabel(self)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._zoom.setFixedWidth(self._zoom.fontMetrics().horizontalAdvance("1000 %") + 4)
        self._zoom.setAccessibleName("Zoom")
        self._zoom.setToolTip("Screen pixels per pixel of the photograph")
        row.addSpacing(8)
        row.addWidget(self._zoom)
        smaller = Segment("−", "Zoom out (−)", checkable=False)
        smaller.setAccessibleName("Zoom out")
        smaller.clicked.connect(lambda: self.zoom.emit(1 / _STEP))
        larger = Segment("+", "Zoom in (+)", checkable=False)
        larger.setAccessibleName("Zoom in")
        larger.clicked.connect(lambda: self.zoom.emit(_STEP))
        whole = Segment(
            "Fit", "Show the whole photograph (F); 0 shows it at 100 %", checkable=False
        )
        whole.clicked.connect(self.fit)
        for button in (smaller, larger, whole):
            row.addWidget(button)

    def show_zoom(self, zoom: float) -> None:
        """Write the zoom as a percentage."""
        self._zoom.setText(f"{100 * zoom:.0f} %")

    def show_drawing(self, drawing: bool) -> None:
        """Keep the button pressed while a box may be drawn."""
        self._draw.setChecked(drawing)

    def set_editable(self, editable: bool) -> None:
        """Allow the face box to be changed."""
        if not editable:
            self._edit.setChecked(False)
        self._edit.setEnabled(editable)
        self._draw.setEnabled(editable)
