"""Lines on the photograph."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

_DARK = QColor(0, 0, 0)
WHITE = QColor(255, 255, 255)


class Line(QGraphicsPathItem):
    """A light line on a dark one: visible on any skin and any colour map.

    Parameters
    ----------
    colour : QColor
        Of the light one.
    thickness : float
        Of the light one, in device-independent pixels.
    dashed : bool
        Whether the light one is.
    """

    def __init__(
        self, colour: QColor = WHITE, thickness: float = 1.6, *, dashed: bool = False
    ) -> None:
        super().__init__()
        self._colour, self._dashed = colour, dashed
        self.thickness = thickness

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dense = painter.device().devicePixelRatioF()
        for colour, width in ((_DARK, 2 * self.thickness), (self._colour, self.thickness)):
            pen = QPen(colour, width * dense)
            pen.setCosmetic(True)
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
            if self._dashed:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                # in units of the pen's width, so that both lines have the same dashes
                unit = self.thickness * dense / pen.widthF()
                pen.setDashPattern([5 * unit, 3 * unit])
            painter.setPen(pen)
            self._draw(painter)

    def _draw(self, painter: QPainter) -> None:
        painter.drawPath(self.path())


class OutlineLine(Line):
    """Closed outlines, drawn line by line.

    Of an outline that goes to and fro in thousands of points Qt's stroke of the whole path takes
    sixty times as long.
    """

    def __init__(self, colour: QColor, thickness: float) -> None:
        super().__init__(colour, thickness)
        self._lines: list[QLineF] = []

    def show_lines(self, lines: list[QLineF], path: QPainterPath) -> None:
        """Show these, :func:`lines_of` of outlines, and what lies inside them as a path."""
        self._lines = lines
        self.setPath(path)
        self.update()

    def _draw(self, painter: QPainter) -> None:
        pen = painter.pen()
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)  # the corners between them
        painter.setPen(pen)
        painter.drawLines(self._lines)


def lines_of(outlines: Sequence[NDArray[np.float64]]) -> list[QLineF]:
    """Return every line of closed outlines."""
    return [
        QLineF(*line)
        for one in outlines
        for line in np.concatenate((one, np.roll(one, -1, axis=0)), axis=1).tolist()
    ]


class Trace(Line):
    """The line behind a pointer that draws by hand."""

    def __init__(self, colour: QColor) -> None:
        super().__init__(colour)
        self._points: list[tuple[float, float]] = []

    @property
    def begun(self) -> bool:
        """True between :meth:`begin` and :meth:`end`."""
        return bool(self._points)

    def begin(self, point: QPointF) -> None:
        """Start anew at a place of the photograph."""
        self._points = [(point.x(), point.y())]
        self._show()

    def add(self, point: QPointF) -> None:
        """Go on to a place of the photograph."""
        self._points.append((point.x(), point.y()))
        self._show()

    def end(self) -> list[tuple[float, float]]:
        """Return where it went, and take it away."""
        points, self._points = self._points, []
        self._show()
        return points

    def _show(self) -> None:
        path = QPainterPath()
        for place, (x, y) in enumerate(self._points):
            if place:
                path.lineTo(x, y)
            else:
                path.moveTo(x, y)
        self.setPath(path)
