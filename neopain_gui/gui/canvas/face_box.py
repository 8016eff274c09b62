"""The face box on the photograph: seen on any skin, changed by its line and its handles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from neopain_gui.faces.find import SMALLEST_SIDE
from neopain_gui.geometry import Box

LIGHT = QColor(255, 255, 255)
DARK = QColor(0, 0, 0, 215)
HOVER = QColor(255, 170, 60)
_HANDLE = 5.0
"""Half a handle's side, in pixels of the screen."""
_REACH = 9.0
"""Pixels of the screen within which a handle or the line is meant."""
_ROOM = 64.0
"""Shortest side on the screen that has room for a handle in its middle."""
_MOVE = (0, 0)

_CURSORS = {
    (0, 0): Qt.CursorShape.SizeAllCursor,
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
}
"""What can be taken hold of: a side or a corner by its direction, (0, 0) the whole box."""


class FaceBox(pg.GraphicsObject):
    """A rectangle of whole pixels inside the photograph.

    A drag on a handle moves a side or a corner, one on the line moves the box. A click on the
    line gives it the focus: then a drag inside moves it as well. The rest of the photograph
    stays for panning.

    Signals
    -------
    edited(box: Box)
        It was changed, and let go.
    focused(on: bool)
        It got or lost the focus.
    meant()
        A hand or the keyboard is at it, or no longer.
    changing(rectangle: QRectF)
        It is drawn somewhere else, also while it is in hand.
    """

    edited = Signal(object)
    focused = Signal(bool)
    meant = Signal()
    changing = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._box: Box | None = None
        self._height_of: Callable[[int], int] | None = None
        self._certain = True
        self._rect = QRectF()
        self._area = QRectF(0, 0, 1, 1)
        self._editable = self._focused = self._near = False
        self._held: tuple[int, int] | None = None
        self._hovered: tuple[int, int] | None = None
        self.setZValue(30)
        self.setVisible(False)

    def set_photograph(self, width: int, height: int) -> None:
        """Keep the box inside a photograph of this size."""
        self.prepareGeometryChange()
        self._area = QRectF(0, 0, width, height)
        self.put_back()

    def set_box(self, box: Box | None) -> None:
        """Show a box; None hides it. One that a hand holds stays in the hand."""
        if box == self._box and self._held is not None:
            return
        if box is None:
            self.set_focused(False)
        self.prepareGeometryChange()
        self._box, self._held = box, None
        self._draw_at(_rectangle(box) if box is not None else QRectF())
        self.setVisible(box is not None)

    def set_proportions(self, height_of: Callable[[int], int] | None) -> None:
        """Keep a height that follows from the width; None lets each side be moved alone."""
        self._height_of = height_of
        self.update()

    def set_certain(self, certain: bool) -> None:
        """Draw it dashed where nobody has said that it is there."""
        self._certain = certain
        self.update()

    def set_editable(self, editable: bool) -> None:
        """Let a person change it."""
        self._editable = editable
        if not editable:
            self.set_focused(False)
        self.update()

    def set_focused(self, on: bool) -> None:
        """Give it the focus, or take it; what a hand holds goes back."""
        on = on and self._editable and self._box is not None
        if not on:
            self.put_back()
        if on != self._focused:
            self._focused = on
            self.focused.emit(on)
            self.meant.emit()
        self.update()

    # What the keyboard does with it

    @property
    def box(self) -> Box | None:
        """The box that was shown or let go last."""
        return self._box

    @property
    def held(self) -> bool:
        """Whether a hand or the keyboard holds it."""
        return self._held is not None

    @property
    def rectangle(self) -> QRectF:
        """The box as it is drawn, also while it is in hand."""
        return QRectF(self._rect)

    def take(self, otherwise: QRectF) -> None:
        """Take the box in hand; where there is none, a rectangle in its place."""
        if not self._editable:
            return
        self.prepareGeometryChange()
        self._held = _MOVE
        if self._box is None:
            self._rect = otherwise
            self.setVisible(True)
        self.update()
        self.meant.emit()

    def nudge(self, across: float, down: float) -> None:
        """Move what is in hand by pixels of the photograph."""
        self._drag(_MOVE, across, down)

    def grow(self, by: float) -> None:
        """Move each side of what is in hand outwards by pixels of the photograph."""
        self._drag((1, 1), by, by)
        self._drag((-1, -1), -by, -by)

    def let_go(self) -> None:
        """Keep what is in hand."""
        if self._held is not None:
            self._held = None
            self._tell()

    def put_back(self) -> None:
        """Leave the box as it was before it was taken in hand."""
        if self._held is not None:
            self._held = None
            self._draw_at(_rectangle(self._box) if self._box is not None else QRectF())
            self.setVisible(self._box is not None)
            self.meant.emit()

    def _drag(self, part: tuple[int, int], across: float, down: float) -> None:
        if self._held is not None:
            self._before = QRectF(self._rect)
            self._draw_at(self._changed(part, QPointF(across, down)))

    def _draw_at(self, rect: QRectF) -> None:
        self.prepareGeometryChange()  # a box may reach out of the photograph
        self._rect = rect
        self.update()
        self.changing.emit(QRectF(rect))

    @property
    def has_focus(self) -> bool:
        """True while keys are the box's."""
        return self._focused

    @property
    def is_meant(self) -> bool:
        """True while a hand or the keyboard is about to change it."""
        busy = self._focused or self._hovered is not None or self._held is not None
        return self._editable and self._box is not None and busy

    @property
    def handles(self) -> list[QPointF]:
        """Where its handles are, in the photograph's pixels; none while it has none."""
        if not (self._editable and (self._near or self._focused or self._held is not None)):
            return []
        return [self._place(part) for part in self._parts()]

    # What pyqtgraph's scene asks

    def boundingRect(self) -> QRectF:
        wide, high = 0.2 * self._area.width(), 0.2 * self._area.height()
        return self._area.adjusted(-wide, -high, wide, high) | self._rect

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        around = _REACH * self._pixel
        path.addRect(self._rect.adjusted(-around, -around, around, around))
        return path

    def hoverEvent(self, event: Any) -> None:
        near = self._editable and not event.isExit()
        part = self._part(event.pos()) if near else None
        if part is not None:
            event.acceptDrags(Qt.MouseButton.LeftButton)
            event.acceptClicks(Qt.MouseButton.LeftButton)
            self.setCursor(_CURSORS[part])
        else:
            self.unsetCursor()
        if (near, part) != (self._near, self._hovered):
            self._near, self._hovered = near, part
            self.update()
            self.meant.emit()

    def mouseDragEvent(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._editable:
            event.ignore()
            return
        if event.isStart():
            self._held = self._part(event.buttonDownPos())
            self._before = QRectF(self._rect)
        if self._held is None:
            event.ignore()
            return
        event.accept()
        by = event.pos() - event.buttonDownPos()
        self._draw_at(self._changed(self._held, by))
        if event.isFinish():
            self._held = None
            self._tell()

    def mouseClickEvent(self, event: Any) -> None:
        on_it = self._editable and self._part(event.pos()) is not None
        if event.button() == Qt.MouseButton.LeftButton and on_it:
            event.accept()
            self.set_focused(True)
        else:
            event.ignore()

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        colour = HOVER if self._focused or self._held is not None else LIGHT
        style = Qt.PenStyle.SolidLine if self._certain else Qt.PenStyle.DashLine
        draw_double(painter, self._rect, colour, style)
        half = _HANDLE * self._pixel
        painter.setPen(_pen(painter, DARK, 1.4))
        for part in self._parts() if self.handles else ():
            place = self._place(part)
            painter.setBrush(HOVER if part == self._hovered else LIGHT)
            painter.drawRect(QRectF(place.x() - half, place.y() - half, 2 * half, 2 * half))

    # Inside

    @property
    def _pixel(self) -> float:
        """A pixel of the screen in those of the photograph."""
        return float(self.pixelWidth() or 1.0)

    def _parts(self) -> list[tuple[int, int]]:
        """Return the handles that there is room for: corners, and the middles of long sides."""
        alone = self._height_of is None
        wide = alone and self._rect.width() >= _ROOM * self._pixel
        high = alone and self._rect.height() >= _ROOM * self._pixel
        return [
            (x, y)
            for x, y in _CURSORS
            if (x and y) or (y and not x and wide) or (x and not y and high)
        ]

    def _place(self, part: tuple[int, int]) -> QPointF:
        centre = self._rect.center()
        return QPointF(
            centre.x() + part[0] * self._rect.width() / 2,
            centre.y() + part[1] * self._rect.height() / 2,
        )

    def _part(self, point: QPointF) -> tuple[int, int] | None:
        """Return what a point means: a handle, the whole box, or nothing."""
        reach = _REACH * self._pixel
        away = {part: (self._place(part) - point).manhattanLength() for part in self._parts()}
        nearest = min(away, key=lambda part: away[part], default=_MOVE)
        near = 1.5 * reach
        if self._rect.contains(point):  # a small one has an inside, too
            near = min(near, min(self._rect.width(), self._rect.height()) / 3)
        if away and away[nearest] <= near:
            return nearest
        outer = self._rect.adjusted(-reach, -reach, reach, reach)
        inner = self._rect.adjusted(reach, reach, -reach, -reach)
        on_line = outer.contains(point) and not inner.contains(point)
        return _MOVE if on_line or (self._focused and self._rect.contains(point)) else None

    def _changed(self, part: tuple[int, int], by: QPointF) -> QRectF:
        """Return the box after a drag: inside the photograph, and never too small."""
        old, area = self._before, self._area
        if part == _MOVE:
            x = min(max(by.x(), area.left() - old.left()), area.right() - old.right())
            y = min(max(by.y(), area.top() - old.top()), area.bottom() - old.bottom())
            return old.translated(round(x), round(y))
        if self._height_of is not None:
            return self._in_proportion(part, by, self._height_of)
        left, top, right, bottom = old.left(), old.top(), old.right(), old.bottom()
        least = float(SMALLEST_SIDE)
        if part[0] < 0:
            left = min(max(round(left + by.x()), area.left()), right - least)
        elif part[0] > 0:
            right = max(min(round(right + by.x()), area.right()), left + least)
        if part[1] < 0:
            top = min(max(round(top + by.y()), area.top()), bottom - least)
        elif part[1] > 0:
            bottom = max(min(round(bottom + by.y()), area.bottom()), top + least)
        return QRectF(QPointF(left, top), QPointF(right, bottom))

    def _in_proportion(
        self, part: tuple[int, int], by: QPointF, height_of: Callable[[int], int]
    ) -> QRectF:
        """Return the box with a corner dragged, the opposite one kept; the longer way counts."""
        old, area = self._before, self._area
        room = area.right() - old.left() if part[0] > 0 else old.right() - area.left()
        below = area.bottom() - old.top() if part[1] > 0 else old.bottom() - area.top()
        wider = part[0] * by.x()
        taller = part[1] * by.y() * old.width() / old.height()
        width = round(old.width() + max(wider, taller, key=abs))
        width = max(SMALLEST_SIDE, min(width, round(room)))
        while width > SMALLEST_SIDE and height_of(width) > below:
            width -= 1
        height = height_of(width)
        left = old.left() if part[0] > 0 else old.right() - width
        top = old.top() if part[1] > 0 else old.bottom() - height
        return QRectF(left, top, width, height)

    def _tell(self) -> None:
        rect = self._rect
        box = Box(
            left=round(rect.left()),
            top=round(rect.top()),
            right=round(rect.right()),
            bottom=round(rect.bottom()),
        )
        changed, self._box = box != self._box, box
        self.set_focused(True)
        if changed:
            self.edited.emit(box)


def draw_double(
    painter: QPainter, rect: QRectF, colour: QColor, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> None:
    """Draw a light line in a dark one: one of the two is seen on any skin."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(painter, DARK, 4.6))
    painter.drawRect(rect)
    pen = _pen(painter, colour, 2.0)
    pen.setStyle(style)
    painter.setPen(pen)
    painter.drawRect(rect)


def _pen(painter: QPainter, colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width * painter.device().devicePixelRatioF())
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _rectangle(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)
