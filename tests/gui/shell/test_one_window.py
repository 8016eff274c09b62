import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt

from neopain_gui.gui.shell.main_window import MainWindow
from neopain_gui.gui.shell.one_window import OneWindow
from neopain_gui.gui.state.session import Session
from neopain_gui.study import Study
from neopain_gui.study_opener import OPENER

ASK = """
import sys
from pathlib import Path
from neopain_gui.gui.shell.one_window import brought_to_front
sys.exit(0 if brought_to_front(Path(sys.argv[1])) else 1)
"""


@pytest.fixture
def run(monkeypatch):
    """Folder of local sockets; a test's own is too deep for one's path."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def window(qtbot, jobs, settings, run):
    window = MainWindow(Session(), jobs, settings)
    qtbot.addWidget(window)
    OneWindow(window)
    window.show()
    return window


def asked(qtbot, path):
    """Ask from another process, as a second double-click does; return whether a window came."""
    process = QProcess()
    process.start(sys.executable, ["-c", ASK, str(path)])
    with qtbot.waitSignal(process.finished, timeout=20_000):
        pass
    return process.exitCode() == 0


def test_a_second_double_click_brings_the_window_to_the_front(qtbot, window, study_path):
    assert not asked(qtbot, study_path), "nobody has it open"
    window.open_study(study_path)
    qtbot.waitUntil(lambda: (study_path / OPENER).is_file())
    window.showMinimized()
    assert asked(qtbot, study_path / OPENER)
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    assert any(
        "is open here already" in text for text in [bar.text for bar in window.messages.messages()]
    )
    window.session.close_study()
    assert not asked(qtbot, study_path)


def test_one_left_behind_by_a_window_that_was_killed_is_in_nobodys_way(
    qtbot, window, study_path, run
):
    code = """
import os, sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QLocalServer
from pathlib import Path
from neopain_gui.gui.shell.one_window import _name_of
app = QCoreApplication([])
server = QLocalServer()
assert server.listen(_name_of(Path(sys.argv[1])))
os._exit(9)
"""
    process = QProcess()
    process.start(sys.executable, ["-c", code, str(study_path)])
    with qtbot.waitSignal(process.finished, timeout=20_000):
        pass
    assert len(list(run.iterdir())) == 1
    assert not asked(qtbot, study_path)
    window.open_study(study_path)
    assert asked(qtbot, study_path)


def test_one_that_is_open_elsewhere_is_opened_to_read_on_request(
    qtbot, window, study_path, monkeypatch
):
    monkeypatch.setattr(
        "neopain_gui.gui.shell.commands.study_commands.brought_to_front", lambda path: True
    )
    with Study.open(study_path):
        window.open_study(study_path)
        assert window.session.study is None
        bar = window.messages.messages()[-1]
        assert "another NeoPain window, which was brought to the front" in bar.text
        qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
        assert window.session.study.read_only
    window.session.close_study()
