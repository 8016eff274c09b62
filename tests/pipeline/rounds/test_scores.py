"""Scores of recordings and of rounds are one thing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from neopain_gui.people.scores import PainScore
from neopain_gui.pipeline.cautions import cautions
from tests.pipeline.rounds.material import AT, NAME, make, rate

ABOUT = "neopain_gui.pipeline.rounds"


def test_scores_of_recordings_and_rounds_are_one_list(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        rate(study, "Ana")
        assert study.gaze.scores() == [], "a round that is not handed in says nothing yet"
        study.annotations.hand_in(NAME, "Ana", AT)
        order = [turn.image_id for turn in study.annotations.turns(NAME, "Ana") if not turn.repeat]
        by_photograph = {
            one.image_id: one.value
            for one in study.annotations.answers(NAME, "Ana")
            if one.instrument == "score" and not one.repeat
        }
        scores = study.gaze.scores()
        assert {one.image_id: one.score for one in scores} == by_photograph
        assert {one.round for one in scores} == {NAME}
        first, second = order[:2]
        same = by_photograph[second]
        recorded = [
            PainScore(participant_id="Ana", image_id=first, score=9.5),
            PainScore(participant_id="Ana", image_id=second, score=same),
        ]
        study.gaze.add([], [], recorded)
        assert study.gaze.recorded_scores() == sorted(recorded, key=lambda one: one.image_id)
        found = {one.image_id: one for one in study.gaze.scores()}
        assert (found[first], len(found)) == (recorded[0], 6)
        (said,) = [one for one in cautions(study, [], order) if "scored" in one]
        assert said.startswith("1 photograph was scored more than once and differently by the same")
        assert "(Ana)" in said


def test_the_round_that_was_handed_in_last_counts(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        later = replace(study.annotations.round(NAME), name="second", token="beef", seed=9)
        study.annotations.put_round(later)
        for name, at in ((NAME, "2026-12-02"), ("second", "2026-12-01")):
            rate(study, "Ana", name=name)
            study.annotations.hand_in(name, "Ana", at)
        assert {one.round for one in study.gaze.scores()} == {NAME}
