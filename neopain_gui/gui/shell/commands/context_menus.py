"""The menu of a right click, or of the menu key: what the table of commands has for the place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QTreeView,
    QWidget,
)

from neopain_gui.gui.shell.commands.command_table import TABLE

if TYPE_CHECKING:
    from neopain_gui.gui.shell.commands.actions import Actions

_PROPERTY = "placeOfCommands"
_OWN = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)


_BEFORE: WeakKeyDictionary[QWidget, Callable[[], object]] = WeakKeyDictionary()
_FIRST: WeakKeyDictionary[QWidget, QMenu] = WeakKeyDictionary()


def belongs_to(
    widget: QWidget,
    *kinds: str,
    before: Callable[[], object] | None = None,
    first: QMenu | None = None,
) -> None:
    """Let a right click on a widget, or on anything in it, offer the commands for these kinds.

    ``before`` chooses what the commands will work on; ``first`` is a menu of the widget's own,
    whose actions stand above them.
    """
    widget.setProperty(_PROPERTY, " ".join(kinds))
    if before is not None:
        _BEFORE[widget] = before
    if first is not None:
        _FIRST[widget] = first


def kinds_at(widget: QObject | None) -> tuple[str, ...]:
    """Return which commands belong to a widget: what it, or the nearest around it, says."""
    step = widget if isinstance(widget, QWidget) else None
    while step is not None and not isinstance(step, _OWN):
        said = step.property(_PROPERTY)
        if said:
            return tuple(str(said).split())
        if isinstance(step, QTableView | QTreeView):
            return ("row",)
        if step.isWindow():
            break
        step = step.parentWidget()
    return ()


def menu_of(actions: Actions, kinds: tuple[str, ...], parent: QWidget) -> QMenu | None:
    """Make the menu for these kinds, grouped as the menu bar is; None where there is nothing."""
    wanted = [spec for spec in TABLE if set(spec.on) & set(kinds)]
    if not wanted:
        return None
    menu = QMenu(parent)
    menu.setAccessibleName("Commands for this place")
    menu.setToolTipsVisible(True)
    last = wanted[0].menu.split("/")[0]
    for spec in wanted:
        group = spec.menu.split("/")[0]
        if group != last:
            menu.addSeparator()
        menu.addAction(actions.by_id[spec.id])
        last = group
    return menu


def offer(actions: Actions, watched: QObject, event: QEvent) -> bool:
    """Show the menu of what was clicked on; False where it has none."""
    kinds = kinds_at(watched)
    if not kinds or not isinstance(event, QContextMenuEvent) or not isinstance(watched, QWidget):
        return False
    _choose(watched, event)
    menu = menu_of(actions, kinds, watched.window())
    if menu is None:
        return False
    own = _first_of(watched)
    if own is not None:
        others = menu.actions()[0]
        menu.insertActions(others, own.actions())
        menu.insertSeparator(others)
    menu.aboutToHide.connect(menu.deleteLater)
    event.accept()
    menu.popup(event.globalPos())
    return True


def _first_of(watched: QWidget) -> QMenu | None:
    """Return the menu that the widget, or the nearest around it, has of its own."""
    step: QWidget | None = watched
    while step is not None and step not in _FIRST:
        step = step.parentWidget()
    return None if step is None else _FIRST[step]


def _choose(watched: QWidget, event: QContextMenuEvent) -> None:
    """Let the commands work on the layer or pane that was clicked on; lists choose themselves."""
    pressed = event.reason() == QContextMenuEvent.Reason.Mouse
    if pressed and isinstance(watched, QAbstractButton) and watched.isEnabled():
        watched.click()
    step: QWidget | None = watched
    while step is not None:
        if step in _BEFORE:
            _BEFORE[step]()
            return
        step = step.parentWidget()
