"""The list of heatmap pictures, where photograph and group can be picked by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from neopain_gui.gaze.heatmaps.placing import match
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.gaze.heatmaps.heatmap_rows import (
    NOTHING,
    Row,
    State,
    There,
    clashes,
    kept_both,
    state_of,
    with_place_wanted,
)
from neopain_gui.gui.widgets.sorting import SortedRows, sort_by_heads
from neopain_gui.gui.widgets.typing_delegate import Typing
from neopain_gui.people.groups import ObserverGroup

if TYPE_CHECKING:
    from neopain_gui.pipeline.eye_tracking.heatmap_import import Placing

Index = QModelIndex | QPersistentModelIndex

FILE, IMAGE, GROUP, NOTE = range(4)
_HEADS = ("Picture", "Photograph", "Group", "Note")
_WORDS = {
    State.UNDECIDED: "choose…",
    State.CLASH: "two pictures for one place: keep one",
    State.LEFT_OUT: "left out",
    State.IMPORTED: "imported",
}


class HeatmapModel(SortedRows):
    """Pictures × (picture, photograph, group, note).

    Signals
    -------
    edited()
        The person decided something.
    """

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._photographs: dict[str, tuple[int, int]] = {}
        self._twice: set[tuple[str, str]] = set()
        self.there = NOTHING

    @property
    def image_ids(self) -> tuple[str, ...]:
        """The photographs that there are."""
        return tuple(self._photographs)

    def show(
        self,
        rows: Sequence[Row],
        photographs: Mapping[str, tuple[int, int]],
        there: There = NOTHING,
    ) -> None:
        """Show other pictures; ``photographs`` are (height, width) by name."""
        self.beginResetModel()
        self.there = there
        self.rows, self._photographs = list(rows), dict(photographs)
        self._twice = clashes(self.rows)
        self.endResetModel()

    def mark_imported(self, keys: Mapping[tuple[str, str], str]) -> None:
        """Remember which maps, by photograph and group, are in the study by now."""
        self.rows = [
            replace(row, imported=True, key=keys[row.place])
            if row.wanted and row.place in keys
            else row
            for row in self.rows
        ]
        self._all_changed()

    def mark_refused(self, reasons: Mapping[Path, str]) -> None:
        """Note why pictures could not be read, as long as they are not."""
        self.rows = [
            replace(row, refused=reasons.get(row.file, "" if row.imported else row.refused))
            for row in self.rows
        ]
        self._all_changed()

    def show_there(self, there: There) -> None:
        """Show what the study has by now: what was imported and taken back can come again."""
        self.there = there
        self.rows = [
            replace(row, imported=False)
            if row.imported and row.key != there.keys.get(row.place)
            else row
            for row in self.rows
        ]
        self._all_changed()

    def resolve(self, places: Collection[int], how: str) -> None:
        """Decide for pictures whose map is there: ``"both"``, ``"replace"`` or ``"leave out"``."""
        for at in places:
            row = self.rows[at]
            if self.state(at) is not State.TAKEN:
                continue
            if how == "both":
                row = kept_both(row, self.rows, self.there)
            elif how == "replace":
                row = replace(row, replacing=True)
            else:
                row = replace(row, wanted=False)
            self.rows[at] = row
        self._all_changed()
        self.edited.emit()

    def set_group(self, places: Collection[int], group: str) -> None:
        """Give several pictures a group."""
        self.rows = [
            replace(row, group=group, replacing=False) if at in places and not row.imported else row
            for at, row in enumerate(self.rows)
        ]
        self._all_changed()
        self.edited.emit()

    def place(self, file: Path, image_id: str, placing: Placing | None) -> None:
        """Remember where a photograph is on a picture; None forgets it."""
        self.rows = [
            replace(row, placing=placing)
            if (row.file, row.image_id) == (file, image_id) and row.screen and not row.imported
            else row
            for row in self.rows
        ]
        self._all_changed()

    def state(self, row: int) -> State:
        """Say what will become of a picture."""
        return state_of(self.rows[row], self._twice, self.there)

    def _all_changed(self) -> None:
        self._twice = clashes(self.rows)
        last = self.index(len(self.rows) - 1, NOTE)
        self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_HEADS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.rows[index.row()].imported:
            return flags
        if index.column() == FILE:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        if index.column() in (IMAGE, GROUP):
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        state = self.state(index.row())
        if role == Qt.ItemDataRole.CheckStateRole and column == FILE:
            return Qt.CheckState.Checked if row.wanted else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column, state)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal(self._text(row, column, state))
        if role == Qt.ItemDataRole.EditRole:
            return {IMAGE: row.image_id, GROUP: row.group}.get(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            waiting = state in (State.UNDECIDED, State.UNPLACED, State.CLASH, State.TAKEN)
            if waiting and column != FILE:
                return theme.level_colour("warning")
            if state in (State.LEFT_OUT, State.IMPORTED):
                return theme.muted()
        return None

    def _text(self, row: Row, column: int, state: State) -> str:
        if column == FILE:
            return row.file.name
        if column == IMAGE:
            return row.image_id or _WORDS[State.UNDECIDED]
        if column == GROUP:
            return row.group or _WORDS[State.UNDECIDED]
        word = _WORDS[state] if state in (State.CLASH, State.LEFT_OUT, State.IMPORTED) else ""
        present = self.there.maps.get(row.place, "") if row.wanted and not row.imported else ""
        if row.group in self.there.names:
            word = f"“{row.group}” is a method: choose another name"
        elif present and row.replacing:
            word = f"replaces the map that is there ({present})"
        elif present and state is State.TAKEN:
            word = f"a map is there: {present}"
        return "; ".join(part for part in (word, _where(row), row.refused, row.note) if part)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == FILE:
            row = replace(row, wanted=Qt.CheckState(value) == Qt.CheckState.Checked)
        elif role == Qt.ItemDataRole.EditRole and column == IMAGE:
            row = replace(
                row, image_id=str(value), note="picked by hand", wanted=True, replacing=False
            )
            row = with_place_wanted(row, self._photographs)
        elif role == Qt.ItemDataRole.EditRole and column == GROUP:
            row = replace(row, group=str(value).strip(), wanted=True, replacing=False)
        else:
            return False
        self.rows[index.row()] = row
        self._all_changed()
        self.edited.emit()
        return True


def _where(row: Row) -> str:
    """Say where on a picture of the screen the photograph is."""
    if not row.screen:
        return ""
    if row.placing is None:
        return "screen: looking for the photograph…"
    if row.placing.problem:
        return f"screen: {row.placing.problem}"
    likeness = row.placing.likeness
    how = "placed by hand" if likeness is None else f"found, {match(likeness)}"
    return f"screen: photograph {how}"


class _Picker(Typing):
    """A list to pick from: similar names first, then every photograph."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        combo = QComboBox(parent)
        combo.setAccessibleName(_HEADS[index.column()])
        if not isinstance(model, HeatmapModel):
            return combo
        row = model.rows[index.row()]
        if index.column() == GROUP:
            combo.setEditable(True)
            combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            known = [str(group) for group in ObserverGroup]
            own = [one.group for one in model.rows if one.group]
            combo.addItems(list(dict.fromkeys([*known, *own])))
        else:
            near = [name for name in row.near if name in model.image_ids]
            combo.addItems(near)
            if near:
                combo.insertSeparator(len(near))
            combo.addItems([name for name in model.image_ids if name not in near])
        combo.setMaxVisibleItems(16)
        combo.setPlaceholderText(_WORDS[State.UNDECIDED])
        combo.activated.connect(lambda _i: self._finish(combo))
        return combo

    def _finish(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    def fill(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            known = str(index.data(Qt.ItemDataRole.EditRole) or "")
            editor.setCurrentIndex(editor.findText(known) if known else -1)
            if editor.isEditable():
                editor.setEditText(known)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox) and editor.currentText():
            model.setData(index, editor.currentText())


class HeatmapTable(QTableView):
    """The list; one click on a photograph or group opens the choice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Heatmap pictures")
        self.pictures = HeatmapModel(self)
        self.setModel(self.pictures)
        self.setItemDelegate(_Picker(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.clicked.connect(self._clicked)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        across.setStretchLastSection(True)
        sort_by_heads(self)

    @property
    def selected(self) -> tuple[int, ...]:
        """The selected rows, in order."""
        return tuple(sorted(index.row() for index in self.selectionModel().selectedRows()))

    def chosen(self) -> Sequence[int]:
        """Return the rows that a command is for: the selected, all if fewer than two are."""
        return self.selected if len(self.selected) > 1 else range(len(self.pictures.rows))

    def _clicked(self, index: QModelIndex) -> None:
        """Open the choice at once where one is missing."""
        if index.column() in (IMAGE, GROUP) and not index.data(Qt.ItemDataRole.EditRole):
            self.edit(index)

    def fit_columns(self) -> None:
        """Give each column what its text needs, the pictures' names at most two fifths."""
        self.resizeColumnsToContents()
        widest = max(120, self.width() * 2 // 5)
        self.setColumnWidth(FILE, min(self.columnWidth(FILE) + 8, widest))
        for column in (IMAGE, GROUP):
            self.setColumnWidth(column, self.columnWidth(column) + 24)
