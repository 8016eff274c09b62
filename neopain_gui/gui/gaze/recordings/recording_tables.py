"""The two tables of the importer: stimuli and their photographs, participants and their groups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.gaze.recordings.one_person import alike, apart, as_one, as_same, with_group
from neopain_gui.gui.gaze.recordings.place_editor import place_text
from neopain_gui.gui.gaze.recordings.pseudonyms import PseudonymPicker
from neopain_gui.gui.gaze.recordings.recording_rows import (
    PersonRow,
    StimulusRow,
    of_the_study,
    with_least,
    with_shown,
)
from neopain_gui.gui.widgets.sorting import sort_key
from neopain_gui.people.groups import ObserverGroup
from neopain_gui.people.participants import Participant
from neopain_gui.percentages import percent

LEAVE_OUT = "leave out"
_AIR, _ROW = 8, 32  # pixels
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Table(QTableWidget):
    """A table whose rows are records; cells that are chosen from hold a combo box.

    Signals
    -------
    edited()
        The person decided something.
    reordered(places: list of int)
        The person clicked a head: where each row is to come from.
    """

    edited = Signal()
    reordered = Signal(list)

    def __init__(self, name: str, heads: Sequence[str], parent: QWidget) -> None:
        super().__init__(0, len(heads), parent)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(heads))
        self.setShowGrid(False)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sort)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        """Put the records into the order of a column, as it shows them."""
        if column < 0:
            return
        keys = [sort_key(self._said(row, column)) for row in range(self.rowCount())]
        backwards = order == Qt.SortOrder.DescendingOrder
        self.reordered.emit(sorted(range(len(keys)), key=keys.__getitem__, reverse=backwards))

    def _said(self, row: int, column: int) -> str:
        combo, item = self.cellWidget(row, column), self.item(row, column)
        if isinstance(combo, QComboBox):
            return combo.currentText()
        return item.text() if item is not None else ""

    def _fit(self) -> None:
        """Give each column what its text needs and some air, the names at most a third."""
        self.resizeColumnsToContents()
        for column in range(self.columnCount() - 1):
            self.setColumnWidth(column, self.columnWidth(column) + _AIR)
        self.setColumnWidth(0, min(self.columnWidth(0), max(140, self.width() // 3)))

    def _put(
        self, row: int, column: int, text: str, *, flags: Qt.ItemFlag | None = None
    ) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(literal(text))
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(usual if flags is None else usual | flags)
        self.setItem(row, column, item)
        return item

    def _combo(self, row: int, column: int, name: str, chosen: Callable[[str], None]) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setMinimumContentsLength(9)
        combo.textActivated.connect(chosen)
        self.setCellWidget(row, column, combo)
        return combo

    def _shade(self, place: int, wanted: bool) -> None:
        """Grey what is left out; the rest has the palette's colour, whichever that becomes."""
        for column in range(self.columnCount()):
            item = self.item(place, column)
            if item is not None:
                item.setData(Qt.ItemDataRole.ForegroundRole, None if wanted else theme.muted())


