"""No neonate on two sides, whatever the protocol; the honest choice never sees the test."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from neopain_gui.errors import InputError
from neopain_gui.training.cohort import lacks
from neopain_gui.training.fold_plan import Parts, plan_folds, positions
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol import Division, Kind, Protocol, Selection
from tests.training.cohorts import cohort, cohorts, published

HONEST, PAPER = preset("honest", "n_cnn"), preset("paper", "n_cnn")


def with_division(protocol: Protocol = HONEST, **division: object) -> Protocol:
    return replace(protocol, division=replace(Division(), **division))


def planned(members, protocol):
    """Return a plan, where these neonates allow one."""
    try:
        return plan_folds(members, protocol)
    except InputError:
        assume(False)


@given(
    cohorts(),
    st.sampled_from(Kind),
    st.sampled_from([HONEST, PAPER]),
    st.integers(2, 6),
    st.integers(0, 2**31 - 1),
)
@settings(deadline=None, max_examples=200)
def test_no_neonate_is_on_two_sides(members, kind, start, folds, seed):
    division = Division(kind=kind, folds=folds, repetitions=folds)
    plan = planned(members, replace(start, division=division, seed=seed))
    known = {member.neonate: member for member in members}
    for fold in range(1, len(plan) + 1):
        parts = plan.parts(fold)
        sides = [parts.train, parts.test]
        if start is HONEST:
            sides.append(parts.validation)
        else:
            assert parts.validation == parts.test
        together = [name for side in sides for name in side]
        assert sorted(together) == sorted(known)
        assert all(sides)
        assert not lacks(known[name] for name in parts.train)
        assert start is PAPER or not lacks(known[name] for name in parts.validation)
    if kind is not Kind.HOLD_OUT:
        tested = [name for fold in range(1, len(plan) + 1) for name in plan.parts(fold).test]
        assert sorted(tested) == sorted(known)
    assert plan == plan_folds(members, plan.protocol)


def test_equal_seeds_give_equal_folds_and_others_other_ones():
    plan = plan_folds(published(), HONEST)
    assert plan.held != plan_folds(published(), replace(HONEST, seed=1)).held
    first = plan.parts(1)
    assert plan_folds(published(), PAPER).parts(1).test == first.test, "comparable, fold by fold"


def test_folds_stay_what_they_are():
    """What is dealt is kept as data, and still the same numbers have to come out of a seed."""
    plan = plan_folds(cohort([(1, 1)] * 6), with_division(folds=3))
    assert plan.held == (("n2", "n3"), ("n4", "n6"), ("n1", "n5"))
    assert plan.parts(1) == Parts(train=("n1", "n4", "n6"), validation=("n5",), test=("n2", "n3"))


def test_hold_out_draws_a_fifth_of_each_data_set_ten_times():
    plan = plan_folds(published(), with_division(kind=Kind.HOLD_OUT))
    assert len(plan) == 10
    assert len(set(plan.held)) == 10
    for held in plan.held:
        assert sum(name[0] == "U" for name in held) == 6
        assert sum(name[0] == "C" for name in held) == 5


@pytest.mark.parametrize("train_from", [(), ("UNIFESP",), ("iCOPE",)])
@pytest.mark.parametrize("test_on", [(), ("UNIFESP",), ("iCOPE",)])
def test_trained_from_any_data_set_and_tested_on_any(train_from, test_on):
    """Carlini 2021a: the nine ways share each repetition's neonates, so they can be compared."""
    both = plan_folds(published(), with_division(kind=Kind.HOLD_OUT))
    protocol = with_division(kind=Kind.HOLD_OUT, train_from=train_from, test_on=test_on)
    plan = plan_folds(published(), protocol)
    of = {member.neonate: member.dataset for member in published()}
    for fold in range(1, 11):
        parts, wide = plan.parts(fold), both.parts(fold)
        trained = {*parts.train, *parts.validation}
        assert parts.test == tuple(n for n in wide.test if not test_on or of[n] in test_on)
        assert trained == {
            name
            for name in (*wide.train, *wide.validation)
            if not train_from or of[name] in train_from
        }


def test_leave_one_neonate_out_is_a_fold_a_neonate():
    members = cohort([(1, 1)] * 5)
    plan = plan_folds(members, with_division(kind=Kind.ONE_OUT))
    assert plan.held == tuple((member.neonate,) for member in members)
    assert plan.folds_of("n3") == (3,)


@pytest.mark.parametrize(
    ("members", "protocol", "sentence"),
    [
        (cohort([(1, 1)] * 2), HONEST, "2 neonates are too few for 10 folds"),
        (cohort([(1, 1)] * 2), with_division(folds=2), "fold 1 has no photograph labelled “pain”"),
        (
            published(),
            with_division(train_from=("COPE",)),
            "no photograph is of the data set “COPE”",
        ),
        (
            cohort([(1, 1)] * 4, [(0, 1)] * 4),
            with_division(folds=4, train_from=("d1",)),
            "fold 1 has no photograph labelled “pain” left to train with",
        ),
    ],
)
def test_what_cannot_be_planned_is_refused(members, protocol, sentence):
    with pytest.raises(InputError, match=sentence):
        plan_folds(members, protocol)


def test_two_neonates_can_follow_the_dissertation_s_rule_alone():
    """Where the test chooses the weights, nobody is needed who validates."""
    plan = plan_folds(cohort([(1, 1)] * 2), with_division(PAPER, folds=2))
    assert [plan.parts(fold).train for fold in (1, 2)] == [plan.parts(2).test, plan.parts(1).test]


def test_more_validation_takes_more_neonates():
    few, many = (
        plan_folds(published(), replace(HONEST, selection=Selection(share=share))).parts(1)
        for share in (0.1, 0.3)
    )
    assert len(few.validation) < len(many.validation)


def test_positions_are_those_of_the_photographs():
    assert positions(["a", "b", "a", "c"], ("a", "c")).tolist() == [0, 2, 3]
    assert positions([], ("a",)).tolist() == []
