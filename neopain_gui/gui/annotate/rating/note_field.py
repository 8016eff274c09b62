"""A field for a note, which ends where a note may be no longer."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from neopain_gui.annotation.answers import LONGEST_NOTE

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteField(QPlainTextEdit):
    """A field that Esc leaves; it takes no more than a note may hold.

    Signals
    -------
    left()
        The keyboard went elsewhere.
    refused(characters: int)
        So many were typed or pasted beyond the end, and not taken.
    """

    left = Signal()
    refused = Signal(int)

    @property
    def _room(self) -> int:
        chosen = self.textCursor().selectedText()
        return LONGEST_NOTE - len(self.toPlainText()) + len(chosen)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = (event.text().isprintable() and bool(event.text())) or event.key() in _ENTERS
        if event.key() == Qt.Key.Key_Escape:
            page = self.parentWidget()
            while page is not None and page.objectName() != "rating":
                page = page.parentWidget()
            if page is not None:
                page.setFocus(Qt.FocusReason.OtherFocusReason)
            self.left.emit()
        elif typed and not event.modifiers() & _COMMANDS and self._room < 1:
            self.refused.emit(1)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        over = len(event.commitString()) - max(0, self._room)
        if over > 0:
            event.setCommitString(event.commitString()[: max(0, self._room)])
            self.refused.emit(over)
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text, room = source.text(), max(0, self._room)
        if len(text) > room:
            self.insertPlainText(text[:room])
            self.refused.emit(len(text) - room)
        else:
            super().insertFromMimeData(source)


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
