"""The question before much computing is discarded."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from neopain_gui.gui.loss import Loss


def discard_question(parent: QWidget, text: str, loss: Loss) -> QMessageBox:
    """Return the question; the button that keeps everything is the usual one.

    Parameters
    ----------
    parent : QWidget
        The window.
    text : str
        What would be done: "undoing finding the face on 22 photographs".
    loss : Loss
        What would go.
    """
    box = QMessageBox(parent)
    box.setObjectName("discard")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Maps would go")
    box.setText(f"{text[:1].upper()}{text[1:]} takes out {loss.text}.")
    box.setInformativeText(
        "Undo and redo bring them back until the study is closed; after that they have to be "
        "computed again."
    )
    box.addButton("Take them out", QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton("Change nothing", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    return box


def ask_discard(parent: QWidget, text: str, loss: Loss) -> bool:
    """Ask, and return whether the maps may go."""
    box = discard_question(parent, text, loss)
    box.exec()
    accepted = box.buttonRole(box.clickedButton()) == QMessageBox.ButtonRole.AcceptRole
    box.deleteLater()
    return accepted
