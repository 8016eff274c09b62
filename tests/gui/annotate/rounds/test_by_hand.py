"""A blind round from its page to the label that counts, with keys and pointer, on two machines."""

from __future__ import annotations

from benchmarks.round_by_hand import Hands, Mind
from benchmarks.walk_round import ASKS, NAME, RATERS, truth_of
from neopain_gui.annotation.round import LABEL, SCORE
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.pipeline.labels import label_source
from neopain_gui.study import Study
from tests.study.material import FACE_BOX, photographs

ABOUT = "neopain_gui.gui.annotate.rounds"
PHOTOGRAPHS, TURNS, ITEMS = 12, 13, 5


def twelve(folder):
    """Make a study of twelve photographs whose faces are known."""
    records = photographs(folder / "photographs", PHOTOGRAPHS)
    with Study.create(folder / "ward") as study:
        study.images.add(records, root=folder / "photographs")
        for one in records:
            study.faces.put(one.id, Face(box=FACE_BOX, source=FaceSource.MANUAL))
        return study.path


def rated(hands, rater, truth, listed=""):
    page = hands.begin(listed)
    assert len(page.course.turns) == TURNS
    hands.rate(page, Mind(rater, truth), TURNS)
    assert page.course.left == 0
    hands.hand_in(page)


def test_a_round_is_made_rated_collected_decided_and_counts(window, tmp_path):
    path, away = twelve(tmp_path), tmp_path / "away"
    truth, hands = truth_of(path), Hands(window)
    away.mkdir()
    window.open_study(path)
    hands.new_round(NAME, RATERS, ASKS)
    folders = [hands.hand_over(rater, away) for rater in RATERS[1:]]
    rated(hands, RATERS[0], truth, RATERS[0])
    for rater, folder in zip(RATERS[1:], folders, strict=True):
        window.open_study(folder)
        rated(hands, rater, truth)
    file = hands.write_file(tmp_path)
    assert [bar.text for bar in window.messages.messages()][-1] == "ratings-Caio.json was written."
    window.open_study(path)
    said = hands.collect(folders[0], file)
    assert said.count(f"handed in: {TURNS} new turns.") == 2
    study = window.session.study
    for rater in RATERS:
        answers = study.annotations.answers(NAME, rater)
        assert len(answers) == TURNS * (2 + ITEMS)
        assert {one.instrument for one in answers} >= {LABEL, SCORE}
        assert study.annotations.marks(NAME, rater)
    assert f"3 raters of the round “{NAME}” saw 12 photographs of 6 neon" in hands.agreement()
    assert hands.decide(2) > 2
    assert [one.reason for one in study.annotations.decisions()] == ["Seen together"] * 2
    models = hands.outcome("The adjudicated label")
    assert {"Marked by all raters", "NFCS-5 by Bea"} <= set(models)
    assert {one.model.name for one in study.results.all()} == set(models)
    assert label_source(study).kind == "adjudicated"
