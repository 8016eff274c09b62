"""The menu of a right click, or of the menu key: what the table of commands has for the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

from neopain_gui.gui.widgets.right_click import choose, first_of, kinds_at

if TYPE_CHECKING:
    from neopain_gui.gui.shell.commands.actions import Actions


def menu_of(actions: Actions, kinds: tuple[str, ...], parent: QWidget) -> QMenu | None:
    """Make the menu for these kinds, grouped as the menu bar is; None where there is nothing."""
    wanted = [command for command in actions.commands if set(command.on) & set(kinds)]
    if not wanted:
        return None
    menu = QMenu(parent)
    menu.setAccessibleName("Commands for this place")
    menu.setToolTipsVisible(True)
    last = wanted[0].menu.split("/")[0]
    for command in wanted:
        group = command.menu.split("/")[0]
        if group != last:
            menu.addSeparator()
        menu.addAction(actions.by_id[command.id])
        last = group
    return menu


def offer(actions: Actions, watched: QObject, event: QEvent) -> bool:
    """Show the menu of what was clicked on; False where it has none."""
    kinds = kinds_at(watched)
    if not kinds or not isinstance(event, QContextMenuEvent) or not isinstance(watched, QWidget):
        return False
    choose(watched, event)
    menu = menu_of(actions, kinds, watched.window())
    if menu is None:
        return False
    own = first_of(watched)
    if own is not None:
        others = menu.actions()[0]
        menu.insertActions(others, own.actions())
        menu.insertSeparator(others)
    menu.aboutToHide.connect(menu.deleteLater)
    event.accept()
    menu.popup(event.globalPos())
    return True
