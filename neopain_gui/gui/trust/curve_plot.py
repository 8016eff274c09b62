"""Curves of a score over an area, in the window's own colours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.trust.examination_words import Line
from neopain_gui.gui.widgets.right_click import belongs_to

_TICKS = (0.0, 0.5, 1.0)
_LINE = 16  # length of a line's sample in the key
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)


class CurvePlot(QWidget):
    """Both axes from 0 to 1; lines are told apart by their strokes and by the key above.

    Parameters
    ----------
    name : str
        What is plotted.
    across : str
        What the horizontal axis is a share of.
    """

    def __init__(self, name: str, across: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        belongs_to(self, "picture")
        self._name, self._across = name, across
        self.lines: tuple[Line, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other curves, the most important first."""
        self.lines = tuple(lines)
        said = (
            f"{line.name} from {line.scores[0]:.2f} to {line.scores[-1]:.2f}, half way "
            f"{line.scores[len(line.scores) // 2]:.2f}"
            for line in self.lines
        )
        self.setAccessibleDescription("; ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        row = self.fontMetrics().height()
        name = QFontMetrics(theme.strong_font(self.font())).horizontalAdvance(self._name)
        return QSize(name + theme.SPACE, 190 + (2 + len(self.lines)) * row)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self.fontMetrics().height()
        left = self.fontMetrics().horizontalAdvance("0.5") + theme.SPACE
        top = (1 + len(self.lines)) * row + theme.SPACE
        field = QRectF(left, top, self.width() - left - theme.SPACE, 0)
        field.setBottom(self.height() - row - 4)
        self._paint_key(painter, row, left)
        self._paint_axes(painter, field, row, left)
        for place, line in enumerate(self.lines):
            painter.setPen(self._pen(place))
            painter.drawPolyline(_points(line, field))
        painter.end()

    def _pen(self, place: int) -> QPen:
        palette = self.palette()
        colour = theme.muted(palette) if place else palette.highlight().color()
        return QPen(colour, 2.0 if place == 0 else 1.5, _DASHES[place % len(_DASHES)])

    def _paint_key(self, painter: QPainter, row: int, left: float) -> None:
        painter.setPen(self.palette().windowText().color())
        painter.setFont(theme.strong_font(self.font()))
        painter.drawText(QPointF(0, self.fontMetrics().ascent()), self._name)
        painter.setFont(self.font())
        for place, line in enumerate(self.lines):
            base = (1 + place) * row + self.fontMetrics().ascent() + 2
            painter.setPen(self._pen(place))
            middle = base - self.fontMetrics().ascent() / 3
            painter.drawLine(QPointF(left, middle), QPointF(left + 2 * _LINE, middle))
            painter.setPen(self.palette().windowText().color())
            painter.drawText(QPointF(left + 2 * _LINE + theme.SPACE, base), line.name)

    def _paint_axes(self, painter: QPainter, field: QRectF, row: int, left: float) -> None:
        for tick in _TICKS:
            painter.setPen(QPen(theme.hairline(self.palette()), 1))
            y = field.bottom() - tick * field.height()
            x = field.left() + tick * field.width()
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
            painter.setPen(theme.muted(self.palette()))
            place = QRectF(0, y - row / 2, left - 4, row)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, right, f"{tick:g}")
        below = QRectF(field.left(), field.bottom() + 2, field.width(), row)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self._across)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, "1")


def _points(line: Line, field: QRectF) -> QPolygonF:
    return QPolygonF(
        [
            QPointF(field.left() + area * field.width(), field.bottom() - score * field.height())
            for area, score in zip(line.areas, line.scores, strict=True)
        ]
    )
