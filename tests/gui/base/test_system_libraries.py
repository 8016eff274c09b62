"""Where Qt cannot start, one sentence says what to do."""

import os
import subprocess
import sys

import pytest

from neopain_gui.gui.base import system_libraries


def test_a_library_that_is_missing_is_named_with_its_package():
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert system_libraries.no_qt(error) == (
        "NeoPain's window needs libraries that this system lacks: libEGL.so.1. On Debian and "
        "Ubuntu: sudo apt install libegl1"
    )


def test_what_the_plugin_needs_is_looked_for(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system_libraries, "_is_there", lambda name: name != "libxcb-cursor.so.0")
    assert "sudo apt install libxcb-cursor0" in system_libraries.no_window(":0")
    monkeypatch.setattr(system_libraries, "_is_there", lambda name: True)
    assert system_libraries.no_window(":4711").startswith("The display :4711 cannot be reached")


@pytest.mark.skipif(sys.platform != "linux", reason="displays of X11")
def test_a_display_that_cannot_be_reached_is_one_sentence(tmp_path):
    without = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "PATH")}
    code = """
import sys
sys.modules["tkinter"] = None
from neopain_gui.gui.application import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**without, "DISPLAY": ":4711", "XDG_STATE_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert ":4711" in done.stderr or "apt install" in done.stderr


def test_without_qt_no_traceback(capsys, monkeypatch):
    from neopain_gui.gui import application

    said = []
    monkeypatch.setattr("neopain_gui.said_in_a_window.say", said.append)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    class Broken:
        def find_spec(self, name, path, target=None):
            if name == "PySide6.QtWidgets":
                raise ImportError("libGL.so.1: cannot open shared object file")

    for name in ("PySide6.QtWidgets",):
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("PySide6.QtWidgets")
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    assert application.main() == application.NO_DISPLAY
    assert "libgl1" in capsys.readouterr().err
    assert "libgl1" in said[0]
