"""Scores of pain of the study's labelled photographs: a small histogram for each label."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.widgets.still_plot import StillPlot

_TICKS = [(0.0, "0"), (0.5, "score of pain"), (1.0, "1")]


class Histogram(StillPlot):
    """How many photographs with a label have which score of pain, in ten ranges."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        self._label = label
        self._bars = pg.BarGraphItem(x0=[], width=[], height=[], pen=pg.mkPen(None))
        self._of: tuple[tuple[int, ...], int] = ((), 0)
        super().__init__(parent)
        item = self.getPlotItem()
        item.hideAxis("left")
        item.setTitle(None)
        item.addItem(self._bars, ignoreBounds=True)
        axis = item.getAxis("bottom")
        axis.setTicks([_TICKS])
        axis.setHeight(self.fontMetrics().lineSpacing() + 4)
        item.layout.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Scores of photographs labelled {label}")
        self.show_counts(())

    def show_counts(self, counts: tuple[int, ...] | list[int], highest: int = 0) -> None:
        """Show numbers of photographs; ``highest`` is the top, the same for both labels."""
        self._of = tuple(counts), highest
        self._draw()
        said = [
            f"{count} from {place / len(counts):.1f} to {(place + 1) / len(counts):.1f}"
            for place, count in enumerate(counts)
            if count
        ]
        self.setAccessibleDescription("; ".join(said))
        self.setToolTip(literal("\n".join(said)))

    def ink(self) -> None:
        super().ink()
        self._draw()

    def _draw(self) -> None:
        counts, highest = self._of
        self.getPlotItem().vb.setRange(xRange=(0, 1), yRange=(0, max(highest, 1)), padding=0.02)
        wide = 1 / max(len(counts), 1)
        self._bars.setOpts(
            x0=np.arange(len(counts)) * wide + 0.05 * wide,
            width=0.9 * wide,
            height=list(counts),
            brush=theme.label_colour(self._label),
        )

    def sizeHint(self) -> QSize:
        return QSize(200, 72)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 72)