class StimuliTable(_Table):
    """Stimulus, photograph, place on the screen, note."""

    STIMULUS, IMAGE, PLACE, NOTE = range(4)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Stimuli", ("Stimulus", "Photograph", "On the screen", "Note"), parent)
        self.rows: list[StimulusRow] = []
        self.image_ids: list[str] = []
        self.reordered.connect(self._reorder)

    def show_rows(self, rows: Sequence[StimulusRow], image_ids: Sequence[str]) -> None:
        """List stimuli; any photograph of the study can be chosen for each, or none."""
        self.rows, self.image_ids = list(rows), list(image_ids)
        with QSignalBlocker(self):
            self.setRowCount(len(rows))
            for place, row in enumerate(rows):
                combo = self._combo(
                    place, self.IMAGE, f"Photograph of {row.title}", partial(self._choose, place)
                )
                combo.addItem(LEAVE_OUT)
                combo.addItems(list(dict.fromkeys([*row.near, *image_ids])))
                combo.setCurrentText(row.image_id or LEAVE_OUT)
                if row.near and not row.image_id:
                    combo.setToolTip(literal(f"Similar: {', '.join(row.near)}"))
                self._show(place)
            self._fit()
            if rows and self.currentRow() < 0:
                first = next((at for at, row in enumerate(rows) if row.lacking), 0)
                self.setCurrentCell(first, self.STIMULUS)

    def _reorder(self, places: Sequence[int]) -> None:
        chosen = self.current
        self.show_rows([self.rows[place] for place in places], self.image_ids)
        if chosen is not None:
            keys = [row.key for row in self.rows]
            self.setCurrentCell(keys.index(chosen.key), self.STIMULUS)

    @property
    def current(self) -> StimulusRow | None:
        """The chosen row."""
        place = self.currentRow()
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def update_rows(self, rows: Sequence[StimulusRow]) -> None:
        """Show what a decision changed; the photographs stay."""
        self.rows = list(rows)
        for place in range(len(rows)):
            self._show(place)

    def _show(self, place: int) -> None:
        row = self.rows[place]
        self._put(place, self.STIMULUS, row.title)
        where = self._put(place, self.PLACE, self._where(row))
        note = self._put(place, self.NOTE, self._note(row))
        if row.lacking:
            where.setForeground(theme.level_colour("warning"))
        if row.doubts and row.image_id:
            note.setForeground(theme.level_colour("warning"))

    @staticmethod
    def _where(row: StimulusRow) -> str:
        if not row.image_id:
            return ""
        if row.place is not None:
            return place_text(row.place)
        return "from the file" if row.known else "please give it"

    @staticmethod
    def _note(row: StimulusRow) -> str:
        doubts = " ".join(row.doubts) if row.image_id else ""
        note = row.note
        if row.near and not row.image_id and not row.by_hand:
            note = f"{note}; similar: {', '.join(row.near[:3])}"
        share = "" if row.inside is None else f"{percent(row.inside)} of the gaze on it"
        return f"{doubts} {'; '.join(part for part in (share, note) if part)}".strip()

    def _choose(self, place: int, text: str) -> None:
        image_id = "" if text == LEAVE_OUT else text
        note = "chosen by hand" if image_id else "left out"
        self.rows[place] = replace(self.rows[place], image_id=image_id, note=note, by_hand=True)
        self._show(place)
        self.setCurrentCell(place, self.STIMULUS)
        self.edited.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "rows"):
            for place in range(len(self.rows)):
                self._show(place)


