"""A scale of one's own, part by part; whatever is changed is kept at once and can be undone."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neopain_gui.annotation.faults import Fault
from neopain_gui.annotation.scales import draft
from neopain_gui.gui.annotate.instruments import fields
from neopain_gui.gui.annotate.instruments.entry_list import EntryList
from neopain_gui.gui.annotate.instruments.item_form import ItemForm
from neopain_gui.gui.annotate.instruments.rows_table import Column, Row, RowsTable
from neopain_gui.gui.annotate.instruments.scale_head_form import ScaleHeadForm
from neopain_gui.gui.annotate.instruments.total_form import TotalForm
from neopain_gui.gui.base import theme
from neopain_gui.gui.widgets.flow import Stack
from neopain_gui.gui.widgets.segments import SegmentRow

HEAD, ITEMS, TOTALS = "head", "items", "totals"
_PARTS = {
    ITEMS: ("Items", "What is asked"),
    TOTALS: ("Totals", "What the answers come to"),
    HEAD: ("About", "What it is called, and where it comes from"),
}
_SWITCHES = (
    Column(key="title", head="Switch"),
    Column(key="id", head="Name in rules"),
    Column(key="on", head="On", kind="tick", optional=True),
)


class ScaleEditor(QWidget):
    """The parts of a definition, one at a time.

    Signals
    -------
    changed(definition: dict, what: str, merge: str)
        A person changed it; ``what`` was changed, and changes with the same ``merge`` are one.
    """

    changed = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.definition: dict[str, Any] = {}
        self._wrong: Fault | None = None
        self.parts = SegmentRow(_PARTS, ITEMS)
        self.head = ScaleHeadForm()
        self.items = EntryList("items", ("add", "copy", "remove", "up", "down"))
        self.item = ItemForm()
        self.totals = EntryList("totals", ("add", "remove"))
        self.total = TotalForm()
        self.switches = RowsTable("switches", _SWITCHES, _next_switch)
        self.stack = Stack()
        self._pages = {
            ITEMS: _page(self.items, self.item),
            TOTALS: _page(
                self.totals,
                self.total,
                fields.words("Switches: what a study chooses; rules take them for 1 or 0."),
                self.switches,
            ),
            HEAD: self.head,
        }
        for page in self._pages.values():
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.parts, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.parts.chosen.connect(self.show_part)
        self.head.changed.connect(self._head_changed)
        self.items.chosen.connect(lambda _place: self._show_item())
        self.items.asked.connect(self._item_asked)
        self.item.changed.connect(self._item_changed)
        self.totals.chosen.connect(lambda _place: self._show_total())
        self.totals.asked.connect(self._total_asked)
        self.total.changed.connect(self._total_changed)
        self.switches.changed.connect(
            lambda rows: self._tell({**self.definition, "switches": rows}, "switches")
        )

    # -- showing -----------------------------------------------------------------------------
    def show_definition(self, definition: Mapping[str, Any], wrong: Fault | None) -> None:
        """Show a definition and what is wrong with it; what is chosen stays chosen."""
        self.definition, self._wrong = copy.deepcopy(dict(definition)), wrong
        self.head.show_definition(self.definition)
        self._show_item()
        self._show_total()
        self.switches.show_rows(self.definition.get("switches", []))

    def show_part(self, part: str) -> None:
        """Bring a part to the front."""
        self.parts.press(part)
        self.stack.setCurrentWidget(self._pages[part])

    def go_to(self, fault: Fault) -> None:
        """Bring what is wrong to the front."""
        part, place = (*fault.where, "", 0)[:2]
        if part in (ITEMS, TOTALS):
            entries = self.items if part == ITEMS else self.totals
            self.show_part(str(part))
            if isinstance(place, int):
                entries.list.setCurrentRow(place)
            (self.item.title if part == ITEMS else self.total.rule).setFocus()
        elif part in ("", "switches"):
            self.show_part(TOTALS)
            self.total.rule.setFocus()
        else:
            self.show_part(HEAD)
            self.head.lines.get(str(part), self.head.lines["title"]).setFocus()

    def _show_item(self, choose: int = -1) -> None:
        entries = self.definition.get("items", [])
        titles = [
            f"{one['key']}  {one.get('title', '')}" if one.get("key") else str(one.get("title", ""))
            for one in entries
        ]
        self.items.show_entries(titles, wrong=self._at(ITEMS), choose=choose)
        self.items.buttons["remove"].setEnabled(len(entries) > 1)
        place = self.items.list.currentRow()
        self.item.setEnabled(0 <= place < len(entries))
        if 0 <= place < len(entries):
            self.item.show_item(entries[place])

    def _show_total(self, choose: int = -1) -> None:
        entries = self.definition.get("totals", [])
        titles = [str(one.get("title", "")) for one in entries]
        self.totals.show_entries(titles, wrong=self._at(TOTALS), choose=choose)
        place = self.totals.list.currentRow()
        self.total.setEnabled(0 <= place < len(entries))
        if 0 <= place < len(entries):
            self.total.show_total(self.definition, place)

    def _at(self, part: str) -> int:
        where = self._wrong.where if self._wrong is not None else ()
        place = where[1] if len(where) > 1 and where[0] == part else -1
        return place if isinstance(place, int) else -1

    # -- what a person does ------------------------------------------------------------------
    def _tell(self, definition: Mapping[str, Any], what: str, merge: str = "") -> None:
        self.changed.emit(dict(definition), what, merge)

    def _head_changed(self, values: Mapping[str, Any], what: str) -> None:
        made = {**self.definition, **values}
        if not made.get("about"):
            made.pop("about", None)
        self._tell(made, what, f"head {what}")

    def _item_changed(self, values: Mapping[str, Any], what: str) -> None:
        place = self.items.list.currentRow()
        made = draft.with_field(self.definition, ITEMS, place, **values)
        self._tell(made, f"the {what} of an item", _merged(values, f"item {place} {what}"))

    def _item_asked(self, what: str, place: int) -> None:
        found = self.definition
        last = len(found["items"]) - 1
        made, then, said = {
            "add": lambda: (draft.with_item(found, place + 1), place + 1, "one more item"),
            "copy": lambda: (draft.with_copy(found, place), place + 1, "a copy of an item"),
            "remove": lambda: (draft.without_item(found, place), min(place, last - 1), "an item"),
            "up": lambda: (draft.with_moved(found, place, -1), max(place - 1, 0), "the order"),
            "down": lambda: (draft.with_moved(found, place, 1), min(place + 1, last), "the order"),
        }[what]()
        self._tell(made, said)
        self._show_item(choose=then)

    def _total_changed(self, values: Mapping[str, Any], what: str) -> None:
        place = self.totals.list.currentRow()
        made = draft.with_field(self.definition, TOTALS, place, **values)
        self._tell(made, f"the {what} of a total", _merged(values, f"total {place} {what}"))

    def _total_asked(self, what: str, place: int) -> None:
        if what == "add":
            self._tell(draft.with_total(self.definition), "one more total")
            self._show_total(choose=len(self.definition.get("totals", [])) - 1)
        else:
            self._tell(draft.without_total(self.definition, place), "a total")


def _page(*widgets: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE)
    for one in widgets:
        column.addWidget(one)
    column.addStretch(1)
    return made


def _merged(values: Mapping[str, Any], key: str) -> str:
    """Return what makes one step of changes: of what is typed, and not of a table's cells."""
    return "" if any(isinstance(one, list) for one in values.values()) else key


def _next_switch(rows: Sequence[Row]) -> Row:
    number = len(rows) + 1
    return {"id": f"switch_{number}", "title": f"Switch {number}"}
