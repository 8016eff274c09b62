"""Tables are sorted by a click on a head: numbers as numbers, names as a person counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import (
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QTreeView,
    QTreeWidgetItem,
)

from neopain_gui.natural_order import natural_key

Key = tuple[int, float, tuple[tuple[bool, int, str], ...]]
_NUMBER = re.compile(
    r"(?:(?:p ?)?[<>≤≥=≈~] ?)?"  # p < 0.001
    r"([+\-\u2212]?)(\d+(?:[ \u202f\u00a0,]\d{3})*)(\.\d+)?(?:e([+\-]?\d{1,3}))?",
    re.IGNORECASE,
)
_NOTHING = frozenset({"", "–", "—", "-", "…", "none", "undefined"})
_FIRST, _THEN, _LAST = range(3)
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


def sort_key(text: str) -> Key:
    """Return what a cell's text is sorted by: numbers, then words, then what is empty.

    >>> sorted(["10 %", "9 %", "–", "P10", "P9", "−0.5"], key=sort_key)
    ['−0.5', '9 %', '10 %', 'P9', 'P10', '–']
    """
    plain = text.strip()
    if plain.casefold() in _NOTHING:
        return _LAST, 0.0, ()
    found = _NUMBER.match(plain)
    if found is not None:
        sign, whole, rest, power = found.groups(default="")
        number = float(re.sub(r"\D", "", whole) + rest + f"e{power or 0}")
        return _FIRST, -number if sign in ("-", "\u2212") else number, natural_key(plain)
    return _THEN, 0.0, natural_key(plain)


class SortedItem(QTableWidgetItem):
    """A cell of a table that is sorted by what it says."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        return sort_key(self.text()) < sort_key(other.text())


class SortedTreeItem(QTreeWidgetItem):
    """A row of a tree that is sorted by what its column says."""

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        tree = self.treeWidget()
        column = max(0, tree.sortColumn()) if tree is not None else 0
        return sort_key(self.text(column)) < sort_key(other.text(column))


class HeadedColumns(QAbstractTableModel):
    """A model whose columns have heads.

    Attributes
    ----------
    headings : tuple of str
        From the left.
    tips : mapping of int to str
        What is said over a head, by its column.
    """

    headings: tuple[str, ...] = ()
    tips: Mapping[int, str] = {}

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == _Role.DisplayRole:
                return self.headings[section]
            if role == _Role.ToolTipRole:
                return self.tips.get(section)
        return None


class SortedRows(HeadedColumns):
    """A model whose rows are a list, in the order of the head that was clicked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Any] = []

    def reorder(self, places: Sequence[int]) -> None:
        """Bring the rows, and whatever lies beside each, from these places."""
        self.rows = [self.rows[old] for old in places]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows into the order of a column; what is selected stays selected."""
        if not 0 <= column < self.columnCount():
            return
        keys = [
            sort_key(str(self.index(row, column).data() or "")) for row in range(len(self.rows))
        ]
        backwards = order == Qt.SortOrder.DescendingOrder
        places = sorted(range(len(keys)), key=keys.__getitem__, reverse=backwards)
        now_at = {old: new for new, old in enumerate(places)}
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        self.reorder(places)
        after = [self.index(now_at[index.row()], index.column()) for index in before]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def sort_by_heads(view: QTableView | QTreeView) -> None:
    """Let a click on a head sort a table; until then it keeps the order that it was given."""
    header = view.horizontalHeader() if isinstance(view, QTableView) else view.header()
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    header.setSectionsClickable(True)
    view.setSortingEnabled(True)


@contextmanager
def unsorted(table: QTableWidget) -> Iterator[None]:
    """Fill a table row by row: while it is sorted, rows would move under the hand."""
    table.setSortingEnabled(False)
    table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    try:
        yield
    finally:
        sort_by_heads(table)
