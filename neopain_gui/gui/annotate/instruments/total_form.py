"""One total of a scale: its rule, where it lies, and what its values are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from neopain_gui.annotation.scales.draft import fault_of_rule, item_ids
from neopain_gui.gui.annotate.instruments import fields
from neopain_gui.gui.annotate.instruments.rows_table import Column, Row, RowsTable
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable

_MISSING = {
    "unknown": "The total is not known then",
    "prorate": "Prorated from the others, and said",
}
_BANDS = (
    Column(key="low", head="From", kind="number"),
    Column(key="high", head="To", kind="number"),
    Column(key="title", head="Called"),
)
_CUTS = (
    Column(key="value", head="Value", kind="number"),
    Column(key="sign", head="Above it", kind="sign", optional=True),
    Column(key="note", head="Who uses it", optional=True),
)
_WORDS = (
    "A rule knows numbers, names, + − * /, comparisons, and, or, not, “a if b else c”, sum, min, "
    "max and either; sum(items) is all items."
)


class TotalForm(QWidget):
    """The fields of a total.

    Signals
    -------
    changed(values: dict, what: str)
        A person changed fields of the total: their values, and what they are called.
    """

    changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tell = self._tell
        self.title = fields.line("Name", "What the page calls it", partial(tell, "title", "name"))
        self.name = fields.line(
            "Name in rules", "What data and later totals call it", partial(tell, "id", "name")
        )
        self.rule = fields.line("Rule", _WORDS, partial(tell, "rule", "rule"))
        self.rule_says = fields.words()
        self.rule_says.setAccessibleName("What is wrong with the rule")
        self.names = fields.words()
        self.missing = fields.narrow(QComboBox())
        self.missing.setAccessibleName("Where an item was not codable")
        self.missing.setToolTip("What becomes of the total where an item that it needs is missing")
        for key, text in _MISSING.items():
            self.missing.addItem(text, key)
        self.missing.activated.connect(
            lambda _place: tell("missing", "missing items", self.missing.currentData())
        )
        self.low = fields.number("Lowest", "The lowest total", partial(tell, "low", "lowest"))
        self.high = fields.number("Highest", "The highest total", partial(tell, "high", "highest"))
        self.bands = RowsTable("bands", _BANDS, self._next_band)
        self.bands.changed.connect(partial(tell, "bands", "bands"))
        self.cuts = RowsTable("cut-offs", _CUTS, self._next_cut)
        self.cuts.changed.connect(partial(tell, "cut_offs", "cut-offs"))
        self._lay_out()

    def _lay_out(self) -> None:
        ends = QHBoxLayout()
        ends.setSpacing(theme.SPACE)
        for one in (self.low, PlainLabel("to"), self.high):
            ends.addWidget(one)
        ends.addStretch(1)
        form = fields.form()
        form.addRow("Name", self.title)
        form.addRow("Name in rules", self.name)
        form.addRow("Rule", self.rule)
        form.addRow(self.rule_says)
        form.addRow(self.names)
        form.addRow("Not codable", self.missing)
        form.addRow("Lies from", ends)
        for name, table in (("Bands", self.bands), ("Cut-offs", self.cuts)):
            form.addRow(PlainLabel(name))
            form.addRow(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)

    def show_total(self, definition: Mapping[str, Any], place: int) -> None:
        """Show what a total says, and what is wrong with its rule."""
        total = definition["totals"][place]
        for field, key, usual in (
            (self.title, "title", ""),
            (self.name, "id", ""),
            (self.rule, "rule", ""),
            (self.missing, "missing", "unknown"),
            (self.low, "low", 0.0),
            (self.high, "high", 0.0),
        ):
            fields.put(field, total.get(key, usual))
        self.bands.show_rows(total.get("bands", []))
        self.cuts.show_rows(total.get("cut_offs", []))
        self.rule_says.setText(breakable(fault_of_rule(definition, place)))
        self.rule_says.setVisible(bool(self.rule_says.text()))
        switches = [str(one.get("id", "")) for one in definition.get("switches", [])]
        names = [*item_ids(definition), *switches]
        names += [str(one.get("id", "")) for one in definition["totals"][:place]]
        self.names.setText(breakable(f"{_WORDS} Names here: {', '.join(names)}."))

    def _tell(self, key: str, what: str, value: object) -> None:
        self.changed.emit({key: value}, what)

    def _next_band(self, rows: Sequence[Row]) -> Row:
        low = rows[-1].get("high", 0.0) if rows else self.low.value()
        return {"low": low, "high": self.high.value(), "title": f"Band {len(rows) + 1}"}

    def _next_cut(self, rows: Sequence[Row]) -> Row:
        return {"value": rows[-1].get("value", 0.0) if rows else self.high.value()}
