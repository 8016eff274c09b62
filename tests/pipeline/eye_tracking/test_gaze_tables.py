"""Gaze as tables: what falls on which feature of the face, and how good the recordings are."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.errors import InputError
from neopain_gui.faces import Face, FaceSource
from neopain_gui.faces.regions import face_regions
from neopain_gui.gaze.import_preview.importing import ImportPlan
from neopain_gui.geometry import Box
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.eye_tracking.gaze_tables import export_gaze_tables
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.study import Study
from tests.gaze.looks import look
from tests.reports.test_dictionary import undescribed
from tests.study.material import photographs

FACE = Face(box=Box(left=0, top=0, right=40, bottom=30), source=FaceSource.MANUAL)


def middle(feature):
    """A point inside a feature's first outline, in the photograph's pixels."""
    x, y = np.mean(face_regions(FACE).outlines[feature][0], axis=0) + 0.5
    return float(x), float(y)


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "r.tsv"
    write_prolab(
        path,
        [
            look("P1", middle("mouth"), participant="A", seconds=1),
            look("", participant="A", seconds=0.5, start_us=2_000_000),
            look("P1", middle("forehead"), participant="A", seconds=0.5, start_us=2_500_000),
            look("P0", (39.9, 29.9), participant="A", start_us=9_000_000),
            look("P1", middle("mouth"), participant="B", lost=0.5),
        ],
    )
    with Study.create(tmp_path / "ward") as made:
        made.images.add(photographs(tmp_path / "photos", 4), root=tmp_path / "photos", copy=True)
        made.faces.put("P1", FACE)
        plan = ImportPlan(pseudonyms={"A": "P01", "B": "P02"}, images={"P1": "P1", "P0": "P0"})
        people = [
            Participant(id="P01", group="=Experts", attributes={"years": "7"}),
            Participant(id="P02"),
        ]
        made.gaze.add(people, import_recordings(made, [path], plan))
        yield made


def rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_falls_on_which_feature(study, tmp_path):
    files = export_gaze_tables(study, tmp_path / "out")
    assert len(files) == 6  # with the dictionary
    fixations = rows(tmp_path / "out", "fixations.csv")
    assert [(one["participant"], one["image"], one["area"]) for one in fixations] == [
        ("P01", "P1", "mouth"),
        ("P01", "P1", "forehead"),
        ("P01", "P0", "elsewhere"),
        ("P02", "P1", "mouth"),
    ]
    assert float(fixations[0]["duration_ms"]) == pytest.approx(1000)
    assert float(fixations[1]["start_ms"]) == pytest.approx(1500)
    regions = rows(tmp_path / "out", "regions.csv")
    mine = {
        one["area"]: one for one in regions if (one["participant"], one["image"]) == ("P01", "P1")
    }
    assert (mine["mouth"]["fixations"], mine["forehead"]["fixations"]) == ("1", "1")
    assert float(mine["mouth"]["time_share"]) == pytest.approx(2 / 3, abs=1e-3)
    assert mine["eyes"]["mean_ms"] == ""
    moves = rows(tmp_path / "out", "transitions.csv")
    assert [(one["source"], one["target"], one["count"]) for one in moves] == [
        ("mouth", "forehead", "1")
    ]


def test_quality_and_participants(study, tmp_path):
    export_gaze_tables(study, tmp_path / "out")
    quality = rows(tmp_path / "out", "quality.csv")
    assert {(one["participant"], float(one["valid_share"])) for one in quality} == {
        ("P01", 1.0),
        ("P02", 0.5),
    }
    first, second = rows(tmp_path / "out", "participants.csv")
    assert first["group"] == "'=Experts"  # no spreadsheet takes it for a formula
    assert (first["trials"], first["years"]) == ("3", "7")
    assert second["left_out_because"] == "50 % of the samples are valid, fewer than 70 %"


def test_no_recordings(tmp_path):
    with (
        Study.create(tmp_path / "empty") as study,
        pytest.raises(InputError, match="no recordings"),
    ):
        export_gaze_tables(study, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_every_column_is_in_the_dictionary(study, tmp_path):
    export_gaze_tables(study, tmp_path / "out")
    assert len(list((tmp_path / "out").glob("*.csv"))) == 6
    assert undescribed(tmp_path / "out") == []
