"""Participants who are one person: joined, parted again, and joined in the backups too."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from neopain_gui.errors import StudyError
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import PainScore
from neopain_gui.study import Study
from tests.study import planted
from tests.study.planted import IMAGE, OTHER, PERSON, WITNESS


def test_all_of_one_becomes_the_others_and_comes_back(tmp_path):
    with planted.make(tmp_path) as study:
        before = planted.everything(study)
        maps = [one for one in study.results.all() if one.provenance.stage == "gaze.group_map"]
        assert maps
        joined = study.edits.join_participants([PERSON], WITNESS)
        assert [one.id for one in study.gaze.participants()] == [WITNESS]
        (one,) = study.gaze.participants()
        assert one.group == "parents"
        assert [t.participant_id for t in study.gaze.trials()] == [WITNESS] * 4
        assert joined.maps == len(maps)
        assert not [one for one in study.results.all() if one.provenance.stage == "gaze.group_map"]
        assert (joined.scores, joined.trials) == (0, 0)  # both gave 4 to both photographs
        study.edits.part_participants(joined)
        after = planted.everything(study)
        settings = dict(before.pop("settings")), dict(after.pop("settings"))
        assert settings[0]["examinations"] == settings[1]["examinations"]
        for made in (before, after):
            made.pop("to_purge", None)
        assert after == before


def test_group_and_attributes_are_completed_and_other_scores_give_way(tmp_path):
    with planted.make(tmp_path) as study:
        people = [
            Participant(id="A", attributes={"years": "7"}),
            Participant(id="B", group="Experts", attributes={"years": "9", "ward": "2"}),
        ]
        scores = [
            PainScore(participant_id="A", image_id=IMAGE, score=2.0),
            PainScore(participant_id="B", image_id=IMAGE, score=8.0),
            PainScore(participant_id="B", image_id=OTHER, score=5.0),
        ]
        study.gaze.add(people, [], scores)
        joined = study.edits.join_participants(["B"], "A")
        one = next(one for one in study.gaze.participants() if one.id == "A")
        assert (one.group, one.attributes) == ("Experts", {"years": "7", "ward": "2"})
        mine = {s.image_id: s.score for s in study.gaze.scores() if s.participant_id == "A"}
        assert mine == {IMAGE: 2.0, OTHER: 5.0}
        assert joined.gave_way == "1 photograph had two scores that differ: those of A stay."


def test_a_recording_imported_under_two_pseudonyms_counts_once(tmp_path):
    with planted.make(tmp_path) as study:
        first = next(one for one in study.gaze.trials() if one.participant_id == PERSON)
        study.gaze.add([Participant(id="Z")], [replace(first, participant_id="Z")])
        joined = study.edits.join_participants(["Z"], PERSON)
        assert joined.gave_way == (
            "1 trial was there twice, of the same recording, and counts once now."
        )
        assert sum(one.participant_id == PERSON for one in study.gaze.trials()) == 2


def test_backups_follow(tmp_path):
    with planted.make(tmp_path) as study:
        path = study.path
    with Study.open(path) as study:  # one more backup, of both participants
        study.edits.join_participants([PERSON], WITNESS)
    backups = sorted((path / "backups").iterdir())
    assert backups
    counts = []
    for backup in backups:
        with closing(sqlite3.connect(backup)) as copy:
            people = {row[0] for row in copy.execute("SELECT id FROM participants")}
            assert people <= {WITNESS}
            counts.append(copy.execute("SELECT count(*) FROM trials").fetchone()[0])
    assert max(counts) == 4  # nobody's trials were lost


@pytest.mark.parametrize(
    ("joining", "into"), [(["Z"], PERSON), ([PERSON], "Z"), ([PERSON], PERSON)]
)
def test_who_is_unknown_is_not_joined(tmp_path, joining, into):
    with planted.make(tmp_path) as study:
        before = planted.everything(study)
        with pytest.raises(StudyError):
            study.edits.join_participants(joining, into)
        assert planted.everything(study) == before
