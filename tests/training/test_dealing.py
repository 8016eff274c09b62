"""Each neonate once, each data set evenly, both classes wherever that can be."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from neopain_gui.training.cohort import CLASSES, by_dataset, lacks
from neopain_gui.training.dealing import deal, draw
from tests.training.cohorts import cohorts, published


def lacking(members, parts):
    """How many classes are missing in all parts together."""
    known = {member.neonate: member for member in members}
    return sum(len(lacks(known[name] for name in part)) for part in parts)


def even(members, places, count):
    """Whether no part holds two more neonates of a data set than another."""
    for some in by_dataset(members).values():
        sizes = Counter(places[member] for member in some)
        counts = [sizes[part] for part in range(count)]
        if max(counts) - min(counts) > 1:
            return False
    return True


@given(cohorts(), st.integers(2, 10), st.integers(0, 10**6))
@settings(deadline=None, max_examples=150)
def test_every_neonate_is_in_one_fold_and_every_data_set_in_all_alike(members, count, seed):
    folds = deal(members, count, seed)
    assert sorted(name for fold in folds for name in fold) == sorted(m.neonate for m in members)
    places = {m: next(i for i, fold in enumerate(folds) if m.neonate in fold) for m in members}
    assert even(members, places, count)
    assert folds == deal(members, count, seed)


@given(cohorts(most=7, sets=2), st.integers(2, 3), st.integers(0, 1000))
@settings(deadline=None, max_examples=120)
def test_no_even_deal_has_more_classes_in_its_folds(members, count, seed):
    """Every way of dealing so few neonates is tried."""
    assume(len(members) >= count)
    ways = (
        dict(zip(members, way, strict=True)) for way in product(range(count), repeat=len(members))
    )
    fewest = min(
        lacking(members, [[m.neonate for m in members if places[m] == i] for i in range(count)])
        for places in ways
        if even(members, places, count)
    )
    assert lacking(members, deal(members, count, seed)) == fewest


def test_as_many_as_in_the_dissertation():
    """30 and 27 neonates in ten folds: three of the one, two or three of the other."""
    folds = deal(published(), 10, 0)
    assert {sum(name[0] == "U" for name in fold) for fold in folds} == {3}
    assert sorted(sum(name[0] == "C" for name in fold) for fold in folds) == [2] * 3 + [3] * 7
    assert lacking(published(), folds) == 0
    assert folds != deal(published(), 10, 1)


@given(cohorts(), st.floats(0.05, 0.6), st.integers(0, 1000))
@settings(deadline=None, max_examples=150)
def test_a_share_leaves_some_on_both_sides(members, share, seed):
    assume(len(members) > 1)
    held = set(draw(members, share, seed, "inner", 1))
    left = [member for member in members if member.neonate not in held]
    assert held
    assert left
    assert held == set(draw(members, share, seed, "inner", 1))
    drawn = [member for member in members if member.neonate in held]
    for label in lacks(drawn):
        assert sum(member.has(label) for member in left) <= 1, "one more could have been drawn"


@pytest.mark.parametrize("share", [0.1, 0.2, 0.5])
def test_a_share_is_of_each_data_set(share):
    held = draw(published(), share, 3)
    assert sum(name[0] == "U" for name in held) == round(30 * share)
    assert sum(name[0] == "C" for name in held) == round(27 * share)


@given(cohorts(sets=1), st.floats(0.05, 0.6), st.integers(0, 1000))
@settings(deadline=None, max_examples=150)
def test_both_sides_have_both_classes_where_two_neonates_have_each(members, share, seed):
    assume(all(sum(member.has(label) for member in members) >= 2 for label in CLASSES))
    held = set(draw(members, share, seed))
    for side in (True, False):
        assert not lacks(m for m in members if (m.neonate in held) is side)
