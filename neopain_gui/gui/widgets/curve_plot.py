"""Curves with their intervals, in the window's own colours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
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
_WIDEST = 640
"""Beyond, a curve is stretched out of its shape."""
_BESIDE_NAMES = 96
"""Width of the axis and of a stroke of the key, which stand beside the names of lines."""
_AROUND = 0.07
"""Room around the field, as a share of it: a figure at its edge would not be drawn."""
_BAND = 60
"""Opacity of a band, of 255."""
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
_MARKS = ("o", "s", "t")


class CurvePlot(QWidget):
    """Lines are told apart by their strokes and by the key below; axes end at 1 unless told.

    Nothing in it moves: zooming and panning would only hide where the axes end.

    Parameters
    ----------
    name : str
        What is plotted.
    across, up : str
        What the horizontal axis is, and the vertical one where the title does not say it.
    least : int
        How wide it asks to be at least: plots side by side are alike.
    """

    def __init__(
        self,
        name: str,
        across: str,
        parent: QWidget | None = None,
        *,
        up: str = "",
        least: int = 0,
    ) -> None:
        super().__init__(parent)
        self._least = least
        belongs_to(self, "picture")
        self._across, self._up = across, up
        self.lines: tuple[Line, ...] = ()
        self.setAccessibleName(name)
        self.setMaximumWidth(_WIDEST)
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
        self.set_ends()
        self.key.layout.setContentsMargins(0, 0, 0, 0)
        item.layout.addItem(self.key, 4, 1)

    def set_ends(
        self, across: tuple[float, float] = (0, 1), up: tuple[float, float] = (0, 1)
    ) -> None:
        """Say where the axes end; what is no share has its own ticks."""
        item = self.plot.getPlotItem()
        item.vb.setRange(xRange=across, yRange=up, padding=_AROUND)
        for name, ends in (("bottom", across), ("left", up)):
            item.getAxis(name).setTicks([_TICKS] if ends == (0, 1) else None)

    def _ink(self) -> None:
        """Take the palette's colours, now and whenever they change."""
        palette = self.palette()
        item = self.plot.getPlotItem()
        size = f"{self.font().pointSizeF():g}pt"
        ink = theme.muted(palette).name()
        item.setLabel("bottom", self._across, color=ink, **{"font-size": size})
        if self._up:
            item.setLabel("left", self._up, color=ink, **{"font-size": size})
        self.key.setLabelTextColor(palette.windowText().color())
        self.key.setLabelTextSize(size)
        for _sample, label in self.key.items:
            label.setText(label.text)  # or it keeps the ink that it was written in
        if self.lines:  # bands and marks have their colours from when they were drawn
            lines, self.lines = self.lines, ()
            self.set_lines(lines)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other curves, the most important first."""
        before, self.lines = self.lines, tuple(lines)
        if not self._grown(before):
            self.plot.getPlotItem().clear()
            self.key.clear()
            for place, line in enumerate(self.lines):
                self._draw(line, place)
            self.key.layout.activate()  # else its names lie on each other until the next event
            self.plot.getPlotItem().layout.activate()
            self.updateGeometry()
        self._describe()

    def _grown(self, before: Sequence[Line]) -> bool:
        """Let curves that are there already go on, so that their key stays as it is drawn."""
        known = [(one.name, _marked(one)) for one in before if not one.low]
        if not known or known != [(one.name, _marked(one)) for one in self.lines if not one.low]:
            return False
        if len(known) != len(self.lines):
            return False
        curves = self.plot.getPlotItem().listDataItems()
        for curve, line in zip(curves, self.lines, strict=True):
            curve.setData(line.across, line.up)
        return True

    def _describe(self) -> None:
        said = (
            f"{line.name} from {line.up[0]:.2f} to {line.up[-1]:.2f}, half way "
            f"{line.up[len(line.up) // 2]:.2f}"
            for line in self.lines
            if line.up
        )
        self.setAccessibleDescription("; ".join(said))
        self.plot.setAccessibleDescription(self.accessibleDescription())

    def _draw(self, line: Line, place: int) -> None:
        item, pen = self.plot.getPlotItem(), self._pen(place)
        marks = {}
        if _marked(line):
            marks = {"symbol": _MARKS[place % len(_MARKS)], "symbolSize": 6}
            marks |= {"symbolPen": pen, "symbolBrush": pen.color()}
        if line.low and line.marks:
            up, low, high = (np.array(one) for one in (line.up, line.low, line.high))
            bars = {"top": high - up, "bottom": up - low, "beam": 0.0}
            item.addItem(pg.ErrorBarItem(x=np.array(line.across), y=up, pen=pen, **bars))
        elif line.low:
            across = np.array(line.between or line.across)
            ends = [pg.PlotCurveItem(across, np.array(end)) for end in (line.low, line.high)]
            ground = pen.color()
            ground.setAlpha(_BAND)
            band = pg.FillBetweenItem(*ends, brush=ground)
            band.setZValue(-10 - place)
            item.addItem(band)
        curve = item.plot(line.across, line.up, pen=pen, **marks)
        curve.setZValue(-place)
        self.key.addItem(curve, escape(line.name))

    def sizeHint(self) -> QSize:
        row = self.fontMetrics().height()
        wide = QFontMetrics(self.title.font()).horizontalAdvance(self.title.text()) + theme.SPACE
        for line in self.lines:
            wide = max(wide, self.fontMetrics().horizontalAdvance(line.name) + _BESIDE_NAMES)
        return QSize(max(wide, self._least), _FIELD + (2 + len(self.lines)) * row)

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


def _marked(line: Line) -> bool:
    """Say whether figures have marks: those of a line do, and one alone, of which no line is."""
    return line.marks or len(line.up) == 1
