"""What was drawn on a photograph is kept with it, as a whole or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.errors import StudyError
from neopain_gui.faces.drawn import outlines_of, same_regions
from neopain_gui.study import Selection, Study, migrations
from tests.study.material import photographs
from tests.study.older import make_older

ABOUT = "neopain_gui.study.region_store"

MOUTH = outlines_of([[(10.25, 20), (18, 20), (14, 26)]])
EYES = outlines_of([[(8, 10), (12, 10), (10, 13)], [(18, 10), (22, 10), (20, 13)]])


def test_what_was_drawn_comes_back(study: Study) -> None:
    assert study.regions.of("P0") == {}
    study.regions.put("P0", {"mouth": MOUTH, "eyes": EYES})
    study.regions.put("P2", {"feeding tube": MOUTH})
    assert same_regions(study.regions.of("P0"), {"mouth": MOUTH, "eyes": EYES})
    assert list(study.regions.all()) == ["P0", "P2"]
    study.regions.put("P0", {"eyes": EYES})
    assert list(study.regions.of("P0")) == ["eyes"]
    study.regions.put("P0", {})
    study.close()
    with Study.open(study.path) as again:
        assert list(again.regions.all()) == ["P2"]
        assert np.array_equal(again.regions.of("P2")["feeding tube"][0], MOUTH[0])
        again.removal.take_out(Selection(images=frozenset({"P2"})))
        assert again.regions.all() == {}


def test_a_new_face_leaves_them(study: Study) -> None:
    study.regions.put("P0", {"mouth": MOUTH})
    study.faces.put("P0", None)
    assert list(study.regions.of("P0")) == ["mouth"]


def test_what_is_wrong_changes_nothing(study: Study) -> None:
    study.regions.put("P0", {"mouth": MOUTH})
    with pytest.raises(StudyError, match="no photograph P77"):
        study.regions.put("P77", {"mouth": MOUTH})
    for bad in ({"Mouth": MOUTH}, {"": MOUTH}, {"nose": ()}, {"nose": (np.zeros((2, 2)),)}):
        with pytest.raises(ValueError, match=r"region|outline"):
            study.regions.put("P0", bad)
    assert list(study.regions.of("P0")) == ["mouth"]


@pytest.mark.parametrize(
    "text", ["[]", "nonsense", "[[[1,2],[3,4]]]", "{}", "[[[1e9,2],[3,4],[5,6]]]"]
)
def test_damage_is_told(study: Study, text: str) -> None:
    study.regions.put("P0", {"mouth": MOUTH})
    study.close()
    with sqlite3.connect(study.path / "study.sqlite") as raw:
        raw.execute("UPDATE drawn_regions SET outlines = ?", (text,))
    raw.close()
    with Study.open(study.path) as opened, pytest.raises(StudyError, match="never writes"):
        opened.regions.of("P0")


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_study_is_read_without_being_changed(tmp_path: Path, version: int) -> None:
    with Study.create(tmp_path / "old") as made:
        made.images.add(photographs(tmp_path / "photos", 2), root=tmp_path / "photos")
    make_older(made.path, version)
    before = (tmp_path / "old.neopain" / "study.sqlite").read_bytes()
    with Study.open(tmp_path / "old", read_only=True) as reader:
        assert len(reader.images.all()) == 2
        assert reader.gaze.trials() == []
        assert not reader.gaze.has_trials
        assert reader.regions.all() == {}
    assert (tmp_path / "old.neopain" / "study.sqlite").read_bytes() == before
    with Study.open(tmp_path / "old") as opened:
        opened.regions.put("P0", {"mouth": MOUTH})
        assert list(opened.regions.all()) == ["P0"]


def test_an_older_study_gets_the_table(study: Study) -> None:
    steps = migrations.steps()
    raw = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(raw, steps[:2])
    assert "drawn_regions" not in {name for _, name, _ in migrations.shape_of(raw)}
    migrations.migrate(raw, steps)
    found = [row[1] for row in raw.execute("PRAGMA table_info(drawn_regions)")]
    raw.close()
    assert found == ["image_id", "name", "outlines"]
