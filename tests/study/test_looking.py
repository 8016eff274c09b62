"""Opening a study with the whole look at it beside the reading."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import StudyError
from neopain_gui.study import Selection, Study, backup, examine, folder, looking, migrations
from tests.study.material import GRAD_CAM, put, result
from tests.study.older import make_older

FILE = "study.sqlite"


@pytest.fixture
def whole(study: Study) -> Path:
    for image_id in ("P0", "P1", "P2"):
        put(study, result(image_id))
    study.close()
    return study.path


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The whole look begins only when this is set."""
    begin, real = threading.Event(), looking.examine_whole

    def examine_later(*arguments: object) -> None:
        begin.wait(10)
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(looking, "examine_whole", examine_later)
    monkeypatch.setattr(looking, "PATIENCE", 0.05)
    return begin


def content(study: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(study)): file.read_bytes()
        for file in study.rglob("*")
        if file.is_file() and not file.name.endswith(("-wal", "-shm", ".lock"))
    }


def test_it_is_read_at_once_and_written_only_afterwards(whole: Path, held: threading.Event) -> None:
    before = content(whole)
    with Study.open(whole, check="beside") as study:
        assert len(study.images.all()) == 4
        assert study.results.counts_by_photograph() == {"P0": 1, "P1": 1, "P2": 1}
        assert study.results.relevance("P0", GRAD_CAM.name) is not None
        assert (study.looked_through, study.read_only, study.damage) == (False, False, None)
        edits: tuple[Callable[[], object], ...] = (
            lambda: study.images.set_label("P0", None),
            lambda: study.removal.take_out(Selection(images=frozenset({"P0"}))),
            lambda: study.removal.would_take(Selection(images=frozenset({"P0"}))),
            lambda: study.set_setting("choice", {}),
            lambda: study.results.record(result("P0")),
            lambda: study.images.add([]),
            lambda: study.results.dropped().__enter__(),
            study.removal.purge,
        )
        for edit in edits:
            with pytest.raises(StudyError, match=r"still being looked through.*in a moment"):
                edit()
        assert not study.statistics.keep("0" * 64, b"")
        assert content(whole) == before
        held.set()
        study.wait_until_looked_through()
        assert (study.looked_through, study.read_only, study.damage) == (True, False, None)
        study.images.set_label("P0", PainLabel.PAIN)
        assert study.images.get("P0").label is PainLabel.PAIN
    with Study.open(whole, read_only=True) as again:
        assert again.images.get("P0").label is PainLabel.PAIN


def test_a_change_waits_a_moment(whole: Path, held: threading.Event, monkeypatch) -> None:
    monkeypatch.setattr(looking, "PATIENCE", 10)
    with Study.open(whole, check="beside") as study:
        threading.Timer(0.1, held.set).start()
        study.images.set_label("P0", PainLabel.PAIN)
        assert study.images.get("P0").label is PainLabel.PAIN
        assert backup.backups(whole / "backups"), "the copy was made first"


def test_closing_it_before_the_end_changes_nothing(whole: Path, held: threading.Event) -> None:
    held.set()
    with Study.open(whole) as study:
        study.removal.take_out(Selection(images=frozenset({"P0"})))
        study._database._connection.execute("INSERT INTO to_purge VALUES ('', '')")
        study.removal._purge_if_due = lambda: False  # type: ignore[method-assign]
    held.clear()
    before = content(whole)
    study = Study.open(whole, check="beside")
    assert study.removal.due
    threading.Timer(0.2, held.set).start()
    study.close()
    assert content(whole) == before
    with Study.open(whole) as again:
        assert not again.read_only, "its lock was given back"
        assert not again.removal.due


