"""How the scores are spread: where the clusters part, and what the threshold keeps."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.inspector.stage_pictures import Scores

_GAP = 4
_TIP = (
    "How many cells of the map have which score, as the square root of their number; what is "
    "taller than the picture is cut off. Bars: the relevance map in the colours of its clusters. "
    "Line: the map after smoothing, to which the threshold is applied."
)
_TIP_UNCLUSTERED = "How many cells of the map have which score, as the square root of their number."


class ScoreHistogram(QWidget):
    """Bars of the scores, their clusters' colours, the smoothed scores as a line, the threshold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Scores of the map")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._scores: Scores | None = None
        self._threshold: float | None = None
        self._colours: list[QColor] = []
        self._colormap = ""

    def show_scores(self, scores: Scores | None, threshold: float | None, colormap: str) -> None:
        """Show how scores are spread; None shows nothing."""
        if scores is not self._scores or colormap != self._colormap:
            self._colours = [] if scores is None else _bar_colours(scores, colormap)
        self._scores, self._threshold, self._colormap = scores, threshold, colormap
        clustered = scores is not None and scores.shares is not None
        self.setToolTip("" if scores is None else _TIP if clustered else _TIP_UNCLUSTERED)
        kept = "nothing is kept" if threshold is None else f"kept from {threshold:.3g}"
        top = "" if scores is None else f"Scores from 0 to {scores.top:.3g}, {kept}"
        self.setAccessibleDescription(top)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 88)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 48)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._scores is None:
            return
        painter = QPainter(self)
        metrics = painter.fontMetrics()
        # Room for the threshold's words above and the axis' figures below.
        area = QRectF(self.rect()).adjusted(0, metrics.height() + 2, 0, -(metrics.height() + 2))
        if area.height() > 4:
            highest = math.sqrt(max(self._scores.usual, 1))
            self._paint_bars(painter, area, highest)
            self._paint_smoothed(painter, area, highest)
            self._paint_axis(painter, area, metrics)
            self._paint_threshold(painter, area, metrics)
        painter.end()

    def _paint_bars(self, painter: QPainter, area: QRectF, highest: float) -> None:
        heights = np.minimum(np.sqrt(self._raw) / highest, 1.0) * area.height()
        across = area.width() / heights.size
        for place, (height, colour) in enumerate(zip(heights, self._colours, strict=True)):
            if height > 0:
                bar = QRectF(area.left() + place * across, 0, max(1.0, across - 1), height)
                bar.moveBottom(area.bottom())
                painter.fillRect(bar, colour)

    @property
    def _raw(self) -> NDArray[np.intp]:
        return self._scores.raw if self._scores is not None else np.zeros(1, np.intp)

    def _paint_smoothed(self, painter: QPainter, area: QRectF, highest: float) -> None:
        smoothed = self._scores.smoothed if self._scores is not None else None
        if smoothed is None:
            return
        across = area.width() / smoothed.size
        tops = area.bottom() - np.minimum(np.sqrt(smoothed) / highest, 1.0) * area.height()
        corners = []
        for place, top in enumerate(tops):
            left = area.left() + place * across
            corners += [QPointF(left, top), QPointF(left + across, top)]
        painter.setPen(QPen(self.palette().windowText().color(), 1.2))
        painter.drawPolyline(QPolygonF(corners))

    def _paint_axis(self, painter: QPainter, area: QRectF, metrics: QFontMetrics) -> None:
        painter.setPen(theme.hairline(self.palette()))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(theme.muted(self.palette()))
        below = QRectF(area.left(), area.bottom() + 1, area.width(), metrics.height())
        top = self._scores.top if self._scores is not None else 0.0
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, "score")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{top:.3g}")

    def _paint_threshold(self, painter: QPainter, area: QRectF, metrics: QFontMetrics) -> None:
        scores, threshold = self._scores, self._threshold
        if scores is None or threshold is None or scores.top <= 0:
            return
        share = threshold / scores.top
        x = area.left() + min(max(share, 0.0), 1.0) * area.width()
        ink = self.palette().windowText().color()
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, area.top() - 2), QPointF(x, area.bottom()))
        painter.setPen(ink)
        words = f"kept ≥ {threshold:.3g}"
        across = metrics.horizontalAdvance(words)
        left = x + _GAP if x + _GAP + across <= area.right() else x - _GAP - across
        painter.drawText(QPointF(max(left, area.left()), area.top() - metrics.descent()), words)


def _bar_colours(scores: Scores, colormap: str) -> list[QColor]:
    from neopain_gui.imaging import colormaps

    if scores.shares is None:
        return [theme.muted()] * scores.raw.size
    cells = colormaps.apply(scores.shares[None, :], colormap)[0]
    return [QColor(*(int(part) for part in cell)) for cell in cells]
