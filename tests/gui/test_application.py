"""Starting: what is imported, what is said without a display, what is caught."""

import os
import subprocess
import sys
import textwrap
import threading

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton

from neopain_gui.crashes.report import reports
from neopain_gui.errors import InputError
from neopain_gui.gui.application import NO_DISPLAY, without_display
from neopain_gui.gui.base import faults
from neopain_gui.gui.shell.main_window import MainWindow
from neopain_gui.gui.state.session import Session

HEAVY = ("tensorflow", "keras", "pandas", "matplotlib", "skimage", "cv2", "pyqtgraph", "sklearn")
LATER = (*HEAVY, "numpy", "PIL", "sqlite3")


def run(code, tmp_path, **environment):
    """Run code in a Python of its own, with a home of its own."""
    given = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        given[name] = str(tmp_path / name)
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=given | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_first_paint_needs_nothing_heavy(tmp_path):
    code = f"""
        import sys
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication
        from neopain_gui.gui.shell import main_window
        painted = []
        class Watched(main_window.MainWindow):
            def paintEvent(self, event):
                super().paintEvent(event)
                if not painted:
                    painted.append([m for m in {LATER!r} if m in sys.modules])
                    QTimer.singleShot(0, self.close)
        main_window.MainWindow = Watched
        from neopain_gui.gui.application import main
        code = main()
        print(painted, code)
    """
    ended = run(code, tmp_path, QT_QPA_PLATFORM="offscreen")
    assert ended.stdout.strip().endswith("[[]] 0"), ended.stderr


def test_without_a_display_one_line_says_what_to_do(tmp_path):
    code = "import sys; from neopain_gui.gui.application import main; sys.exit(main())"
    ended = run(code, tmp_path, QT_QPA_PLATFORM="")
    assert ended.returncode == NO_DISPLAY
    assert ended.stderr.count("\n") == 1
    assert "make demo-headless" in ended.stderr


@pytest.mark.parametrize(
    ("platform", "environment", "missing"),
    [
        ("linux", {}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("darwin", {}, False),
        ("win32", {}, False),
    ],
)
def test_which_environments_have_a_display(platform, environment, missing):
    assert without_display(platform, environment) is missing


def test_what_the_user_can_mend_is_said_without_details():
    sentence, details = faults.describe(InputError("it is empty", file="a.csv"))
    assert sentence == "a.csv: it is empty."
    assert details == ""


def test_a_bug_brings_its_traceback_and_a_report_without_names(monkeypatch, qapp):
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    secret = "Maria Oliveira"
    shown = []
    boundary = faults.Boundary(lambda *said: shown.append(said))
    boundary.install()
    try:
        try:
            raise KeyError(secret)
        except KeyError as error:
            sys.excepthook(KeyError, error, error.__traceback__)
    finally:
        boundary.remove()
    (sentence, details), *rest = shown
    assert not rest
    assert secret not in sentence
    assert "KeyError" in details
    (report,) = reports()
    assert "KeyError" in report.read_text(encoding="utf-8")
    assert secret not in report.read_text(encoding="utf-8")


def test_a_fault_in_a_thread_is_told_and_kept(monkeypatch, qtbot):
    monkeypatch.setattr(threading, "excepthook", lambda *_: None)
    shown = []
    boundary = faults.Boundary(lambda *said: shown.append(said))
    boundary.install()
    try:
        thread = threading.Thread(target=lambda: {}["key"])
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bool(shown))
    finally:
        boundary.remove()
    assert "KeyError" in shown[0][1]
    assert "beside the window" in reports()[0].read_text(encoding="utf-8")


def test_the_boundary_puts_the_hook_back():
    before = sys.excepthook
    boundary = faults.Boundary(print)
    boundary.install()
    assert sys.excepthook != before
    boundary.remove()
    assert sys.excepthook == before


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True cannot wear out from 3.12 on")
def test_signals_do_not_wear_out_true(qapp):
    """PySide 6.12.0 drops a reference to True in each emit: CPython 3.11 aborts in the end."""

    class Sender(QObject):
        sent = Signal()

    sender = Sender()
    before = sys.getrefcount(True)
    for _ in range(100):
        sender.sent.emit()
    assert sys.getrefcount(True) > before - 50


def test_the_keyboard_is_watched_from_the_first_paint_on(qtbot, jobs, settings):
    window = MainWindow(Session(), jobs, settings)
    qtbot.addWidget(window)
    assert not window._keys.watching
    lists, buttons = window.findChildren(QComboBox), window.start.findChildren(QPushButton)
    assert lists
    assert all(one.focusPolicy() != Qt.FocusPolicy.WheelFocus for one in lists)
    assert buttons
    assert all(one.minimumHeight() >= 24 for one in (*lists, *buttons))
    late = QComboBox(window)  # made between the preparation and the first paint
    window.show()
    qtbot.waitUntil(lambda: window._keys.watching)
    assert late.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert late.minimumHeight() >= 24
    latest = QComboBox(window)
    latest.show()
    assert latest.focusPolicy() == Qt.FocusPolicy.StrongFocus
    window.close()


def test_a_window_that_is_closed_as_it_is_painted_watches_nothing(qtbot, jobs, settings):
    window = MainWindow(Session(), jobs, settings)
    qtbot.addWidget(window)
    window.show()
    window.grab()  # paints it; what follows is put off
    window.close()
    control = QComboBox()
    qtbot.addWidget(control)
    qtbot.wait(10)
    control.show()
    assert control.focusPolicy() == Qt.FocusPolicy.WheelFocus


def test_odd_files_among_the_models_are_said_and_stay_said(
    request, monkeypatch, study_path, tmp_path, qtbot
):
    folder = tmp_path / "models"
    folder.mkdir()
    for name in "abcd":
        (folder / f"{name}.weights.h5").write_text("no HDF5")
    monkeypatch.setattr("neopain_gui.locations.models", lambda: folder)
    monkeypatch.setattr("neopain_gui.classifiers.registry._shipped", list)
    window = request.getfixturevalue("window")
    window.open_study(study_path)
    qtbot.waitUntil(lambda: window.session.study is not None)
    qtbot.waitUntil(lambda: window.messages.messages() != [])
    (bar,) = window.messages.messages()
    assert bar.text.startswith(
        "Not among the classifiers: a.weights.h5: this is not a readable HDF5 file. b.weights"
    )
    assert bar.text.endswith(" And 1 more.")
    assert "d.weights.h5: this is not" in bar.details
