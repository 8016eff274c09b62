"""One picture of the film strip: the face crop, a map over it, a caption."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.scene.drawing import TILE

_FRAME = 3
_GAP = 2


class Tile(QAbstractButton):
    """A checkable picture; unavailable ones say why instead of showing a map.

    Attributes
    ----------
    of : str
        Key of the map that is shown; empty while there is none.
    state : str
        A word on why there is no map, or what is odd about it.
    """

    def __init__(self, title: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setToolTip(literal(tip))
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._crop: QImage | None = None
        self._map: QImage | None = None
        self._opacity = 1.0
        self._side = TILE
        self.of = ""
        self.state = ""

    @property
    def has_map(self) -> bool:
        """True while a map is shown."""
        return self._map is not None

    def set_crop(self, crop: QImage | None) -> None:
        """Show a face under the map."""
        if crop is not self._crop:
            self._crop = crop
            self.update()

    def set_map(self, overlay: QImage | None, state: str = "", *, of: str = "") -> None:
        """Show a map, or, without one, a word on why there is none."""
        self.of = of
        if overlay is self._map and state == self.state:
            return
        self._map, self.state = overlay, state
        self.setAccessibleDescription(state)
        self.update()

    def set_opacity(self, opacity: float) -> None:
        """Let the face through, as on the viewer."""
        self._opacity = opacity
        self.update()

    def set_side(self, side: int) -> None:
        """Draw the picture this many pixels wide and high."""
        if side != self._side:
            self._side = side
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        strong = theme.strong_font(self.font())
        text = QFontMetrics(strong).horizontalAdvance(self.text()) + 2 * _GAP
        side = self._side + 2 * _FRAME
        return QSize(max(side, text), side + _GAP + self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left = (self.width() - self._side) // 2
        square = QRectF(left, _FRAME, self._side, self._side)
        if self._crop is None:
            painter.fillRect(square, QColor(118, 118, 118))
        else:
            painter.drawImage(square, self._crop)
        if self._map is not None:
            painter.setOpacity(self._opacity)
            painter.drawImage(square, self._map)
            painter.setOpacity(1.0)
        if self.state:
            self._paint_state(painter, square)
        self._paint_frame(painter, square)
        self._paint_caption(painter)
        painter.end()

    def _paint_state(self, painter: QPainter, square: QRectF) -> None:
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        widest = max(painter.fontMetrics().horizontalAdvance(word) for word in self.state.split())
        if widest > square.width() - 2:  # no word is cut
            font = painter.font()
            font.setPointSizeF(font.pointSizeF() * (square.width() - 2) / widest)
            painter.setFont(font)
        needed = painter.boundingRect(square, flags, self.state)  # large text takes a line more
        band = QRectF(square)
        band.setTop(max(square.top(), square.bottom() - needed.height() - _GAP))
        painter.fillRect(band, QColor(20, 20, 20, 190))
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(band, flags, self.state)

    def _paint_frame(self, painter: QPainter, square: QRectF) -> None:
        palette = self.palette()
        if self.isChecked():
            pen = QPen(palette.highlight().color(), _FRAME)
        elif self.hasFocus() or self.underMouse():
            pen = QPen(palette.windowText().color(), 1.5)
        else:
            return
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = pen.widthF() / 2
        painter.drawRect(square.adjusted(-half, -half, half, half))
        if self.isChecked() and self.hasFocus():
            painter.setPen(QPen(palette.base().color(), 1, Qt.PenStyle.DotLine))
            painter.drawRect(square.adjusted(2, 2, -2, -2))

    def _paint_caption(self, painter: QPainter) -> None:
        painter.setFont(theme.strong_font(self.font()) if self.isChecked() else self.font())
        painter.setPen(self.palette().windowText().color())
        top = self._side + 2 * _FRAME
        place = QRectF(0, top, self.width(), self.height() - top)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.text())
