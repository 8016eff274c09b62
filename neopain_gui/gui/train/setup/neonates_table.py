"""The neonates and their folds: a fold is typed, or a row dragged onto it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from neopain_gui.gui.widgets.sorting import SortedRows, sort_by_heads
from neopain_gui.gui.widgets.typing_delegate import Typing
from neopain_gui.training.cohort import Member
from neopain_gui.training.fold_plan import FoldPlan
from neopain_gui.training.protocol import Kind

DRAGGED = "application/x-neopain-neonates"
NEONATE, DATASET, PAIN, NO_PAIN, FOLD = range(5)
_HEADINGS = ("Neonate", "Data set", "Pain", "No pain", "Fold")
_TIPS = {
    PAIN: "Photographs labelled pain",
    NO_PAIN: "Photographs labelled no pain",
    FOLD: "The fold in which the neonate is tested; type another number to move it",
}
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class NeonatesModel(SortedRows):
    """Neonates with their photographs and the fold that holds them out.

    Signals
    -------
    moved(neonate: str, text: str)
        A person typed another fold.
    """

    headings, tips = _HEADINGS, _TIPS
    moved = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan: FoldPlan | None = None

    def show_plan(self, plan: FoldPlan | None) -> None:
        """Show a plan's neonates, those that are there already in their order."""
        here = {member.neonate: rank for rank, member in enumerate(self.rows)}
        members: Sequence[Member] = plan.cohort if plan else ()
        rows = sorted(members, key=lambda one: here.get(one.neonate, len(here)))
        self._plan = plan
        if [one.neonate for one in rows] == [one.neonate for one in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, FOLD))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @property
    def movable(self) -> bool:
        """Whether neonates can be put into other folds."""
        return self._plan is not None and self._plan.protocol.division.kind is Kind.FOLDS

    def folds(self, row: int) -> tuple[int, ...]:
        """Return the folds that hold out the neonate of a row."""
        return self._plan.folds_of(self.rows[row].neonate) if self._plan else ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        member, column = self.rows[index.row()], index.column()
        if role in (_Role.DisplayRole, _Role.EditRole):
            folds = ", ".join(map(str, self.folds(index.row()))) or "–"
            return (
                member.neonate,
                member.dataset or "–",
                str(member.pain),
                str(member.no_pain),
                folds,
            )[column]
        if role == _Role.TextAlignmentRole and column in (PAIN, NO_PAIN, FOLD):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.movable:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
            if index.column() == FOLD:
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.EditRole or index.column() != FOLD:
            return False
        text = str(value).strip()
        if text != self.data(index, _Role.EditRole):
            self.moved.emit(self.rows[index.row()].neonate, text)
        return True

    def mimeTypes(self) -> list[str]:
        return [DRAGGED]

    def mimeData(self, indexes: Sequence[_Index]) -> QMimeData:
        names = dict.fromkeys(self.rows[index.row()].neonate for index in indexes)
        data = QMimeData()
        data.setData(DRAGGED, "\n".join(names).encode())
        return data


class NeonatesView(QTableView):
    """The table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Neonates and their folds")
        self.table = NeonatesModel(self)
        self.setModel(self.table)
        self.setItemDelegate(Typing(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        sort_by_heads(self)

    def show_plan(self, plan: FoldPlan | None) -> None:
        """Show the neonates of a plan."""
        first = not self.table.rows
        self.table.show_plan(plan)
        if first:
            self.resizeColumnsToContents()
