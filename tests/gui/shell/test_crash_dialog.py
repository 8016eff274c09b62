"""Reports of faults: seen as they are, copied, deleted, put back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from neopain_gui.crashes import report
from neopain_gui.gui.shell.crash_dialog import CrashDialog


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(report, "_written", set())


@pytest.fixture
def dialog(window, qtbot):
    def show():
        window.action("fault_reports").trigger()
        (dialog,) = window.findChildren(CrashDialog)
        return dialog

    return show


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_report_is_read_copied_deleted_and_put_back(dialog, qtbot):
    report.write_report("an error in the window", ["KeyError"])
    (file,) = report.reports()
    shown = dialog()
    content = file.read_text("utf-8")
    assert shown.text.toPlainText() == content
    assert not shown.chooser.isVisible()
    press(qtbot, shown.copy_button)
    assert QGuiApplication.clipboard().text() == content
    press(qtbot, shown.delete_button)
    assert report.reports() == []
    assert "no reports of faults" in shown.words.text()
    assert not shown.delete_button.isEnabled()
    press(qtbot, shown.back_button)
    assert file.read_text("utf-8") == content
    assert shown.text.toPlainText() == content
    shown.close()


def test_several_are_chosen_from(dialog, qtbot):
    report.write_report("an error in the window", ["KeyError"])
    report.write_report("an error in the engine", ["MemoryError"])
    shown = dialog()
    assert shown.chooser.count() == 2
    assert "MemoryError" in shown.text.toPlainText()
    qtbot.keyClick(shown.chooser, Qt.Key.Key_Down)
    assert "KeyError" in shown.text.toPlainText()
    shown.close()


def test_the_folder_is_opened(dialog, qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(
        "neopain_gui.gui.shell.crash_dialog.QDesktopServices.openUrl", opened.append
    )
    shown = dialog()
    assert not shown.folder_button.isEnabled(), "there is none yet"
    shown.close()
    report.write_report("an error in the window", ["KeyError"])
    shown = CrashDialog(shown.parentWidget())
    press(qtbot, shown.folder_button)
    assert opened[0].toLocalFile() == str(report.crash_folder())
    shown.close()
