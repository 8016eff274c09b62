"""Damaged and hostile databases: refused in one sentence or read, never a crash."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from neopain_gui.errors import EnvironmentFault, StudyError
from neopain_gui.study import Study
from tests.study.material import EXPERTS, put, result

ABOUT = "neopain_gui.study"

FILE = "study.sqlite"
KEY = "0" * 64


@pytest.fixture
def whole(study: Study) -> Path:
    """The folder of a closed study with some of everything."""
    for image_id in ("P0", "P1"):
        put(study, result(image_id))
        put(study, result(image_id, EXPERTS))
    study.set_setting("masks", {"c": 0.5})
    study.close()
    return study.path


def read_everything(folder: Path) -> bool:
    """Read all of a study; True if it could be, False if it was refused in one sentence."""
    try:
        with Study.open(folder, read_only=True) as study:
            for image in study.images.all():
                study.images.path_of(image.id)
            study.faces.all()
            study.setting("masks")
            assert study.name
            for one in study.results.all():
                study.results.relevance_of(one)
    except StudyError as error:
        text = str(error)
        assert text.endswith(".")
        assert text.startswith(("ward.neopain", FILE))
        assert len(text) < 250
        return False
    return True


def refused(folder: Path) -> None:
    assert read_everything(folder) is False
    with pytest.raises(StudyError):
        Study.open(folder)


def test_a_whole_one_can_be_read(whole: Path) -> None:
    assert read_everything(whole)


@pytest.mark.parametrize("seed", range(8))
def test_random_bytes(whole: Path, seed: int) -> None:
    length = (0, 1, 99, 100, 512, 4096, 5000, 20000)[seed]
    (whole / FILE).write_bytes(random.Random(seed).randbytes(length))
    refused(whole)


def test_the_right_head_and_random_bytes(whole: Path) -> None:
    head = (whole / FILE).read_bytes()[:100]
    for seed in range(8):
        (whole / FILE).write_bytes(head + random.Random(seed).randbytes(8092))
        refused(whole)


def test_truncated(whole: Path) -> None:
    content = (whole / FILE).read_bytes()
    for share in range(20):
        (whole / FILE).write_bytes(content[: len(content) * share // 20])
        refused(whole)


def test_flipped_bytes(whole: Path) -> None:
    content = (whole / FILE).read_bytes()
    chance = random.Random(1)
    outcomes = []
    for number in range(150):
        broken = bytearray(content)
        for _ in range(1 + number % 5):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        (whole / FILE).write_bytes(broken)
        outcomes.append(read_everything(whole))
    # What SQLite keeps no checksum of, the bytes of a name for example, cannot be seen; most of
    # the file's pages are empty space.
    print(f"{outcomes.count(False)} of {len(outcomes)} damaged databases were refused")
    assert outcomes.count(False) >= 15


def test_overwritten_pages(whole: Path) -> None:
    raw = sqlite3.connect(whole / FILE)
    raw.execute("VACUUM")  # pages that a step of migration left free hold nothing
    raw.close()
    content = (whole / FILE).read_bytes()
    size = int.from_bytes(content[16:18], "big")
    for page in range(len(content) // size):
        for filling in (b"\0" * size, b"\xff" * size, random.Random(page).randbytes(size)):
            (whole / FILE).write_bytes(
                content[: page * size] + filling + content[(page + 1) * size :]
            )
            refused(whole)


HOSTILE = {
    "trigger": "CREATE TRIGGER t AFTER UPDATE ON images BEGIN DELETE FROM results; END",
    "view": "DROP TABLE settings; CREATE VIEW settings AS SELECT 'masks' AS key, '1' AS value",
    "more tables": "CREATE TABLE more (x)",
    "fewer tables": "DROP TABLE results",
    "another column": "ALTER TABLE images ADD COLUMN x",
    "other application": "PRAGMA application_id = 7",
    "version 0": "PRAGMA user_version = 0",
    "negative version": "PRAGMA user_version = -3",
    "check": "PRAGMA ignore_check_constraints = ON; UPDATE images SET width = 'wide'",
    "box": "PRAGMA ignore_check_constraints = ON; UPDATE faces SET box_left = box_right",
    "label": "PRAGMA ignore_check_constraints = ON; UPDATE images SET label = 'perhaps'",
    "foreign key": "INSERT INTO faces SELECT 'nobody', box_left, box_top, box_right, box_bottom, "
    "source, score, landmarks FROM faces LIMIT 1",
    "null": "PRAGMA ignore_check_constraints = ON; PRAGMA writable_schema = ON; UPDATE "
    "sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'images'",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_we_never_make_is_refused_when_it_is_opened(whole: Path, name: str) -> None:
    raw = sqlite3.connect(whole / FILE)
    raw.executescript(HOSTILE[name])
    raw.close()
    refused(whole)


VALUES = {
    "landmarks": "UPDATE faces SET landmarks = '{'",
    "landmarks of another kind": "UPDATE faces SET landmarks = '[[1, 2, 3]]'",
    "deep": f"UPDATE settings SET value = '{'[' * 100_000}'",
    "text": "UPDATE settings SET value = CAST(x'ff' AS TEXT)",
    "provenance": 'UPDATE results SET inputs = \'{"image": "another"}\'',
    "key": f"UPDATE results SET key = '{KEY}'",
    "facts": "UPDATE results SET facts = 'none'",
    "absolute path": "UPDATE images SET path = '/etc/passwd'",
    "drive": "UPDATE images SET path = 'C:/x.png'",
}


@pytest.mark.parametrize("name", VALUES)
def test_values_that_we_never_write_are_refused_when_they_are_read(whole: Path, name: str) -> None:
    raw = sqlite3.connect(whole / FILE)
    raw.executescript(VALUES[name])
    raw.close()
    assert read_everything(whole) is False


def test_an_error_of_the_disk_leaves_the_old_state(study: Study) -> None:
    study.set_setting("old", "state")
    before = study.images.all()
    # The only way to a full database that needs no full disk.
    pages = study._database.rows("PRAGMA page_count")[0][0]
    study._database.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(EnvironmentFault, match=r"ward\.neopain: the disk is full; nothing was cha"):
        study.set_setting("new", "x" * 100_000)
    assert study.setting("new") is None
    assert study.setting("old") == "state"
    assert study.images.all() == before
    study._database.rows("PRAGMA max_page_count = 1000000")
    study.set_setting("new", "x" * 100_000)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER t AFTER UPDATE ON images BEGIN DELETE FROM results; END",
        "CREATE VIEW v AS SELECT * FROM images",
    ],
)
def test_a_newer_study_with_statements_of_a_stranger_is_refused(whole: Path, sql: str) -> None:
    with sqlite3.connect(whole / FILE) as connection:
        connection.execute("CREATE TABLE later (x)")
        connection.execute("PRAGMA user_version = 99")
    assert read_everything(whole)
    with sqlite3.connect(whole / FILE) as connection:
        connection.execute(sql)
    refused(whole)


def test_an_empty_database_names_the_backups(whole: Path) -> None:
    (whole / FILE).write_bytes(b"")
    with pytest.raises(StudyError, match=r"study\.sqlite is empty; .* folder backups in the place"):
        Study.open(whole)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 4 MB; only the administrator may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    tool = shutil.which("mount")
    command = [tool or "mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if tool is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be made here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("killed", [False, True])
def test_a_study_on_a_full_disk_opens_to_be_read_and_says_full(
    whole: Path, small_disk: Path, killed: bool
) -> None:
    folder = small_disk / whole.name
    shutil.copytree(whole, folder)
    if killed:  # its newest changes stand in the write-ahead log
        study = Study.open(folder)
        study.set_setting("newest", 1)
        log = (folder / f"{FILE}-wal").read_bytes()
        shared = (folder / f"{FILE}-shm").read_bytes()
        study.close()
        (folder / f"{FILE}-wal").write_bytes(log)
        (folder / f"{FILE}-shm").write_bytes(shared)
    with (small_disk / "rest").open("wb", 0) as rest, contextlib.suppress(OSError):
        while True:
            rest.write(bytes(4096))
    with Study.open(folder) as study:
        assert study.why_read_only is not None
        assert "the disk is full" in study.why_read_only
        assert study.setting("masks") == {"c": 0.5}
        assert study.setting("newest") == (1 if killed else None)
