"""How a pseudonym is typed, or taken from a participant of the study."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem, QWidget

from neopain_gui.gui.widgets.typing_delegate import Typing

Index = QModelIndex | QPersistentModelIndex


class PseudonymPicker(Typing):
    """A field to type into, with the study's participants below it.

    Typing a participant's pseudonym does not say that it is the same person: two imports both begin
    at P01. Choosing the participant from the list does.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offered: list[str] = []

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        combo = QComboBox(parent)
        combo.setAccessibleName("Pseudonym")
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setMaxVisibleItems(16)
        combo.addItems(self.offered)
        combo.setCompleter(None)  # type: ignore[arg-type]  # else "P01" becomes the study's P01
        combo.activated.connect(lambda _place: self._finish(combo))
        return combo

    def _finish(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    def fill(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(-1)
            editor.setEditText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            line = editor.lineEdit()
            if line is not None:
                line.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        rect = option.rect
        rect.setWidth(max(rect.width(), editor.sizeHint().width()))
        editor.setGeometry(rect)
