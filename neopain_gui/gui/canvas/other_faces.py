"""The other faces that were found on a photograph: dashed, named, chosen by a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QTransform
from PySide6.QtWidgets import QApplication, QStyleOptionGraphicsItem, QWidget

from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.face_box import HOVER, LIGHT, draw_double

_PAPER = QColor(0, 0, 0, 205)
_PAD = 4.0


class OtherFaces(pg.GraphicsObject):
    """Faces that were found and are not the photograph's; each with how sure the detector is.

    Signals
    -------
    chosen(place: int)
        A person clicked on the face of this place among those that were found.
    meant()
        The pointer came to a face, or left it.
    """

    chosen = Signal(int)
    meant = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._faces: list[tuple[int, QRectF, str]] = []
        self._named: tuple[QRectF, str] | None = None
        self._hovered: int | None = None
        self._clickable = True
        self.setZValue(29)

    def set_faces(
        self, faces: Sequence[tuple[int, Box, str]], own: tuple[Box, str] | None = None
    ) -> None:
        """Show these: place among those found, box, and what stands on it.

        ``own`` is the photograph's face, which has a name too as long as there are others.
        """
        self.prepareGeometryChange()
        # the smallest first: it may lie inside another one
        by_size = sorted(faces, key=lambda one: one[1].width * one[1].height)
        self._faces = [(place, _rectangle(box), text) for place, box, text in by_size]
        self._named = None if own is None or not faces else (_rectangle(own[0]), own[1])
        self._hovered = None
        self.setVisible(bool(self._faces))
        self.update()

    def set_clickable(self, clickable: bool) -> None:
        """Let a click choose, or only show them."""
        self._clickable = clickable

    @property
    def is_meant(self) -> bool:
        """True while the pointer is on a face that a click would choose."""
        return self._clickable and self._hovered is not None

    @property
    def texts(self) -> list[str]:
        """What stands on the faces, the photograph's own first."""
        own = [self._named[1]] if self._named is not None else []
        return own + [text for _, _, text in sorted(self._faces)]

    # What pyqtgraph's scene asks

    def boundingRect(self) -> QRectF:
        rect = QRectF()
        for _, one, _text in self._faces:
            rect |= one
        if self._named is not None:
            rect |= self._named[0]
        wide = 0.5 * max(rect.width(), rect.height()) + 1  # the names reach out of the boxes
        return rect.adjusted(-wide, -wide, wide, wide)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        for _, rect, _text in self._faces:
            path.addRect(rect)
        return path

    def hoverEvent(self, event: Any) -> None:
        place = None
        if not event.isExit() and self._clickable:
            place = self._at(event.pos())
        if place is not None and event.acceptClicks(Qt.MouseButton.LeftButton):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            place = None
            self.unsetCursor()
        if place != self._hovered:
            self._hovered = place
            self.update()
            self.meant.emit()

    def mouseClickEvent(self, event: Any) -> None:
        place = self._at(event.pos()) if self._clickable else None
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            event.accept()
            self.chosen.emit(place)
        else:
            event.ignore()

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        for place, rect, _text in self._faces:
            colour = HOVER if place == self._hovered else LIGHT
            draw_double(painter, rect, colour, Qt.PenStyle.DashLine)
        own = [self._named] if self._named is not None else []
        for rect, text in [*own, *((rect, text) for _, rect, text in self._faces)]:
            _name(painter, rect, text)

    def _at(self, point: QPointF) -> int | None:
        return next((place for place, rect, _ in self._faces if rect.contains(point)), None)


def _name(painter: QPainter, rect: QRectF, text: str) -> None:
    """Write above a box, or in it where it reaches the window's upper edge."""
    corner = painter.worldTransform().map(rect.topLeft())
    font = QApplication.font()
    metrics = QFontMetricsF(font)
    high = metrics.height() + _PAD
    y = corner.y() - high - 3
    if y < 0:
        y = corner.y() + 3
    paper = QRectF(corner.x(), y, metrics.horizontalAdvance(text) + 2 * _PAD, high)
    painter.save()
    painter.setWorldTransform(QTransform())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PAPER)
    painter.drawRoundedRect(paper, 3, 3)
    painter.setFont(font)
    painter.setPen(LIGHT)
    painter.drawText(paper, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _rectangle(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)
