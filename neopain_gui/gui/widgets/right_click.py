"""What a right click, or the menu key, finds: which kind of place a widget says that it is."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject
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


def first_of(watched: QWidget) -> QMenu | None:
    """Return the menu that the widget, or the nearest around it, has of its own."""
    step: QWidget | None = watched
    while step is not None and step not in _FIRST:
        step = step.parentWidget()
    return None if step is None else _FIRST[step]


def choose(watched: QWidget, event: QContextMenuEvent) -> None:
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
