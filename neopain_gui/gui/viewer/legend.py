"""What the colours on the photograph mean."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

_BAR_HEIGHT = 10
_BAR_WIDTH = 160
_GAP = 4


class Legend(QWidget):
    """A bar from 0 to the largest value shown, with both figures and what is measured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Colour legend")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._colormap = "green-yellow-red"
        self._maximum: float | None = None
        self._bar: QImage | None = None

    @property
    def text(self) -> str:
        """The upper figure as it is written, empty while there is no legend."""
        return "" if self._maximum is None else f"{self._maximum:.3g}"

    def set_scale(self, colormap: str, maximum: float | None) -> None:
        """Show the colours of a map whose largest value is ``maximum``; None shows nothing."""
        from neopain_gui.imaging import colormaps

        self._maximum = maximum
        if maximum is not None:
            ramp = colormaps.apply(np.linspace(0, 1, 256, dtype=np.float32)[None, :], colormap)
            ramp = np.ascontiguousarray(ramp)
            self._bar = QImage(ramp.data, 256, 1, 768, QImage.Format.Format_RGB888).copy()
            self.setToolTip(
                f"Relevance from 0 to {maximum:.3g}, the largest value in this picture. "
                "Two pictures do not share one scale."
            )
        else:
            self.setToolTip("")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        figures = metrics.horizontalAdvance("0") + metrics.horizontalAdvance("0.00e+00")
        return QSize(_BAR_WIDTH + figures + 2 * _GAP, max(metrics.height(), _BAR_HEIGHT + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._maximum is None or self._bar is None:
            return
        painter = QPainter(self)
        zero = self.fontMetrics().horizontalAdvance("0") + _GAP
        top = (self.height() - _BAR_HEIGHT) / 2
        painter.drawText(QRectF(0, 0, zero, self.height()), Qt.AlignmentFlag.AlignVCenter, "0")
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(zero, top, _BAR_WIDTH, _BAR_HEIGHT), self._bar)
        left = zero + _BAR_WIDTH + _GAP
        painter.drawText(
            QRectF(left, 0, self.width() - left, self.height()),
            Qt.AlignmentFlag.AlignVCenter,
            self.text,
        )
        painter.end()


_TITLES = {"green-yellow-red": "Green–yellow–red", "cividis": "Cividis", "grey": "Grey"}


class Colours(QComboBox):
    """Choose the colours of the map.

    Signals
    -------
    chosen(name: str)
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Colours of the map")
        self.setToolTip("Colours of the map, from low to high relevance")
        for name, title in _TITLES.items():
            self.addItem(title, name)
        self.currentIndexChanged.connect(lambda _index: self.chosen.emit(self.colormap))

    @property
    def colormap(self) -> str:
        """Name of the chosen colour map."""
        return str(self.currentData())
