"""What a killed process left behind is found and cleared; what is not surely ours stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from neopain_gui.errors import StudyError
from neopain_gui.study import Study
from neopain_gui.study.leftovers import unfinished_study
from tests.study.material import photographs

SLOW = """
import sys, time
from pathlib import Path
from neopain_gui.study import Study, photographs
from tests.study.material import photographs as made

what, folder = sys.argv[1], Path(sys.argv[2])
copy = photographs.copy_into

def slowly(*given, **how):
    placed = copy(*given, **how)
    print("copied", flush=True)
    time.sleep(0.2)
    return placed

photographs.copy_into = slowly
records = made(folder / "photos", 30)
add = lambda study: study.images.add(records, root=folder / "photos", copy=True)
if what == "new":
    Study.create(folder / "ward", fill=add)
else:
    with Study.create(folder / "ward") as study:
        add(study)
"""


def killed_after_two_copies(what: str, folder: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW, what, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    for _ in range(2):
        assert child.stdout.readline() == "copied\n"
    child.send_signal(signal.SIGKILL)
    child.wait(timeout=20)
    child.stdout.close()


@pytest.mark.skipif(os.name != "posix", reason="kills with a POSIX signal")
def test_copies_of_a_killed_import_are_cleared_and_said(tmp_path: Path) -> None:
    killed_after_two_copies("add", tmp_path)
    images = tmp_path / "ward.neopain" / "images"
    users = images / "notes of mine.txt"
    users.write_text("x")
    assert len(list(images.glob("*.png"))) >= 2
    with Study.open(tmp_path / "ward", read_only=True) as reader:
        assert reader.remarks == ()
    with Study.open(tmp_path / "ward") as opened:
        assert [path.name for path in images.iterdir()] == [users.name]
        (sentence,) = opened.remarks
        assert sentence.startswith("An import of photographs had been interrupted: ")
        assert opened.images.all() == []
        records = photographs(tmp_path / "photos", 30)
        opened.images.add(records, root=tmp_path / "photos", copy=True)
    with Study.open(tmp_path / "ward") as again:
        assert again.remarks == ()
        assert len(again.images.all()) == 30
        assert not (images / "copying").exists()


@pytest.mark.skipif(os.name != "posix", reason="kills with a POSIX signal")
def test_a_study_whose_making_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    killed_after_two_copies("new", tmp_path)
    assert list(tmp_path.glob(".unfinished-*"))
    assert not (tmp_path / "ward.neopain").exists()
    with Study.create(tmp_path / "ward") as study:
        (sentence,) = study.remarks
        assert sentence.startswith("A study that was half made when NeoPain was stopped was rem")
    assert not list(tmp_path.glob(".unfinished-*"))


def test_a_failure_while_filling_leaves_nothing(tmp_path: Path) -> None:
    def fill(study: Study) -> None:
        study.set_setting("a", 1)
        raise StudyError("no", file=tmp_path)

    with pytest.raises(StudyError, match="no"):
        Study.create(tmp_path / "ward", fill=fill)
    assert list(tmp_path.iterdir()) == []


def test_what_is_being_made_elsewhere_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    with unfinished_study(tmp_path) as busy:
        mine = tmp_path / ".unfinished-abcdefgh"
        mine.mkdir()
        (mine / "my letters.txt").write_text("x")
        recent = tmp_path / ".unfinished-12345678"
        (recent / "blobs").mkdir(parents=True)
        old = tmp_path / ".unfinished-87654321"
        (old / "blobs").mkdir(parents=True)
        os.utime(old, (time.time() - 7200,) * 2)
        with Study.create(tmp_path / "ward") as study:
            assert len(study.remarks) == 1
        assert busy.is_dir()
        assert (mine / "my letters.txt").is_file()
        assert recent.is_dir()
        assert not old.exists()


def test_copies_in_no_list_are_counted_and_left_to_a_person(tmp_path: Path) -> None:
    records = photographs(tmp_path / "photos", 2)
    with Study.create(tmp_path / "ward") as study:
        study.images.add(records, root=tmp_path / "photos", copy=True)
        stray = study.path / "images" / f"{'a' * 64}.png"
        stray.write_bytes(b"of an older state")
    with Study.open(tmp_path / "ward") as opened:
        assert opened.images.stray_copies() == [stray]
        assert opened.images.remove_stray_copies() == 1
        assert opened.images.stray_copies() == []
        assert len(list((opened.path / "images").iterdir())) == 2
        for record in records:
            opened.images.pixels(record.id)
