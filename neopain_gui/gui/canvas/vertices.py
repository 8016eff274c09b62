"""Outlines whose points can be dragged, added and removed with the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

Points = NDArray[np.float64]

_DARK = QColor(0, 0, 0)
_HOVER = QColor(255, 170, 60)
_HANDLE = 4.5
"""Half a handle's side, in pixels of the screen."""
_REACH = 8.0
"""Pixels of the screen within which a point or a line is meant."""
_FEWEST = 3
_MANY = 300
"""Points from which on handles are plain dots: squares with edges would take too long."""


class Vertices(pg.GraphicsObject):
    """Closed outlines with a handle on each point.

    A drag on a point moves it, one on a line moves its whole outline; a click on a line adds a
    point there, a right click on a point removes it, down to a triangle.

    Parameters
    ----------
    colour : QColor
        Of lines and handles.

    Signals
    -------
    moved(outlines: list of ndarray (n, 2))
        All outlines, when a change is finished.
    """

    moved = Signal(object)

    def __init__(self, colour: QColor) -> None:
        super().__init__()
        self._colour = colour
        self.outlines: list[Points] = []
        self._given: list[Points] = []
        self._area = QRectF()
        self._held: tuple[int, int | None] | None = None
        self._before: Points = np.empty((0, 2))
        self._hovered: tuple[int, int] | None = None
        self.setVisible(False)

    def set_outlines(self, outlines: Sequence[Points], area: QRectF) -> None:
        """Show these, inside a photograph's rectangle; what is being dragged is let go.

        A drag goes on where they are those that it began with: somebody only looked again.
        """
        if self._held is not None and area == self._area and same_outlines(outlines, self._given):
            return
        self.prepareGeometryChange()
        self.outlines = [np.array(one, np.float64) for one in outlines]
        self._given = [one.copy() for one in self.outlines]
        self._area, self._held, self._hovered = area, None, None
        self.setVisible(bool(self.outlines))
        self.update()

    def near(self, point: QPointF) -> bool:
        """Say whether a press at a place takes hold of a point or a line."""
        return bool(self.outlines) and self._line(point) is not None

    # What pyqtgraph's scene asks

    def boundingRect(self) -> QRectF:
        wide, high = 0.2 * self._area.width(), 0.2 * self._area.height()
        return self._area.adjusted(-wide, -high, wide, high)

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * _REACH * self._pixel)
        return stroker.createStroke(outline_path(self.outlines))

    def hoverEvent(self, event: Any) -> None:
        near = None if event.isExit() else self._vertex(event.pos())
        if not event.isExit() and self._line(event.pos()) is not None:
            event.acceptDrags(Qt.MouseButton.LeftButton)
            event.acceptClicks(Qt.MouseButton.LeftButton)
            event.acceptClicks(Qt.MouseButton.RightButton)
        if near != self._hovered:
            self._hovered = near
            self.update()

    def mouseDragEvent(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        if event.isStart():
            self._take(event.buttonDownPos())
        if self._held is None:
            event.ignore()
            return
        event.accept()
        place, vertex = self._held
        start, now = event.buttonDownPos(), event.pos()
        by = np.array((now.x() - start.x(), now.y() - start.y()))
        chosen = slice(None) if vertex is None else vertex
        self.outlines[place][chosen] = self._inside(self._before[chosen], by)
        self.update()
        if event.isFinish():
            self._held = None
            self._tell()

    def mouseClickEvent(self, event: Any) -> None:
        vertex, line = self._vertex(event.pos()), self._line(event.pos())
        if event.button() == Qt.MouseButton.RightButton and vertex is not None:
            event.accept()
            place, at = vertex
            if len(self.outlines[place]) > _FEWEST:
                self.outlines[place] = np.delete(self.outlines[place], at, axis=0)
                self._hovered = None
                self._tell()
        elif event.button() == Qt.MouseButton.LeftButton and line is not None and vertex is None:
            event.accept()
            place, at = line
            new = (event.pos().x(), event.pos().y())
            self.outlines[place] = np.insert(self.outlines[place], at + 1, new, axis=0)
            self._tell()
        else:
            event.ignore()

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        dense = painter.device().devicePixelRatioF()
        many = sum(map(len, self.outlines)) > _MANY
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not many)
        path = outline_path(self.outlines)
        for colour, width in ((_DARK, 3.6), (self._colour, 1.8))[many:]:
            pen = QPen(colour, width * dense)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPath(path)
        if many:
            self._paint_dots(painter, dense)
        else:
            self._paint_squares(painter, dense)

    def _paint_squares(self, painter: QPainter, dense: float) -> None:
        half = _HANDLE * self._pixel
        edge = QPen(_DARK, 1.0 * dense)
        edge.setCosmetic(True)
        painter.setPen(edge)
        for place, outline in enumerate(self.outlines):
            for at, (x, y) in enumerate(outline):
                painter.setBrush(_HOVER if (place, at) == self._hovered else self._colour)
                painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))

    def _paint_dots(self, painter: QPainter, dense: float) -> None:
        """Draw many handles, all at once."""
        dots = polygon_of(np.concatenate(self.outlines))
        for colour, width in ((_DARK, 6.0), (self._colour, 4.0)):
            pen = QPen(colour, width * dense)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPoints(dots)
        if self._hovered is not None:
            place, at = self._hovered
            pen = QPen(_HOVER, 2 * _HANDLE * dense)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPoint(QPointF(*self.outlines[place][at]))

    # Inside

    @property
    def _pixel(self) -> float:
        """A pixel of the screen in those of the photograph."""
        return float(self.pixelWidth() or 1.0)

    def _take(self, point: QPointF) -> None:
        vertex, line = self._vertex(point), self._line(point)
        self._held = vertex if vertex is not None else line and (line[0], None)
        if self._held is not None:
            self._before = self.outlines[self._held[0]].copy()

    def _inside(self, points: Points, by: Points) -> Points:
        """Move points, none of them out of the photograph."""
        low = np.array((self._area.left(), self._area.top()))
        high = np.array((self._area.right(), self._area.bottom()))
        some = np.atleast_2d(points)
        by = np.clip(by, low - some.min(axis=0), high - some.max(axis=0))
        moved: Points = points + by
        return moved

    def _tell(self) -> None:
        self.prepareGeometryChange()
        self.update()
        self.moved.emit([one.copy() for one in self.outlines])

    def _vertex(self, point: QPointF) -> tuple[int, int] | None:
        """Return outline and place of the nearest point in reach."""
        at = np.array((point.x(), point.y()))
        return self._nearest([np.hypot(*(one - at).T) for one in self.outlines])

    def _line(self, point: QPointF) -> tuple[int, int] | None:
        """Return outline and first point of the nearest line in reach."""
        at = np.array((point.x(), point.y()))
        return self._nearest([_distances(one, at) for one in self.outlines])

    def _nearest(self, distances: list[Points]) -> tuple[int, int] | None:
        found = [
            (float(one.min()), place, int(one.argmin())) for place, one in enumerate(distances)
        ]
        if not found or min(found)[0] > _REACH * self._pixel:
            return None
        return min(found)[1:]


def outline_path(outlines: Sequence[Points]) -> QPainterPath:
    """Return closed outlines as a path."""
    path = QPainterPath()
    for one in outlines:
        path.addPolygon(polygon_of(one))
        path.closeSubpath()
    return path


def polygon_of(points: Points) -> QPolygonF:
    """Return points as a polygon, without an object of Python for each of thousands."""
    content = len(points).to_bytes(4, "big") + np.ascontiguousarray(points, ">f8").tobytes()
    polygon = QPolygonF()
    QDataStream(QByteArray(content)) >> polygon
    return polygon


def same_outlines(some: Sequence[Points], others: Sequence[Points]) -> bool:
    """Say whether outlines are the same, point for point."""
    return len(some) == len(others) and all(
        np.array_equal(one, other) for one, other in zip(some, others, strict=True)
    )


def _distances(outline: Points, at: Points) -> Points:
    """Return how far a place is from each line of an outline."""
    along = np.roll(outline, -1, axis=0) - outline
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((at - outline) * along).sum(axis=1) / length, 0, 1)
    away: Points = np.hypot(*(outline + share[:, None] * along - at).T)
    return away
