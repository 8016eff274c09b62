"""The import's tables: what comes in, what differs, what is there already, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QStyle,
    QStyleOption,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from neopain_gui.dataset import Changed, ImportRow, Neonate, PainLabel
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import plain_tip
from neopain_gui.gui.importing.incoming_pictures import PICTURE, ImportPictures, fitted, placeholder
from neopain_gui.gui.widgets.sorting import SortedRows, sort_by_heads
from neopain_gui.gui.widgets.typing_delegate import Typing

FILE, NEONATE, LABEL, STIMULUS, CHECK, HOW = range(6)
EDITABLE = (NEONATE, LABEL, STIMULUS)
_HEADINGS = ("File", "Neonate", "Label", "Stimulus", "Please check", "How it was recognised")
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_Flags = Qt.ItemFlag
_CHECKED = Qt.CheckState.Checked
_READABLE = 14
"""Width of a column of sentences, in heights of a line."""


class TickedModel(SortedRows):
    """Rows with a tick: what is not ticked is left out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ticks: list[bool] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.ticks)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        own = _Flags.ItemIsUserCheckable if index.column() == FILE else _Flags(0)
        return _Flags.ItemIsEnabled | _Flags.ItemIsSelectable | own

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.CheckStateRole or index.column() != FILE:
            return False
        self.tick([index.row()], Qt.CheckState(value) == _CHECKED)
        return True

    def tick(self, rows: Sequence[int], ticked: bool) -> None:
        """Take rows, or leave them out."""
        for row in rows:
            self.ticks[row] = ticked
        self.redraw(rows)

    def reorder(self, places: Sequence[int]) -> None:
        super().reorder(places)
        self.ticks = [self.ticks[old] for old in places]

    def redraw(self, rows: Sequence[int], last: int = -1) -> None:
        """Say that rows are not what they were, up to a column or all of them."""
        if rows:
            last = last if last >= 0 else self.columnCount() - 1
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), last))

    def check_state(self, row: int) -> Qt.CheckState:
        """Return the tick of a row."""
        return _CHECKED if self.ticks[row] else Qt.CheckState.Unchecked


class RowsModel(TickedModel):
    """The photographs that are new; neonate, label and stimulus can be put right."""

    headings = _HEADINGS

    def __init__(self, pictures: ImportPictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ImportRow] = []
        self._pictures = pictures
        self._places: dict[str, int] = {}
        # of the row no more than the picture: a cell that somebody writes in keeps its text
        pictures.ready.connect(lambda file: self.redraw([self._places[file]], FILE))

    @property
    def chosen(self) -> list[ImportRow]:
        """The rows that will be imported."""
        return [row for row, ticked in zip(self.rows, self.ticks, strict=True) if ticked]

    def show_rows(self, rows: Sequence[ImportRow]) -> None:
        """Show other photographs, all of them ticked."""
        self.beginResetModel()
        self.rows, self.ticks = list(rows), [True] * len(rows)
        self._places = {row.image.file: place for place, row in enumerate(rows)}
        self.endResetModel()

    def show_boxes(self, rows: Sequence[ImportRow]) -> None:
        """Take other face boxes; ticks and what was written stay."""
        for new in rows:
            place = self._places[new.image.file]
            row = self.rows[place]
            self.rows[place] = replace(
                row,
                image=replace(row.image, box=new.image.box),
                warnings=new.warnings,
                box_warnings=new.box_warnings,
            )
        self.redraw(range(len(self.rows)))

    def reorder(self, places: Sequence[int]) -> None:
        super().reorder(places)
        self._places = {row.image.file: place for place, row in enumerate(self.rows)}

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        image = row.image
        if role == _Role.CheckStateRole and column == FILE:
            return self.check_state(index.row())
        if role == _Role.DecorationRole and column == FILE:
            picture = self._pictures.pixmap(image.file, image.box)
            return placeholder() if picture is None else fitted(picture)
        if role == _Role.EditRole:
            return _written(row)[column] if column in EDITABLE else None
        if role == _Role.ForegroundRole:
            return self._colour(index.row(), column)
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            text = _written(row)[column] or ("none" if column in (NEONATE, LABEL) else "")
            return plain_tip(text) if role == _Role.ToolTipRole else text
        return None

    def _colour(self, place: int, column: int) -> Any:
        row = self.rows[place]
        if not self.ticks[place]:
            return theme.muted()
        if column == LABEL:
            return theme.label_colour(row.image.label.value if row.image.label else "")
        missing = column == NEONATE and row.image.neonate is None
        return theme.level_colour("warning") if missing or column == CHECK else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        editable = _Flags.ItemIsEditable if index.column() in EDITABLE else _Flags(0)
        return super().flags(index) | editable

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role == _Role.EditRole and index.column() in EDITABLE:
            self.change([index.row()], index.column(), str(value))
            return True
        return super().setData(index, value, role)

    def change(self, rows: Sequence[int], column: int, value: str) -> None:
        """Give some rows another neonate, label or stimulus; an empty value means none."""
        for place in rows:
            row = self.rows[place]
            image, text = row.image, value.strip()
            if column == LABEL:
                image = replace(image, label=PainLabel(text) if text else None)
            elif column == STIMULUS:
                image = replace(image, stimulus=text)
            else:
                dataset = image.neonate.dataset if image.neonate else ""
                image = replace(image, neonate=Neonate(id=text, dataset=dataset) if text else None)
            self.rows[place] = replace(row, image=image)
        self.redraw(rows)


