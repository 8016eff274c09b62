"""Registering from the menu: what was done is said, and taken back."""

import shutil
import sys

import pytest
from PySide6.QtCore import Qt

from neopain_gui.registration import linux


@pytest.mark.skipif(sys.platform != "linux", reason="freedesktop's places")
def test_registering_is_said_and_taken_back(window, qtbot, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    monkeypatch.setattr(
        "neopain_gui.registration.anywhere.own_command", lambda: [shutil.which("true")]
    )
    window.action("register").trigger()
    assert linux.is_registered()
    (bar,) = window.messages.messages()
    assert "a double-click on a study's file opens it" in bar.text
    assert str(linux.entry_path()) in bar.details
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert not linux.is_registered()
    (bar,) = window.messages.messages()
    assert bar.text.startswith("NeoPain is registered no more.")
    window.action("unregister").trigger()
    assert "not registered" in window.messages.messages()[-1].text
