"""What the colours on the photograph mean."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.scene.overlay import step_shares
from neopain_gui.imaging import colormaps

_BAR_HEIGHT = 10
_BAR_WIDTH = 160
_SHORTEST_BAR = 40
_GAP = 4

OWN = "Two pictures do not share one scale."


class Legend(QWidget):
    """A bar from the least to the largest value shown, with both figures and what is measured.

    Parameters
    ----------
    compact : bool
        Whether the bar gives way where there is little room.
    """

    def __init__(self, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName("Colour legend")
        across = QSizePolicy.Policy.Preferred if compact else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self._figures: tuple[float, float] | None = None
        self._bar: QImage | None = None
        self._smooth = True

    @property
    def text(self) -> str:
        """The upper figure as it is written, empty while there is no legend."""
        return "" if self._figures is None else f"{self._figures[1]:.3g}"

    def set_scale(self, colormap: str, maximum: float | None, note: str = OWN) -> None:
        """Show the colours of a map whose largest value is ``maximum``; None shows nothing.

        ``note`` says with what the scale is shared.
        """
        if maximum is None:
            self._show(None, None, "")
            return
        tip = f"Relevance from 0 to {maximum:.3g}, the largest value in this picture. {note}"
        self._show(_ramp(colormap), (0.0, maximum), tip)

    def set_steps(self, colormap: str, means: NDArray[np.float32]) -> None:
        """Show one block of colour per cluster, from the lowest mean to the highest."""
        listed = ", ".join(f"{mean:.3g}" for mean in means)
        self._show(
            _ramp(colormap, means.size),
            (float(means[0]), float(means[-1])),
            f"A colour per cluster, in the order of their means: {listed}",
            smooth=False,
        )

    def _show(
        self,
        bar: QImage | None,
        figures: tuple[float, float] | None,
        tip: str,
        *,
        smooth: bool = True,
    ) -> None:
        if (bar, figures, tip) == (self._bar, self._figures, self.toolTip()):
            return
        before = self.sizeHint()
        self._bar, self._figures, self._smooth = bar, figures, smooth
        self.setToolTip(literal(tip))
        self.setAccessibleDescription(tip)
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_BAR_WIDTH + self._beside(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_SHORTEST_BAR + self._beside(), self._height())

    def _height(self) -> int:
        return max(self.fontMetrics().height(), _BAR_HEIGHT + 2)

    def _beside(self) -> int:
        """Return the width that the figures take."""
        return self._low_width() + self._width_of("0.00e+00") + _GAP

    def _low_width(self) -> int:
        return self._width_of(self._low_text()) + _GAP

    def _low_text(self) -> str:
        return f"{self._figures[0]:.3g}" if self._figures else "0"

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._figures is None or self._bar is None:
            return
        painter = QPainter(self)
        low, high = self._low_width(), self._width_of(self.text) + _GAP
        across = max(8, min(_BAR_WIDTH, self.width() - low - high))
        top = (self.height() - _BAR_HEIGHT) / 2
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, low, self.height()), middle, self._low_text())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth)
        painter.drawImage(QRectF(low, top, across, _BAR_HEIGHT), self._bar)
        left = low + across + _GAP
        painter.drawText(QRectF(left, 0, high, self.height()), middle, self.text)
        painter.end()


@cache
def _ramp(colormap: str, clusters: int = 0) -> QImage:
    """Return a colour map as a row of pixels, or a pixel for each of some clusters."""
    shares = step_shares(clusters) if clusters else np.linspace(0, 1, 256, dtype=np.float32)
    cells = np.ascontiguousarray(colormaps.apply(shares[None, :], colormap))
    count = shares.size
    return QImage(cells.data, count, 1, 3 * count, QImage.Format.Format_RGB888).copy()


_TITLES = {
    colormaps.GREEN_YELLOW_RED: "Green–yellow–red",
    colormaps.CIVIDIS: "Cividis",
    colormaps.VIRIDIS: "Viridis",
    colormaps.INFERNO: "Inferno",
    colormaps.GREY: "Grey",
}
_SAFE = "Safe with every kind of colour vision; its lightness rises evenly"
_UNSAFE = "The dissertation's; green and red look alike to about one man in twelve"


class Colours(QComboBox):
    """Choose the colours of the map.

    Signals
    -------
    chosen(name: str)
        By the person, not by :meth:`show_colormap`.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Colours of the map")
        for name, title in _TITLES.items():
            self.addItem(title, name)
            self.setItemData(self.count() - 1, _safety(name), Qt.ItemDataRole.ToolTipRole)
        self._tell()
        self.currentIndexChanged.connect(lambda _index: self._changed())

    def _changed(self) -> None:
        self._tell()
        self.chosen.emit(self.colormap)

    def _tell(self) -> None:
        self.setToolTip(
            literal(f"Colours of the map, from low to high relevance. {_safety(self.colormap)}.")
        )

    def show_colormap(self, name: str) -> None:
        """Show which one holds, without telling anybody."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(name))
        self._tell()

    @property
    def colormap(self) -> str:
        """Name of the chosen colour map."""
        return str(self.currentData())


def _safety(name: str) -> str:
    return _SAFE if name in colormaps.COLOUR_BLIND_SAFE else _UNSAFE
