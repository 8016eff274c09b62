"""What raters say: kept by turn, locked when handed in, undone and merged like the rest."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from neopain_gui.annotation.answers import (
    Amendment,
    Answer,
    Decision,
    Landmark,
    Mark,
    Sitting,
)
from neopain_gui.annotation.round import Round
from neopain_gui.errors import StudyError
from neopain_gui.people.participants import Participant
from neopain_gui.study import Selection, Study
from tests.study.older import make_older

NAME = "first"
ROUND = Round(
    name=NAME,
    token="70ce",
    instruments=("label", "score", "scale:nfcs", "note", "regions", "landmarks:five"),
    raters=("Ana", "Bia"),
    image_ids=("P0", "P1", "P2", "P3"),
    seed=4,
    repeats=0.25,
    made="2026-11-30T12:00:00",
)
RING = np.array([(1.0, 1.0), (4.0, 1.0), (4.0, 4.0)])
AT = "2026-11-30T12:01:00"


@pytest.fixture
def asked(study: Study) -> Study:
    study.gaze.add([Participant(id="Ana"), Participant(id="Bia"), Participant(id="Caio")], [])
    study.annotations.put_round(ROUND)
    return study


def of(rater: str, image_id: str = "P0", repeat: int = 0) -> dict[str, object]:
    return {"round": NAME, "rater": rater, "image_id": image_id, "repeat": repeat}


def answer(rater: str, image_id: str = "P0", **said: object) -> Answer:
    return Answer(**{**of(rater, image_id), "instrument": "label", **said})


def test_a_round_is_kept_with_its_orders(asked: Study) -> None:
    store = asked.annotations
    assert store.rounds() == [ROUND]
    assert store.round(NAME) == ROUND
    assert [one.id for one in store.raters()] == ["Ana", "Bia"]
    order = store.turns(NAME, "Ana")
    assert len(order) == 5
    assert order != store.turns(NAME, "Bia")
    assert {turn.image_id for turn in order} == set(ROUND.image_ids)
    asked.removal.take_out(Selection(images=frozenset({"P0"})))
    assert store.turns(NAME, "Ana") == tuple(one for one in order if one.image_id != "P0")
    assert store.round(NAME).image_ids == ("P1", "P2", "P3")


def test_all_that_is_said_is_kept(asked: Study) -> None:
    store = asked.annotations
    said = [
        answer("Ana", value=1.0),
        answer("Ana", instrument="scale:nfcs", version="1", item="brow", codable=False),
        answer("Ana", instrument="note", text="a tube"),
    ]
    mark = Mark(**of("Ana"), name="brow", outlines=(RING,), weight=3)
    point = Landmark(**of("Ana"), set="five", name="nose", x=1.0, y=2.5, visible=False)
    sitting = Sitting(**of("Ana"), seconds=4.5, done=True, at=AT)
    store.put_answers(NAME, "Ana", "P0", 0, said)
    store.put_marks(NAME, "Ana", "P0", 0, [mark])
    store.put_landmarks(NAME, "Ana", "P0", 0, [point])
    store.put_sitting(sitting)
    assert store.answers(NAME) == said
    assert store.answers(rater="Bia") == []
    assert store.marks(image_id="P0") == [mark]
    (again,), (same,) = store.marks(image_id="P0"), store.marks(image_id="P0")
    assert again.outlines[0] is same.outlines[0], "steps of undo share what did not change"
    with pytest.raises(ValueError, match="read-only"):
        again.outlines[0][0] = 0
    assert store.marks(image_id="P0") != [replace(mark, outlines=(RING + 1,))]
    assert store.landmarks(NAME, "Ana", "P0") == [point]
    assert store.sittings() == [sitting]
    store.put_answers(NAME, "Ana", "P0", 0, [answer("Ana", instrument="note")])
    assert store.answers(NAME) == said[:2], "an answer that says nothing takes back"


def test_regions_of_version_10_were_text_and_come_along_point_for_point(asked: Study) -> None:
    """What is no outline is refused where it is read, as it was; the rest is there."""
    path = asked.path
    asked.close()
    make_older(path, 10)
    ring = [[1.25, 1.0], [4.01, -1.0], [4.0, 4.99]]
    texts = {"nose": json.dumps([ring, ring]), "brow": json.dumps([ring]), "cheek": "[[[1,"}
    with closing(sqlite3.connect(path / "study.sqlite")) as raw:
        for image_id in ("P0", "P1"):
            for name, text in texts.items():
                if name != "cheek" or image_id == "P1":
                    values = (ROUND.token, "Ana", image_id, 0, name, 2, text)
                    raw.execute("INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        raw.commit()
    for read_only in (True, False):
        with Study.open(path, read_only=read_only) as study:
            found = study.annotations.marks(image_id="P0")
            assert [one.name for one in found] == ["nose", "brow"]
            assert [len(one.outlines) for one in found] == [2, 1]
            assert all(np.array_equal(one.outlines[0], ring) for one in found)
            assert study._database.rows("PRAGMA foreign_key_check") == []
            with pytest.raises(StudyError):
                study.annotations.marks(image_id="P1")


def test_what_was_handed_in_changes_with_a_reason_only(asked: Study) -> None:
    store = asked.annotations
    store.put_answers(NAME, "Ana", "P0", 0, [answer("Ana", value=1.0)])
    store.hand_in(NAME, "Ana", AT)
    assert store.handed_in(NAME, "Ana") == AT
    assert store.handed_in(NAME, "Bia") is None
    before = store.said(NAME, "Ana", "P0")
    now = answer("Ana", value=0.0)
    for refused in (
        lambda: store.put_answers(NAME, "Ana", "P0", 0, [now]),
        lambda: store.put_marks(NAME, "Ana", "P0", 0, []),
        lambda: store.put_landmarks(NAME, "Ana", "P0", 0, []),
        lambda: store.put_sitting(Sitting(**of("Ana"), seconds=1.0, done=True, at=AT)),
        lambda: store.put_said(replace(before, answers=(now,))),
    ):
        with pytest.raises(StudyError, match="Ana has handed in"):
            refused()
    assert store.said(NAME, "Ana", "P0") == before
    why = Amendment(**of("Ana"), at=AT, reason="a slip of the key", what="no pain, before pain")
    store.amend(why, answers=[now])
    after = store.said(NAME, "Ana", "P0")
    assert after.answers == (now,)
    assert after.amendments == (why,)
    store.put_said(before)
    assert store.said(NAME, "Ana", "P0") == before
    store.put_said(after)
    assert store.amendments(NAME) == [why]
    with pytest.raises(StudyError, match="Bia has not handed in"):
        store.amend(replace(why, rater="Bia"), answers=[])


def test_only_what_a_round_asks_of_whom_it_asks_is_kept(asked: Study) -> None:
    store = asked.annotations
    with pytest.raises(StudyError, match="does not ask for scale:nips"):
        store.put_answers(
            NAME,
            "Ana",
            "P0",
            0,
            [answer("Ana", instrument="scale:nips", version="1", item="cry", value=1.0)],
        )
    with pytest.raises(StudyError, match="does not ask Caio for the photograph P0"):
        store.put_answers(NAME, "Caio", "P0", 0, [])
    once = {turn.image_id for turn in store.turns(NAME, "Ana")} - {
        turn.image_id for turn in store.turns(NAME, "Ana") if turn.repeat
    }
    with pytest.raises(StudyError, match="a second time"):
        store.put_answers(NAME, "Ana", once.pop(), 1, [])
    with pytest.raises(StudyError, match="no round “second”"):
        store.put_answers("second", "Ana", "P0", 0, [])
    assert store.answers() == []


def test_a_round_that_has_begun_takes_raters_only(asked: Study) -> None:
    store = asked.annotations
    store.put_round(replace(ROUND, blind=False))
    assert store.round(NAME).blind is False
    store.put_round(ROUND)
    order = store.turns(NAME, "Ana")
    store.put_answers(NAME, "Ana", "P0", 0, [answer("Ana", value=1.0)])
    store.hand_in(NAME, "Ana", AT)
    for other in (
        replace(ROUND, image_ids=("P0",)),
        replace(ROUND, raters=("Bia",)),
        replace(ROUND, blind=False),
    ):
        with pytest.raises(StudyError, match="has begun"):
            store.put_round(other)
    with pytest.raises(StudyError, match="another round called"):
        store.put_round(replace(ROUND, token="beef"))
    store.put_round(replace(ROUND, raters=("Ana", "Bia", "Caio")))
    assert store.turns(NAME, "Ana") == order
    assert store.handed_in(NAME, "Ana") == AT
    assert len(store.turns(NAME, "Caio")) == 5


def test_a_round_and_a_rater_go_and_come_back(asked: Study) -> None:
    store = asked.annotations
    for who in ROUND.raters:
        store.put_answers(NAME, who, "P0", 0, [answer(who, value=1.0)])
    store.put_decision(
        Decision(round=NAME, image_id="P0", instrument="label", value=0.0, reason="x", at=AT)
    )
    everything = (store.rounds(), store.answers(), store.turns(NAME, "Ana"), store.decisions())
    gone = store.take_out_round(NAME, "Ana")
    assert {one.rater for one in store.answers()} == {"Bia"}
    assert store.round(NAME).raters == ("Bia",)
    asked.removal.put_back(gone)
    gone = store.take_out_round(NAME)
    assert store.rounds() == []
    assert store.answers() == []
    assert store.decisions() == []
    asked.removal.put_back(gone)
    now = (store.rounds(), store.answers(), store.turns(NAME, "Ana"), store.decisions())
    assert now == everything
    asked.removal.take_out(Selection(participants=frozenset({"Bia"})))
    assert {one.rater for one in store.answers()} == {"Ana"}


def test_a_rater_that_is_renamed_or_joined_keeps_what_they_said(asked: Study) -> None:
    store = asked.annotations
    store.put_answers(NAME, "Ana", "P0", 0, [answer("Ana", value=1.0)])
    store.put_answers(NAME, "Bia", "P0", 0, [answer("Bia", value=0.0)])
    store.put_answers(NAME, "Bia", "P1", 0, [answer("Bia", "P1", value=0.0)])
    asked.edits.rename_participants({"Ana": "R1"})
    assert [one.value for one in store.answers(rater="R1")] == [1.0]
    before = (store.rounds(), store.answers())
    joined = asked.edits.join_participants({"Bia"}, "R1")
    assert [(one.image_id, one.value) for one in store.answers()] == [("P0", 1.0), ("P1", 0.0)]
    assert joined.answers == 1
    assert "1 answer that differs" in joined.gave_way
    assert store.round(NAME).raters == ("R1",)
    asked.edits.part_participants(joined)
    assert (store.rounds(), sorted(store.answers(), key=repr)) == (
        before[0],
        sorted(before[1], key=repr),
    )


def test_decisions_take_each_others_place(asked: Study) -> None:
    store = asked.annotations
    first = Decision(
        round=NAME, image_id="P0", instrument="label", value=1.0, reason="seen", at=AT, by="Ana"
    )
    store.put_decision(first)
    second = replace(first, value=None, codable=False, by="")
    store.put_decision(second)
    assert store.decisions(NAME) == [second]
    store.take_back_decision(second)
    assert store.decisions() == []
    with pytest.raises(StudyError, match="no photograph P9"):
        store.put_decision(replace(first, image_id="P9"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"instrument": "score", "value": 11.0},
        {"instrument": "score", "value": -1.0},
        {"value": 0.5},
        {"value": 1.0, "codable": False},
        {"instrument": "score", "value": float("nan")},
        {"instrument": "scale:nfcs", "value": 1.0},
        {"instrument": "note", "value": 1.0},
    ],
)
def test_an_answer_that_means_nothing_cannot_be_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"score|label|value|scale|note"):
        answer("Ana", **wrong)
