"""What is removed is gone, can be put back until the study is closed, and never after."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from neopain_gui.errors import EnvironmentFault
from neopain_gui.study import Selection, Study
from tests.study import planted
from tests.study.planted import EXPERTS, IMAGE, NEONATE, OTHER, PARENTS, PERSON, WITNESS

CHOSEN = {
    "a photograph": Selection(images=frozenset({IMAGE})),
    "a neonate": Selection(neonates=frozenset({NEONATE})),
    "a participant": Selection(participants=frozenset({PERSON})),
    "both": Selection(images=frozenset({IMAGE}), participants=frozenset({PERSON})),
    "a map": Selection(maps=frozenset({(IMAGE, "Experts")})),
    "a trial": Selection(trials=frozenset({planted.trial(PERSON, OTHER).id})),
}
BOTH = CHOSEN["both"]


@pytest.mark.parametrize("what", CHOSEN.values(), ids=CHOSEN)
def test_put_back_it_is_exactly_as_it_was(tmp_path: Path, what: Selection) -> None:
    with planted.make(tmp_path) as study:
        rows, files = planted.everything(study), planted.files(study.path)
        settings = dict(rows.pop("settings"))
        taken = study.removal.take_out(what)
        assert not taken.empty
        assert planted.everything(study) != rows
        study.removal.put_back(taken)
        after = planted.everything(study)
        # which photograph was looked at last is no loss
        assert dict(after.pop("settings"))["examinations"] == settings["examinations"]
        assert after == rows
        assert planted.files(study.path) == files


def models(study: Study, image_id: str) -> list[str]:
    return [one.model.name for one in study.results.all(image_id)]


def test_a_photograph_takes_along_all_that_was_made_of_it(tmp_path: Path) -> None:
    with planted.make(tmp_path) as study:
        taken = study.removal.take_out(CHOSEN["a photograph"])
        assert [one.id for one in study.images.all()] == [OTHER]
        assert taken.count("faces") == taken.count("drawn_regions") == taken.count("neonates") == 1
        assert taken.count("trials") == taken.count("pain_scores") == 2
        assert sorted(taken.values("results", "image_id")) == [IMAGE] * 3 + [OTHER]
        assert models(study, OTHER) == ["Experts", "GradCAM|N-CNN", "Parents"], (
            "the map that was made by comparing with it is gone"
        )
        assert list(study.setting("examinations")) == ["e2"]


def test_a_participant_takes_along_the_maps_that_they_are_part_of(tmp_path: Path) -> None:
    with planted.make(tmp_path) as study:
        planted.put(
            study, planted.group_map(PARENTS, OTHER, [planted.trial(WITNESS, OTHER)], named=False)
        )
        study.removal.take_out(CHOSEN["a participant"])
        assert [one.id for one in study.gaze.participants()] == [WITNESS]
        assert EXPERTS.name not in models(study, IMAGE) + models(study, OTHER)
        assert PARENTS.name in models(study, IMAGE), "a map without them stays"
        assert PARENTS.name not in models(study, OTHER), "of an older map nobody knows"


def test_only_the_map_that_was_chosen_goes(tmp_path: Path) -> None:
    with planted.make(tmp_path) as study:
        blobs = set((study.path / "blobs").iterdir())
        study.removal.take_out(Selection(maps=frozenset({(IMAGE, "Experts")})))
        assert "Experts" not in models(study, IMAGE)
        assert "Experts" in models(study, OTHER)
        assert set((study.path / "blobs").iterdir()) == blobs
        study.removal.purge()
        assert len(blobs - set((study.path / "blobs").iterdir())) == 1


@pytest.mark.parametrize("way", ["for good", "closed", "killed"])
def test_no_byte_of_what_was_removed_is_left(tmp_path: Path, way: str) -> None:
    study = planted.make(tmp_path)
    before = planted.found(study.path, tmp_path)
    assert {hit.split(":")[0] for hit in before} > {"picture", "map", f"{PERSON} in utf-8"}
    rest = study.images.all()[-1] if study.images.all()[-1].id == OTHER else study.images.all()[0]
    if way == "killed":
        study.close()
        killed(study.path)
    else:
        study.removal.take_out(BOTH)
        if way == "for good":
            study.removal.purge()
            assert planted.found(study.path, tmp_path) == []
        study.close()
    if way == "killed":
        assert planted.found(study.path, tmp_path), "a crash leaves it to the next opening"
        Study.open(study.path, read_only=True).close()
        assert planted.found(study.path, tmp_path)
        with Study.open(study.path) as finished:
            assert "what had been removed is now gone for good." in " ".join(finished.remarks)
    assert planted.found(study.path, tmp_path) == []
    with Study.open(study.path) as again:
        assert again.images.all() == [rest]
        assert again.removal.unpurged == ""
        assert not again.removal.due
        assert again.images.pixels(OTHER).shape == (30, 40, 3)
        for one in again.results.all():
            again.results.relevance_of(one)


REMOVE = """
import os, signal, sys
from neopain_gui.study import Selection, Study
study = Study.open(sys.argv[1])
what = Selection(images=frozenset({sys.argv[2]}), participants=frozenset({sys.argv[3]}))
study.removal.take_out(what)
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(path: Path) -> None:
    """Remove in another process, which is killed before it can close."""
    if not hasattr(signal, "SIGKILL"):
        pytest.skip("SIGKILL")
    command = [sys.executable, "-c", REMOVE, os.fspath(path), IMAGE, PERSON]
    ended = subprocess.run(command, check=False, capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


STOPS = ("sweep_files", "Backups", "shrink", "write_private")


@pytest.mark.parametrize("where", STOPS)
def test_a_purge_that_fails_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    study = planted.make(tmp_path)
    study.removal.take_out(BOTH)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"neopain_gui.study.purge.{where}", full)
        with pytest.raises(EnvironmentFault, match="tried again when the study is closed or open"):
            study.removal.purge()
        assert study.removal.due
        study.close()
        assert (
            "not gone for good yet, because the disk is full; it is tried" in study.removal.unpurged
        )
    Study.open(study.path).close()
    assert planted.found(study.path, tmp_path) == []


