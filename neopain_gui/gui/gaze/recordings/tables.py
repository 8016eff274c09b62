"""The two tables of the importer: stimuli and their photographs, participants and their groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from neopain_gui.gaze.groups import ObserverGroup
from neopain_gui.gui import theme
from neopain_gui.gui.gaze.recordings.rows import PersonRow, StimulusRow

LEAVE_OUT = "leave out"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Table(QTableWidget):
    """A table whose rows are records; cells that are chosen from hold a combo box.

    Signals
    -------
    edited()
        The person decided something.
    """

    edited = Signal()

    def __init__(self, name: str, heads: Sequence[str], stretch: int, parent: QWidget) -> None:
        super().__init__(0, len(heads), parent)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(heads))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setWordWrap(False)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column in range(len(heads)):
            mode = QHeaderView.ResizeMode.ResizeToContents
            if column == stretch:
                mode = QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, mode)

    def _put(
        self, row: int, column: int, text: str, *, flags: Qt.ItemFlag | None = None
    ) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(usual if flags is None else usual | flags)
        self.setItem(row, column, item)
        return item

    def _combo(self, row: int, column: int, name: str, chosen: Callable[[str], None]) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setMinimumContentsLength(12)
        combo.textActivated.connect(chosen)
        self.setCellWidget(row, column, combo)
        return combo


class StimuliTable(_Table):
    """Stimulus, photograph, note."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Stimuli", ("Stimulus", "Photograph", "Note"), 2, parent)
        self.rows: list[StimulusRow] = []

    def show_rows(self, rows: Sequence[StimulusRow], image_ids: Sequence[str]) -> None:
        """List stimuli; any photograph of the study can be chosen for each, or none."""
        self.rows = list(rows)
        with QSignalBlocker(self):
            self.setRowCount(len(rows))
            for place, row in enumerate(rows):
                self._put(place, 0, row.stimulus or "the whole recording")
                self._put(place, 2, self._note(row))
                combo = self._combo(
                    place,
                    1,
                    f"Photograph of {row.stimulus}",
                    partial(self._choose, place),
                )
                combo.addItem(LEAVE_OUT)
                combo.addItems(list(dict.fromkeys([*row.near, *image_ids])))
                combo.setCurrentText(row.image_id or LEAVE_OUT)
                if row.near and not row.image_id:
                    combo.setToolTip(f"Similar: {', '.join(row.near)}")

    @staticmethod
    def _note(row: StimulusRow) -> str:
        if row.near and not row.image_id:
            return f"{row.note}; similar: {', '.join(row.near[:3])}"
        return row.note

    def _choose(self, place: int, text: str) -> None:
        image_id = "" if text == LEAVE_OUT else text
        self.rows[place] = replace(self.rows[place], image_id=image_id, note="chosen by hand")
        self._put(place, 2, "chosen by hand" if image_id else "left out")
        self.edited.emit()


class PeopleTable(_Table):
    """Name in the file, pseudonym, group, what was recorded, note."""

    NAME, PSEUDONYM, GROUP, STIMULI, SAMPLES, VALID, NOTE = range(7)

    def __init__(self, parent: QWidget) -> None:
        heads = ("In the file", "Pseudonym", "Group", "Stimuli", "Samples", "Valid", "Note")
        super().__init__("Participants", heads, self.NOTE, parent)
        for column in (self.STIMULI, self.SAMPLES, self.VALID):
            head = QTableWidgetItem(heads[column])
            head.setTextAlignment(_RIGHT)
            self.setHorizontalHeaderItem(column, head)
        self.rows: list[PersonRow] = []
        self.least = 0.0
        self.itemChanged.connect(self._item_changed)

    def show_rows(self, rows: Sequence[PersonRow], groups: Sequence[str], least: float) -> None:
        """List participants; ``groups`` are those that the study has, ``least`` the valid share."""
        self.rows, self.least = list(rows), least
        known = [str(group) for group in ObserverGroup if group is not ObserverGroup.ALL]
        offered = list(dict.fromkeys([*known, *groups, *(row.group for row in rows if row.group)]))
        with QSignalBlocker(self):
            self.setRowCount(len(rows))
            for place, row in enumerate(rows):
                tick = self._put(place, self.NAME, row.name, flags=Qt.ItemFlag.ItemIsUserCheckable)
                ticked = Qt.CheckState.Checked if row.wanted else Qt.CheckState.Unchecked
                tick.setCheckState(ticked)
                self._put(place, self.PSEUDONYM, row.pseudonym, flags=Qt.ItemFlag.ItemIsEditable)
                figures = (
                    (self.STIMULI, str(row.stimuli)),
                    (self.SAMPLES, f"{row.samples:,}".replace(",", "\u202f")),
                    (self.VALID, "–" if row.valid is None else f"{row.valid:.0%}"),
                )
                for column, text in figures:
                    self._put(place, column, text).setTextAlignment(_RIGHT)
                self._put(place, self.NOTE, row.note(least))
                combo = self._combo(
                    place,
                    self.GROUP,
                    f"Group of {row.pseudonym}",
                    partial(self._group, place),
                )
                combo.setEditable(True)
                combo.addItems(["", *offered])
                combo.setCurrentText(row.group)
                combo.editTextChanged.connect(partial(self._group, place))
                self._shade(place)

    def _shade(self, place: int) -> None:
        """Grey what is left out."""
        for column in range(self.columnCount()):
            item = self.item(place, column)
            if item is not None:
                wanted = self.rows[place].wanted
                item.setForeground(
                    self.palette().text().color() if wanted else theme.muted(self.palette())
                )

    def _group(self, place: int, text: str) -> None:
        if place < len(self.rows) and self.rows[place].group != text.strip():
            self.rows[place] = replace(self.rows[place], group=text.strip())
            self.edited.emit()

    def _item_changed(self, item: QTableWidgetItem) -> None:
        place, row = item.row(), self.rows[item.row()]
        if item.column() == self.NAME:
            wanted = item.checkState() is Qt.CheckState.Checked
            self.rows[place] = replace(row, wanted=wanted)
        elif item.column() == self.PSEUDONYM:
            known = row.known and item.text().strip() == row.pseudonym
            self.rows[place] = replace(row, pseudonym=item.text().strip(), known=known)
        else:
            return
        with QSignalBlocker(self):
            self._shade(place)
        self.edited.emit()
