"""Two contour masks over the photograph: where they meet and where they part."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from neopain_gui.gui import theme
from neopain_gui.gui.compare.pair import BOTH, ONLY_A, ONLY_B, Pair, paint_pair, pair_figures
from neopain_gui.gui.compare.swatch import Swatch
from neopain_gui.gui.inspector.figure_list import FigureList
from neopain_gui.gui.viewer.canvas import Canvas

_OPACITY = 0.65
_FIGURES = 176


class PairView(QWidget):
    """The photograph with both masks, what the colours mean, and the pair's figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pair: Pair | None = None
        self.title = QLabel("Choose a cell to see both masks.")
        self.title.setFont(theme.strong_font(self.title.font()))
        self.title.setWordWrap(True)
        self.title.setAccessibleName("Chosen pair")
        self.canvas = Canvas(self)
        self.canvas.setMinimumSize(160, 120)
        self.canvas.setAccessibleName("Both masks over the photograph")
        self.canvas.set_opacity(_OPACITY)
        self.canvas.cursor_moved.connect(self._read)
        self.figures = FigureList()
        self.figures.setFixedWidth(_FIGURES)
        self.readout = QLabel()
        self.readout.setAccessibleName("Under the pointer")
        self._names = (QLabel(), QLabel(), QLabel("both"))
        self._legend = QWidget()
        row = QHBoxLayout(self._legend)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for colour, name in zip((ONLY_A, ONLY_B, BOTH), self._names, strict=True):
            row.addWidget(Swatch(lambda one=colour: QColor(*one)))  # type: ignore[misc]
            row.addWidget(name)
            row.addSpacing(10)
        row.addStretch(1)
        row.addWidget(self.readout)
        side = QVBoxLayout()
        side.addWidget(self.figures)
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.canvas, 1)
        middle.addLayout(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(middle, 1)
        column.addWidget(self._legend)
        self.clear("Choose a cell to see both masks.")

    def clear(self, why: str) -> None:
        """Show no pair, and say why."""
        self.pair = None
        self.title.setText(why)
        self.canvas.clear()
        self.figures.show_figures([])
        self._legend.hide()

    def show_pair(self, pair: Pair) -> None:
        """Show two masks."""
        changed = self.pair is None or self.pair.photograph is not pair.photograph
        self.pair = pair
        first, second = pair.first.model.name, pair.second.model.name
        self.title.setText(f"{first} and {second} on {pair.image_id}")
        if changed:
            self.canvas.set_photograph(pair.photograph)
        self.canvas.set_frame(pair.region)
        inside = pair.region.slices
        self.canvas.set_overlay(
            paint_pair(pair.first.values[inside], pair.second.values[inside]), pair.region
        )
        self.canvas.set_box(pair.region)
        self._names[0].setText(f"only {first}")
        self._names[1].setText(f"only {second}")
        self._legend.show()
        self.figures.show_figures(pair_figures(pair))

    def _read(self, column: int, row: int) -> None:
        pair = self.pair
        if pair is None or column < 0:
            self.readout.clear()
            return
        box = pair.region
        if not (box.left <= column < box.right and box.top <= row < box.bottom):
            self.readout.setText("outside the face crop")
            return
        key = (bool(pair.first.values[row, column]), bool(pair.second.values[row, column]))
        words = {
            (True, True): "both",
            (True, False): f"only {pair.first.model.name}",
            (False, True): f"only {pair.second.model.name}",
            (False, False): "neither",
        }
        self.readout.setText(words[key])
