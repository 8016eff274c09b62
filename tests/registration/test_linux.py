import os
import shutil
import subprocess
from pathlib import Path

import pytest

from neopain_gui.errors import EnvironmentFault
from neopain_gui.registration import linux

pytestmark = pytest.mark.skipif(os.name != "posix", reason="freedesktop's places")


@pytest.fixture
def home(tmp_path, monkeypatch):
    home = tmp_path / "Ana Souza é"
    for name in ("DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "usr"))
    monkeypatch.setenv("HOME", str(home))
    home.mkdir()
    return home


@pytest.fixture
def program(tmp_path):
    """A program in a folder with all that a shell takes for something else."""
    folder = tmp_path / 'Programs of "Ana" & $HOME `x`'
    folder.mkdir()
    program = folder / "neopain-window"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{tmp_path}/opened"\n')
    program.chmod(0o755)
    return program


def all_files(home):
    return sorted(file for file in home.rglob("*") if file.is_file())


def test_what_is_put_in_place_is_removed_again(home, program):
    outcome = linux.register([str(program)])
    assert "double-click" in outcome.text
    assert linux.is_registered()
    assert {Path(place) for place in outcome.places} <= set(all_files(home))
    assert (home / "DATA/icons/hicolor/48x48/apps/neopain.png").is_file()
    again = linux.register([str(program)])
    assert again.places == outcome.places
    gone = linux.unregister()
    assert set(gone.places) == set(outcome.places)
    assert not linux.is_registered()
    left = [file for file in all_files(home) if "neopain" in file.name.lower()]
    assert left == []
    assert not any(b"neopain" in file.read_bytes() for file in all_files(home))
    assert not (home / "DATA/icons").exists()
    assert "not registered" in linux.unregister().text


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="no validator here")
def test_the_menu_entry_is_one(home, program):
    linux.register([str(program)])
    done = subprocess.run(
        ["desktop-file-validate", linux.entry_path()], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(not shutil.which("xdg-mime"), reason="no desktop here")
def test_the_desktop_knows_what_a_study_is_and_what_opens_it(home):
    linux.register([shutil.which("true")])  # outside a desktop xdg-mime splits at spaces
    study = home / "Open in NeoPain.neopain-study"
    study.write_text("{}")

    def asked(*words):
        done = subprocess.run(["xdg-mime", *words], capture_output=True, text=True, check=False)
        return done.stdout.strip()

    assert asked("query", "default", linux.MIME) == "neopain.desktop"
    assert asked("query", "filetype", str(study)) == linux.MIME
    linux.unregister()
    assert asked("query", "default", linux.MIME) == ""


@pytest.mark.skipif(not shutil.which("gio"), reason="GLib's launcher is not here")
def test_a_program_in_any_folder_is_started_with_any_file(home, program, tmp_path):
    linux.register([str(program)])
    study = home / "Ward 3 $x & é.neopain-study"
    study.write_text("{}")
    subprocess.run(["gio", "launch", linux.entry_path(), study], check=True, timeout=60)
    opened = tmp_path / "opened"
    for _ in range(100):
        if opened.exists() and opened.read_text():
            break
        subprocess.run(["sleep", "0.1"], check=True)
    assert opened.read_text() == f"{study}|"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("/opt/neopain", "/opt/neopain"),
        ("/a b", '"/a b"'),
        ('/a"b', '"/a\\\\"b"'),
        ("/a\\b", '"/a\\\\\\\\b"'),
        ("/$a", '"/\\\\$a"'),
    ],
)
def test_words_are_quoted_as_the_specification_wants(word, said):
    assert linux.quoted(word) == said


def test_an_entry_of_somebody_else_is_kept(home, program):
    entry = linux.entry_path()
    entry.parent.mkdir(parents=True)
    entry.write_text("[Desktop Entry]\nName=Mine\n")
    outcome = linux.register([str(program)])
    assert "kept as neopain.desktop.bak" in outcome.remarks[0]
    assert "Mine" in (entry.parent / "neopain.desktop.bak").read_text()


def test_where_the_package_has_done_it_nothing_is_done(home, program, tmp_path):
    everybody = tmp_path / "usr/applications/neopain.desktop"
    everybody.parent.mkdir(parents=True)
    everybody.write_text(f"[Desktop Entry]\nExec='{program}' %F\n".replace("`", "\\`"))
    link = tmp_path / "neopain-window"
    link.symlink_to(program)
    everybody.write_text(f"[Desktop Entry]\nExec={link} %F\n")
    outcome = linux.register([str(program)])
    assert "already" in outcome.text
    assert outcome.places == ()
    assert all_files(home) == []


def test_without_the_desktops_tools_it_says_what_follows(home, program, monkeypatch):
    monkeypatch.setenv("PATH", str(home))
    outcome = linux.register([str(program)])
    assert [remark.partition(" ")[0] for remark in outcome.remarks] == [
        "update-desktop-database",
        "update-mime-database",
        "xdg-mime",
    ]


def test_a_home_that_cannot_be_written_to_keeps_nothing(home, program):
    (home / "DATA").mkdir()
    (home / "DATA/icons").write_text("a file stands here")
    with pytest.raises(EnvironmentFault):
        linux.register([str(program)])
    assert [file.name for file in all_files(home)] == ["icons"]