def _written(row: ImportRow) -> tuple[str, ...]:
    image = row.image
    return (
        image.file,
        image.neonate.id if image.neonate else "",
        image.label.value if image.label else "",
        image.stimulus,
        "; ".join(row.to_check),
        row.matched,
    )


class ChangesModel(TickedModel):
    """Photographs of the study about which the import says something else."""

    headings = ("Photograph", "What the import says otherwise")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Changed] = []

    @property
    def accepted(self) -> list[Changed]:
        """Those whose differences are taken."""
        return [row for row, ticked in zip(self.rows, self.ticks, strict=True) if ticked]

    def show_rows(self, rows: Sequence[Changed]) -> None:
        """Show other differences; those that only add something are ticked."""
        self.beginResetModel()
        self.rows, self.ticks = list(rows), [row.only_adds for row in rows]
        self.endResetModel()

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == _Role.CheckStateRole and index.column() == FILE:
            return self.check_state(index.row())
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            text = (f"{row.present.id}   {row.row.image.file}", str(row))[index.column()]
            return plain_tip(text) if role == _Role.ToolTipRole else text
        return None


class ListModel(SortedRows):
    """A table that is only read."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings = tuple(headings)
        self.rows: list[tuple[str, ...]] = []

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            text = self.rows[index.row()][index.column()]
            return plain_tip(text) if role == _Role.ToolTipRole else text
        return None


class _Fixes(Typing):
    """Shows which cells can be written in, and writes what was written."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        if index.flags() & _Flags.ItemIsEditable:
            area = option.rect.adjusted(2, 16, -6, -16)
            painter.save()
            painter.setPen(theme.muted())
            painter.drawLine(area.bottomLeft(), area.bottomRight())
            painter.restore()
            if index.column() == LABEL and option.widget is not None:
                arrow = QStyleOption()
                arrow.palette, arrow.state = option.palette, QStyle.StateFlag.State_Enabled
                arrow.rect = area.adjusted(area.width() - 12, 0, 0, 0)
                option.widget.style().drawPrimitive(
                    QStyle.PrimitiveElement.PE_IndicatorArrowDown, arrow, painter, option.widget
                )

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        if index.column() != LABEL:
            editor = super().createEditor(parent, option, index)
            editor.setAccessibleName(_HEADINGS[index.column()])
            return editor
        return label_box(parent)

    def fill(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(_Role.EditRole)))
        else:
            super().fill(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, str(editor.currentData()))
        else:
            super().setModelData(editor, model, index)


def label_box(parent: QWidget | None = None) -> QComboBox:
    """Return a list of the labels; its data are what :meth:`RowsModel.change` takes."""
    box = QComboBox(parent)
    box.setAccessibleName("Label")
    box.addItem("none", "")
    for label in PainLabel:
        box.addItem(label.value, label.value)
    return box


class ImportTable(QTableView):
    """A table with whole rows; the space bar ticks all that are selected.

    Parameters
    ----------
    stretch : int
        The column that takes what the others leave, and enough to be read in any case.
    """

    def __init__(self, stretch: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretch = stretch
        self.horizontalHeader().sectionResized.connect(self._share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self, resized: int = -1) -> None:
        if resized != self._stretch and self.model() is not None:
            columns = set(range(self.model().columnCount())) - {self._stretch}
            left = self.viewport().width() - sum(map(self.columnWidth, columns))
            self.setColumnWidth(self._stretch, max(left, _READABLE * self.fontMetrics().height()))

    def selected_rows(self) -> list[int]:
        """Return the selected rows, from the top."""
        return sorted(found.row() for found in self.selectionModel().selectedRows())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model, rows = self.model(), self.selected_rows()
        if event.key() == Qt.Key.Key_Space and isinstance(model, TickedModel) and rows:
            model.tick(rows, not all(model.ticks[row] for row in rows))
            event.accept()
            return
        super().keyPressEvent(event)


def make_table(
    model: QAbstractTableModel,
    name: str,
    widths: Sequence[int],
    *,
    stretch: int,
    on_row: Callable[[], object],
) -> ImportTable:
    """Return a table; column ``stretch`` takes what is left, ``on_row`` hears of another row."""
    view = ImportTable(stretch)
    view.setModel(model)
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setWordWrap(True)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setEditTriggers(
        QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.EditKeyPressed
        | QAbstractItemView.EditTrigger.SelectedClicked
    )
    view.verticalHeader().hide()
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    sort_by_heads(view)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column, width in enumerate(widths):
        view.setColumnWidth(column, max(width, view.horizontalHeader().sectionSizeHint(column)))
    if isinstance(model, RowsModel):
        view.setIconSize(QSize(PICTURE))
        view.setItemDelegate(_Fixes(view))
        view.verticalHeader().setDefaultSectionSize(PICTURE.height() + theme.SPACE)
    else:
        view.verticalHeader().setDefaultSectionSize(2 * view.fontMetrics().height() + theme.SPACE)
    view.selectionModel().currentRowChanged.connect(on_row)
    return view
