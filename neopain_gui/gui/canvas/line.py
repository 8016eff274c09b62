"""Lines on the photograph."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
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
            painter.drawPath(self.path())


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
