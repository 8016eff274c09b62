"""The next start tells of a fault in one sentence; tests/robustness makes real ones."""

import pytest
from PySide6.QtCore import Qt

from neopain_gui.crashes import report
from neopain_gui.gui.shell.after_a_fault import say_what_happened
from neopain_gui.gui.shell.crash_dialog import CrashDialog


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(report, "_written", set())


def test_a_report_is_told_of_once_seen_or_deleted_and_put_back(window, qtbot):
    report.write_report("an error in the window", ["KeyError"])
    say_what_happened(window)
    (bar,) = window.messages.messages()
    assert bar.text.startswith("Something went wrong inside NeoPain the last time;")
    assert bar.text.count(".") == 1, "one sentence"
    qtbot.mouseClick(bar.other, Qt.MouseButton.LeftButton)
    assert report.reports() == []
    (bar,) = window.messages.messages()
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert len(report.reports()) == 1
    say_what_happened(window)
    assert not window.messages.messages()


def test_what_it_holds_is_shown(window, qtbot):
    for number in range(2):
        report.write_report("an error in the window", [f"KeyError {number}"])
    say_what_happened(window)
    (bar,) = window.messages.messages()
    assert "2 reports of it lie on this computer" in bar.text
    assert bar.button.text() == "See what they hold"
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(CrashDialog)
    assert "KeyError 1" in dialog.text.toPlainText()
    dialog.close()


def test_a_start_after_a_good_end_says_nothing(window):
    say_what_happened(window)
    assert not window.messages.messages()
