from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from neopain_gui.errors import StudyError
from neopain_gui.study import Study, backup, migrations

FILE = "study.sqlite"
STEP = """
ALTER TABLE images ADD COLUMN camera TEXT NOT NULL DEFAULT '';
CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO notes (text) SELECT 'about ' || id FROM images;
"""


def dump(file: Path) -> list[str]:
    raw = sqlite3.connect(file)
    try:
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        return [f"version {version}", *raw.iterdump()]
    finally:
        raw.close()


def test_a_new_study_has_the_newest_version(study: Study) -> None:
    study.close()
    raw = sqlite3.connect(study.path / FILE)
    assert raw.execute("PRAGMA user_version").fetchone() == (len(migrations.steps()),)
    assert raw.execute("PRAGMA application_id").fetchone() == (migrations.APPLICATION_ID,)
    raw.close()


def test_version_1_is_what_it_always_was() -> None:
    """Whoever changes schema.sql breaks the studies that exist: a change is a new step."""
    columns = {
        "study": "only name",
        "neonates": "id dataset",
        "images": "id file path sha256 width height neonate_id label stimulus nfcs box_left "
        "box_top box_right box_bottom",
        "faces": "image_id box_left box_top box_right box_bottom source score landmarks",
        "results": "image_id model_name model_kind key stage version inputs box_left box_top "
        "box_right box_bottom facts",
        "settings": "key value",
    }
    raw = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(raw, migrations.steps()[:1])
    found = {
        name: " ".join(row[1] for row in raw.execute(f"PRAGMA table_info({name})"))
        for kind, name, _ in migrations.shape_of(raw)
        if kind == "table"
    }
    raw.close()
    assert found == columns


def test_an_older_study_becomes_new_and_its_copy_stays(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = study.images.all()
    study.close()
    old = dump(study.path / FILE)
    steps = (*migrations.steps(), STEP)
    monkeypatch.setattr(migrations, "steps", lambda: steps)
    with Study.open(study.path, read_only=True) as reader:
        assert reader.images.all() == images, "an older study can be read without being changed"
    assert dump(study.path / FILE) == old
    with Study.open(study.path) as migrated:
        assert not migrated.read_only
        assert migrated.images.all() == images
        notes = migrated._database.rows("SELECT text FROM notes ORDER BY id")
        assert [row["text"] for row in notes] == [f"about P{number}" for number in range(4)]
    newest = backup.backups(study.path / "backups")[-1]
    assert newest.name.endswith(f"-v{len(steps) - 1}.sqlite")
    assert dump(newest) == old
    with Study.open(study.path) as again:
        assert not again.read_only


@pytest.mark.parametrize(
    "broken",
    [
        f"{STEP} INSERT INTO nowhere VALUES (1);",
        f"{STEP} INSERT INTO notes VALUES (1, 'twice');",
        f"{STEP} this is not SQL;",
        f"{STEP} DROP TABLE results; DELETE FROM neonates;",
    ],
    ids=["no such table", "constraint", "syntax", "foreign key"],
)
def test_a_step_that_fails_leaves_the_old_version(
    study: Study, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    study.close()
    old = dump(study.path / FILE)
    steps = (*migrations.steps(), broken)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "steps", lambda: steps)
        # The reference database is made by the same steps, so only the study's own one fails.
        patch.setattr(migrations, "expected_shape", lambda _: migrations.shape_of(connection))
        connection = sqlite3.connect(study.path / FILE)
        with pytest.raises((StudyError, sqlite3.IntegrityError)):
            Study.open(study.path)
        connection.close()
    assert dump(study.path / FILE) == old
    with Study.open(study.path) as opened:
        assert not opened.read_only
        assert len(opened.images.all()) == 4


def test_steps_before_a_failing_one_are_kept() -> None:
    raw = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrations.migrate(raw, ["CREATE TABLE a (x)", "CREATE TABLE b (x); nonsense"])
    assert migrations.version_of(raw) == 1
    assert {name for _, name, _ in migrations.shape_of(raw)} == {"a"}
    raw.close()


KILLED = """
import os, signal, sqlite3, sys
from neopain_gui.study import migrations
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
count = 0
def authorise(*_):
    # Called while each statement is prepared, so between the steps of the transaction.
    global count
    count += 1
    if count == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return sqlite3.SQLITE_OK
connection.set_authorizer(authorise)
migrations.migrate(connection, (*migrations.steps(), sys.argv[3]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_while_migrating_it_is_old_or_new(study: Study, tmp_path: Path) -> None:
    study.close()
    old = dump(study.path / FILE)
    states = set()
    for count in (1, 3, 8, 15, 25, 40, 10**6):
        copy = tmp_path / f"{count}.sqlite"
        shutil.copy(study.path / FILE, copy)
        command = [sys.executable, "-c", KILLED, str(copy), str(count), STEP]
        ended = subprocess.run(command, check=False, capture_output=True)
        assert ended.returncode in (-9, 0), ended.stderr
        found = dump(copy)
        assert found == old or (
            ended.returncode == 0 and found[0] == f"version {len(migrations.steps()) + 1}"
        )
        states.add((ended.returncode, found == old))
    assert states == {(-9, True), (0, False)}