def test_somebody_who_reads_it_meanwhile_is_waited_for(tmp_path: Path) -> None:
    study = planted.make(tmp_path)
    with closing(sqlite3.connect(study.path / "study.sqlite", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM images").fetchall()
        study._database._connection.execute("PRAGMA busy_timeout = 50")
        study.removal.take_out(BOTH)
        with pytest.raises(EnvironmentFault, match="another program reads the study"):
            study.removal.purge()
        assert study.removal.due
    study.close()
    Study.open(study.path).close()
    assert planted.found(study.path, tmp_path) == []


def test_a_damaged_backup_goes_and_is_named(tmp_path: Path) -> None:
    with planted.make(tmp_path) as study:
        oldest = min((study.path / "backups").iterdir())
        oldest.write_bytes(oldest.read_bytes()[:5000])
        study.removal.take_out(BOTH)
        assert study.removal.purge() == [oldest.name]
        assert not oldest.exists()


def test_backups_are_still_whole_studies(tmp_path: Path) -> None:
    study = planted.make(tmp_path)
    study.removal.take_out(BOTH)
    study.close()
    assert {one.suffix for one in (study.path / "backups").iterdir()} == {".sqlite"}
    newest = max((study.path / "backups").iterdir())
    newest.replace(study.path / "study.sqlite")
    with Study.open(study.path) as again:
        assert not again.read_only
        assert [one.id for one in again.images.all()] == [OTHER]
        for one in again.results.all():
            again.results.relevance_of(one)


def test_a_purge_leaves_what_belongs_to_the_rest(tmp_path: Path) -> None:
    with planted.make(tmp_path) as study:
        rows, files = planted.everything(study), planted.files(study.path)
        study.removal.purge()
        assert planted.everything(study) == rows
        assert planted.files(study.path) == files


def test_what_was_made_with_something_removed_is_not_taken_in_late(tmp_path: Path) -> None:
    with planted.make(tmp_path) as study:
        sha256 = study.images.get(IMAGE).sha256
        late = [
            planted.compared(OTHER, sha256),
            planted.group_map(EXPERTS, OTHER, [planted.trial(PERSON, OTHER)], named=True),
            planted.group_map(PARENTS, OTHER, [planted.trial(WITNESS, OTHER)], named=True),
        ]
        assert study.results.record_many(late) == [True, True, True]
        assert study.images.has([sha256])
        study.removal.take_out(BOTH)
        assert not study.images.has([sha256])
        assert study.results.record_many(late) == [False, False, True]


KILLED_WITHIN = """
import os, signal, sys
from neopain_gui.study import Selection, Study, purge
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
study = Study.open(sys.argv[1])
what = Selection(images=frozenset({sys.argv[2]}), participants=frozenset({sys.argv[3]}))
study.removal.take_out(what)
setattr(purge, sys.argv[4], die)
study.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("where", ["sweep_thumbnails", "write_private", "shrink", "_emptied"])
def test_killed_within_a_purge_it_is_finished_at_the_next_opening(
    tmp_path: Path, where: str
) -> None:
    study = planted.make(tmp_path)
    study.close()
    command = [sys.executable, "-c", KILLED_WITHIN, os.fspath(study.path), IMAGE, PERSON, where]
    ended = subprocess.run(command, check=False, capture_output=True)
    assert ended.returncode == -9, ended.stderr
    with Study.open(study.path) as again:
        assert [one.id for one in again.images.all()] == [OTHER]
        assert not again.removal.due
    assert planted.found(study.path, tmp_path) == []
