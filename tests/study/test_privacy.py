"""Nothing in a study says whose computer it was made on."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import StudyError
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.study import Selection, Study, photographs
from tests.study.material import EXPERTS, put, result
from tests.study.material import photographs as make

ABOUT = "neopain_gui.study"

USER, MACHINE = "mariana-quintela", "ward-desk-17"


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photographs.getpass, "getuser", lambda: USER)
    monkeypatch.setattr(photographs.platform, "node", lambda: f"{MACHINE}.clinic.example")
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, USER)


@pytest.mark.parametrize("copy", [True, False])
def test_no_file_of_a_study_holds_a_planted_name(tmp_path: Path, copy: bool) -> None:
    home = tmp_path / MACHINE / USER
    records = make(home / "photos", 4)
    with Study.create(home / "ward") as study:
        study.images.add(records, root=home / "photos", copy=copy)
        put(study, result("P0"))
        put(study, result("P0", EXPERTS))
        study.faces.put(
            "P1", Face(box=Box(left=0, top=0, right=5, bottom=5), source=FaceSource.MANUAL)
        )
        study.images.set_label("P1", PainLabel.PAIN)
        study.set_setting("masks", {"c": 0.5})
        (home / "photos" / "photo2.png").unlink(missing_ok=True)
        make(home / "moved", 3)
        study.images.relocate(home / "moved")
        assert study.images.pixels("P2").shape == (30, 40, 3)
        scanned = scan(study.path)
        Study.open(study.path).close()
    with Study.open(study.path) as again:
        again.removal.take_out(Selection(images=frozenset({"P0"})))
        assert scan(study.path) >= scanned
    scan(study.path)


def scan(folder: Path) -> int:
    """Look into every file, its name included, for what was planted and for absolute paths."""
    planted = [USER, MACHINE, str(folder.parent)]
    files = [entry for entry in folder.rglob("*") if entry.is_file()]
    for file in files:
        content = file.read_bytes().lower()
        for word in planted:
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert word.lower().encode(encoding) not in content, (file.name, word)
            assert word not in file.relative_to(folder).as_posix()
    return len(files)


@pytest.mark.parametrize("part", [USER, USER.upper(), MACHINE, f"{MACHINE}.clinic.example"])
def test_a_path_with_a_name_in_it_is_refused(tmp_path: Path, part: str) -> None:
    records = make(tmp_path / part / "photos", 2)
    with Study.create(tmp_path / "ward") as study:
        with pytest.raises(StudyError) as caught:
            study.images.add(records, root=tmp_path / part / "photos")
        assert str(caught.value) == (
            "ward.neopain: the path to the photographs contains the name of a user or a machine, "
            "which a study never stores; copy the photographs into the study, or keep both in one "
            "folder."
        )
        assert study.images.all() == []
        study.images.add(records, root=tmp_path / part / "photos", copy=True)
        assert study.images.pixels("P1").shape == (30, 40, 3)
        scan(study.path)


def test_relocating_to_a_path_with_a_name_in_it_is_refused(tmp_path: Path) -> None:
    records = make(tmp_path / "photos", 2)
    with Study.create(tmp_path / "ward") as study:
        study.images.add(records, root=tmp_path / "photos")
        (tmp_path / "photos").rename(tmp_path / USER)
        with pytest.raises(StudyError, match="which a study never stores"):
            study.images.relocate(tmp_path / USER)
        scan(study.path)


def test_the_superuser_is_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photographs.getpass, "getuser", lambda: "root")
    records = make(tmp_path / "root", 1)
    with Study.create(tmp_path / "ward") as study:
        study.images.add(records, root=tmp_path / "root")
        assert study.images.pixels("P0").shape == (30, 40, 3)


def test_study_and_photographs_move_together(tmp_path: Path) -> None:
    records = make(tmp_path / "a" / "photos" / "N1", 2)
    records = [replace(one, file=f"N1/{one.file}") for one in records]
    with Study.create(tmp_path / "a" / "studies" / "ward") as study:
        study.images.add(records, root=tmp_path / "a" / "photos")
    (tmp_path / "a").rename(tmp_path / "b")
    with Study.open(tmp_path / "b" / "studies" / "ward") as study:
        assert study.images.pixels("P0").shape == (30, 40, 3)
        assert [one.file for one in study.images.all()] == [one.name for one in records]


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_study_reached_through_a_link_finds_its_photographs(tmp_path: Path) -> None:
    records = make(tmp_path / "real" / "photos", 1)
    (tmp_path / "real" / "studies").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "studies")
    with Study.create(tmp_path / "link" / "ward") as study:
        study.images.add(records, root=tmp_path / "real" / "photos")
        assert study.images.pixels("P0").shape == (30, 40, 3)
    with Study.open(tmp_path / "real" / "studies" / "ward") as study:
        assert study.images.pixels("P0").shape == (30, 40, 3)


def test_a_dropped_folder_that_is_called_like_the_user_is_not_remembered(tmp_path: Path) -> None:
    (record,) = make(tmp_path / USER, 1)
    given = replace(record, file=f"{USER}/S1/{record.file}")
    with Study.create(tmp_path / "ward") as study:
        study.images.add([given], files={given.file: tmp_path / USER / record.file}, copy=True)
        assert study.images.get("P0").file == record.file
        study.images.pixels("P0")


def test_folders_above_photographs_are_not_kept_but_for_what_they_say(tmp_path: Path) -> None:
    """A folder called like a mother is on no byte; class and neonate are kept anyway."""
    (record,) = make(tmp_path / "photos", 1)
    assert record.neonate is not None
    given = replace(record, file=f"Quiteria Andrade/pain/{record.neonate.id}/{record.file}")
    files = {given.file: tmp_path / "photos" / record.file}
    with Study.create(tmp_path / "ward") as study:
        study.images.add([given], files=files, copy=True)
        assert study.images.get("P0").file == f"pain/{record.neonate.id}/{record.file}"
        path = study.path
    assert not any(b"Quiteria" in one.read_bytes() for one in path.rglob("*") if one.is_file())
