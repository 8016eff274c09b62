"""A short table that a person fills in: levels, bands, cut-offs, switches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.widgets.flow import Flow

Row = dict[str, Any]
_ROWS = (2, 6)
_FRAME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    Attributes
    ----------
    key, head : str
        What data and the table call it.
    kind : {"text", "number", "tick", "sign"}
        What is in it; a sign is "more than" where it is ticked, else "at least".
    optional : bool
        Whether data leave it out where it is empty.
    """

    key: str
    head: str
    kind: Literal["text", "number", "tick", "sign"] = "text"
    optional: bool = False


class RowsTable(QWidget):
    """Rows of a few columns; what is no number stays as it was typed, and is said to be none.

    Parameters
    ----------
    name : str
        What it lists, as in ``"levels"``.
    columns : sequence of Column
        From left to right; the last text takes the room that is left.
    new : callable
        Returns a new row to put behind the present ones.

    Signals
    -------
    changed(rows: list of dict)
        A person changed them.
    """

    changed = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        new: Callable[[Sequence[Row]], Row],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns, self._new, self.rows = tuple(columns), new, list[Row]()
        self.table = QTableWidget(0, len(columns))
        self.table.setHorizontalHeaderLabels([one.head for one in columns])
        self.table.setAccessibleName(name.capitalize())
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.add = QPushButton("Add")
        self.add.setAccessibleName(f"Add to {name}")
        self.add.setToolTip(literal(f"One more row of {name}"))
        self.take = QPushButton("Remove")
        self.take.setAccessibleName(f"Remove from {name}")
        self.take.setToolTip(literal(f"Take the chosen row of {name} out; Undo puts it back"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        buttons = QWidget()
        row = Flow(buttons)
        row.addWidget(self.add)
        row.addWidget(self.take)
        column.addWidget(buttons)
        self.table.itemChanged.connect(self._tell)
        self.add.clicked.connect(lambda: self.changed.emit([*self.rows, self._new(self.rows)]))
        self.take.clicked.connect(self._take)
        self._fit()

    def show_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show rows; the same ones stay untouched."""
        wanted = [dict(one) for one in rows]
        if wanted == self.rows and self.table.rowCount() == len(wanted):
            return
        self.rows = wanted
        with QSignalBlocker(self.table):
            if self.table.rowCount() != len(wanted):
                self.table.setRowCount(len(wanted))
            for place, one in enumerate(wanted):
                for across, column in enumerate(self._columns):
                    self._put(place, across, one.get(column.key), column)
        self.take.setEnabled(bool(wanted))
        self._fit()

    def _put(self, place: int, across: int, value: object, column: Column) -> None:
        item = self.table.item(place, across)
        if item is None:
            item = QTableWidgetItem()
            self.table.setItem(place, across, item)
        if column.kind in ("tick", "sign"):
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsSelectable)
            on = bool(value) if column.kind == "tick" else value == "more than"
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            return
        text = f"{value:g}" if isinstance(value, int | float) else str(value or "")
        if item.text() != text:
            item.setText(text)

    def _read(self) -> list[Row]:
        found = []
        for place in range(self.table.rowCount()):
            before = self.rows[place] if place < len(self.rows) else {}
            made = dict(before)
            for across, column in enumerate(self._columns):
                item = self.table.item(place, across)
                if item is not None:
                    made[column.key] = _value(item, column)
                if column.optional and made.get(column.key) in ("", None, False):
                    made.pop(column.key, None)
            found.append(made)
        return found

    def _tell(self, _item: QTableWidgetItem) -> None:
        self._fit()
        self.changed.emit(self._read())

    def _take(self) -> None:
        place = self.table.currentRow()
        place = len(self.rows) - 1 if place < 0 else place
        self.changed.emit([one for number, one in enumerate(self.rows) if number != place])

    def _fit(self) -> None:
        """Make columns as wide as what they hold; what room is left goes to the last text."""
        least, most = _ROWS
        shown = min(max(len(self.rows), least), most)
        high = self.table.verticalHeader().defaultSectionSize()
        head, bar = self.table.horizontalHeader(), self.table.horizontalScrollBar()
        self.table.resizeColumnsToContents()
        spare = self.table.viewport().width() - head.length()
        texts = [place for place, one in enumerate(self._columns) if one.kind == "text"]
        if spare > 0 and texts:
            wide = self.table.columnWidth(texts[-1]) + spare
            self.table.setColumnWidth(texts[-1], wide)
        below = bar.sizeHint().height() if spare < 0 else 0
        self.table.setFixedHeight(head.sizeHint().height() + shown * high + below + _FRAME)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _value(item: QTableWidgetItem, column: Column) -> object:
    if column.kind in ("tick", "sign"):
        on = item.checkState() == Qt.CheckState.Checked
        return on if column.kind == "tick" else "more than" if on else ""
    text = item.text().strip()
    if column.kind == "text":
        return text
    try:
        return float(text.replace(",", ".").replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        return text