def damage_a_page(file: Path) -> None:
    """Write over a page that no query of an opening reads: one of an index of results."""
    with sqlite3.connect(file) as raw:
        page = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'results_by_model'"
        ).fetchone()[0]
        size = raw.execute("PRAGMA page_size").fetchone()[0]
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    with file.open("r+b") as stream:
        stream.seek((page - 1) * size + size // 2)
        stream.write(b"\x55" * (size // 2))


def write_a_value_that_we_never_write(file: Path) -> None:
    raw = sqlite3.connect(file)
    raw.execute("PRAGMA ignore_check_constraints = ON")
    raw.execute("UPDATE results SET box_left = box_right WHERE image_id = 'P0'")
    raw.commit()
    raw.close()


def break_a_reference(file: Path) -> None:
    raw = sqlite3.connect(file)
    raw.execute("UPDATE results SET image_id = 'nobody' WHERE image_id = 'P0'")
    raw.commit()
    raw.close()


@pytest.mark.parametrize(
    "damage", [damage_a_page, write_a_value_that_we_never_write, break_a_reference]
)
def test_what_is_found_beside_is_said_and_nothing_is_ever_written(
    whole: Path, damage: Callable[[Path], None]
) -> None:
    damage(whole / FILE)
    with pytest.raises(StudyError, match=r"is damaged; .*newest file of the folder backups"):
        Study.open(whole)
    before = content(whole)
    study = Study.open(whole, check="beside")
    with pytest.raises(StudyError, match="is damaged"):
        study.wait_until_looked_through()
    assert isinstance(study.damage, StudyError)
    with pytest.raises(StudyError, match=r"study\.sqlite is damaged"):
        study.images.set_label("P1", None)
    study.close()
    assert content(whole) == before


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIEW v AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON images BEGIN DELETE FROM images; END",
        "CREATE TABLE more (x)",
        "DROP INDEX results_by_model",
    ],
)
def test_another_shape_is_refused_before_the_first_query(whole: Path, sql: str) -> None:
    raw = sqlite3.connect(whole / FILE)
    raw.execute(sql)
    raw.commit()
    raw.close()
    for check in ("beside", "elsewhere", "first"):
        with pytest.raises(StudyError, match="is damaged"):
            Study.open(whole, check=check)  # type: ignore[arg-type]


def test_an_older_study_is_looked_through_first(whole: Path, held: threading.Event) -> None:
    make_older(whole, 6)
    held.set()
    with Study.open(whole, check="beside") as study:
        assert study.looked_through
        assert study.predictions.class_scores("vgg") == {}
    assert len(backup.backups(whole / "backups")) >= 1


def test_a_process_on_behalf_of_another_does_not_look_again(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(looking, "examine_whole", never)
    with Study.open(whole, read_only=True, check="elsewhere") as study:
        assert len(study.images.all()) == 4


def test_without_a_backup_it_is_read_only_and_says_why(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("neopain_gui.study.database.make_backup", fail)
    with Study.open(whole, check="beside") as study:
        study.wait_until_looked_through()
        assert study.read_only
        assert "no backup could be made" in str(study.why_read_only)
        with pytest.raises(StudyError, match="it can only be read"):
            study.images.set_label("P0", None)


def test_what_was_left_behind_is_put_in_order_afterwards(whole: Path) -> None:
    with Study.open(whole) as study:
        study.removal.take_out(Selection(images=frozenset({"P0"})))
        study.removal._purge_if_due = lambda: False  # type: ignore[method-assign]
    with Study.open(whole, check="beside") as study:
        study.wait_until_looked_through()
        assert not study.removal.due
        assert "This study was not closed properly" in study.remarks[0]


def test_every_condition_of_our_tables_is_looked_at() -> None:
    """As many as SQLite itself knows of, by counting the word in statements without comments."""
    raw = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(raw, migrations.steps())
    found = 0
    for kind, name, sql in migrations.shape_of(raw):
        if kind != "table":
            assert not list(examine.conditions(sql))
            continue
        bare = "\n".join(line.partition("--")[0] for line in sql.splitlines())
        some = list(examine.conditions(sql))
        assert len(some) == bare.count("CHECK"), name
        for one in some:
            raw.execute(f"SELECT 1 FROM {name} WHERE NOT ({one})")
        found += len(some)
    raw.close()
    assert found > 60


def test_the_machine_may_fail_too(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(folder, "remove_unfinished", fail)
    with Study.open(whole, check="beside") as study:
        with pytest.raises(RuntimeError, match="a bug"):
            study.wait_until_looked_through()
        with pytest.raises(RuntimeError, match="a bug"):
            study.images.set_label("P0", None)


def test_looking_needs_no_second_copy_in_memory(whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.neopain"
    shutil.copytree(whole, copy)
    asked: list[str] = []
    real = sqlite3.connect

    def connect(where: object, *arguments: object, **more: object) -> sqlite3.Connection:
        asked.append(str(where))
        return real(where, *arguments, **more)  # type: ignore[call-overload,no-any-return]

    with pytest.MonkeyPatch.context() as patch:
        examine._expected.cache_clear()
        migrations.expected_shape(migrations.steps())
        patch.setattr(sqlite3, "connect", connect)
        Study.open(copy, read_only=True).close()
        asked.clear()
        Study.open(copy, read_only=True).close()
    assert asked
    assert ":memory:" not in asked