class PeopleTable(_Table):
    """Name in the file, pseudonym, group, what was recorded, note."""

    NAME, PSEUDONYM, GROUP, STIMULI, SAMPLES, VALID, NOTE = range(7)

    def __init__(self, parent: QWidget) -> None:
        heads = ("Name in the file", "Pseudonym", "Group", "Stimuli", "Samples", "Valid", "Note")
        super().__init__("Participants", heads, parent)
        for column in (self.STIMULI, self.SAMPLES, self.VALID):
            head = QTableWidgetItem(heads[column])
            head.setTextAlignment(_RIGHT)
            self.setHorizontalHeaderItem(column, head)
        head = QTableWidgetItem(heads[self.PSEUDONYM])
        head.setToolTip("Double-click to change it, or to choose a participant of the study")
        self.setHorizontalHeaderItem(self.PSEUDONYM, head)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.rows: list[PersonRow] = []
        self.least = 0.0
        self._present: dict[str, Participant] = {}
        self._picker = PseudonymPicker(self)
        self.setItemDelegateForColumn(self.PSEUDONYM, self._picker)
        self.itemChanged.connect(self._item_changed)
        self.reordered.connect(self._reorder)

    def show_rows(
        self, rows: Sequence[PersonRow], present: Sequence[Participant], least: float
    ) -> None:
        """List participants; ``present`` are the study's, ``least`` valid samples are asked for."""
        self.rows, self.least = list(rows), least
        self._present = {one.id: one for one in present}
        self._picker.offered = [of_the_study(one.id) for one in present]
        known = [str(group) for group in ObserverGroup if group is not ObserverGroup.ALL]
        others = [*(one.group for one in present), *(row.group for row in rows)]
        offered = [group for group in dict.fromkeys([*known, *others]) if group]
        with QSignalBlocker(self):
            self.setRowCount(len(rows))
            for place in range(len(rows)):
                self._show(place, offered)
            self._fit()

    def _show(self, place: int, groups: Sequence[str]) -> None:
        row = self.rows[place]
        tick = self._put(place, self.NAME, row.name, flags=Qt.ItemFlag.ItemIsUserCheckable)
        tick.setCheckState(_ticked(row.wanted))
        self._put(place, self.PSEUDONYM, row.pseudonym, flags=Qt.ItemFlag.ItemIsEditable)
        figures = (
            (self.STIMULI, str(row.stimuli)),
            (self.SAMPLES, f"{row.samples:,}".replace(",", "\u202f")),
            (self.VALID, row.share(self.least)),
        )
        for column, text in figures:
            self._put(place, column, text).setTextAlignment(_RIGHT)
        self._put(place, self.NOTE, row.note(self.least))
        combo = self._combo(
            place, self.GROUP, f"Group of {row.pseudonym}", partial(self._group, place)
        )
        combo.setEditable(True)
        combo.addItems(["", *groups])
        combo.setCurrentText(row.group)
        combo.editTextChanged.connect(partial(self._group, place))
        self._shade(place, row.taken)

    def _reorder(self, places: Sequence[int]) -> None:
        rows = [self.rows[place] for place in places]
        self.clearSelection()
        self.show_rows(rows, list(self._present.values()), self.least)

    @property
    def selected(self) -> tuple[int, ...]:
        """The selected rows, in order."""
        return tuple(sorted(index.row() for index in self.selectionModel().selectedRows()))

    def set_group(self, group: str) -> None:
        """Give the selected participants a group; all of them if fewer than two are selected."""
        chosen = self.selected if len(self.selected) > 1 else range(len(self.rows))
        self.change_rows(with_group(self.rows, set(chosen), group))

    @property
    def are_one(self) -> bool:
        """Whether the selected participants are one person already, or one of their names."""
        chosen = [self.rows[place] for place in self.selected]
        return (
            bool(chosen) and bool(chosen[0].one_with) and len({row.person for row in chosen}) == 1
        )

    def join_or_part(self) -> None:
        """Say that the selected participants are one person, or that they are not."""
        if self.are_one:
            self.change_rows(apart(self.rows, self.selected, self._present))
        elif len(self.selected) > 1:
            self.change_rows(as_one(self.rows, self.selected))

    def change_rows(self, rows: Sequence[PersonRow]) -> None:
        """Show what was decided."""
        self.rows = list(rows)
        for place in range(len(rows)):
            self._refresh(place)
        self.edited.emit()

    def set_shown(self, names: Collection[str]) -> None:
        """Mark who was shown none of the photographs that are chosen."""
        rows = with_shown(self.rows, names)
        if rows != self.rows:
            self.rows = rows
            for place in range(len(rows)):
                self._refresh(place)

    def set_least(self, least: float) -> None:
        """Ask for another share of valid samples; what was decided by hand stays."""
        self.rows = with_least(self.rows, self.least, least)
        self.least = least
        for place in range(len(self.rows)):
            self._refresh(place)
        self.edited.emit()

    def _refresh(self, place: int) -> None:
        """Show what a decision changed."""
        row = self.rows[place]
        with QSignalBlocker(self):
            for column, text in (
                (self.PSEUDONYM, row.pseudonym),
                (self.VALID, row.share(self.least)),
                (self.NOTE, row.note(self.least)),
            ):
                if (item := self.item(place, column)) is not None:
                    item.setText(text)
                    item.setToolTip(literal(text))
            if (name := self.item(place, self.NAME)) is not None:
                name.setCheckState(_ticked(row.wanted))
            self._shade(place, row.taken)
        combo = self.cellWidget(place, self.GROUP)
        if isinstance(combo, QComboBox) and combo.currentText().strip() != row.group:
            combo.setCurrentText(row.group)
        self.viewport().update()

    def _group(self, place: int, text: str) -> None:
        if place < len(self.rows) and self.rows[place].group != text.strip():
            self.rows[place] = replace(self.rows[place], group=text.strip())
            self._tell_person(place)
            self.edited.emit()

    def _tell_person(self, place: int) -> None:
        """Let the other names of a person be called like this one."""
        self.rows = alike(self.rows, place)
        for other, row in enumerate(self.rows):
            if other != place and row.person == self.rows[place].person:
                self._refresh(other)

    def _item_changed(self, item: QTableWidgetItem) -> None:
        place, row = item.row(), self.rows[item.row()]
        if item.column() == self.NAME:
            self.rows[place] = replace(row, wanted=item.checkState() is Qt.CheckState.Checked)
        elif item.column() == self.PSEUDONYM:
            self.rows[place] = self._called(row, item.text().strip())
            self._tell_person(place)
        else:
            return
        self._refresh(place)
        self.edited.emit()

    def _called(self, row: PersonRow, text: str) -> PersonRow:
        """Return a row under another pseudonym; one chosen from the list is the same person."""
        for one in self._present.values():
            if text == of_the_study(one.id):
                return as_same(row, one)
        return replace(row, pseudonym=text, same=row.same and text == row.pseudonym)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "rows"):
            with QSignalBlocker(self):
                for place, row in enumerate(self.rows):
                    self._shade(place, row.taken)


def _ticked(wanted: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked
