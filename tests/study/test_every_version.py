"""Studies of every earlier version open with the same maps, masks and rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.faces.face import Face, FaceSearch, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.study import Result, Study, Values, migrations
from tests.study.material import EXPERTS, FACE_BOX, photographs, put, result
from tests.study.older import make_older
from tests.study.test_predictions import kept, recorded, said

ABOUT = "neopain_gui.study"

NEWEST = len(migrations.steps())
SETTINGS = MaskSettings(c_attribution=1.0)
HELD_BY_VERSION_1 = ("neonates", "images", "faces", "results", "settings")


def rows(study: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what the tables of the first version hold, in the columns that it had."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as first:
        migrations.migrate(first, migrations.steps()[:1])
        columns = {
            table: ", ".join(row[1] for row in first.execute(f"PRAGMA table_info({table})"))
            for table in HELD_BY_VERSION_1
        }
    with closing(sqlite3.connect(study / "study.sqlite")) as raw:
        for table, names in columns.items():
            found[table] = sorted(raw.execute(f"SELECT {names} FROM {table}"), key=repr)
    return found


def bits(study: Study) -> dict[tuple[str, str], tuple[bytes, bytes]]:
    """Return every map and its contour mask, to the bit."""
    made = {}
    for one in study.results.all():
        relevance = study.results.relevance_of(one)
        mask = to_contour_mask(relevance, SETTINGS)
        made[one.image_id, one.model.name] = (relevance.values.tobytes(), mask.values.tobytes())
    return made


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A study with maps as ``.npy`` files, as every version before this one wrote them."""
    with Study.create(tmp_path / "ward") as study:
        study.images.add(photographs(tmp_path / "photos", 4), root=tmp_path / "photos")
        for number, image_id in enumerate(("P0", "P1", "P3")):
            put(study, said(image_id, "GradCAM|VGG", 0.1 + number / 7))
            put(study, result(image_id, EXPERTS))
        study.set_setting("masks", SETTINGS.as_dict())
        return study.path


@pytest.mark.parametrize("version", range(1, NEWEST + 1))
def test_it_opens_with_the_same_maps_and_masks(filled: Path, version: int) -> None:
    with Study.open(filled) as study:
        before, scores = bits(study), kept(study)
    assert len(before) == 6
    assert any(np.frombuffer(mask, bool).any() for _, mask in before.values())
    held = rows(filled)
    if version < NEWEST:
        make_older(filled, version)
    with Study.open(filled, read_only=True) as reader:
        assert bits(reader) == before
        assert kept(reader) == scores == recorded(reader)
    with Study.open(filled) as study:
        assert not study.read_only
        assert study._database.version == NEWEST
        assert bits(study) == before
        assert kept(study) == scores
        assert MaskSettings.from_dict(study.setting("masks")) == SETTINGS
    assert rows(filled) == held


@pytest.mark.parametrize("version", range(1, NEWEST))
def test_maps_that_are_made_now_lie_beside_those_of_before(filled: Path, version: int) -> None:
    with Study.open(filled) as study:
        before = bits(study)
    make_older(filled, version)
    new: Result = said("P2", "GradCAM|VGG", 0.5)
    with Study.open(filled) as study:
        values = np.random.default_rng(7).random((7, 9), dtype=np.float32)
        study.maps.put([Values(provenance=new.provenance, values=values)])
        study.results.record(new)
        found = bits(study)
        assert found.pop(("P2", "GradCAM|VGG"))[0] == values.tobytes()
        assert found == before
        assert study.predictions.class_score("P2", "vgg") == 0.5


@pytest.mark.parametrize("version", range(1, NEWEST))
def test_its_maps_can_be_packed_and_are_the_same_with_their_masks(
    filled: Path, version: int
) -> None:
    with Study.open(filled) as study:
        before, scores = bits(study), kept(study)
    make_older(filled, version)
    single = sorted(file.name for file in (filled / "blobs").iterdir())
    assert {file.rpartition(".")[2] for file in single} == {"npy"}
    with Study.open(filled) as study:
        assert study.results.pack().maps == len(before)
        assert not study.results.in_single_files()
        assert bits(study) == before
    with Study.open(filled, read_only=True) as study:
        assert (bits(study), kept(study)) == (before, scores)
    with Study.open(filled) as study:
        assert study.results.unpack().maps == len(before)
        assert bits(study) == before
    assert sorted(file.name for file in (filled / "blobs").iterdir()) == single


@pytest.mark.parametrize("version", [6, 7, 8])
def test_faces_that_were_found_and_chosen_stay_with_their_candidates(
    filled: Path, version: int
) -> None:
    """Version 9 makes their tables anew; a choice hangs on the row of the face."""
    box = Box(left=2, top=3, right=20, bottom=21)
    faces = [
        Face(box=box, source=FaceSource.RETINAFACE, score=0.9, landmarks=((1.5, 2.0),) * 5),
        Face(box=FACE_BOX, source=FaceSource.CASCADE),
    ]
    with Study.open(filled) as study:
        study.faces.record_searches({"P0": FaceSearch(faces=tuple(faces), without={"a" * 64: "x"})})
        study.faces.put("P0", replace(faces[1], chosen=True))
        held, absent = study.faces.all(), study.faces.absent()
    make_older(filled, version)
    blaze = replace(faces[0], source=FaceSource.BLAZEFACE)
    with Study.open(filled) as study:
        assert study.faces.all() == held
        assert held["P0"].chosen
        assert study.faces.candidates("P0") == tuple(faces)
        assert study.faces.absent() == absent
        assert study._database.rows("PRAGMA foreign_key_check") == []
        study.faces.put("P1", replace(blaze, chosen=True))
        study.faces.record_searches({"P1": FaceSearch(faces=(blaze,))})
        study.faces.put("P0", None)
        assert not study._database.rows("SELECT 1 FROM chosen_faces WHERE image_id = 'P0'")
    with Study.open(filled, read_only=True) as study:
        assert study.faces.get("P1") == replace(blaze, chosen=True)
        assert study.faces.candidates("P1") == (blaze,)
