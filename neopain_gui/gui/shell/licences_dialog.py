"""What NeoPain is made of, and under which licences."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.shell.placement import room_for_dialog
from neopain_gui.gui.widgets.dialog_parts import close_box, wrapped
from neopain_gui.gui.widgets.sorting import SortedItem
from neopain_gui.gui.widgets.whole_text import WholeText
from neopain_gui.licences import Licence, licences

_WORDS = "NeoPain is made of these parts, each under its own licence. Choose one to read its text."
_HEADS = ("Part", "Version", "Licence")
_NO_TEXT = "Its makers ship no text of the licence with it."
_UNREADABLE = "(This file cannot be read.)"
_LONGEST = 400_000


class LicencesDialog(QDialog):
    """A table of all parts, and below it what the chosen one's licence says.

    Parameters
    ----------
    parent : QWidget
        What it stands before.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Licences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        outer.addWidget(wrapped(_WORDS))
        self._parts = licences()
        self.table = self._table()
        self.text = WholeText("The licence's text")
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(self.table)
        both.addWidget(self.text)
        both.setSizes([260, 260])
        outer.addWidget(both, 1)
        outer.addWidget(close_box(self))
        self.table.itemSelectionChanged.connect(self._show)
        self.table.selectRow(0)
        self.resize(QSize(760, 600).boundedTo(room_for_dialog(parent)))

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self._parts), len(_HEADS))
        table.setAccessibleName("What NeoPain is made of")
        table.setHorizontalHeaderLabels(_HEADS)
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        for row, part in enumerate(self._parts):
            for column, text in enumerate((part.name, part.version, part.licence)):
                item = SortedItem(text)
                item.setToolTip(literal(text))
                item.setData(Qt.ItemDataRole.UserRole, row)
                table.setItem(row, column, item)
        table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(0, 260)
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        return table

    def _show(self) -> None:
        chosen = self.table.selectedItems()
        if chosen:
            part = self._parts[int(chosen[0].data(Qt.ItemDataRole.UserRole))]
            self.text.setPlainText(_text_of(part))


def _text_of(part: Licence) -> str:
    lines = [f"{part.name} {part.version}: {part.licence}"]
    if part.home:
        lines.append(part.home)
    texts = [_read(file) for file in part.texts] or [_NO_TEXT]
    return "\n\n".join(["\n".join(lines), *texts])


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")[:_LONGEST]
    except OSError:
        return _UNREADABLE
