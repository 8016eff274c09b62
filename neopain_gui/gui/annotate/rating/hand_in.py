"""The question before a round is handed in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from neopain_gui.counted import counted, matching


def hand_in_question(parent: QWidget, name: str, left: int) -> QMessageBox:
    """Return the question; where photographs are left, the usual button goes on with them."""
    box = QMessageBox(parent)
    box.setObjectName("hand_in")
    box.setIcon(QMessageBox.Icon.Warning if left else QMessageBox.Icon.Question)
    box.setWindowTitle("Hand the round in?")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        f"{counted(left, 'photograph')} {matching(left, 'is', 'are')} not done."
        if left
        else f"Every photograph of {name} is done."
    )
    box.setInformativeText(
        "What is handed in counts as final: it is changed with a reason only, which is kept."
    )
    hand_in = box.addButton("Hand in", QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton("Go on with it", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay if left else hand_in)
    box.setEscapeButton(stay)
    return box


def may_hand_in(parent: QWidget, name: str, left: int) -> bool:
    """Ask, and return whether the round may be handed in."""
    box = hand_in_question(parent, name, left)
    box.exec()
    accepted = box.buttonRole(box.clickedButton()) == QMessageBox.ButtonRole.AcceptRole
    box.deleteLater()
    return accepted
