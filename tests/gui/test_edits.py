"""Undo in the window: keys, what is said, what is asked."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QPushButton

from neopain_gui.gui.asking import ask_discard
from neopain_gui.gui.loss import Loss

LOSS = Loss(maps=440, photographs=22, seconds=7300.0)


@pytest.mark.parametrize(("button", "answer"), [("Take them out", True), ("Change nothing", False)])
def test_the_question_says_what_goes_and_does_what_is_chosen(qtbot, window, button, answer):
    seen = []

    def choose():
        box = window.findChild(QMessageBox, "discard")
        seen.append((box.text(), box.defaultButton().text()))
        qtbot.mouseClick(
            next(one for one in box.findChildren(QPushButton) if one.text() == button),
            Qt.MouseButton.LeftButton,
        )

    QTimer.singleShot(0, choose)
    assert ask_discard(window, "clearing the face of 22 photographs", LOSS) is answer
    assert seen == [
        (
            "Clearing the face of 22 photographs takes 440 maps of 22 photographs, "
            "about 2 hours of computing, out of the study.",
            "Change nothing",
        )
    ]


def test_escape_changes_nothing(qtbot, window):
    QTimer.singleShot(
        0, lambda: qtbot.keyClick(window.findChild(QMessageBox, "discard"), Qt.Key.Key_Escape)
    )
    assert not ask_discard(window, "clearing the face", LOSS)
