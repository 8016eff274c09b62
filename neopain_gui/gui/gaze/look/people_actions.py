"""What can be done with people of a study: remove, rename, move to a group, join."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.widgets.questions import ask_name, ask_pseudonym
from neopain_gui.gui.widgets.right_click import belongs_to
from neopain_gui.people.groups import ObserverGroup

if TYPE_CHECKING:
    from neopain_gui.gui.gaze.look.people_tree import People
    from neopain_gui.gui.state.session import Session


class PeopleActions(QObject):
    """Actions on the selected participants, with a context menu, a button and keys."""

    def __init__(self, session: Session, people: People, button: QToolButton) -> None:
        super().__init__(people)
        self._session, self._people = session, people
        self.rename = self._action("Rename…", "F2", self.rename_chosen)
        self.join = self._action("Join as one person", "", self.join_chosen)
        self.remove = self._action("Remove…", "Del", self.remove_chosen)
        self.remove_trials = self._action("Remove trials…", "", self.remove_trials_of_chosen)
        self.menu = QMenu(people)
        self.menu.addAction(self.rename)
        self.moving = self.menu.addMenu("Move to group")
        self.menu.addAction(self.join)
        self.joining = self.menu.addMenu("Same person as")
        self.menu.addSeparator()
        self.menu.addAction(self.remove_trials)
        self.menu.addAction(self.remove)
        self.menu.aboutToShow.connect(self.refresh)
        button.setText("Chan&ge participants")
        button.setToolTip("Rename, move to a group, join or remove the selected participants")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self.menu)
        belongs_to(people, "row", before=self.refresh, first=self.menu)
        people.itemSelectionChanged.connect(self.refresh)
        self._button = button
        self.refresh()

    def _action(self, text: str, key: str, do: object) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: do())  # type: ignore[operator]
        self._people.addAction(action)
        return action

    @property
    def chosen(self) -> tuple[str, ...]:
        """The selected participants; a selected group stands for all of its own."""
        return self._people.chosen

    def refresh(self) -> None:
        """Say what can be done now."""
        count, editable = len(self.chosen), self._session.editable
        self.rename.setEnabled(editable and count == 1)
        self.join.setEnabled(editable and count > 1)
        self.remove.setEnabled(editable and count > 0)
        self.remove_trials.setEnabled(editable and count > 0)
        self.moving.setEnabled(editable and count > 0)
        self._button.setEnabled(editable)
        self._list_others(editable and count == 1)
        self.moving.clear()
        for name in self._groups():
            action = self.moving.addAction(name.replace("&", "&&"))
            action.setToolTip(literal(name))
            action.triggered.connect(partial(self._move, name))
        self.moving.addSeparator()
        self.moving.addAction("New group…").triggered.connect(self._move_to_new)
        self.moving.addAction("No group").triggered.connect(partial(self._move, ""))

    def _list_others(self, wanted: bool) -> None:
        """List whom the selected one may be: who saw other photographs is not in the tree."""
        study = self._session.study
        self.joining.clear()
        for one in study.gaze.participants() if wanted and study is not None else []:
            if one.id not in self.chosen:
                text = f"{one.id} · {one.group}" if one.group else one.id
                action = self.joining.addAction(text.replace("&", "&&"))
                action.triggered.connect(partial(self._join_with, one.id))
        self.joining.setEnabled(not self.joining.isEmpty())

    def _groups(self) -> list[str]:
        study = self._session.study
        own = [] if study is None else [one.group for one in study.gaze.participants() if one.group]
        known = [str(group) for group in ObserverGroup if group is not ObserverGroup.ALL]
        return list(dict.fromkeys([*known, *sorted(own)]))

    def _move(self, group: str, *_: object) -> None:
        self._session.upkeep.move_participants(self.chosen, group)

    def _move_to_new(self) -> None:
        if name := ask_name(self._people, "New group", "Name of the group"):
            self._move(name)

    def rename_chosen(self) -> None:
        """Ask for another pseudonym; one that somebody has is refused where it is typed."""
        study = self._session.study
        if study is None or len(self.chosen) != 1:
            return
        (before,) = self.chosen
        taken = {one.id for one in study.gaze.participants()} - {before}
        name = ask_pseudonym(self._people, "Rename a participant", before, taken)
        if name is not None:
            self._session.upkeep.rename_participants({before: name})

    def join_chosen(self) -> None:
        """Make one person of them, under the first pseudonym: their recordings came one by one."""
        self._session.upkeep.join_participants(self.chosen)

    def _join_with(self, other: str, *_: object) -> None:
        self._session.upkeep.join_participants((*self.chosen, other))

    def remove_chosen(self) -> None:
        """Remove them with trials, scores and the group maps that they are part of."""
        if self.chosen:
            self._session.upkeep.ask_to_remove_participants(self.chosen)

    def remove_trials_of_chosen(self) -> None:
        """Remove their trials and the group maps that these are part of; they stay."""
        if self.chosen:
            self._session.upkeep.ask_to_remove_trials(self.chosen)
