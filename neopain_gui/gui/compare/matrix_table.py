"""The matrix as a table: figures that can be read, shading that can be scanned."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.compare.matrix_model import MatrixModel
from neopain_gui.gui.widgets.grouped_header import GroupedHeader, clear_corner
from neopain_gui.gui.widgets.right_click import belongs_to
from neopain_gui.imaging import colormaps

_ROW = 36
_HIGHEST = 60
_ROWS_IN_SIGHT = 6
_COLUMN = 92
_WIDEST = 180
_GREY = QColor(128, 128, 128)
_STRIPES = 0.16
_SMALL = 0.85

Index = QModelIndex | QPersistentModelIndex


def shade(value: float, limits: tuple[float, float], *, lower_is_better: bool = False) -> QColor:
    """Return the cividis colour of a value between two ends: the brighter, the more two agree."""
    low, high = limits
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    if lower_is_better:
        share = 1.0 - share
    colour = colormaps.apply(np.array([[share]], np.float32), "cividis")[0, 0]
    return QColor(*colour.tolist())


class _Shading(QStyledItemDelegate):
    """Paints a cell in its shade with an ink that can be read on it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, MatrixModel):
            return
        cell = model.cell(index)
        rect = option.rect
        painter.save()
        if index.row() == index.column():
            painter.fillRect(rect, option.palette.alternateBase())
        elif cell is None or math.isnan(cell.value):
            painter.fillRect(rect, option.palette.base())
            painter.setPen(option.palette.text().color())
        elif not cell.above:
            # striped: grey alone is also a colour of the scale
            base, text = option.palette.base().color(), option.palette.text().color()
            painter.fillRect(rect, theme.blend(base, _GREY, 0.2))
            stripes = theme.blend(base, text, _STRIPES)
            painter.fillRect(rect, QBrush(stripes, Qt.BrushStyle.BDiagPattern))
            painter.setPen(text)
        else:
            ground = shade(cell.value, model.limits, lower_is_better=model.measure.lower_is_better)
            painter.fillRect(rect, ground)
            painter.setPen(theme.ink_on(ground))
        if model.is_best(index):
            painter.setFont(index.data(Qt.ItemDataRole.FontRole))
            _mark_best(painter, rect)
        _write(painter, rect.adjusted(4, 0, -8, 0), str(index.data() or ""))
        if option.state & QStyle.StateFlag.State_Selected and index.row() != index.column():
            painter.setPen(QPen(option.palette.base().color(), 1))
            painter.drawRect(rect.adjusted(3, 3, -4, -4))
            painter.setPen(QPen(option.palette.highlight().color(), 3))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()


def _write(painter: QPainter, rect: QRect, text: str) -> None:
    """Write a number, and what belongs to it below, smaller."""
    right = Qt.AlignmentFlag.AlignRight
    number, _, beside = text.partition(", ")
    if not beside:
        painter.drawText(rect, right | Qt.AlignmentFlag.AlignVCenter, text)
        return
    middle = rect.center().y() + 1
    above, below = QRect(rect), QRect(rect)
    above.setBottom(middle)
    below.setTop(middle + 1)
    painter.drawText(above, right | Qt.AlignmentFlag.AlignBottom, number)
    small = QFont(painter.font())
    small.setBold(False)
    small.setPointSizeF(small.pointSizeF() * _SMALL)
    painter.setFont(small)
    painter.drawText(below, right | Qt.AlignmentFlag.AlignTop, beside)


def _mark_best(painter: QPainter, rect: QRect) -> None:
    """Put a small triangle beside the bold number: weight alone is easily overlooked."""
    left, middle = rect.left() + 9, rect.center().y() + 1
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(
        [QPoint(left, middle - 4), QPoint(left, middle + 4), QPoint(left + 6, middle)]
    )
    painter.restore()


