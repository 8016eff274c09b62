"""Parts that dialogs share: words that wrap, and the buttons that end them."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton

from neopain_gui.gui.base.plain import PlainLabel


def wrapped(text: str = "") -> PlainLabel:
    """Return words as wide as there is room for."""
    label = PlainLabel(text)
    label.setWordWrap(True)
    return label


def close_box(dialog: QDialog) -> QDialogButtonBox:
    """Return the button that closes a dialog which only shows something."""
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    box.rejected.connect(dialog.close)
    return box


def folder_box(dialog: QDialog) -> tuple[QDialogButtonBox, QPushButton]:
    """Return the buttons of a dialog that goes on to choose a folder, and that which goes on."""
    box = QDialogButtonBox()
    go = box.addButton("Choose a folder…", QDialogButtonBox.ButtonRole.AcceptRole)
    box.addButton(QDialogButtonBox.StandardButton.Cancel)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box, go
