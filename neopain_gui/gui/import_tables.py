"""The import's tables: what comes in, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from neopain_gui.dataset import ImportRow, Neonate, PainLabel
from neopain_gui.gui import theme

SUBJECT, LABEL = 1, 2
_HEADINGS = ("File", "Subject", "Label", "How it was recognised", "Look at")
_Index = QModelIndex | QPersistentModelIndex
_Flags = Qt.ItemFlag


class RowsModel(QAbstractTableModel):
    """The photographs that will be imported; subject and label can be put right."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ImportRow] = []

    def show_rows(self, rows: Sequence[ImportRow]) -> None:
        """Show other photographs."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        image, column = row.image, index.column()
        label = image.label.value if image.label else ""
        subject = image.neonate.id if image.neonate else ""
        if role == Qt.ItemDataRole.EditRole:
            return {SUBJECT: subject, LABEL: label}.get(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == LABEL:
                return theme.label_colour(label)
            missing = (column == SUBJECT and not subject) or column == 4
            return theme.level_colour("warning") if missing else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            warnings = "; ".join(row.warnings)
            return (image.file, subject or "none", label or "none", row.matched, warnings)[column]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        editable = _Flags.ItemIsEditable if index.column() in (SUBJECT, LABEL) else _Flags(0)
        return _Flags.ItemIsEnabled | _Flags.ItemIsSelectable | editable

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() not in (SUBJECT, LABEL):
            return False
        self.change([index.row()], index.column(), str(value))
        return True

    def change(self, rows: Sequence[int], column: int, value: str) -> None:
        """Give some rows another subject or label; an empty value means none."""
        for place in rows:
            row = self.rows[place]
            image = row.image
            if column == LABEL:
                image = replace(image, label=PainLabel(value) if value else None)
            else:
                name = value.strip()
                dataset = image.neonate.dataset if image.neonate else ""
                neonate = Neonate(id=name, dataset=dataset) if name else None
                image = replace(image, neonate=neonate)
            self.rows[place] = replace(row, image=image)
        if rows:
            self.dataChanged.emit(
                self.index(min(rows), 0), self.index(max(rows), len(_HEADINGS) - 1)
            )


class _Fixes(QStyledItemDelegate):
    """Writes an edited cell into every selected row."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        if index.column() != LABEL:
            editor = super().createEditor(parent, option, index)
            editor.setAccessibleName("Subject")
            return editor
        box = QComboBox(parent)
        box.setAccessibleName("Label")
        box.addItem("none", "")
        for label in PainLabel:
            box.addItem(label.value, label.value)
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if not isinstance(model, RowsModel):
            return
        if isinstance(editor, QComboBox):
            value = str(editor.currentData())
        else:
            value = str(editor.property("text"))
        if value == str(index.data(Qt.ItemDataRole.EditRole)):
            return
        chosen = [found.row() for found in self._view.selectionModel().selectedRows()]
        rows = chosen if index.row() in chosen else [index.row()]
        model.change(rows, index.column(), value)


class ListModel(QAbstractTableModel):
    """A table that is only read."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self.rows: list[tuple[str, ...]] = []

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.rows[index.row()][index.column()]
        return None


def make_table(
    model: QAbstractTableModel, name: str, widths: Sequence[int], *, stretch: int
) -> QTableView:
    """Return a table with whole-row selection; column ``stretch`` takes what is left."""
    view = QTableView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(
        QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.EditKeyPressed
        | QAbstractItemView.EditTrigger.SelectedClicked
    )
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(3 * theme.SPACE)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column, width in enumerate(widths):
        view.setColumnWidth(column, width)
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    if isinstance(model, RowsModel):
        view.setItemDelegate(_Fixes(view))
    return view


def plural(count: int, one: str, many: str = "") -> str:
    """Write a count with its noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"
