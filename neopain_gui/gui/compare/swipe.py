"""A line over the photograph that can be dragged: one mask on its left, the other on its right."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor

from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.canvas import Canvas


class SwipeLine(QObject):
    """The line; a share says where it stands, so that it stays there on the next photograph.

    Signals
    -------
    moved(share: float)
        Somebody dragged it, or :meth:`set_share` was called: 0 at the region's left, 1 at its
        right.
    """

    moved = Signal(float)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._region: Box | None = None
        self.share = 0.5
        # A dark line under the light one: seen on any skin and either mask.
        self._under = pg.InfiniteLine(angle=90, pen=pg.mkPen(QColor(0, 0, 0), width=5))
        self.line = pg.InfiniteLine(
            angle=90,
            movable=True,
            pen=pg.mkPen(QColor(255, 255, 255), width=3),
            hoverPen=pg.mkPen(QColor(255, 255, 255), width=5),
        )
        self.line.setCursor(Qt.CursorShape.SplitHCursor)
        for rank, item in enumerate((self._under, self.line)):
            item.setZValue(30 + rank)
            canvas.stage.addItem(item, ignoreBounds=True)
        self.line.sigPositionChanged.connect(lambda _line: self._dragged())
        self.set_visible(False)

    def set_visible(self, visible: bool) -> None:
        """Show the line, or take it away."""
        for item in (self._under, self.line):
            item.setVisible(visible)

    def set_region(self, region: Box) -> None:
        """Stand at the same share of another region."""
        share, self._region = self.share, None  # the bounds alone may move the line
        self.line.setBounds((region.left, region.right))
        self._region = region
        self.set_share(share)

    def set_share(self, share: float) -> None:
        """Move the line."""
        self.share = min(1.0, max(0.0, share))
        if self._region is not None:
            self.line.setValue(self._region.left + self.share * self._region.width)

    @property
    def column(self) -> int:
        """The first column of the region that belongs to the mask on the right."""
        return round(self.share * self._region.width) if self._region is not None else 0

    def _dragged(self) -> None:
        if self._region is None:
            return
        self._under.setValue(self.line.value())
        self.share = (self.line.value() - self._region.left) / self._region.width
        self.moved.emit(self.share)
