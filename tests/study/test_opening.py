from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neopain_gui.errors import EnvironmentFault, StudyError
from neopain_gui.study import Selection, Study, backup, database, lock, migrations
from neopain_gui.study.lock import StudyLock
from neopain_gui.study.store import Study as Same
from tests.study.material import photographs, put, result

ABOUT = "neopain_gui.study.folder"

FILE = "study.sqlite"


def test_the_suffix_is_added_where_it_is_missing(tmp_path: Path) -> None:
    with Study.create(tmp_path / "ward 3.2") as study:
        assert study.path == tmp_path / "ward 3.2.neopain"
        assert study.name == "ward 3.2"
    with Study.create(tmp_path / "b.neopain", name="Ala pediátrica") as study:
        assert study.path == tmp_path / "b.neopain"
        assert study.name == "Ala pediátrica"
    with Study.open(tmp_path / "ward 3.2") as study:
        assert study.name == "ward 3.2"
    assert Same is Study


def test_a_new_study_is_whole_and_private(study: Study) -> None:
    assert (study.read_only, study.why_read_only) == (False, None)
    put(study, result("P0"))
    if os.name == "posix":
        assert stat.S_IMODE(study.path.stat().st_mode) == 0o700
        for entry in study.path.rglob("*"):
            assert stat.S_IMODE(entry.stat().st_mode) == (0o700 if entry.is_dir() else 0o600), entry
    with sqlite3.connect(study.path / FILE) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


def test_existing_things_are_not_overwritten(tmp_path: Path, study: Study) -> None:
    (tmp_path / "file.neopain").write_text("mine")
    (tmp_path / "empty.neopain").mkdir()
    for name in ("ward", "ward.neopain", "file", "empty"):
        with pytest.raises(StudyError, match="it exists already; choose another name"):
            Study.create(tmp_path / name)
    assert (tmp_path / "file.neopain").read_text() == "mine"


def test_a_study_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(database.migrations, "migrate", full)
    with pytest.raises(EnvironmentFault, match=r"s\.neopain: the disk is full; make room"):
        Study.create(tmp_path / "s")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["nothing", "file", "folder", "folder with folder"])
def test_what_is_no_study_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.neopain"
    if kind == "file":
        path.write_text("hello")
    elif kind.startswith("folder"):
        path.mkdir()
    if kind == "folder with folder":
        (path / FILE).mkdir()
    sentence = "there is no such study" if kind == "nothing" else "it is not a NeoPain study"
    for read_only in (True, False):
        with pytest.raises(StudyError, match=f"x.neopain: {sentence}"):
            Study.open(path, read_only=read_only)


def test_reading_only_when_asked(study: Study) -> None:
    with Study.open(study.path, read_only=True) as reader:
        assert reader.why_read_only == (
            "ward.neopain can only be read: it was opened for reading only."
        )
        assert reader.images.all() == study.images.all()
        edits = (
            lambda: reader.images.set_label("P0", None),
            lambda: reader.faces.put("P0", None),
            lambda: reader.removal.take_out(Selection(images=frozenset({"P0"}))),
            lambda: reader.images.add([], root=study.path),
            lambda: reader.set_setting("a", 1),
            lambda: reader.results.remove("Experts"),
            lambda: reader.results.record_many([]),
            lambda: reader.images.relocate(study.path),
        )
        for edit in edits:
            with pytest.raises(StudyError, match="it can only be read, because it was opened for"):
                edit()


def test_the_second_to_open_reads_and_is_told_why(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import sys; from neopain_gui.study import Study\n"
        "with Study.open(sys.argv[1]) as s:\n"
        "    print(s.read_only, len(s.images.all()), s.why_read_only)"
    )
    command = [sys.executable, "-c", code, str(study.path)]
    second = subprocess.run(command, capture_output=True, text=True, check=True)
    assert second.stdout.strip() == (
        "True 4 ward.neopain can only be read: it is open in another NeoPain window or command."
    )
    waits: list[float] = []
    with monkeypatch.context() as patch:
        patch.setattr(time, "sleep", waits.append)
        with Study.open(study.path) as here:
            assert here.read_only
    assert not waits
    study.close()
    third = subprocess.run(command, capture_output=True, text=True, check=True)
    assert third.stdout.strip() == "False 4 None"


def test_a_newer_study_is_read_and_left_byte_for_byte(study: Study) -> None:
    study.close()
    file = study.path / FILE
    raw = sqlite3.connect(file)
    raw.executescript("ALTER TABLE images ADD COLUMN more TEXT; PRAGMA user_version = 99;")
    raw.close()
    before = file.read_bytes()
    names = {entry.name for entry in study.path.rglob("*")}
    with Study.open(study.path) as newer:
        assert newer.why_read_only == (
            "ward.neopain can only be read: it was written by a newer NeoPain (version 99 of the "
            f"study file, this NeoPain knows {len(migrations.steps())})."
        )
        assert len(newer.images.all()) == 4
    assert file.read_bytes() == before
    assert {entry.name for entry in study.path.rglob("*")} - names <= {f"{FILE}-wal", f"{FILE}-shm"}


