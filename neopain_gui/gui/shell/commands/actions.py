"""The commands as Qt actions: menus, toolbar, palette and accessible names follow the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QToolBar, QToolButton

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.shell.commands.command_table import HELD_KEYS, MENUS, TABLE, Spec

__all__ = ["HELD_KEYS", "MENUS", "TABLE", "Actions", "Spec"]


class Actions(QObject):
    """The commands as Qt actions.

    Parameters
    ----------
    window : QMainWindow
        Shortcuts work everywhere in it.
    handlers : object
        Has a method for every ``Spec.id``.
    conditions : Mapping of str to callable
        Whether a condition of the table holds now.
    reason : callable, optional
        Says why a condition does not hold.
    """

    def __init__(
        self,
        window: QMainWindow,
        handlers: Mapping[str, Callable[[], object]],
        conditions: Mapping[str, Callable[[], bool]],
        reason: Callable[[str], str] = lambda _name: "",
    ) -> None:
        super().__init__(window)
        self._conditions, self._reason = conditions, reason
        self.by_id: dict[str, QAction] = {}
        for spec in TABLE:
            self.by_id[spec.id] = self._make(spec, window, handlers[spec.id])
        self.refresh()

    def _make(self, spec: Spec, window: QMainWindow, handler: Callable[[], object]) -> QAction:
        action = QAction(spec.text, window)
        action.setObjectName(spec.id)
        action.setCheckable(spec.checkable)
        if spec.icon:
            action.setIcon(theme.icon(spec.icon))
        action.setIconText(spec.short or spec.plain)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        said = spec.tip or spec.plain
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(literal(f"{said}  ({shown})" if shown else said))
        action.setStatusTip("")
        action.setMenuRole(_ROLES.get(spec.id, QAction.MenuRole.NoRole))
        action.triggered.connect(lambda _checked=False: handler())
        window.addAction(action)
        return action

    def refresh(self) -> None:
        """Enable what can be used now."""
        holds = {name: condition() for name, condition in self._conditions.items()}
        for spec in TABLE:
            self.by_id[spec.id].setEnabled(holds[spec.when])

    def why_not(self, identity: str) -> str:
        """Say what is missing for a command that cannot be used now."""
        return next(self._reason(spec.when) for spec in TABLE if spec.id == identity)

    def fill_menu_bar(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make the menus; returns them by their path without ``&``."""
        menus: dict[str, QMenu] = {}
        for title in MENUS:
            menus[title.replace("&", "")] = bar.addMenu(title)
        for spec in TABLE:
            menu = self._menu_of(spec.menu, menus)
            menu.addAction(self.by_id[spec.id])
            if spec.after:
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
        for spec in TABLE:
            if not spec.toolbar:
                continue
            group = spec.menu.split("/")[0]
            if last and group != last:
                bar.addSeparator()
            bar.addAction(self.by_id[spec.id])
            button = bar.widgetForAction(self.by_id[spec.id])
            if isinstance(button, QToolButton):
                button.setAccessibleName(spec.plain)
                if spec.short:
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            last = group


_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
}
