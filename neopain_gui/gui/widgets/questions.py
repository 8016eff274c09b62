"""The questions before much is discarded, computed or typed, and the one for a name."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from neopain_gui.gui.state.loss import Loss

_TITLE_BUTTONS = 200
"""Pixels that a window's frame takes beside its title, on any desktop."""


def ask_name(parent: QWidget, title: str, label: str, text: str = "") -> str | None:
    """Ask for a name in a box that is wide enough for its title; None where it was closed."""
    box = QInputDialog(parent)
    box.setWindowTitle(title)
    box.setLabelText(label)
    box.setTextValue(text)
    wide = box.fontMetrics().horizontalAdvance(title) + _TITLE_BUTTONS
    box.resize(max(wide, box.sizeHint().width()), box.sizeHint().height())
    accepted = box.exec() == QInputDialog.DialogCode.Accepted
    box.deleteLater()
    return box.textValue().strip() if accepted else None


def ask_pseudonym(parent: QWidget, title: str, before: str, taken: Collection[str]) -> str | None:
    """Ask for another pseudonym; one that somebody has is refused where it is typed."""
    said, name = f"New pseudonym of {before}", before
    while True:
        answer = ask_name(parent, title, said, name)
        if answer is None or answer == before:
            return None
        name = answer
        if name and name not in taken:
            return name
        said = (
            f"{name} is somebody else. New pseudonym of {before}"
            if name
            else f"A pseudonym is not empty. New pseudonym of {before}"
        )


def drop_question(parent: QWidget) -> QMessageBox:
    """Return the question before an import is given up in which somebody decided something."""
    box = QMessageBox(parent)
    box.setObjectName("drop")
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Cancel the import?")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText("What you filled in or chose on this page would be lost.")
    box.setInformativeText("Nothing was imported. Your files stay as they are.")
    box.addButton("Cancel the import", QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton("Go on with it", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    return box


def may_drop(parent: QWidget) -> bool:
    """Ask, and return whether what was decided for an import may be lost."""
    box = drop_question(parent)
    box.exec()
    accepted = box.buttonRole(box.clickedButton()) == QMessageBox.ButtonRole.DestructiveRole
    box.deleteLater()
    return accepted


def delete_question(parent: QWidget, title: str) -> QMessageBox:
    """Return the question before weights are deleted that nothing brings back."""
    box = QMessageBox(parent)
    box.setObjectName("delete")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Delete for good?")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"The files of {title} would be deleted.")
    box.setInformativeText("Nothing brings them back. Maps that it made stay in their studies.")
    box.addButton("Delete for good", QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton("Keep them", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    return box


def may_delete(parent: QWidget, title: str) -> bool:
    """Ask, and return whether weights may be deleted."""
    box = delete_question(parent, title)
    box.exec()
    accepted = box.buttonRole(box.clickedButton()) == QMessageBox.ButtonRole.DestructiveRole
    box.deleteLater()
    return accepted


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
    box.setTextFormat(Qt.TextFormat.PlainText)
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
