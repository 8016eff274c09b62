"""Every order that can be drawn is one: seeded, apart where that can be, said where it cannot."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.annotation.answers import Turn
from neopain_gui.annotation.order import distance_of, repeats_of, turns
from neopain_gui.annotation.round import Round


def round_of(ids, **said) -> Round:
    return Round(
        **{
            "name": "r",
            "token": "t",
            "instruments": ("label",),
            "raters": ("A",),
            "image_ids": tuple(ids),
            "seed": 1,
            "made": "",
            **said,
        }
    )


@st.composite
def asked(draw):
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=14))
    ids = [f"{neonate}-{number}" for neonate, size in enumerate(sizes) for number in range(size)]
    unknown = draw(st.sets(st.sampled_from(ids)))
    neonates = {one: None if one in unknown else one.partition("-")[0] for one in ids}
    round_ = round_of(
        ids,
        seed=draw(st.integers(0, 2**31)),
        repeats=draw(st.sampled_from([0, 0.1, 0.5])),
        apart=draw(st.integers(1, 8)),
    )
    return round_, neonates


@settings(max_examples=60, deadline=None)
@given(asked())
def test_an_order_has_every_photograph_and_the_share_of_repeats(case) -> None:
    round_, neonates = case
    order = turns(round_, "A", neonates)
    assert order == turns(round_, "A", neonates), "the same seed, the same order"
    first = [turn.image_id for turn in order if turn.repeat == 0]
    again = [turn.image_id for turn in order if turn.repeat == 1]
    assert sorted(first) == sorted(round_.image_ids)
    assert len(again) == len(set(again)) == repeats_of(round_.repeats, len(first))
    places = {(turn.image_id, turn.repeat): place for place, turn in enumerate(order)}
    assert all(places[one, 0] < places[one, 1] for one in again)


@settings(max_examples=60, deadline=None)
@given(asked())
def test_neonates_are_as_far_apart_as_was_asked_or_as_can_be(case) -> None:
    round_, neonates = case
    order = turns(round_, "A", neonates)
    found = distance_of(order, neonates)
    if found is None or found >= round_.apart:
        return
    # No order is further apart: the fullest neonate's turns and the gaps between them say how many
    # turns there would have to be.
    counts = Counter(neonates[turn.image_id] or turn.image_id for turn in order)
    most = max(counts.values())
    fullest = sum(count == most for count in counts.values())
    apart = found + 1
    assert (most - 1) * max(apart, 1) + fullest > len(order)


def test_two_photographs_of_each_of_thirty_neonates_are_five_apart_in_every_order() -> None:
    ids = [f"{neonate}-{number}" for neonate in range(30) for number in range(2)]
    neonates = {one: one.partition("-")[0] for one in ids}
    orders = {turns(round_of(ids, seed=seed), "A", neonates) for seed in range(10)}
    assert len(orders) == 10
    assert all(distance_of(order, neonates) >= 5 for order in orders)
    # The first of an order is anybody's.
    assert len({order[0] for order in orders}) > 5
    assert turns(round_of(ids), "A", neonates) != turns(round_of(ids), "B", neonates)


def test_a_repeat_does_not_follow_its_first_where_neonates_may_stand_together() -> None:
    ids = ["a", "b", "c"]
    for seed in range(30):
        order = turns(round_of(ids, seed=seed, repeats=0.5, apart=1), "A", dict.fromkeys(ids, "n"))
        names = [turn.image_id for turn in order]
        assert all(one != other for one, other in itertools.pairwise(names))


def test_a_single_photograph_can_be_seen_twice() -> None:
    order = turns(round_of(["a"], repeats=0.5), "A", {})
    assert order == (Turn(image_id="a"), Turn(image_id="a", repeat=1))
    assert distance_of(order, {}) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " r"},
        {"instruments": ()},
        {"instruments": ("scale:",)},
        {"raters": ("A", "A")},
        {"repeats": 0.6},
        {"apart": 0},
        {"seconds": 0.0},
        {"score_by": "dice"},
    ],
)
def test_a_round_that_cannot_be_is_none(wrong) -> None:
    with pytest.raises(ValueError, match=r"round|repeats|apart|seen|score"):
        round_of(["a"], **wrong)
