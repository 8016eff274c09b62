"""Whatever is given, no mistake of the program: one sentence that a person can read, soon."""

import errno
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from neopain_gui.cli import console
from neopain_gui.errors import EnvironmentFault, refusal
from neopain_gui.imaging import require_file, require_folder, writable, write_png
from neopain_gui.natural_order import natural_key
from neopain_gui.study import Study

from .running import neopain

ABOUT = "neopain_gui.cli"

ROOT = Path(__file__).parents[2]
LONG = "n" * 300
TABLES = {
    "columns.csv": "file,label" + ",x" * 100_000 + "\na.png,pain" + ",1" * 100_000 + "\n",
    "digits.csv": f"file,label,nfcs,x1,y1,x2,y2\na.png,pain,{'9' * 5000},{'9' * 5000},1,2,3\n",
    "long_name.csv": f"file,label\n{'9' * 5000}.png,pain\n",
    "first_cell.csv": "x" * 200_000 + ",label\na.png,pain\n",
    "second_line.csv": "file,label\n" + "x" * 200_000 + ",pain\n",
    "quote.csv": 'file,label\n"a.png,pain\n' * 50,
    "clock.tsv": "RecordingTimestamp\tGazePointX (ADCSpx)\tGazePointY (ADCSpx)\tMediaName\t"
    "ParticipantName\tRecordingName\n" + ("9" * 5000 + "\t1\t1\ta.png\tP\tR\n") * 3,
}


@pytest.fixture
def folder(tmp_path, black):
    write_png(tmp_path / "a.png", black)
    (tmp_path / "file").write_bytes(b"")
    return tmp_path


@pytest.fixture
def black():
    import numpy as np

    return np.random.default_rng(3).integers(0, 255, (60, 80, 3), np.uint8)


def one_sentence(capsys):
    said = capsys.readouterr().err
    assert "made a mistake" not in said
    assert "Traceback" not in said
    assert "field larger" not in said
    sentences = [line for line in said.splitlines() if line.strip()]
    assert all(len(line) < 1000 for line in sentences), max(map(len, sentences))
    return said


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("command", ["new", "gaze"])
def test_tables_of_any_shape(folder, capsys, command, name):
    table = folder / name
    table.write_text(TABLES[name])
    made = (folder / "made.neopain",) if command == "new" else ()
    neopain(command, *made, table)
    one_sentence(capsys)


@pytest.mark.parametrize(
    ("where", "word"),
    [
        ("file/below", "a file stands where a folder is needed"),
        (LONG, "too long"),
        (f"{LONG}/below", "too long"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ("attribute", "a.png"),
        ("demo", "--headless"),
        ("run", "a.neopain"),
        ("report", "a.neopain"),
        ("faithfulness", "a.neopain"),
        ("gaze-tables", "a.neopain"),
        ("bids", "a.neopain"),
    ],
)
def test_a_folder_that_cannot_be_made_is_said_before_anything_slow(
    folder, capsys, command, where, word
):
    name, *more = command
    given = [folder / one if not one.startswith("--") else one for one in more]
    assert neopain(name, *given, "--out", folder / where) == 3
    assert word in one_sentence(capsys)
    assert sorted(one.name for one in folder.iterdir()) == ["a.png", "file"]


@pytest.mark.parametrize(
    ("where", "word"),
    [
        ("file/below", "a file stands where a folder is needed"),
        ("file/far/below", "a file stands where a folder is needed"),
        (LONG, "this name is too long"),
        (f"none/{LONG}", "this name is too long"),
    ],
)
def test_a_study_that_cannot_be_made_is_said_before_anything_is_read(folder, capsys, where, word):
    assert neopain("new", folder / where, folder / "a.png") == 3
    said = one_sentence(capsys)
    assert word in said
    assert "neonate" not in said
    assert sorted(one.name for one in folder.iterdir()) == ["a.png", "file"]


@pytest.mark.parametrize("name", ["", ".", "..", "/"])
def test_a_study_without_a_name(folder, capsys, name, monkeypatch):
    monkeypatch.chdir(folder)
    assert neopain("new", name, "a.png") == 2
    assert "is no name of a study" in one_sentence(capsys)


@pytest.mark.skipif(os.name != "posix", reason="modes and users")
def test_a_place_that_may_not_be_written_to(folder, capsys):
    locked = folder / "locked"
    locked.mkdir(mode=0o555)
    folder.parent.chmod(0o755)
    folder.chmod(0o755)
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(65534)
    try:
        with pytest.raises(EnvironmentFault, match="the system does not permit it"):
            require_folder(locked / "x")
    finally:
        if superuser:
            os.seteuid(0)


def test_a_disk_that_is_full_is_said_in_our_own_words(folder, monkeypatch):
    class Full:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def write(self, _):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writable.tempfile, "TemporaryFile", lambda **_: Full())
    with pytest.raises(EnvironmentFault, match=r"^x: the disk is full; make room on it"):
        require_folder(folder / "x")
    with pytest.raises(EnvironmentFault, match=r"^x\.csv: the disk is full; make room on it"):
        require_file(folder / "x.csv")


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_the_systems_own_words_are_never_said(number):
    said = refusal(OSError(number, os.strerror(number), "/a/b.png"))
    assert os.strerror(number).lower() not in said.lower()
    assert said.startswith("b.png: ")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("/somewhere/a.neopain/.unfinished-8f2a/blobs", "a.neopain"),
        ("/somewhere/.unfinished-8f2a/blobs/x.npy", "somewhere"),
        ("/a.neopain/.0123456789abcdef0123456789abcdef.tmp", "a.neopain"),
        (f"/a.neopain/{'ab' * 32}.npy", "a.neopain"),
        (f"/a/{LONG}", "n" * 60 + "…"),
        ("", "A file"),
    ],
)
def test_names_that_only_the_program_knows_do_not_reach_a_person(file, name):
    assert refusal(OSError(28, "No space left on device", file)).startswith(
        f"{name}: the disk is full"
    )


