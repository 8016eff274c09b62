"""Undo and redo by keys wherever the focus is: a field undoes its own text first."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from neopain_gui.gui.shell.commands.command_table import BASE

_KEYS = {
    QKeySequence(key): command.id
    for command in BASE
    if command.id in ("undo", "redo")
    for key in command.keys
}


def for_the_study(event: QKeyEvent) -> bool:
    """Say whether a key undoes or does again in the study, not in the field that has the focus.

    Fields claim these keys also when they have nothing to undo: the study would not hear of them.
    """
    command = _KEYS.get(QKeySequence(event.keyCombination()))
    if command is None or QApplication.activeModalWidget() or QApplication.activePopupWidget():
        return False
    return not _own(QApplication.focusWidget(), undo=command == "undo")


def _own(field: QWidget | None, *, undo: bool) -> bool:
    """Say whether a field has text of its own to undo or to do again."""
    if isinstance(field, QAbstractSpinBox | QComboBox):
        field = field.lineEdit()
    if isinstance(field, QLineEdit):
        there = field.isUndoAvailable() if undo else field.isRedoAvailable()
        return there and not field.isReadOnly()
    if isinstance(field, QPlainTextEdit | QTextEdit):
        document = field.document()
        there = document.isUndoAvailable() if undo else document.isRedoAvailable()
        return there and not field.isReadOnly()
    return False
