from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import REST_SEEN, Band, RecognitionPair, band, recognition_pair
from neopain_gui.people.subgroups import Subgroup

scores = st.floats(0, 10)
subgroups = st.builds(
    Subgroup,
    name=st.text("abc", min_size=1),
    groups=st.frozensets(st.sampled_from(["Experts", "Parents"])),
    attributes=st.dictionaries(st.text("xy"), st.frozensets(st.text("12"))),
    answers=st.frozensets(st.sampled_from(RecognitionPair)),
    says_pain=st.none() | st.booleans(),
    bands=st.frozensets(st.sampled_from(Band)),
)


@given(subgroups)
def test_a_subgroup_survives_being_stored(one):
    assert Subgroup.from_dict(one.as_dict()) == one


@given(scores, scores)
def test_every_pair_of_scores_is_of_one_kind(in_pain, at_rest):
    kinds = [Subgroup(name="k", answers=frozenset({kind})) for kind in RecognitionPair]
    assert sum(kind.includes_trial(in_pain, (in_pain, at_rest)) for kind in kinds) == 1
    assert recognition_pair(in_pain, at_rest) in RecognitionPair


@given(scores)
def test_every_score_is_in_one_band(score):
    assert (
        sum(Subgroup(name="b", bands=frozenset({b})).includes_trial(score, None) for b in Band) == 1
    )
    if score == int(score):
        low, high = band(score).value.split("–")
        assert int(low) <= score <= int(high)


def test_group_and_attributes():
    novice = Participant(id="P1", group="Parents", attributes={"years": "1"})
    assert Subgroup(name="all").includes(novice)
    assert Subgroup(name="p", groups=frozenset({"Parents", "Experts"})).includes(novice)
    assert not Subgroup(name="e", groups=frozenset({"Experts"})).includes(novice)
    assert not Subgroup(name="y", attributes={"years": frozenset({"7"})}).includes(novice)
    assert not Subgroup(name="z", attributes={"sex": frozenset({"f"})}).includes(novice)


def test_who_gave_no_score_is_in_no_kind():
    assert not Subgroup(name="p", says_pain=True).includes_trial(None, None)
    assert not Subgroup(name="p", says_pain=False).includes_trial(None, None)
    assert not Subgroup(name="k", answers=frozenset(RecognitionPair)).includes_trial(5, None)
    assert Subgroup(name="all").includes_trial(None, None)


def test_the_answers_at_the_borders_themselves():
    # Barros et al. 2021: pain is recognised from 6 on, rest up to 2
    assert [recognition_pair(score, 0) for score in (5.9, 6, 6.1)] == [
        RecognitionPair.NY,
        RecognitionPair.YY,
        RecognitionPair.YY,
    ]
    borders = [
        recognition_pair(6, score) for score in (REST_SEEN - 0.1, REST_SEEN, REST_SEEN + 0.1)
    ]
    assert borders == [RecognitionPair.YY, RecognitionPair.YY, RecognitionPair.YN]


@pytest.mark.parametrize(
    ("score", "expected"),
    [(0, Band.LOW), (2.99, Band.LOW), (3, Band.MIDDLE), (5.99, Band.MIDDLE), (6, Band.HIGH)],
)
def test_a_band_begins_with_its_first_whole_number(score, expected):
    assert band(score) is expected


@pytest.mark.parametrize(
    "stored",
    [
        {"groups": "Experts"},
        {"groups": [1]},
        {"groups": {"Experts": 1}},
        {"attributes": []},
        {"attributes": {"years": "7"}},
        {"says_pain": "yes"},
        {"says_pain": 1},
        {"answers": "YY"},
        {"bands": 3},
    ],
)
def test_what_is_no_group_is_refused(stored):
    with pytest.raises(TypeError):
        Subgroup.from_dict({"name": "A", **stored})
