"""What is typed in a cell of a table is the person's until it is kept."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QStyledItemDelegate, QWidget

_FILLED = "filled"


class Typing(QStyledItemDelegate):
    """Fills a cell's editor once: a table that changes meanwhile takes nothing typed away."""

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if not editor.property(_FILLED):
            editor.setProperty(_FILLED, True)
            self.fill(editor, index)

    def fill(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Show in an editor that was just opened what the cell holds."""
        super().setEditorData(editor, index)
