"""All photographs of a pair as small pictures with both masks, the best agreement first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.compare.picture_grid import draw_tile
from neopain_gui.gui.compare.picture_tiles import Tiles, Wish

if TYPE_CHECKING:
    from neopain_gui.gui.compare.pair import Agreed

SMALLEST, LARGEST = 96, 192
"""Sides of a picture, in device-independent pixels; a larger one would not be sharp."""

_ACROSS = 4
"""Pictures side by side before they grow no more."""
_MARGIN = 6

Index = QModelIndex | QPersistentModelIndex


class MultiplesModel(QAbstractListModel):
    """Photographs with the value of the measure, in the order in which they are given."""

    def __init__(self, tiles: Tiles, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tiles = tiles
        self.names: tuple[str, ...] = ()
        self.rows: tuple[Agreed, ...] = ()
        tiles.ready.connect(lambda _wish: self._redraw())
        tiles.forgotten.connect(self._redraw)

    def show(self, names: Sequence[str], rows: Sequence[Agreed]) -> None:
        """Show a pair's photographs."""
        # NaN is not NaN: compared as they are written.
        if (tuple(names), str(tuple(rows))) == (self.names, str(self.rows)):
            return
        self.beginResetModel()
        self.names, self.rows = tuple(names), tuple(rows)
        self.endResetModel()

    def _redraw(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def wish(self, index: Index) -> Wish:
        """Return what a small picture shows."""
        return Wish(image_id=self.rows[index.row()].image.id, models=self.names)

    def row_of(self, image_id: str) -> int:
        """Return a photograph's row, −1 if it is not listed."""
        return next((row for row, one in enumerate(self.rows) if one.image.id == image_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        image = row.image
        word = image.label.value if image.label else "unlabelled"
        if role == Qt.ItemDataRole.DisplayRole:
            figure, _, beside = row.text.partition(", ")
            return "\n".join(filter(None, (f"{figure}  {word}", beside, image.id)))
        if role == Qt.ItemDataRole.ForegroundRole:
            return None if row.above else theme.muted(QApplication.palette())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = f"{image.id}, {word}: {'undefined' if math.isnan(row.value) else row.text}"
            said += "" if row.above else ", not above chance"
            if reason := self.tiles.reason(self.wish(index)):
                said = f"{said}\n{reason}"
            return literal(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None


class Multiples(QListView):
    """The small pictures.

    Signals
    -------
    chosen(image_id: str)
        One was clicked or walked to.
    """

    chosen = Signal(str)

    def __init__(self, tiles: Tiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.side = SMALLEST
        self.rows = MultiplesModel(tiles, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName("All photographs of the pair")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.selectionModel().currentChanged.connect(lambda *_: self._moved())

    def show_image(self, image_id: str) -> None:
        """Go to the chosen photograph."""
        row = self.rows.row_of(image_id)
        if row != self.currentIndex().row():
            self._quiet = True
            self.setCurrentIndex(self.rows.index(row))
            self._quiet = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        # with room for the bar whether it is there or not: else it would come and go by turns
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        side = room // _ACROSS - 2 * _MARGIN
        self.side = min(LARGEST, max(SMALLEST, side))
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _moved(self) -> None:
        index = self.currentIndex()
        if index.isValid() and not self._quiet:
            self.chosen.emit(self.rows.rows[index.row()].image.id)


class _Delegate(QStyledItemDelegate):
    """A picture, and below it the value, its chance level, the label and the photograph's name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        text = str(index.data())
        lines = (text.count("\n") + 1) * option.fontMetrics.lineSpacing()
        side = _side_in(option.widget)
        return QSize(side + 2 * _MARGIN, side + lines + 3 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, MultiplesModel):
            return
        area: QRect = option.rect
        side = _side_in(option.widget)
        palette: QPalette = option.palette
        highlight = palette.highlight().color()
        painter.save()
        chosen = option.state & QStyle.StateFlag.State_Selected
        if chosen:
            painter.fillRect(area, theme.blend(highlight, palette.window().color(), 0.7))
        picture = QRect(area.left() + _MARGIN, area.top() + _MARGIN, side, side)
        draw_tile(painter, picture, model.tiles, model.wish(index), palette)
        if chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(highlight, 2))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(palette.windowText().color() if ink is None else ink)
        text = QRect(picture.left(), picture.bottom() + _MARGIN // 2, side, area.height())
        for line in str(index.data()).split("\n"):
            short = option.fontMetrics.elidedText(line, Qt.TextElideMode.ElideMiddle, side)
            painter.drawText(text, Qt.AlignmentFlag.AlignLeft, short)
            text.translate(0, option.fontMetrics.lineSpacing())
        painter.restore()


def _side_in(view: QWidget | None) -> int:
    return view.side if isinstance(view, Multiples) else SMALLEST
