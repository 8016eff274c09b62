"""Errors by neonate, subgroups, and people's own scores beside the classifier's."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.training.evaluation.auc import auc
from neopain_gui.training.evaluation.beside_people import Judgement, beside_people
from neopain_gui.training.evaluation.by_neonate import errors_by_neonate
from neopain_gui.training.evaluation.confusion import confusion
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.evaluation.subgroups import subgroups
from tests.training.evaluation.made import made

ABOUT = "neopain_gui.training.evaluation"


def test_errors_stand_with_their_neonate_the_worst_first() -> None:
    some = Predictions.of(
        image=["a", "b", "c", "d", "e"],
        neonate=["N1", "N1", "N2", "N2", "N3"],
        label=[True, False, True, False, True],
        fold=[1, 1, 2, 2, 2],
        p_pain=[0.9, 0.1, 0.2, 0.7, 0.3],
    )
    found = errors_by_neonate(some, some.p_pain >= 0.5)
    assert [(one.neonate, one.wrong, one.photographs) for one in found] == [
        ("N2", 2, 2),
        ("N3", 1, 1),
        ("N1", 0, 2),
    ]
    assert (found[0].missed, found[0].false_alarms, found[0].folds) == (("c",), ("d",), (2,))


def test_every_prediction_stands_with_one_neonate() -> None:
    some = made()
    said = some.p_pain >= 0.5
    found = errors_by_neonate(some, said)
    assert sum(one.photographs for one in found) == len(some)
    assert sum(one.wrong for one in found) == (said != some.label).sum()


def test_subgroups_divide_the_photographs() -> None:
    some = made(24)
    said = some.p_pain >= 0.5
    found = subgroups(some, said)
    assert {(one.by, one.name) for one in found} == {
        ("data set", "D0"), ("data set", "D1"), ("sex", "female"), ("sex", "male"),
        ("sex", "not on record"), ("stimulus", "heel prick"), ("stimulus", "rest"),
    }  # fmt: skip
    for by in ("data set", "sex", "stimulus"):
        assert sum(one.photographs for one in found if one.by == by) == len(some)
    d1 = next(one for one in found if one.name == "D1")
    mine = some.dataset == "D1"
    assert d1.figures["auc"].value == auc(some.label[mine], some.p_pain[mine])
    assert d1.figures["accuracy"].value == confusion(some.label[mine], said[mine]).accuracy
    assert d1.figures["auc"].low < d1.figures["auc"].value < d1.figures["auc"].high
    rest = next(one for one in found if one.name == "rest")
    assert np.isnan(rest.figures["auc"].value)
    assert rest.figures["auc"].why == "undefined on these photographs"
    assert rest.pain == 0


def test_what_is_known_of_no_photograph_makes_no_subgroup() -> None:
    some = Predictions.of(image=["a", "b"], neonate=["1", "2"], label=[True, False], p_pain=[1, 0])
    assert subgroups(some, some.p_pain >= 0.5) == ()


def judged(person: str, image: str, score: float, group: str = "parents") -> Judgement:
    return Judgement(person=person, image=image, group=group, score=score, says_pain=score >= 3)


def test_people_by_hand() -> None:
    some = Predictions.of(
        image=["a", "b", "c"],
        neonate=["1", "1", "2"],
        label=[True, False, True],
        p_pain=[0.9, 0.8, 0.2],
    )
    judgements = [
        judged("P1", "a", 8),
        judged("P1", "b", 1),
        judged("P2", "a", 2),
        judged("P2", "b", 0),
        judged("P2", "elsewhere", 9),
    ]
    (found,) = beside_people(some, some.p_pain >= 0.5, judgements)
    assert (found.group, found.people, found.photographs, found.neonates) == ("parents", 2, 2, 1)
    # a: one of two is right; b: both. The classifier is right on a and wrong on b; c nobody saw.
    assert [one.value for one in found.figures["accuracy"]] == pytest.approx([0.75, 0.5, -0.25])
    assert [one.value for one in found.figures["sensitivity"]] == pytest.approx([0.5, 1, 0.5])
    assert [one.value for one in found.figures["specificity"]] == pytest.approx([1, 0, -1])
    assert [one.value for one in found.figures["auc"]] == pytest.approx([1, 1, 0])
    assert found.figures["accuracy"][2].why == "of fewer than 6 neonates"


def test_groups_stand_below_everybody_with_intervals() -> None:
    some = made(10)
    judgements = [
        judged(f"P{number}", image, 8 if pain else 1, "parents" if number else "experts")
        for number in range(3)
        for image, pain in zip(some.image.tolist(), some.label.tolist(), strict=True)
    ]
    found = beside_people(some, some.p_pain >= 0.5, judgements)
    assert [(one.group, one.people) for one in found] == [
        ("everybody", 3), ("experts", 1), ("parents", 2),
    ]  # fmt: skip
    apart = found[0].figures["accuracy"][2]
    assert apart.low < apart.value < apart.high < 0  # these people are always right


def test_without_people_there_is_nothing() -> None:
    some = made()
    assert beside_people(some, some.p_pain >= 0.5, [judged("P1", "elsewhere", 5)]) == ()
