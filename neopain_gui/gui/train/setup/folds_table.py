"""The folds counted, classes and all; a neonate is dropped on the fold that shall test it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QDragMoveEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.train.setup.neonates_table import DRAGGED
from neopain_gui.gui.widgets.sorting import HeadedColumns
from neopain_gui.training.fold_table import FoldRow, Side

_HEADINGS = ("Fold", "Trains", "Validates", "Tests", "Tests pain", "Tests no pain")
_TIPS = (
    "Each neonate is tested in a fold in which it trains nothing",
    "Neonates that train",
    "Neonates that choose the weights that are kept",
    "Neonates that are tested",
    "Tested photographs labelled pain",
    "Tested photographs labelled no pain",
)
_TESTED_PAIN = 4
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class FoldsModel(HeadedColumns):
    """A fold a row.

    Signals
    -------
    dropped(neonates: list of str, fold: int)
        A person dragged neonates onto a fold.
    """

    headings, tips = _HEADINGS, dict(enumerate(_TIPS))
    dropped = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folds: Sequence[FoldRow] = ()
        self.movable = False

    def show_rows(self, rows: Sequence[FoldRow], *, movable: bool) -> None:
        """Show other folds."""
        self.beginResetModel()
        self.folds, self.movable = rows, movable
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.folds)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        row, column = self.folds[index.row()], index.column()
        cells = (
            row.fold,
            row.train.neonates,
            row.validation.neonates,
            row.test.neonates,
            row.test.pain,
            row.test.no_pain,
        )
        lacks = column >= _TESTED_PAIN and not cells[column]
        if role == _Role.DisplayRole:
            return f"{cells[column]}"
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == _Role.DecorationRole and lacks:
            return theme.coloured_icon("warning", theme.level_colour("warning"))
        if role == _Role.ToolTipRole:
            said = f"{_HEADINGS[column]}: none in this fold" if lacks else ""
            return said or _contents(row)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDropEnabled if self.movable else flags

    def mimeTypes(self) -> list[str]:
        return [DRAGGED]

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: _Index
    ) -> bool:
        if not (self.movable and parent.isValid() and data.hasFormat(DRAGGED)):
            return False
        names = bytes(data.data(DRAGGED).data()).decode().split("\n")
        self.dropped.emit(names, self.folds[parent.row()].fold)
        return True


def _contents(row: FoldRow) -> str:
    return "\n".join(
        f"{name}: {_side(side)}"
        for name, side in (
            ("Trains", row.train),
            ("Validates", row.validation),
            ("Tests", row.test),
        )
    )


def _side(side: Side) -> str:
    of = ", ".join(f"{count} of {name}" for name, count in side.datasets if name)
    return f"{side.pain} pain, {side.no_pain} no pain" + (f" ({of})" if of else "")


class FoldsView(QTableView):
    """The table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Folds")
        self.table = FoldsModel(self)
        self.setModel(self.table)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(True)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)

    def show_rows(self, rows: Sequence[FoldRow], *, movable: bool) -> None:
        """Show other folds."""
        first = not self.table.folds
        self.table.show_rows(rows, movable=movable)
        if first:
            self.resizeColumnsToContents()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        if not self.indexAt(event.position().toPoint()).isValid():
            event.ignore()
