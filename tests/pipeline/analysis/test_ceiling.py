"""People of a group compared with each other: who counts, and on which photographs."""

from __future__ import annotations

import pytest

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.gaze.import_preview.importing import ImportPlan
from neopain_gui.masks import MaskSettings
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.analysis.ceiling import FEWEST, people_rows
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.study import Study
from tests.gaze.looks import look
from tests.study.material import photographs

GROUPS = {"A": "Experts", "B": "Parents", "C": "Parents", "D": "Parents", "E": "Parents"}


@pytest.fixture
def study(tmp_path):
    """One expert, fewer than there have to be; four parents, of whom one was recorded badly."""
    records = photographs(tmp_path / "photos", 3)
    path = tmp_path / "r.tsv"
    looks = [
        look("P1", (10.5, 20.5), participant=who, recording=who, lost=0.5 if who == "D" else 0)
        for who in GROUPS
    ]
    looks.append(look("P2", (9.5, 9.5), participant="B", recording="B", start_us=9_000_000))
    write_prolab(path, looks)
    with Study.create(tmp_path / "ward") as made:
        made.images.add(records, root=tmp_path / "photos", copy=True)
        plan = ImportPlan(
            pseudonyms={who: f"P-{who}" for who in GROUPS}, images={"P1": "P1", "P2": "P2"}
        )
        people = [Participant(id=f"P-{who}", group=group) for who, group in GROUPS.items()]
        made.gaze.add(people, import_recordings(made, [path], plan), [])
        yield made


def test_a_group_of_too_few_is_passed_over_and_the_next_is_not(study):
    assert FEWEST == 3
    rows = people_rows(study, MaskSettings(), ["P0", "P1", "P2"])
    assert {row.group for row in rows} == {"Parents"}
    assert {row.image for row in rows} == {"P1"}
    assert {row.participant for row in rows} - {""} == {"P-B", "P-C", "P-E"}


def test_only_the_photographs_that_are_asked_for(study):
    assert people_rows(study, MaskSettings(), ["P0", "P2"]) == []
