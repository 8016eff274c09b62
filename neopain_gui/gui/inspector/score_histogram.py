"""How the scores are spread: where the clusters part, and what the threshold keeps."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.own_keys import OWN_ARROWS
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.inspector.stage_pictures import Scores
from neopain_gui.gui.widgets.still_plot import StillPlot

_ABOVE = 1.3
"""Top of the plot in heights of the tallest bar: the threshold's words stand above the bars."""
_BESIDE = 48
"""Pixels beside the plot within which the figures at its ends may stand."""
_FAR = 10
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}
_TIP = (
    "How many cells of the map have which score, as the square root of their number; what is "
    "taller than the picture is cut off. Bars: the relevance map in the colours of its clusters. "
    "Line: the map after smoothing, to which the threshold is applied."
)
_TIP_UNCLUSTERED = "How many cells of the map have which score, as the square root of their number."
_TIP_MOVE = (
    " Drag the dashed line to move the threshold, or use the arrow keys, with Shift by ten steps."
)


class ScoreHistogram(StillPlot):
    """Bars of the scores, their clusters' colours, the smoothed scores as a line, the threshold.

    Signals
    -------
    threshold_moved(score: float)
        The line was dragged there.
    threshold_stepped(steps: int)
        Arrow keys moved it, to the left where negative.
    """

    threshold_moved = Signal(float)
    threshold_stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._scores: Scores | None = None
        self._threshold: float | None = None
        self._colormap = ""
        self._bars = pg.BarGraphItem(x0=[], width=[], height=[], pen=pg.mkPen(None))
        self._smoothed = pg.PlotCurveItem()
        self.line = pg.InfiniteLine(
            angle=90,
            movable=True,
            label="",
            labelOpts={"position": 0.9, "anchors": [(0, 0.5), (1, 0.5)], "movable": False},
        )
        self.line.setCursor(Qt.CursorShape.SplitHCursor)
        self.line.sigDragged.connect(lambda line: self.threshold_moved.emit(float(line.value())))
        # the hand lets go between two of the steps that c has
        self.line.sigPositionChangeFinished.connect(lambda _line: self._show_threshold())
        super().__init__(parent)
        self.setAccessibleName("Scores of the map")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._arrange()
        self.show_scores(None, None, "")

    def _arrange(self) -> None:
        item = self.getPlotItem()
        item.hideAxis("left")
        axis = item.getAxis("bottom")
        axis.setStyle(tickTextOffset=2, hideOverlappingLabels=_BESIDE)
        axis.setHeight(self.fontMetrics().lineSpacing() + 4)
        for one in (self._bars, self._smoothed, self.line):
            item.addItem(one, ignoreBounds=True)

    def ink(self) -> None:
        super().ink()
        ink = self.palette().windowText().color()
        self._smoothed.setPen(pg.mkPen(ink, width=1.2))
        self.line.setPen(pg.mkPen(ink, width=1.5, style=Qt.PenStyle.DashLine))
        self.line.setHoverPen(pg.mkPen(ink, width=3))
        self.line.label.setColor(ink)
        self.line.label.setFont(self.font())
        if self._scores is not None:
            self._draw_bars(self._scores)

    def show_scores(self, scores: Scores | None, threshold: float | None, colormap: str) -> None:
        """Show how scores are spread; None shows nothing."""
        others = scores is not self._scores or colormap != self._colormap
        self._scores, self._threshold, self._colormap = scores, threshold, colormap
        if others or scores is None:
            self._draw(scores)
        self._show_threshold()
        clustered = scores is not None and scores.shares is not None
        tip = "" if scores is None else _TIP if clustered else _TIP_UNCLUSTERED
        self.setToolTip(literal(tip + (_TIP_MOVE if self._movable else "")))
        kept = "nothing is kept" if threshold is None else f"kept from {threshold:.3g}"
        top = "" if scores is None else f"Scores from 0 to {scores.top:.3g}, {kept}"
        self.setAccessibleDescription(f"{top}.{_TIP_MOVE}" if self._movable else top)

    @property
    def _movable(self) -> bool:
        return self._scores is not None and self._threshold is not None and self._scores.top > 0

    def sizeHint(self) -> QSize:
        return QSize(320, 88)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 48)

    # Drawing

    def _draw(self, scores: Scores | None) -> None:
        item = self.getPlotItem()
        item.setVisible(scores is not None)
        if scores is None:
            return
        top = scores.top or 1.0
        item.vb.setRange(xRange=(0, top), yRange=(0, _ABOVE), padding=0)
        item.vb.setLimits(xMin=0, xMax=top)
        ends = [(0.0, "0"), (top / 2, "score"), (top, f"{scores.top:.3g}")]
        item.getAxis("bottom").setTicks([ends])
        metrics = self.fontMetrics()
        left, _, right = (metrics.horizontalAdvance(text) // 2 + 2 for _, text in ends)
        item.layout.setContentsMargins(left, 0, right, 0)
        self._draw_bars(scores)
        edges = np.linspace(0, top, scores.raw.size + 1)
        self._smoothed.setVisible(scores.smoothed is not None)
        if scores.smoothed is not None:
            heights = _heights(scores.smoothed, scores)
            self._smoothed.setData(edges, heights, stepMode="center")

    def _draw_bars(self, scores: Scores) -> None:
        wide = (scores.top or 1.0) / scores.raw.size
        self._bars.setOpts(
            x0=np.arange(scores.raw.size) * wide,
            width=0.85 * wide,
            height=_heights(scores.raw, scores),
            brushes=_bar_colours(scores, self._colormap),
        )

    def _show_threshold(self) -> None:
        movable = self._movable
        self.line.setVisible(movable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if movable else Qt.FocusPolicy.NoFocus)
        self.setProperty(OWN_ARROWS, movable)
        if movable and self._scores is not None and self._threshold is not None:
            self.line.setBounds((0, self._scores.top))
            self.line.setValue(self._threshold)
            self.line.label.setFormat(f"kept ≥ {self._threshold:.3g}")

    # Moving the threshold

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key())) if self._movable else None
        if step is None:
            super().keyPressEvent(event)
            return
        far = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        self.threshold_stepped.emit(step * far)
        event.accept()


def _heights(counts: NDArray[np.intp], scores: Scores) -> NDArray[np.float64]:
    """Return square roots, as shares of the tallest usual bar's; what is taller is cut off."""
    heights: NDArray[np.float64] = np.minimum(np.sqrt(counts / max(scores.usual, 1)), 1.0)
    return heights


def _bar_colours(scores: Scores, colormap: str) -> list[QColor]:
    from neopain_gui.imaging import colormaps

    if scores.shares is None:
        return [theme.muted()] * scores.raw.size
    cells = colormaps.apply(scores.shares[None, :], colormap)[0]
    return [QColor(*(int(part) for part in cell)) for cell in cells]
