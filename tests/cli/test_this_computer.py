import json
import shutil
import subprocess
import sys

import pytest

from neopain_gui import cli
from neopain_gui.cli.this_computer import about
from neopain_gui.crashes import report
from neopain_gui.registration import linux

from .running import neopain


def test_about_says_what_the_window_says_without_names(capsys, monkeypatch, tmp_path):
    secret = "Maria Oliveira"
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / secret / name))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert neopain("about") == 0
    said = capsys.readouterr().out
    for part in ("Version: 0", "Memory: ", "offscreen", "Fonts: ", "Settings: ", "tensorflow: 2"):
        assert part in said
    assert "Maria" not in said
    assert about.__name__ == "about"


def test_the_screen_is_asked_in_a_process_of_its_own(capsys):
    assert cli.run_command(["about", "--screen"], None, lambda: [("Qt", "6")]) == 0
    assert json.loads(capsys.readouterr().out) == [["Qt", "6"]]


@pytest.mark.skipif(sys.platform != "linux", reason="displays of X11")
def test_a_display_that_cannot_be_reached_takes_nothing_else_away(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "neopain_gui", "about"],
        env={"DISPLAY": ":4711", "HOME": str(tmp_path), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert "no window can be opened here" in done.stdout
    assert "Memory: " in done.stdout


def test_faults_that_are_kept_are_printed(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(report, "_written", set())
    assert neopain("about", "--faults") == 0
    assert "no reports" in capsys.readouterr().out
    report.write_report("an error of a command", ["KeyError"])
    neopain("about", "--faults")
    said = capsys.readouterr().out
    assert "What: an error of a command" in said
    assert str(tmp_path) in said


def test_an_error_of_a_command_leaves_a_report(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(report, "_written", set())
    monkeypatch.delenv("NEOPAIN_DEBUG", raising=False)
    monkeypatch.setattr("neopain_gui.computer.facts.facts", lambda screen: {}["key"])
    assert neopain("about") == 1
    assert "neopain about --faults" in capsys.readouterr().err
    assert "KeyError" in report.reports()[0].read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="freedesktop's places")
def test_register_and_take_it_back(capsys, monkeypatch, tmp_path):
    for name in ("CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    monkeypatch.setattr(
        "neopain_gui.registration.anywhere.own_command", lambda: [shutil.which("true")]
    )
    assert neopain("register") == 0
    assert str(linux.entry_path()) in capsys.readouterr().out
    assert neopain("register", "--remove") == 0
    assert "registered no more" in capsys.readouterr().out
    assert not linux.is_registered()
