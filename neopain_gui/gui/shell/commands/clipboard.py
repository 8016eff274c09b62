"""Copying: the picture that is shown, the selected cells of a table, or all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QTableView,
    QTreeView,
    QWidget,
)

from neopain_gui.counted import counted
from neopain_gui.gui.base.messages import Message

if TYPE_CHECKING:
    from neopain_gui.gui.place.window import Window

Table = QTableView | QTreeView


def copy(window: Window) -> None:
    """Copy the selected cells where a table has the focus, else the picture in front."""
    table = focused_table()
    if table is not None and any(map(any, selected_cells(table))):
        _copy_cells(window, table, whole=False)
        return
    picture = _picture(window)
    if picture is None:
        _say(window, "There is no picture and no table to copy here.")
        return
    shot = picture.grab()
    QGuiApplication.clipboard().setPixmap(shot)
    _say(window, f"The picture was copied: {shot.width()} × {shot.height()} pixels.")


def copy_table(window: Window) -> None:
    """Copy every row of the table that has the focus, or of the one in sight."""
    table = focused_table() or next(iter(_tables(window)), None)
    if table is None:
        _say(window, "There is no table to copy here.")
    else:
        _copy_cells(window, table, whole=True)


def _copy_cells(window: Window, table: Table, *, whole: bool) -> None:
    rows = all_cells(table) if whole else selected_cells(table)
    if not rows:
        _say(window, "No cell is selected.")
        return
    QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
    count = len(rows) - whole
    cells = f"{counted(count, 'row')} of {len(rows[0])}"
    _say(window, f"{cells} {'columns, with their heads,' if whole else 'cells'} copied.")


def _picture(window: Window) -> QWidget | None:
    focus = QApplication.focusWidget()
    page = window.pages.currentWidget()
    found = picture_around(focus, page)
    return found if found is not None else window.picture


def _tables(window: Window) -> Iterator[Table]:
    page = window.pages.currentWidget()
    for table in page.findChildren(QAbstractItemView) if page is not None else ():
        if isinstance(table, QTableView | QTreeView) and table.isVisible():
            yield table


def _say(window: Window, text: str) -> None:
    window.session.tell(Message(level="info", text=text, topic="copy"))


def picture_around(widget: QWidget | None, within: QWidget | None) -> QWidget | None:
    """Return the picture that a widget is or lies in: a drawing surface, a tile, a plot."""
    from neopain_gui.gui.widgets.tile import Tile

    step = widget
    while step is not None and step is not within:
        if isinstance(step, Tile) or step.inherits("QGraphicsView") or step.property("picture"):
            return step
        step = step.parentWidget()
    return None


def focused_table() -> Table | None:
    """Return the table that has the focus, or whose cell's editor has it."""
    step = QApplication.focusWidget()
    while step is not None and not step.isWindow():
        if isinstance(step, QTableView | QTreeView):
            return step
        step = step.parentWidget()
    return None


def all_cells(table: Table) -> list[list[str]]:
    """Return every cell in the order of the screen, with the heads of columns and rows."""
    model, columns = table.model(), _columns(table)
    across = Qt.Orientation.Horizontal
    named = isinstance(table, QTableView) and not table.verticalHeader().isHidden()
    heads = [_plain(model.headerData(column, across)) for column in columns]
    rows = [[""] * named + heads]
    for index in _rows(table):
        place = _plain(model.headerData(index.row(), Qt.Orientation.Vertical)) if named else ""
        rows.append([place] * named + [_text(table, index.siblingAtColumn(c)) for c in columns])
    return rows


def selected_cells(table: Table) -> list[list[str]]:
    """Return the selected cells, a row a line; the current one where none is selected."""
    chosen = table.selectionModel().selectedIndexes()
    if not chosen and table.currentIndex().isValid():
        chosen = [table.currentIndex()]
    wanted = {(index.parent(), index.row(), index.column()) for index in chosen}
    rows = []
    for first in _rows(table):
        cells = [
            _text(table, first.siblingAtColumn(column))
            for column in _columns(table)
            if (first.parent(), first.row(), column) in wanted
        ]
        if cells:
            rows.append(cells)
    return rows


def _columns(table: Table) -> Sequence[int]:
    header = table.horizontalHeader() if isinstance(table, QTableView) else table.header()
    seen = (header.logicalIndex(place) for place in range(header.count()))
    return [column for column in seen if not header.isSectionHidden(column)]


def _rows(table: Table) -> Iterator[QModelIndex]:
    """Walk through the first cells of all rows, those of a tree below the rows they belong to."""
    model = table.model()
    if isinstance(table, QTableView):
        header = table.verticalHeader()
        for place in range(model.rowCount()):
            yield model.index(header.logicalIndex(place), 0)
    else:
        yield from _below(model, QModelIndex())


def _below(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[QModelIndex]:
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield index
        yield from _below(model, index)


def _text(table: QAbstractItemView, index: QModelIndex) -> str:
    """Return what a cell shows, also where a list stands in it."""
    control = table.indexWidget(index)
    if isinstance(control, QComboBox):
        return _plain(control.currentText())
    return _plain(index.data())


def _plain(value: object) -> str:
    """Keep a cell on one line and in one column."""
    return " ".join(str(value).split()) if value is not None else ""
