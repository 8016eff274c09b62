"""Jobs that wait are kept until they are dropped, with the photographs that are still there."""

from __future__ import annotations

import json
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.errors import StudyError
from neopain_gui.study import Selection, Study

ASKED = {"classifier_id": "n_cnn_phantoms", "options": {"score": "logit"}, "again": False}


def test_what_waits_comes_back_in_its_order(study: Study) -> None:
    assert study.waiting.all() == []
    first = study.waiting.keep("attribute", ASKED, ["P2", "P0", "P77"])
    second = study.waiting.keep("find_faces", {}, ["P1"])
    study.close()
    with Study.open(study.path) as again:
        one, other = again.waiting.all()
        assert (one.id, one.work, one.arguments, one.image_ids) == (
            first,
            "attribute",
            ASKED,
            ("P2", "P0"),
        )
        assert (other.id, other.image_ids) == (second, ("P1",))
        again.waiting.drop([first])
        assert [job.id for job in again.waiting.all()] == [second]
        again.waiting.drop([second, 4711])
        assert again.waiting.all() == []


def test_a_removed_photograph_leaves_the_jobs_that_wait_and_comes_back(study: Study) -> None:
    study.waiting.keep("attribute", ASKED, ["P0", "P1", "P2"])
    taken = study.removal.take_out(Selection(images=frozenset({"P1"})))
    assert study.waiting.all()[0].image_ids == ("P0", "P2")
    study.removal.put_back(taken)
    assert study.waiting.all()[0].image_ids == ("P0", "P1", "P2")


def test_a_study_that_is_only_read_keeps_no_queue(study: Study) -> None:
    study.waiting.keep("attribute", ASKED, ["P0"])
    study.close()
    with Study.open(study.path, read_only=True) as read:
        assert len(read.waiting.all()) == 1
        with pytest.raises(StudyError):
            read.waiting.keep("attribute", ASKED, ["P0"])
        with pytest.raises(StudyError):
            read.waiting.drop([1])


@pytest.mark.parametrize("text", ["[]", "nothing", "3"])
def test_what_nobody_of_us_wrote_is_damage(study: Study, text: str) -> None:
    study.waiting.keep("attribute", ASKED, ["P0"])
    study.close()
    raw = sqlite3.connect(study.path / "study.sqlite")
    raw.execute("UPDATE waiting_jobs SET arguments = ?", (text,))
    raw.commit()
    raw.close()
    with Study.open(study.path) as again, pytest.raises(StudyError):
        again.waiting.all()


@given(
    asked=st.dictionaries(
        st.text(max_size=8),
        st.recursive(
            st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=4,
        ),
        max_size=4,
    )
)
def test_what_is_asked_is_plain_json_and_stays_so(asked: dict[str, object]) -> None:
    from neopain_gui.provenance import canonical_json

    assert json.loads(canonical_json(asked)) == asked
