"""Curves of a score over an area, in the window's own colours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.widgets.right_click import belongs_to
from neopain_gui.gui.widgets.shown_words import Line
from neopain_gui.gui.widgets.still_plot import StillPlot

_TICKS = [(0.0, "0"), (0.5, "0.5"), (1.0, "1")]
_FIELD = 220
"""Height of plot and axis; the key's lines come to it."""
_AROUND = 0.07
"""Room around the field, as a share of it: a figure at its edge would not be drawn."""
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)


class CurvePlot(QWidget):
    """Both axes from 0 to 1; lines are told apart by their strokes and by the key below.

    Nothing in it moves: zooming and panning would only hide that both axes end at 1.

    Parameters
    ----------
    name : str
        What is plotted.
    across : str
        What the horizontal axis is a share of.
    """

    def __init__(self, name: str, across: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        belongs_to(self, "picture")
        self._across = across
        self.lines: tuple[Line, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title = PlainLabel(name)
        self.title.setFont(theme.strong_font(self.font()))
        self.plot = StillPlot(self)
        self.plot.setAccessibleName(f"{name}: curves")
        self.plot.setAntialiasing(True)
        # of a given size, so that the plot's layout places it instead of it placing itself
        self.key = pg.LegendItem(size=(1, 1), offset=None, verSpacing=-4)
        self.key.setEnabled(False)  # or a click on it would hide a curve
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.plot, 1)
        self._arrange()
        self._ink()

    def _arrange(self) -> None:
        item = self.plot.getPlotItem()
        item.showGrid(x=True, y=True, alpha=0.2)
        item.vb.setRange(xRange=(0, 1), yRange=(0, 1), padding=_AROUND)
        for name in ("left", "bottom"):
            item.getAxis(name).setTicks([_TICKS])
        self.key.layout.setContentsMargins(0, 0, 0, 0)
        item.layout.addItem(self.key, 4, 1)

    def _ink(self) -> None:
        """Take the palette's colours, now and whenever they change."""
        palette = self.palette()
        item = self.plot.getPlotItem()
        size = f"{self.font().pointSizeF():g}pt"
        ink = theme.muted(palette).name()
        item.setLabel("bottom", self._across, color=ink, **{"font-size": size})
        self.key.setLabelTextColor(palette.windowText().color())
        self.key.setLabelTextSize(size)
        for _sample, label in self.key.items:
            label.setText(label.text)  # or it keeps the ink that it was written in
        for place, curve in enumerate(item.listDataItems()):
            curve.setPen(self._pen(place))

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other curves, the most important first."""
        self.lines = tuple(lines)
        item = self.plot.getPlotItem()
        item.clear()
        self.key.clear()
        for place, line in enumerate(self.lines):
            curve = item.plot(line.areas, line.scores, pen=self._pen(place))
            curve.setZValue(-place)
            self.key.addItem(curve, escape(line.name))
        said = (
            f"{line.name} from {line.scores[0]:.2f} to {line.scores[-1]:.2f}, half way "
            f"{line.scores[len(line.scores) // 2]:.2f}"
            for line in self.lines
        )
        self.setAccessibleDescription("; ".join(said))
        self.plot.setAccessibleDescription(self.accessibleDescription())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        row = self.fontMetrics().height()
        name = QFontMetrics(self.title.font()).horizontalAdvance(self.title.text())
        return QSize(name + theme.SPACE, _FIELD + (2 + len(self.lines)) * row)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _pen(self, place: int) -> QPen:
        palette = self.palette()
        colour = theme.muted(palette) if place else palette.highlight().color()
        width = 2.0 if place == 0 else 1.5
        return pg.mkPen(colour, width=width, style=_DASHES[place % len(_DASHES)])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "key"):
            self._ink()
