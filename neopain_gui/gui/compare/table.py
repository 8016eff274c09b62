"""The matrix as a table: figures that can be read, shading that can be scanned."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui import theme
from neopain_gui.gui.compare.clustering import best_partners
from neopain_gui.gui.compare.matrix import Cell, Metric
from neopain_gui.gui.context_menus import belongs_to
from neopain_gui.gui.grouped_header import HEAD, GroupedHeader, clear_corner
from neopain_gui.gui.model_heads import Heads
from neopain_gui.gui.plain import literal
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


def shade(value: float, metric: Metric, *, difference: bool = False) -> QColor:
    """Return the cividis colour of a value, from the measure's smallest to its largest.

    Differences are shaded from −0.5 to 0.5: as large as they get between two sets of photographs.
    """
    low, high = (-0.5, 0.5) if difference else metric.range
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    colour = colormaps.apply(np.array([[share]], np.float32), "cividis")[0, 0]
    return QColor(*colour.tolist())


class MatrixModel(QAbstractTableModel):
    """Extraction models × extraction models; symmetric, its diagonal is left empty."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self.heads = Heads()
        self.metric = Metric.OVERLAP
        self.difference = False
        self._cells: Mapping[frozenset[str], Cell] = {}
        self._ranked: Mapping[frozenset[str], Cell] = {}
        self.most = 0
        self._best: Mapping[str, frozenset[str]] = {}
        self._outdated: Mapping[str, str] = {}

    def show(
        self,
        names: Sequence[str],
        cells: Mapping[frozenset[str], Cell],
        metric: Metric,
        *,
        difference: bool = False,
        heads: Heads | None = None,
        best: Mapping[str, frozenset[str]] | None = None,
        ranked: Mapping[frozenset[str], Cell] | None = None,
    ) -> None:
        """Show other numbers; ``difference`` says that they are pain less no pain.

        ``best`` are each row's best partners and ``ranked`` the pairs whose largest is the best
        pair: on photographs that all have. Without them they follow from the cells.
        """
        others = tuple(names) != self.names
        self.heads = heads or Heads()
        if others:
            self.beginResetModel()
        self.difference = difference
        self.names, self._cells, self.metric = tuple(names), cells, metric
        self._best = {} if difference else (best or best_partners(self.names, cells))
        self._ranked = cells if ranked is None else ranked
        self.most = max((cell.used for cell in cells.values()), default=0)
        if others:
            self.endResetModel()
        elif self.names:
            last = self.index(len(self.names) - 1, len(self.names) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def mark(self, outdated: Mapping[str, str]) -> None:
        """Mark the heads of extraction models whose maps are out of date; why is their tip."""
        if outdated != self._outdated:
            self._outdated = outdated
            if self.names:
                for side in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
                    self.headerDataChanged.emit(side, 0, len(self.names) - 1)

    @property
    def used(self) -> list[int]:
        """How many photographs each mean is of."""
        return [cell.used for cell in self._cells.values()]

    def cell(self, index: Index) -> Cell | None:
        """Return the pair under an index; None on the diagonal and where nothing was compared."""
        pair = frozenset((self.names[index.row()], self.names[index.column()]))
        return self._cells.get(pair) if len(pair) == 2 else None

    def is_best(self, index: Index) -> bool:
        """Say whether the column is the row's best partner, as Tables 3 and 4 have it in bold."""
        return self.names[index.column()] in self._best.get(self.names[index.row()], ())

    def best_pair(self) -> tuple[str, str] | None:
        """Return the pair of the largest value above chance; None where there is none."""
        found = [
            (cell.value, -row, -column)
            for row, first in enumerate(self.names)
            for column, second in enumerate(self.names[:row])
            if (cell := self._ranked.get(frozenset((first, second)))) is not None
            and cell.above
            and not math.isnan(cell.value)
        ]
        if not found:
            return None
        _value, row, column = max(found)
        return self.names[-column], self.names[-row]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.names)

    def columnCount(self, parent: Index | None = None) -> int:
        return self.rowCount(parent)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        name = self.names[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return name  # whole, where it is copied; what is painted is the head
        if role == HEAD:
            return self.heads[name]
        if role == Qt.ItemDataRole.DecorationRole and name in self._outdated:
            return theme.coloured_icon("warning", theme.level_colour("warning"))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = "\n".join(filter(None, (name, self._outdated.get(name, ""))))
            return literal(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        if role == Qt.ItemDataRole.FontRole and self.is_best(index):
            return theme.strong_font(QApplication.font())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            same = index.row() == index.column()
            return "" if same else (self.written(cell) if cell else "–")
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = self._explain(index, cell)
            return literal(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None

    def written(self, cell: Cell) -> str:
        """Return what stands in a pair's cell: an overlap never without its chance level.

        Nor a mean without the number of its photographs, where that is not the others'.
        """
        overlap = self.metric is Metric.OVERLAP and not self.difference
        text = cell.beside_chance if overlap else cell.text
        if cell.empty or not 0 < cell.used < self.most:
            return text
        return f"{text}{' · ' if ', ' in text else ', '}n {cell.used}"

    def _explain(self, index: Index, cell: Cell | None) -> str:
        first, second = self.names[index.row()], self.names[index.column()]
        if first == second:
            return f"{first} with itself"
        head = f"{first} and {second}"
        if cell is None:
            return f"{head}: never on the same photograph"
        lines = [f"{head}: {self.metric} {self.written(cell)}"]
        if self.difference:
            lines[0] = f"{head}: {self.metric}, pain minus no pain: {cell.text}"
        elif self.metric is Metric.OVERLAP and not math.isnan(cell.chance):
            lines.append(f"Two unrelated masks of these sizes overlap by {cell.chance:.3f}")
        if not cell.above:
            lines.append("Not above chance")
        if cell.trivial:
            lines.append(
                f"On {cell.trivial} of {cell.used} a mask is empty or covers the whole face: there "
                "the overlap only says how large the other one is"
            )
        if self.is_best(index):
            lines.append(f"The best partner of {first}")
        if cell.compared > 1:
            lines.append(f"Mean of {cell.used} of {cell.compared} photographs")
        lines += [f"Undefined on {count}: {why}" for why, count in cell.reasons]
        return "\n".join(lines)


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
            ground = shade(cell.value, model.metric, difference=model.difference)
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
        head = self.horizontalHeader().sizeHint().height() + 2
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
        return max(_COLUMN, wide + 2 * theme.SPACE)

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
        return self.matrix.best_pair()

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
