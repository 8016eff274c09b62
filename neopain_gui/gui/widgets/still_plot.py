"""A plot that stays as it is drawn: no zoom, no pan, no menu of the library's own."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.base import theme


class StillPlot(pg.PlotWidget):
    """A plot in the palette's colours, also after these have changed.

    The wheel belongs to what lies around it, and the keyboard passes it unless
    ``setFocusPolicy`` lets it in.

    Parameters
    ----------
    ground : QPalette.ColorRole
        What it is drawn on.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        ground: QPalette.ColorRole = QPalette.ColorRole.Window,
    ) -> None:
        self._built = False  # palettes change while the base class is being built, too
        super().__init__(parent)
        self._ground = ground
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.vb.setMouseEnabled(x=False, y=False)
        for axis in self.axes:
            axis.enableAutoSIPrefix(False)  # 0.5 is not written 500
            axis.setStyle(tickLength=0, hideOverlappingLabels=False)
        self._built = True
        self.ink()

    @property
    def axes(self) -> list[pg.AxisItem]:
        """Its four axes, shown or not."""
        return [self.getPlotItem().getAxis(name) for name in ("left", "bottom", "top", "right")]

    def ink(self) -> None:
        """Take the palette's colours; called whenever they change."""
        palette = self.palette()
        self.setBackground(palette.color(self._ground))
        for axis in self.axes:
            axis.setPen(theme.muted(palette))
            axis.setTextPen(theme.muted(palette))
            axis.setTickFont(self.font())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._built:
            self.ink()