@pytest.mark.parametrize(("kind", "wanted"), [("ascii", "120 x 90 ... 'a' >= 2"), ("cp1252", None)])
def test_a_terminal_spells_what_it_cannot_show(monkeypatch, kind, wanted):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=kind, newline="")
    monkeypatch.setattr(sys, "stdout", stream)
    console.spell_out()
    stream.write("120 × 90 … ‘a’ ≥ 2")
    stream.flush()
    assert stream.buffer.getvalue().decode(kind) == (wanted or "120 × 90 … ‘a’ >= 2")


@pytest.mark.parametrize("kind", ["ascii", "cp1252"])
def test_help_lists_and_files_survive_narrow_character_sets(folder, kind):
    environment = {**os.environ, "PYTHONIOENCODING": kind, "PYTHONPATH": str(ROOT)}
    for command in (["--help"], ["methods"], ["new", "a.neopain", "a.png"]):
        done = subprocess.run(
            [sys.executable, "-m", "neopain_gui", *command],
            env=environment,
            cwd=folder,
            capture_output=True,
            check=False,
        )
        said = (done.stdout + done.stderr).decode(kind)
        assert done.returncode == 0, said
        assert "mistake" not in said


def test_numbers_of_any_length_are_sorted_as_numbers():
    names = ["S10", "S2", "S02", f"S{'9' * 5000}", "S"]
    assert sorted(names, key=natural_key) == ["S", "S02", "S2", "S10", f"S{'9' * 5000}"]


@pytest.mark.parametrize("typed", ["9" * 5000, "x" * 200_000, "\x1b[31m" + "x" * 300, "a\nb"])
def test_what_is_typed_is_repeated_on_one_short_line(capsys, tmp_path, monkeypatch, typed):
    monkeypatch.chdir(tmp_path)
    for given in (
        (typed,),
        ("gaze", typed),
        ("gaze", "a.tsv", "--screen", typed),
        ("attribute", "a.png", "--out", "o", "--face", typed),
        ("attribute", "a.png", "--out", "o", "--c", typed),
        ("gaze-maps", typed),
        ("merge", "a", "b", "c", "--neonates", typed),
    ):
        assert neopain(*given) in (2, 3)
        said = one_sentence(capsys)
        assert len(said.strip().splitlines()) == 1 or "%" in said
        assert "\x1b[31m" not in said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"there is no '{'9' * 5000}'; put it right.", f"there is no '{'9' * 59}…'; put it right."),
        ("x" * 100, "x" * 100),
        (f"{'x' * 5000}", "x" * 60 + "…"),
    ],
)
def test_long_words_are_cut_and_the_sentence_around_them_stays(text, wanted):
    assert console.cut(text) == wanted


EVERY = [command.name for command in typer.main.get_command(console.app).commands.values()]


@pytest.mark.parametrize("kind", ["ascii", "cp1252"])
@pytest.mark.parametrize("command", [*EVERY, ""])
def test_the_help_of_every_command_is_spelled_in_narrow_character_sets(monkeypatch, kind, command):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=kind, errors="backslashreplace", newline="")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("COLUMNS", "200")
    assert neopain(*filter(None, (command, "--help"))) == 0
    stream.flush()
    said = stream.buffer.getvalue().decode(kind)
    assert "Usage: neopain" in said
    for unspelled in ("\\u", "\\x", "??"):
        assert unspelled not in said
    assert not re.search(r"\w\?\w", said), said


@pytest.mark.parametrize(
    "command",
    [
        ("run", "STUDY", "--out", "o"),
        ("attribute", "STUDY", "--out", "o"),
        ("find-faces", "STUDY"),
        ("edit", "STUDY", "--rename-neonate", "a=b"),
        ("remove", "STUDY", "--image", "photo-001", "--yes"),
        ("add", "STUDY", "a.png"),
        ("find-moved", "STUDY", "."),
        ("import-gaze", "STUDY", "a.tsv"),
        ("import-heatmaps", "STUDY", "."),
        ("gaze-maps", "STUDY"),
    ],
)
def test_a_study_that_can_only_be_read_says_so_in_one_sentence(
    study_path, folder, capsys, monkeypatch, command
):
    monkeypatch.chdir(folder)
    with Study.open(study_path):  # who has it open first may write
        given = [str(study_path) if one == "STUDY" else one for one in command]
        assert neopain(*given) == 2
    said = [line for line in one_sentence(capsys).splitlines() if "%" not in line]
    assert len(said) == 1
    assert said[0].startswith("demo.neopain can only be read: ")
    assert said[0].count("demo.neopain") == 1
    assert said[0].endswith(".")
    assert not said[0].endswith("..")
