"""A neonate is moved to another fold, and what that leads to is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neopain_gui.errors import InputError
from neopain_gui.training.fold_edits import moved, remarks, with_held
from neopain_gui.training.fold_plan import plan_folds
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol import Division, Kind
from tests.training.cohorts import cohort, published

HONEST = preset("honest", "n_cnn")
THREE = replace(HONEST, division=Division(folds=3))


def test_classes_that_are_uneven_are_said_and_so_is_what_weights_make_of_it():
    some = cohort([(3, 1)] * 10)
    plan = plan_folds(some, THREE)
    said = "30 photographs labelled “pain” and 10 labelled “no pain” train: "
    same = "all count the same; class weights would make up for it."
    assert remarks(plan) == (said + same,)
    optimiser = replace(plan.protocol.optimiser, class_weights=True)
    weighted = replace(plan, protocol=replace(plan.protocol, optimiser=optimiser))
    assert remarks(weighted) == (f"{said}each labelled “no pain” counts 3.0 times as much.",)
    assert remarks(plan_folds(cohort([(4, 3)] * 10), THREE)) == ()


def test_a_neonate_is_in_its_new_fold_alone():
    plan = plan_folds(published(), HONEST)
    name = plan.held[0][0]
    there = moved(plan, name, 7)
    assert there.folds_of(name) == (7,)
    assert name in there.parts(7).test
    assert moved(there, name, 1) == plan, "and back"
    assert moved(plan, name, 1) == plan, "where it is already"


def test_uneven_folds_are_said():
    plan = plan_folds(published(), HONEST)
    assert remarks(plan) == ()
    for name in plan.held[0]:
        if name[0] == "U" and plan.held[0].index(name) + 1 < len(plan.held[0]):
            plan = moved(plan, name, 2)
    assert remarks(plan) == ("Folds hold 0 to 6 neonates of UNIFESP.",)


def test_folds_that_test_one_class_are_said_together():
    plan = plan_folds(
        cohort([(1, 0)] * 6 + [(0, 1)] * 6), replace(HONEST, division=Division(folds=12))
    )
    painless = [
        fold for fold in range(1, 13) if plan.held[fold - 1][0] in {f"n{n}" for n in range(7, 13)}
    ]
    sentences = remarks(plan)
    assert len(sentences) == 2
    numbers = f"{', '.join(map(str, painless[:-1]))} and {painless[-1]}"
    assert f"Folds {numbers} test no photograph labelled “pain”." in sentences


@pytest.mark.parametrize(
    ("name", "fold", "sentence"),
    [
        ("n99", 1, "there is no neonate n99"),
        ("n1", 4, "there is no fold 4; choose one from 1 to 3"),
        ("n1", 0, "there is no fold 0"),
    ],
)
def test_what_is_not_there_is_refused(name, fold, sentence):
    plan = plan_folds(cohort([(1, 1)] * 6), THREE)
    with pytest.raises(InputError, match=sentence):
        moved(plan, name, fold)


def test_a_fold_is_not_emptied():
    plan = plan_folds(cohort([(1, 1)] * 4), THREE)
    alone = next(fold for fold in plan.held if len(fold) == 1)
    number = plan.held.index(alone) + 1
    with pytest.raises(InputError, match=f"fold {number} tests no neonate; move one into it"):
        moved(plan, alone[0], number % 3 + 1)


def test_a_class_is_not_taken_from_the_training():
    members = cohort([(1, 1)] * 3 + [(0, 1)] * 6)
    plan = plan_folds(members, THREE)
    company = plan.folds_of("n2")[0]
    assert plan.folds_of("n1") != (company,)
    sentence = f"fold {company} has no photograph labelled “pain” left to train with and to choose"
    with pytest.raises(InputError, match=sentence):
        moved(plan, "n1", company)


def test_only_folds_can_be_edited():
    plan = plan_folds(published(), replace(HONEST, division=Division(kind=Kind.HOLD_OUT)))
    with pytest.raises(InputError, match="only be moved between folds"):
        moved(plan, "U1", 2)


def test_folds_that_were_put_together_are_taken_as_they_are():
    plan = moved(plan_folds(cohort([(1, 1)] * 6), THREE), "n1", 2)
    assert with_held(plan.cohort, THREE, plan.held) == plan


def test_folds_of_other_neonates_are_refused():
    plan = plan_folds(cohort([(1, 1)] * 6), THREE)
    for members in (cohort([(1, 1)] * 5), cohort([(1, 1)] * 7)):
        with pytest.raises(InputError, match="those of other neonates than there are now"):
            with_held(members, THREE, plan.held)


def test_neonates_that_are_drawn_for_no_test_are_counted():
    settings = replace(HONEST, division=Division(kind=Kind.HOLD_OUT, repetitions=2))
    plan = plan_folds(cohort([(1, 1)] * 10), settings)
    never = 10 - len({name for names in plan.held for name in names})
    assert 6 <= never <= 8
    sentence = f"{never} neonates were drawn for no test, so they are never tested."
    assert remarks(plan) == (sentence,)
    often = replace(settings, division=Division(kind=Kind.HOLD_OUT, repetitions=100))
    assert remarks(plan_folds(cohort([(1, 1)] * 10), often)) == ()
