"""The settings of a protocol as controls: the essential ones first, the others folded away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import Field
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFormLayout, QVBoxLayout, QWidget

from neopain_gui.errors import InputError
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.train.setup.chosen import Chosen
from neopain_gui.gui.train.setup.data_sets import DataSets
from neopain_gui.gui.train.setup.fields import SettingField, sentence
from neopain_gui.gui.train.setup.relevant import relevant
from neopain_gui.gui.train.setup.usual import note
from neopain_gui.gui.widgets.section import Section
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol_file import PARTS
from neopain_gui.training.setting import about, replaced, settings_of

ESSENTIAL = (
    "selection.by",
    "division.kind",
    "division.folds",
    "division.repetitions",
    "augmentation.copies",
    "optimiser.epochs",
    "seed",
)
"""Settings that are seen at once."""
ELSEWHERE = frozenset({"architecture", "preset"})
"""Settings with a control of their own above the form."""
_TITLES = {
    "": "The network",
    "division": "Division and data sets",
    "selection": "Inner validation",
    "augmentation": "Augmented copies",
    "optimiser": "Optimiser",
    "head": "Head of VGG-Face",
    "fine_tuning": "Fine-tuning",
    "search": "Search for a head",
}
_LETTERS = {"division.folds": "Fol&ds"}


class ProtocolForm(QWidget):
    """Every setting of the chosen protocol; made anew where another architecture has others.

    Parameters
    ----------
    chosen : Chosen
        Whose protocol is shown and changed.
    """

    def __init__(self, chosen: Chosen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.fields: dict[str, SettingField] = {}
        self.data_sets: dict[str, DataSets] = {}
        self.sections: dict[str, Section] = {}
        self.parts: dict[str, QCheckBox] = {}
        self._forms: dict[str, QFormLayout] = {}
        self._body: QWidget | None = None
        self._names: Sequence[str] = ()
        self._made_for = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        chosen.changed.connect(self.refresh)
        self.refresh()

    @property
    def wrong(self) -> list[str]:
        """The titles of the fields that hold what cannot be used."""
        protocol = self._chosen.protocol
        return [
            about(one.entry).title
            for place, one in self.fields.items()
            if one.is_wrong and relevant(protocol, place)
        ]

    def read(self) -> None:
        """Take what was typed and not yet left."""
        for field in self.fields.values():
            field.read()

    def forget_wrong(self) -> None:
        """Show what is chosen also where something else was typed that cannot be used."""
        for field in self.fields.values():
            field.say_wrong("")
        self.refresh()

    def show_data_sets(self, names: Sequence[str]) -> None:
        """Offer the data sets that the study's photographs are from."""
        if list(names) != list(self._names):
            self._names = names
            self.refresh()

    def refresh(self) -> None:
        """Show the protocol as it is."""
        protocol = self._chosen.protocol
        if protocol.architecture != self._made_for:
            self._make()
        usual = {p: v for p, _, v in settings_of(preset(protocol.preset, protocol.architecture))}
        values = {place: value for place, _, value in settings_of(protocol)}
        changed: dict[str, int] = {}
        for place, field in self.fields.items():
            here = place in values and relevant(protocol, place)
            self._show(place, field, here)
            if place in values and not field.is_wrong:
                field.show_value(values[place])
            field.say(note(protocol, place))
            section = _section(place)
            differs = place in values and place in usual and values[place] != usual[place]
            changed[section] = changed.get(section, 0) + (differs and here)
        for place, boxes in self.data_sets.items():
            boxes.show_names(self._names, values[place])
            seen = len(self._names) > 1 or bool(values[place])
            self._show(place, boxes, seen)
            changed["division"] += bool(values[place])
        for name, box in self.parts.items():
            box.blockSignals(True)
            box.setChecked(getattr(protocol, name) is not None)
            box.blockSignals(False)
        for name, folded in self.sections.items():
            count = changed.get(name, 0)
            folded.note(f"{count} changed" if count else "")
            form = self._forms[name]
            folded.setVisible(any(form.isRowVisible(row) for row in range(form.rowCount())))

    def _show(self, place: str, field: QWidget, on: bool) -> None:
        self._forms[_section(place)].setRowVisible(field, on)

    # -- making it ---------------------------------------------------------------------------
    def _make(self) -> None:
        protocol = self._chosen.protocol
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self.fields, self.data_sets, self.sections, self._forms = {}, {}, {}, {}
        self.parts = {}
        self._made_for = protocol.architecture
        self._body = QWidget(self)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        first = QWidget(self._body)
        self._forms["essential"] = _form(first)
        column.addWidget(first)
        usual = preset(protocol.preset, protocol.architecture)
        every = {place: entry for place, entry, _ in (*settings_of(usual), *settings_of(protocol))}
        for place in sorted(every, key=_order):
            self._add(place, every[place], column)
        self._column.addWidget(self._body)
        self._body.show()

    def _add(self, place: str, entry: Field[Any], column: QVBoxLayout) -> None:
        if place in ELSEWHERE:
            return
        section = _section(place)
        if section not in self._forms:
            self._add_section(section, column)
        title = _LETTERS.get(place, about(entry).title)
        if entry.default == ():
            boxes = DataSets(about(entry).title, self)
            boxes.given.connect(lambda names: self._chosen.put(place, names))
            self.data_sets[place] = boxes
            self._forms[section].addRow(PlainLabel(title), boxes)
            return
        field = SettingField(place, entry, self)
        field.given.connect(self._given)
        field.refused.connect(lambda _place: self._chosen.changed.emit())
        self.fields[place] = field
        if isinstance(field.control, QCheckBox):
            self._forms[section].addRow(field)
            return
        label = PlainLabel(title)
        label.setBuddy(field.control)
        self._forms[section].addRow(label, field)

    def _add_section(self, name: str, column: QVBoxLayout) -> None:
        body = QWidget(self)
        form = self._forms[name] = _form(body)
        form.setContentsMargins(16, 0, 0, 0)
        title = _TITLES.get(name, name.replace("_", " ").capitalize())
        self.sections[name] = Section(title, body, self)
        column.addWidget(self.sections[name])
        if name in PARTS and name != "head":
            self.parts[name] = box = QCheckBox(f"With {title.lower()}")
            box.toggled.connect(lambda on: self._turn(name, on))
            form.addRow(box)

    # -- what the person does ----------------------------------------------------------------
    def _turn(self, name: str, on: bool) -> None:
        """Let a part of the protocol be there, as it was, or not at all."""
        usual = preset(self._chosen.protocol.preset, self._chosen.protocol.architecture)
        part = getattr(usual, name) or PARTS[name]()
        self._chosen.take(replaced(self._chosen.protocol, name, part if on else None))

    def _given(self, place: str, value: Any) -> None:
        field = self.fields[place]
        if not any(place == there for there, _, _ in settings_of(self._chosen.protocol)):
            return  # of a part that was left out
        before, was_wrong = self._chosen.protocol, field.is_wrong
        field.say_wrong("")
        try:
            self._chosen.put(place, value)
        except InputError as error:
            field.say_wrong(sentence(error))
        if self._chosen.protocol == before and (was_wrong or field.is_wrong):
            self._chosen.changed.emit()  # what was typed can be used now, or cannot


def _section(place: str) -> str:
    return "essential" if place in ESSENTIAL else place.rpartition(".")[0]


def _order(place: str) -> tuple[int, int]:
    """Essential settings as listed, then the others as they follow in the protocol."""
    if place in ESSENTIAL:
        return 0, ESSENTIAL.index(place)
    names = list(_TITLES)
    part = place.rpartition(".")[0]
    return 1, names.index(part) if part in names else len(names)


def _form(parent: QWidget) -> QFormLayout:
    form = QFormLayout(parent)
    form.setContentsMargins(0, 0, 0, 0)
    form.setSpacing(8)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
