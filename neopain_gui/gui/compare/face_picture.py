"""The neutral face with a map on it: outlines, where it differs beyond chance, a colour bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from neopain_gui.faces.regions import template_outlines
from neopain_gui.faces.warp import COLUMNS, ROWS, on_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neopain_gui.gui.compare.face_shown import FaceShown

_BAR, _GAP = 14, 12
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class FacePicture(QWidget):
    """Shows one average face; the pointer, or arrow keys, choose a cell that is read out.

    Signals
    -------
    pointed(text: str)
        What the cell says; empty where there is none.
    """

    pointed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Average face")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(150, 140)
        self.shown: FaceShown | None = None
        self.lines = True
        self.cell: tuple[int, int] | None = None
        self._image = QImage()
        self._edges: list[QLineF] = []

    def sizeHint(self) -> QSize:
        return QSize(460, 440)

    def show_face(self, shown: FaceShown | None, *, lines: bool) -> None:
        """Show an average face, with lines around what differs beyond chance or without."""
        self.shown, self.lines = shown, lines
        self._edges = []
        if shown is not None:
            pixels = np.ascontiguousarray(shown.pixels())
            self._image = QImage(
                pixels.data, COLUMNS, ROWS, 3 * COLUMNS, QImage.Format.Format_RGB888
            ).copy()
            clusters = shown.clusters()
            if clusters is not None:
                self._edges = _edges(clusters)
        self._tell()
        self.update()

    @property
    def place(self) -> QRectF:
        """Where the face lies in the widget."""
        labels = self.fontMetrics().horizontalAdvance("≤ −00.0") + _BAR + 2 * _GAP
        room = QRectF(self.rect()).adjusted(1, 1, -labels, -1)
        size = min(room.width() / COLUMNS, room.height() / ROWS)
        return QRectF(room.left(), room.top(), size * COLUMNS, size * ROWS)

    @property
    def marked(self) -> bool:
        """Whether lines around what differs are drawn."""
        return self.lines and bool(self._edges)

    # Choosing a cell

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose(self._cell_at(event.position()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._choose(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers():
            super().keyPressEvent(event)
            return
        row, column = self.cell or (ROWS // 2, COLUMNS // 2)
        self._choose(
            (
                min(max(row + step[0], 0), ROWS - 1),
                min(max(column + step[1], 0), COLUMNS - 1),
            )
        )

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._choose(None)
        super().focusOutEvent(event)

    def _cell_at(self, point: QPointF) -> tuple[int, int] | None:
        place = self.place
        if not place.contains(point):
            return None
        size = place.width() / COLUMNS
        row, column = (point.y() - place.top()) / size, (point.x() - place.left()) / size
        return min(int(row), ROWS - 1), min(int(column), COLUMNS - 1)

    def _choose(self, cell: tuple[int, int] | None) -> None:
        if cell != self.cell:
            self.cell = cell
            self._tell()
            self.update()

    def _tell(self) -> None:
        said = "" if self.shown is None or self.cell is None else self.shown.at(*self.cell)
        self.setAccessibleDescription(said)
        self.pointed.emit(said)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.shown is None:
            return
        painter = QPainter(self)
        place = self.place
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(place, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().windowText().color(), 1))
        painter.drawRect(place)
        painter.save()
        painter.setClipRect(place)
        self._paint_lines(painter, place)
        painter.restore()
        self._paint_bar(painter, place)
        painter.end()

    def _paint_lines(self, painter: QPainter, place: QRectF) -> None:
        """Paint the outlines of the features, of the clusters, and the cell that is read out."""
        shown = self.shown
        if shown is None:
            return
        size = place.width() / COLUMNS
        # cells' centres are whole numbers
        onto = QTransform(size, 0, 0, size, place.left() + size / 2, place.top() + size / 2)
        pale = QColor(90, 90, 90, 190) if shown.is_difference else QColor(255, 255, 255, 170)
        painter.setPen(QPen(pale, 1))
        for some in template_outlines().values():
            for one in some:
                ring = QPolygonF([QPointF(x, y) for x, y in on_cells(one)])
                painter.drawPolygon(onto.map(ring))
        if self.marked:
            painter.setPen(QPen(QColor(20, 20, 20), 2))
            painter.drawLines([onto.map(line) for line in self._edges])
        if self.cell is not None:
            row, column = self.cell
            box = QRectF(column - 0.5, row - 0.5, 1, 1)
            for colour, width in ((QColor("black"), 3), (QColor("white"), 1)):
                painter.setPen(QPen(colour, width))
                painter.drawRect(onto.mapRect(box).adjusted(-2, -2, 2, 2))

    def _paint_bar(self, painter: QPainter, place: QRectF) -> None:
        shown = self.shown
        if shown is None:
            return
        column = np.ascontiguousarray(shown.colours[::-1, None])
        bar = QImage(column.data, 1, len(column), 3, QImage.Format.Format_RGB888).copy()
        where = QRectF(place.right() + _GAP, place.top(), _BAR, place.height())
        painter.drawImage(where, bar)
        painter.setPen(QPen(self.palette().windowText().color(), 1))
        painter.drawRect(where)
        high = self.fontMetrics().height()
        for share in (0.0, 0.5, 1.0):
            middle = where.bottom() - share * where.height()
            top = min(max(middle - high / 2, 0.0), float(self.height() - high))
            text = QRectF(where.right() + 4, top, self.width() - where.right() - 4, high)
            aligned = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(text, aligned, shown.at_end(share))


def _edges(clusters: NDArray[np.bool_]) -> list[QLineF]:
    """Return the sides of cells between those inside a cluster and those outside."""
    padded = np.pad(clusters, 1)
    made = []
    for row, column in np.argwhere(padded[1:] != padded[:-1]):
        made.append(QLineF(column - 1.5, row - 0.5, column - 0.5, row - 0.5))
    for row, column in np.argwhere(padded[:, 1:] != padded[:, :-1]):
        made.append(QLineF(column - 0.5, row - 1.5, column - 0.5, row - 0.5))
    return made
