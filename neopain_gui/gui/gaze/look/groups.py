"""Groups of people as extraction models: the study's, and those that are put together here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.gaze.look.subgroup_form import ANSWERS, SubgroupForm
from neopain_gui.gui.widgets.waiting import Waiting
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import RecognitionPair
from neopain_gui.people.subgroups import Subgroup


class Groups(QWidget):
    """A list with ticks, a form for another one, and the button that makes maps.

    Signals
    -------
    added(subgroup: Subgroup)
        The person put one together.
    removed(name: str)
        One that was put together is to go.
    asked(subgroups: list of Subgroup)
        Maps of these are wanted.
    """

    added = Signal(object)
    removed = Signal(str)
    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName("Groups of people")
        self.new = QPushButton("New &group…")
        self.new.setToolTip("Make a group of participants by their group, attributes or answers")
        self.remove = QPushButton("Remove")
        self.remove.setToolTip("Remove a group that was made here; its maps stay")
        self.make = QPushButton("Ma&ke maps")
        self.make.setToolTip("Make the maps of the ticked groups for all photographs")
        self.waiting = Waiting(self)
        self.form = SubgroupForm(self)
        self._own: frozenset[str] = frozenset()
        self._subgroups: tuple[Subgroup, ...] = ()
        self._editable = False
        self._arrange()
        self.new.clicked.connect(self._open_form)
        self.form.cancelled.connect(self._close_form)
        self.form.accepted.connect(self._accept)
        self.remove.clicked.connect(self._remove)
        self.make.clicked.connect(lambda: self.asked.emit(self.wanted))
        self.list.itemChanged.connect(lambda *_: self.refresh())
        self.list.currentRowChanged.connect(lambda *_: self.refresh())

    def _arrange(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.new)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        column.addWidget(self.make)
        column.addWidget(self.waiting)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(page)
        self._pages.addWidget(self.form)

    @property
    def wanted(self) -> list[Subgroup]:
        """The ticked groups."""
        return [
            subgroup
            for row, subgroup in enumerate(self._subgroups)
            if self.list.item(row).checkState() is Qt.CheckState.Checked
        ]

    def show_groups(
        self,
        subgroups: Sequence[Subgroup],
        own: frozenset[str],
        people: Sequence[Participant],
        *,
        editable: bool,
    ) -> None:
        """List the study's groups; ``own`` are the names of those put together by hand."""
        off = {one.name for one in self._subgroups} - {one.name for one in self.wanted}
        self._subgroups, self._own, self._editable = tuple(subgroups), own, editable
        with QSignalBlocker(self.list):
            self.list.clear()
            for one in subgroups:
                count = sum(one.includes(person) for person in people)
                item = QListWidgetItem(f"{one.name} ({count})")
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                on = one.name not in off
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
                item.setToolTip(literal(describe(one)))
                self.list.addItem(item)
        self.form.show_people(people, {one.name for one in subgroups})
        self.refresh()

    def mark(self, outdated: Mapping[str, str]) -> None:
        """Mark the groups whose maps are out of date; why is their tip."""
        with QSignalBlocker(self.list):
            for row, one in enumerate(self._subgroups):
                item, why = self.list.item(row), outdated.get(one.name, "")
                icon = theme.coloured_icon("warning", theme.level_colour("warning"))
                item.setIcon(icon if why else QIcon())
                item.setToolTip(literal("\n".join(filter(None, (describe(one), why)))))

    def forget(self) -> None:
        """Forget another study's groups: which were off, and how their maps fared."""
        self._subgroups = ()
        self.list.clear()
        self.waiting.clear()
        self._close_form()

    def refresh(self) -> None:
        """Say which buttons can be used."""
        row = self.list.currentRow()
        mine = 0 <= row < len(self._subgroups) and self._subgroups[row].name in self._own
        self.new.setEnabled(self._editable)
        self.remove.setEnabled(self._editable and mine)
        self.make.setEnabled(self._editable and bool(self.wanted) and not self.waiting.busy)

    def _open_form(self) -> None:
        self.form.clear()
        self._pages.setCurrentWidget(self.form)

    def _close_form(self) -> None:
        self._pages.setCurrentIndex(0)

    def _accept(self, subgroup: Subgroup) -> None:
        self._close_form()
        self.added.emit(subgroup)

    def _remove(self) -> None:
        self.removed.emit(self._subgroups[self.list.currentRow()].name)


def describe(subgroup: Subgroup) -> str:
    """Say in words who is in a group.

    >>> describe(Subgroup(name="x", groups=frozenset({"Parents"}), says_pain=True))
    'Parents; photographs judged as pain (score of 3 or more)'
    """
    parts = [" or ".join(sorted(subgroup.groups)) or "all groups"]
    for name, values in subgroup.attributes.items():
        parts.append(f"{name}: {' or '.join(sorted(values))}")
    if subgroup.answers:
        said = " or ".join(ANSWERS[kind][0] for kind in RecognitionPair if kind in subgroup.answers)
        parts.append(f"answers: {said}")
    if subgroup.says_pain is not None:
        said = "pain (score of 3 or more)" if subgroup.says_pain else "no pain (score below 3)"
        parts.append(f"photographs judged as {said}")
    if subgroup.bands:
        parts.append(f"scores {' or '.join(sorted(subgroup.bands))}")
    return "; ".join(parts)
