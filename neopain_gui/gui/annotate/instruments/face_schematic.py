"""A face at rest, drawn from its template or as a photograph shows it; points are put on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from neopain_gui.faces.face import Face
from neopain_gui.faces.regions import template_outlines, template_place
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.own_keys import OWN_ARROWS

_VIEW = QRectF(-1.35, -1.25, 2.7, 2.75)
"""What of the template is seen, in distances between the eyes."""
_RADIUS, _REACH = 4.5, 12.0
_STEP, _LARGE = 0.01, 0.05
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A point on the face.

    Attributes
    ----------
    title : str
        What the page calls it.
    u, v : float
        Where it lies.
    colour : str
        In which it is drawn; empty for as the others.
    """

    title: str
    u: float
    v: float
    colour: str = ""


class FaceSchematic(QWidget):
    """Shows points and lines, and lets a hand or the arrow keys move the chosen one.

    Signals
    -------
    chosen(place: int)
        A person took hold of a point.
    moved(place: int, u: float, v: float)
        It was put elsewhere.
    added(u: float, v: float)
        A double click asks for a new point there.
    """

    chosen = Signal(int)
    moved = Signal(int, float, float)
    added = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: list[Shown] = []
        self.current, self.editable = -1, False
        self._lines: list[tuple[int, int]] = []
        self._behind: tuple[QPixmap, QTransform] | None = None
        self._held: Shown | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Face with the points")
        self.setToolTip(
            "Drag a point, or move the chosen one with the arrow keys; a double click adds one"
        )
        self.setMinimumSize(220, 224)
        self.setMaximumSize(360, 366)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setProperty(OWN_ARROWS, True)

    def minimumSizeHint(self) -> QSize:
        return self.minimumSize()

    def sizeHint(self) -> QSize:
        return QSize(320, 326)

    def show_points(
        self, points: Sequence[Shown], lines: Sequence[tuple[int, int]], current: int
    ) -> None:
        """Show points, the lines between them, and which is chosen."""
        self.points, self._lines, self.current = list(points), list(lines), current
        name = points[current].title if 0 <= current < len(points) else "none"
        self.setAccessibleDescription(f"The chosen point: {name}")
        self.update()

    def show_photograph(self, pixmap: QPixmap | None, face: Face | None) -> None:
        """Show a photograph's face in the place of the drawing; None for the drawing."""
        self._behind = None
        if pixmap is not None and face is not None:
            matrix, shift, _source = template_place(face)
            across = QTransform(
                matrix[0, 0], matrix[1, 0], matrix[0, 1], matrix[1, 1], shift[0], shift[1]
            )
            back, possible = across.inverted()
            self._behind = (pixmap, back) if possible else None
        self.update()

    # -- painting ----------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.base())
        ink = palette.text().color()
        if self._behind is not None:
            pixmap, back = self._behind
            painter.setTransform(back * self._across())
            painter.drawPixmap(QPointF(-0.5, -0.5), pixmap)
            painter.resetTransform()
        else:
            self._draw_face(painter)
        places = [self._on_screen(one) for one in self.points]
        for colour, wide in ((palette.base().color(), 3.0), (ink, 1.0)):
            painter.setPen(QPen(colour, wide))
            for one, other in self._lines:
                painter.drawLine(places[one], places[other])
        for number, (point, place) in enumerate(zip(self.points, places, strict=True)):
            here = number == self.current
            fill = palette.highlight().color() if here else QColor(point.colour or "#0072b2")
            painter.setBrush(fill)
            for edge, wide in ((palette.base().color(), 3.4), (ink, 1.2)):
                painter.setPen(QPen(edge, wide))
                painter.drawEllipse(place, *(2 * (_RADIUS + 2 * here,)))
        edge = palette.highlight().color() if self.hasFocus() else theme.hairline(palette)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(edge, 2 if self.hasFocus() else 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _draw_face(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.muted(self.palette()), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        across = self._across()
        painter.drawEllipse(across.mapRect(QRectF(-1.05, -1.15, 2.1, 2.5)))
        for outlines in template_outlines().values():
            for outline in outlines:
                corners = [QPointF(float(u), float(v)) for u, v in np.asarray(outline)]
                painter.drawPolygon(across.map(QPolygonF(corners)))

    def _across(self) -> QTransform:
        """Return what carries the template onto the widget."""
        scale = min(self.width() / _VIEW.width(), self.height() / _VIEW.height())
        centre, middle = _VIEW.center(), QRectF(self.rect()).center()
        made = QTransform()
        made.translate(middle.x() - scale * centre.x(), middle.y() - scale * centre.y())
        made.scale(scale, scale)
        return made

    def _on_screen(self, one: Shown) -> QPointF:
        return self._across().map(QPointF(one.u, one.v))

    def _on_face(self, at: QPointF) -> tuple[float, float]:
        place = self._across().inverted()[0].map(at)
        return round(place.x(), 3), round(place.y(), 3)

    # -- hand and keys -----------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        near = self._near(event.position())
        if near >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.current, self._held = near, self.points[near]
            self.chosen.emit(near)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None and self.editable:
            u, v = self._on_face(event.position())
            one = self._held
            self.points[self.current] = Shown(title=one.title, u=u, v=v, colour=one.colour)
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        held, self._held = self._held, None
        if held is not None and self.editable and self.points[self.current] != held:
            one = self.points[self.current]
            self.moved.emit(self.current, one.u, one.v)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.editable and self._near(event.position()) < 0:
            self.added.emit(*self._on_face(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None or not self.editable or not 0 <= self.current < len(self.points):
            super().keyPressEvent(event)
            return
        step = _LARGE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
        one = self.points[self.current]
        u, v = round(one.u + step * move[0], 3), round(one.v + step * move[1], 3)
        self.moved.emit(self.current, u, v)

    def _near(self, at: QPointF) -> int:
        away = [
            (place - at).manhattanLength() for place in (self._on_screen(p) for p in self.points)
        ]
        nearest = min(range(len(away)), key=away.__getitem__, default=-1)
        return nearest if nearest >= 0 and away[nearest] <= _REACH else -1
