"""The commands as Qt actions: menus, toolbar, palette and accessible names follow the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.place.command import Command
from neopain_gui.gui.place.window import Window
from neopain_gui.gui.shell.commands.command_table import MENUS
from neopain_gui.gui.shell.commands.conditions import Conditions


class Actions(QObject):
    """The commands as Qt actions.

    Parameters
    ----------
    window : Window
        What they are carried out on; shortcuts work everywhere in it.
    commands : sequence of Command
        In the order of the menus.
    conditions : Conditions
        When they can be used.

    Attributes
    ----------
    commands : sequence of Command
    by_id : dict of str to QAction
    """

    def __init__(self, window: Window, commands: Sequence[Command], conditions: Conditions) -> None:
        super().__init__(window.widget)
        self._window, self._conditions = window, conditions
        self.commands = commands
        self.by_id: dict[str, QAction] = {}
        for command in commands:
            self.by_id[command.id] = self._make(command)
        self._checkable = [command for command in commands if command.checked is not None]
        self.refresh()

    def _make(self, command: Command) -> QAction:
        window = self._window.widget
        action = QAction(command.text, window)
        action.setObjectName(command.id)
        action.setCheckable(command.checked is not None)
        if command.icon:
            action.setIcon(theme.icon(command.icon))
        action.setIconText(command.short or command.plain)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        said = command.tip or command.plain
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(literal(f"{said}  ({shown})" if shown else said))
        action.setStatusTip("")
        action.setMenuRole(_ROLES.get(command.id, QAction.MenuRole.NoRole))
        action.triggered.connect(lambda _checked=False: self._run(command))
        window.addAction(action)
        return action

    def _run(self, command: Command) -> None:
        command.run(self._window)
        if command.checked is not None:
            self.check()

    def refresh(self) -> None:
        """Enable what can be used now."""
        holds = self._conditions.holding()
        for command in self.commands:
            self.by_id[command.id].setEnabled(self._conditions.may(command, holds))

    def check(self, *_: object) -> None:
        """Check what is on."""
        for command in self._checkable:
            if command.checked is not None:
                self.by_id[command.id].setChecked(command.checked(self._window))

    def why_not(self, identity: str) -> str:
        """Say what is missing for a command that cannot be used now."""
        return next(self._conditions.why_not(c.when) for c in self.commands if c.id == identity)

    def fill_menu_bar(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make the menus; returns them by their path without ``&``."""
        menus: dict[str, QMenu] = {}
        for title in MENUS:
            menus[title.replace("&", "")] = bar.addMenu(title)
        for command in self.commands:
            menu = self._menu_of(command.menu, menus)
            menu.addAction(self.by_id[command.id])
            if command.after:
                menu.addSeparator()
        return menus

    @staticmethod
    def _menu_of(path: str, menus: dict[str, QMenu]) -> QMenu:
        plain = path.replace("&", "")
        if plain not in menus:
            parent, _, title = path.rpartition("/")
            menus[plain] = menus[parent].addMenu(title)
            menus[plain].setToolTipsVisible(True)
            if plain == "File/Export":
                menus[plain].setIcon(theme.icon("export"))
                menus[parent].addSeparator()
        return menus[plain]

    def fill_toolbar(self, bar: QToolBar) -> None:
        """Add the buttons, grouped as the menus are."""
        last = ""
        for command in self.commands:
            if not command.toolbar:
                continue
            group = command.menu.split("/")[0]
            if last and group != last:
                bar.addSeparator()
            bar.addAction(self.by_id[command.id])
            button = bar.widgetForAction(self.by_id[command.id])
            if isinstance(button, QToolButton):
                button.setAccessibleName(command.plain)
                if command.short:
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            last = group


_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
}