class MatrixView(QTableView):
    """The table; the arrow keys walk through it and the chosen cell is the chosen pair."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Agreement of the extraction models")
        self.setModel(MatrixModel(self))
        self.setItemDelegate(_Shading(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        belongs_to(self, "cell")
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        clear_corner(self)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setSizeAdjustPolicy(QTableView.SizeAdjustPolicy.AdjustToContents)
        # No white sheet around the numbers: the panel's own ground.
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(GroupedHeader(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(GroupedHeader(Qt.Orientation.Vertical, self))
        self._room = 0
        self._set_heights()
        self.matrix.modelReset.connect(self._set_widths)
        self.matrix.modelReset.connect(self._set_heights)
        self.matrix.headerDataChanged.connect(lambda *_: self._set_widths())
        self.matrix.dataChanged.connect(lambda *_: self._set_widths())  # n may stand there now

    @property
    def _least_row(self) -> int:
        """How high a number with its chance level below is."""
        return max(_ROW, round((1 + _SMALL) * self.fontMetrics().height()) + 6)

    def set_room(self, height: int) -> None:
        """Share out this many pixels among the rows, as far as that helps reading."""
        self._room = height
        self._set_heights()

    def _set_heights(self) -> None:
        least = self._least_row
        bar = self.horizontalScrollBar().sizeHint().height()  # it must not bring the other bar
        head = self.horizontalHeader().sizeHint().height() + bar + 2
        share = (self._room - head) // max(1, self.matrix.rowCount())
        self.verticalHeader().setDefaultSectionSize(max(least, min(share, _HIGHEST)))

    @property
    def _widest(self) -> str:
        """What stands below a number at most."""
        found = self.matrix
        differ = any(0 < used < found.most for used in found.used)
        return f"chance 0.000 · n {found.most}" if differ else "chance 0.000"

    @property
    def _narrowest(self) -> int:
        """How wide a column is that shows its numbers whole."""
        wide = round(_SMALL * self.fontMetrics().horizontalAdvance(self._widest))
        return max(_COLUMN, wide + 3 * theme.SPACE)  # the triangle beside it, too

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.model() is not None:
            self._set_heights()
            self._set_widths()
            self.fit()

    def _set_widths(self) -> None:
        """Give each column the room of its name at least, and share out what else there is."""
        across, columns = self.horizontalHeader(), self.matrix.columnCount()
        least = self._narrowest
        share = min(_WIDEST, self.viewport().width() // max(1, columns))
        for column in range(columns):
            across.resizeSection(column, max(least, across.sectionSizeHint(column), share))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._set_widths()

    def fit(self) -> None:
        """Keep the first rows in sight, however small the panel is."""
        rows = min(self.matrix.rowCount(), _ROWS_IN_SIGHT)
        head = self.horizontalHeader().sizeHint().height()
        self.setMinimumHeight(head + rows * self._least_row + 2)

    @property
    def matrix(self) -> MatrixModel:
        """The numbers."""
        model = self.model()
        assert isinstance(model, MatrixModel)  # set in the constructor
        return model

    @property
    def pair(self) -> tuple[str, str] | None:
        """The names of the chosen row and column, where they differ."""
        index = self.currentIndex()
        if not index.isValid() or index.row() == index.column():
            return None
        return self.matrix.names[index.row()], self.matrix.names[index.column()]

    def best_pair(self) -> tuple[str, str] | None:
        """Return the pair that agrees most; None where none agrees by more than chance."""
        return self.matrix.best_pair

    def choose(self, pair: tuple[str, str] | None) -> None:
        """Choose a pair again after the numbers were replaced."""
        names = self.matrix.names
        if pair != self.pair and pair is not None and pair[0] in names and pair[1] in names:
            self.setCurrentIndex(self.matrix.index(names.index(pair[0]), names.index(pair[1])))


class MatrixPage(QWidget):
    """The matrix at the top of its page; its rows share the height that there is."""

    def __init__(self, view: MatrixView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)
        column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view.set_room(self.height())