def test_a_newer_study_that_we_cannot_read_says_so(study: Study) -> None:
    study.close()
    raw = sqlite3.connect(study.path / FILE)
    raw.executescript("ALTER TABLE images RENAME TO pictures; PRAGMA user_version = 99;")
    raw.close()
    with Study.open(study.path) as newer, pytest.raises(StudyError, match="newer NeoPain"):
        newer.images.all()


def test_closed_is_closed(study: Study) -> None:
    study.close()
    study.close()
    for use in (study.images.all, lambda: study.images.set_label("P0", None), lambda: study.name):
        with pytest.raises(StudyError, match=r"ward\.neopain: the study has been closed\."):
            use()


def test_a_folder_that_cannot_be_written_to_is_read(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.close()
    real = os.open

    def refuse(path: object, flags: int, *rest: object, **named: object) -> int:
        if str(path).endswith(lock.LOCK_FILE):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    with Study.open(study.path) as reader:
        assert reader.why_read_only == (
            "ward.neopain can only be read: its folder cannot be written to."
        )
        assert len(reader.images.all()) == 4


@contextmanager
def nobody(folder: Path) -> Iterator[None]:
    """Make a folder unwritable, for the superuser too, to whom modes mean nothing."""
    everything = [folder, *folder.rglob("*")]
    for entry in everything:
        entry.chmod(0o555 if entry.is_dir() else 0o444)
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(65534)
    try:
        yield
    finally:
        if superuser:
            os.seteuid(0)
        for entry in everything:
            entry.chmod(0o700 if entry.is_dir() else 0o600)


@pytest.mark.skipif(os.name != "posix", reason="modes and users")
@pytest.mark.parametrize("pending", [False, True])
def test_a_study_on_a_medium_that_cannot_be_written_to(pending: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        study = Study.create(root / "ward")
        study.images.add(photographs(root / "photos", 2), root=root / "photos", copy=True)
        put(study, result("P0"))
        log = (study.path / f"{FILE}-wal").read_bytes()
        study.close()
        for left in study.path.glob(f"{FILE}-*"):
            left.unlink()
        if pending:
            (study.path / f"{FILE}-wal").write_bytes(log)
        with nobody(study.path):
            if pending:
                with pytest.raises(StudyError, match=r"newest changes cannot be read.*; copy the"):
                    Study.open(study.path)
                return
            with Study.open(study.path) as reader:
                assert reader.why_read_only == (
                    "ward.neopain can only be read: its folder cannot be written to."
                )
                assert reader.images.pixels("P1").shape == (30, 40, 3)
                assert reader.results.all() == [result("P0")]
                with pytest.raises(StudyError, match="it can only be read, because its folder"):
                    reader.images.set_label("P0", None)
                with pytest.raises(EnvironmentFault, match="the system does not permit it"):
                    reader.blobs.put(result("P1").key, np.ones((1, 1), np.float32))


@pytest.mark.skipif(os.name != "posix", reason="modes and users")
def test_a_study_that_may_not_be_read(study: Study) -> None:
    study.close()
    study.path.chmod(0)
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(65534)
    try:
        with pytest.raises(EnvironmentFault) as caught:
            Study.open(study.path)
    finally:
        if superuser:
            os.seteuid(0)
        study.path.chmod(0o700)
    assert str(caught.value).startswith("ward.neopain: the system does not permit it; ")


def test_without_room_for_a_backup_nothing_is_changed(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.images.set_label("P0", None)
    study.close()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(backup.os, "fsync", full)
        with Study.open(study.path) as reader:
            assert "no backup could be made, because the disk is full" in str(reader.why_read_only)
            assert len(reader.images.all()) == 4
    assert not (study.path / "backups" / "unfinished").exists()
    with Study.open(study.path) as again:
        assert not again.read_only, "the lock was given back"


def test_ten_backups_are_kept_and_equal_ones_only_once(study: Study) -> None:
    folder = study.path / "backups"
    study.close()
    for _ in range(3):
        Study.open(study.path).close()
    # One of the empty study and one with its photographs.
    assert len(backup.backups(folder)) == 2
    for number in range(12):
        with Study.open(study.path) as opened:
            opened.set_setting("number", number)
    kept = backup.backups(folder)
    assert len(kept) == 10
    found = []
    for copy in kept:
        raw = sqlite3.connect(copy)
        found += raw.execute("SELECT value FROM settings").fetchall()
        raw.close()
    # Each was made before the edit that followed its opening.
    assert found == [(str(number),) for number in range(1, 11)]


def test_a_backup_takes_the_place_of_the_database(study: Study) -> None:
    images = study.images.all()
    study.close()
    Study.open(study.path).close()
    (study.path / FILE).write_bytes(b"ruined")
    with pytest.raises(StudyError, match=r"database; put the newest file of the folder backups in"):
        Study.open(study.path)
    log = study.path / f"{FILE}-wal"
    log.write_bytes(b"left")
    with pytest.raises(StudyError, match=r"database; delete study\.sqlite-wal and put the newest"):
        Study.open(study.path)
    log.unlink(missing_ok=True)
    backup.backups(study.path / "backups")[-1].replace(study.path / FILE)
    with Study.open(study.path) as restored:
        assert restored.images.all() == images
        restored.images.set_label("P0", None)


def test_what_a_killed_process_left_is_swept(study: Study) -> None:
    left = study.path / "blobs" / ".1234.tmp"
    left.write_bytes(b"half")
    study.close()
    Study.open(study.path, read_only=True).close()
    assert left.exists(), "a reader removes nothing"
    Study.open(study.path).close()
    assert not left.exists()


MOUNTS = r"""
22 28 0:20 / /proc rw,nosuid shared:5 - proc proc rw
28 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
90 28 0:45 / /mnt/ward\040share rw shared:9 - cifs //server/ward rw
91 28 0:46 / /data rw - nfs4 server:/data rw
92 91 8:1 / /data/local rw - xfs /dev/sdb1 rw
93 28 0:47 / /home/a/remote rw - fuse.sshfs a@b: rw
94 28 0:47 / /home/a/drive rw - fuse.ext2 /dev/sdc rw
"""


@pytest.mark.parametrize(
    ("folder", "kind", "network"),
    [
        ("/home/a/s.neopain", "ext4", False),
        ("/mnt/ward share/s.neopain", "cifs", True),
        ("/mnt/ward", "ext4", False),
        ("/data/s", "nfs4", True),
        ("/database", "ext4", False),
        ("/data/local/s", "xfs", False),
        ("/home/a/remote", "fuse.sshfs", True),
        ("/home/a/drive/s", "fuse.ext2", False),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="paths of Linux")
def test_network_file_systems_are_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, kind: str, network: bool
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS, encoding="utf-8")
    monkeypatch.setattr(lock, "_MOUNTS", mounts)
    assert lock._file_system(MOUNTS, Path(folder)) == kind
    assert lock.on_network(Path(folder)) is network


def test_on_a_network_there_is_no_write_ahead_log(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.close()
    monkeypatch.setattr("neopain_gui.study.folder.on_network", lambda _: True)
    with Study.open(study.path) as opened:
        opened.images.set_label("P0", None)
        assert opened._database.rows("PRAGMA journal_mode")[0][0] == "delete"
        assert opened._database.rows("PRAGMA synchronous")[0][0] == 2
        with Study.open(study.path, read_only=True) as reader:
            assert reader.images.get("P0").label is None
            opened.set_setting("a", 1)
            assert reader.setting("a") == 1


def test_settings_of_the_connection(study: Study) -> None:
    with Study.open(study.path, read_only=True) as reader:
        for opened in (study, reader):
            asked = {
                name: opened._database.rows(f"PRAGMA {name}")[0][0]
                for name in ("trusted_schema", "cell_size_check", "foreign_keys", "synchronous")
            }
            assert asked.pop("synchronous") == (1 if opened is study else 2)
            assert asked == {"trusted_schema": 0, "cell_size_check": 1, "foreign_keys": 1}


def test_the_lock_is_free_after_every_way_to_fail(study: Study) -> None:
    study.close()
    raw = sqlite3.connect(study.path / FILE)
    raw.execute("PRAGMA application_id = 1")
    raw.close()
    with pytest.raises(StudyError, match=r"study\.sqlite was not written by NeoPain"):
        Study.open(study.path)
    free = StudyLock(study.path)
    assert free.acquire() is None
    free.release()
    assert migrations.APPLICATION_ID != 1


def filled(path: Path, images: int) -> Path:
    """Make a study with 40 results a photograph, and nothing of them on the disk."""
    with Study.create(path) as study:
        study.blobs.put(result("x").key, np.ones((1, 1), np.float32))
    raw = sqlite3.connect(study.path / FILE)
    with raw:
        raw.execute("INSERT INTO neonates VALUES ('N0', '')")
        raw.executemany(
            "INSERT INTO images VALUES (?, 'f', 'f', ?, 9, 9, 'N0', 'pain', '', 1, NULL, NULL, "
            "NULL, NULL, '', 0, '')",
            ((f"P{number}", "0" * 64) for number in range(images)),
        )
        raw.executemany(
            "INSERT INTO results VALUES (?, ?, 'attribution', ?, 's', 1, ?, 0, 0, 9, 9, ?)",
            (
                (f"P{image}", f"m{model}", "0" * 64, "{" + " " * 500 + "}", "{" + " " * 300 + "}")
                for image in range(images)
                for model in range(40)
            ),
        )
    raw.close()
    return study.path


def test_twice_as_many_photographs_are_twice_the_work_to_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, steps = sqlite3.connect, 0

    def counted(*args: Any, **keywords: Any) -> sqlite3.Connection:
        def count() -> None:
            nonlocal steps
            steps += 1

        connection = connect(*args, **keywords)
        connection.set_progress_handler(count, 100)
        return connection

    def work(images: int) -> int:
        nonlocal steps
        path = filled(tmp_path / f"s{images}", images)
        steps = 0
        with monkeypatch.context() as patch:
            patch.setattr(sqlite3, "connect", counted)
            Study.open(path, read_only=True).close()
        return steps

    few, many = work(125), work(250)
    assert few > 100
    assert many < 2.2 * few
