"""Putting a group of people together: by observer group, attribute, and what they answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import Band, RecognitionPair
from neopain_gui.people.subgroups import Subgroup

_ANY = "any"


class SubgroupForm(QWidget):
    """Name, groups, one attribute, kinds of answers, judgement, bands of scores.

    Signals
    -------
    accepted(subgroup: Subgroup)
    cancelled()
    """

    accepted = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.groups: list[QCheckBox] = []
        self.answers = [_tick(*ANSWERS[kind]) for kind in RecognitionPair]
        self.bands = [_tick(str(band), f"Scores {band}") for band in Band]
        self.attribute, self.value = QComboBox(), QComboBox()
        self.seen = QComboBox()
        self.seen.addItem(_ANY, None)
        self.seen.addItem("pain (3 or more)", True)
        self.seen.addItem("no pain (below 3)", False)
        self.problem = PlainLabel()
        self.problem.setWordWrap(True)
        self.add = QPushButton("Add group")
        self.cancel = QPushButton("Cancel")
        self._people: tuple[Participant, ...] = ()
        self._taken: frozenset[str] = frozenset()
        self._arrange()
        self.name.textChanged.connect(lambda *_: self._check())
        self.attribute.currentTextChanged.connect(lambda *_: self._values())
        self.add.clicked.connect(lambda: self.accepted.emit(self.subgroup()))
        self.cancel.clicked.connect(self.cancelled)

    def _arrange(self) -> None:
        self._group_column = QVBoxLayout()
        self._group_column.setSpacing(2)
        form = QFormLayout()
        form.setSpacing(8)
        form.setContentsMargins(0, 0, 8, 0)
        form.addRow("Name", self.name)
        form.addRow("Groups", self._group_column)
        form.addRow("Attribute", self.attribute)
        form.addRow("Value", self.value)
        form.addRow("Judged as", self.seen)
        form.addRow("Answers", _row(self.answers))
        form.addRow("Scores", _row(self.bands))
        for control, name, tip in (
            (self.name, "Name of the group", "As it will stand in tables"),
            (self.attribute, "Attribute", "One of the columns of the participants' table"),
            (self.value, "Value of the attribute", "Only participants with this value"),
            (self.seen, "Judged as", "Only photographs that a participant judged so"),
        ):
            control.setAccessibleName(name)
            control.setToolTip(literal(tip))
        inside = QWidget()
        inside.setLayout(form)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(area, 1)
        column.addWidget(self.problem)
        column.addLayout(buttons)

    def show_people(self, people: Sequence[Participant], taken: Collection[str]) -> None:
        """Offer the groups and attributes that the study's participants have."""
        self._people, self._taken = tuple(people), frozenset(taken)
        for old in self.groups:
            self._group_column.removeWidget(old)
            old.deleteLater()
        names = list(dict.fromkeys(person.group for person in people if person.group))
        self.groups = [_tick(name, f"Participants of the group {name}") for name in names]
        for tick in self.groups:
            self._group_column.addWidget(tick)
        self.attribute.clear()
        keys = dict.fromkeys(key for person in people for key in person.attributes)
        self.attribute.addItems([_ANY, *keys])
        self._check()

    def clear(self) -> None:
        """Begin anew."""
        self.name.clear()
        for tick in (*self.groups, *self.answers, *self.bands):
            tick.setChecked(False)
        self.attribute.setCurrentIndex(0)
        self.seen.setCurrentIndex(0)
        self.name.setFocus()

    def subgroup(self) -> Subgroup:
        """Return what is put together."""
        attribute = self.attribute.currentText()
        wanted = self.attribute.currentIndex() > 0
        return Subgroup(
            name=self.name.text().strip(),
            groups=frozenset(tick.text() for tick in self.groups if tick.isChecked()),
            attributes={attribute: frozenset({self.value.currentText()})} if wanted else {},
            answers=frozenset(
                kind
                for kind, tick in zip(RecognitionPair, self.answers, strict=True)
                if tick.isChecked()
            ),
            says_pain=self.seen.currentData(),
            bands=frozenset(Band(tick.text()) for tick in self.bands if tick.isChecked()),
        )

    def _values(self) -> None:
        key = self.attribute.currentText()
        self.value.clear()
        found = {person.attributes[key] for person in self._people if key in person.attributes}
        self.value.addItems(sorted(found))
        self.value.setEnabled(bool(found))

    def _check(self) -> None:
        name = self.name.text().strip()
        problem = "There is a group with this name already." if name in self._taken else ""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.problem.setStyleSheet(f"color: {theme.level_colour('error').name()}")
        self.add.setEnabled(bool(name) and not problem)


ANSWERS = {
    RecognitionPair.YY: (
        "both right",
        "The neonate's photograph in pain was judged as pain, the other one as no pain (YY)",
    ),
    RecognitionPair.YN: ("only pain right", "Pain was recognised, rest was not (YN)"),
    RecognitionPair.NY: ("only rest right", "Rest was recognised, pain was not (NY)"),
    RecognitionPair.NN: ("both wrong", "Neither pain nor rest was recognised (NN)"),
}
"""What each kind of a pair of answers is called, and what it means."""


def _tick(text: str, tip: str) -> QCheckBox:
    tick = QCheckBox(text)
    tick.setToolTip(literal(tip))
    return tick


def _row(ticks: Sequence[QCheckBox]) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(4)
    for place, tick in enumerate(ticks):
        grid.addWidget(tick, place // 2, place % 2)
    grid.setColumnStretch(2, 1)
    return grid
