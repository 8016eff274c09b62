"""One item of a scale: its question, its levels, and what it has to do with the face."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from neopain_gui.annotation.scales.definition import KEYS
from neopain_gui.faces.regions import FEATURES
from neopain_gui.gui.annotate.instruments import fields
from neopain_gui.gui.annotate.instruments.rows_table import Column, Row, RowsTable
from neopain_gui.gui.annotate.rounds.chosen_items import ChosenItems

_COLUMNS = (
    Column(key="value", head="Counts", kind="number"),
    Column(key="title", head="Wording"),
)


class ItemForm(QWidget):
    """The fields of an item.

    Signals
    -------
    changed(values: dict, what: str)
        A person changed fields of the item: their values, and what they are called.
    """

    changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tell = self._tell
        self.title = fields.line(
            "Question", "What the page calls it", partial(tell, "title", "question")
        )
        self.name = fields.line(
            "Name in rules",
            "What data and rules call it: small letters, digits and _; rules follow it",
            partial(tell, "id", "name in rules"),
        )
        self.help = fields.lines(
            "What to look for", "Shown at the question", partial(tell, "help", "help"), rows=2
        )
        self.levels = RowsTable("levels", _COLUMNS, _next_level)
        self.levels.changed.connect(partial(tell, "levels", "levels"))
        self.weight = fields.number(
            "Weight", "What a level is multiplied by in rules", partial(tell, "weight", "weight")
        )
        self.key = QComboBox()
        self.key.setAccessibleName("Key")
        self.key.setToolTip("The letter that answers it in a round")
        self.key.addItem("the next that is free", "")
        for letter in KEYS:
            self.key.addItem(letter, letter)
        self.key.activated.connect(lambda _place: tell("key", "key", self.key.currentData()))
        self.seen = QCheckBox("A photograph of the face can show it")
        self.seen.toggled.connect(self._seen)
        self.why_not = fields.line(
            "Why not", "Said where the item is greyed", partial(tell, "why_not", "why not")
        )
        self.features = ChosenItems("Features of the face that it speaks of")
        self.features.changed.connect(self._features)
        self.another = fields.line("Another region", "A region of one’s own, as it is drawn", _none)
        self.another.setPlaceholderText("Another region, then Enter")
        self.another.returnPressed.connect(self._add_feature)
        self._lay_out()

    def _lay_out(self) -> None:
        form = fields.form()
        form.addRow("Question", self.title)
        form.addRow("Name in rules", self.name)
        form.addRow("What to look for", self.help)
        form.addRow(fields.words("Levels; “not codable” is beside them"))
        form.addRow(self.levels)
        form.addRow("Weight", self.weight)
        form.addRow("Key", self.key)
        form.addRow(self.seen)
        form.addRow("Why not", self.why_not)
        face = QVBoxLayout()
        face.addWidget(self.features)
        face.addWidget(self.another)
        form.addRow("Speaks of", face)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)

    def show_item(self, item: Mapping[str, Any]) -> None:
        """Show what an item says."""
        for field, key, usual in (
            (self.title, "title", ""),
            (self.name, "id", ""),
            (self.help, "help", ""),
            (self.weight, "weight", 1.0),
            (self.key, "key", ""),
            (self.why_not, "why_not", ""),
        ):
            fields.put(field, item.get(key, usual))
        self.levels.show_rows(item.get("levels", []))
        seen = bool(item.get("on_still", True))
        with QSignalBlocker(self.seen):
            self.seen.setChecked(seen)
        self.why_not.setEnabled(not seen)
        features: Sequence[str] = item.get("features", [])
        if tuple(features) != self.features.chosen():
            with QSignalBlocker(self.features):
                names = [*FEATURES, *(one for one in features if one not in FEATURES)]
                self.features.offer(((one, one.capitalize(), "") for one in names), features)

    def _tell(self, key: str, what: str, value: object) -> None:
        self.changed.emit({key: value}, what)

    def _seen(self, on: bool) -> None:
        values: dict[str, object] = {"on_still": on}
        if on:
            values["why_not"] = ""
        self.changed.emit(values, "what a photograph shows")

    def _features(self) -> None:
        self.changed.emit({"features": list(self.features.chosen())}, "features")

    def _add_feature(self) -> None:
        name = " ".join(self.another.text().split()).lower()
        if name:
            self.another.clear()
            self.features.add(name, name.capitalize())


def _next_level(rows: Sequence[Row]) -> Row:
    values = [one["value"] for one in rows if isinstance(one.get("value"), int | float)]
    return {"value": max(values) + 1.0 if values else 0.0, "title": f"Level {len(rows)}"}


def _none(_text: str) -> None:
    """Tell nobody what is not finished."""
