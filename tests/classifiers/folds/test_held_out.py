"""Who explains a photograph: those that have not seen its neonate, however it is called now."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.classifiers.folds.held_out import Why, held_out
from neopain_gui.classifiers.folds.record import Neonate
from tests.classifiers.folds.several import record

FILES = [(None, f"{number:064x}") for number in range(3)]
NEONATES = {"a": (1,), "b": (2,), "c": (3,), "often": (1, 3), "never": ()}
PHOTOGRAPHS = {"a1": "a", "a2": "a", "b1": "b", "c1": "c", "often1": "often", "never1": "never"}
MADE = record(FILES, NEONATES, PHOTOGRAPHS)

CASES = {
    "as at the training": (("a1", "a", ("a2",)), (1,), Why.UNSEEN, "trained without this neonate."),
    "renamed": (("a1", "z", ("a2",)), (1,), Why.UNSEEN, "was called a at the training"),
    "a new photograph of a renamed one": (("new", "z", ("a1",)), (1,), Why.UNSEEN, "called a"),
    "a new photograph": (("new", "a", ()), (1,), Why.UNSEEN, "by the neonate’s name alone"),
    "two have changed names": (("a1", "b", ("a2",)), (1,), Why.UNSEEN, "was called a"),
    "without a neonate": (("b1", "", ()), (2,), Why.UNSEEN, "was called b"),
    "moved to another": (("a1", "b", ("b1",)), (1,), Why.OTHERS_SEEN, "were of several neonates"),
    "new beside two": (("new", "b", ("a1", "b1")), (1, 2, 3), Why.ALL_SEEN, "no test"),
    "moved, and yet unseen": (("a1", "often", ("often1",)), (1,), Why.UNSEEN, "a and often"),
    "held out several times": (("often1", "often", ()), (1, 3), Why.UNSEEN, "folds 1 and 3 of 3"),
    "never held out": (("never1", "never", ()), (1, 2, 3), Why.ALL_SEEN, "never held out"),
    "a stranger": (("new", "z", ("other",)), (1, 2, 3), Why.NOT_IN_TRAINING, "took no part"),
    "nobody knows whose": (("new", "", ()), (1, 2, 3), Why.NOT_IN_TRAINING, "took no part"),
}


@pytest.mark.parametrize("case", CASES)
def test_who_explains_a_photograph(case):
    (sha256, neonate, siblings), folds, why, words = CASES[case]
    found = held_out(MADE, sha256, neonate=neonate, siblings=siblings)
    assert (found.folds, found.of, found.why) == (folds, 3, why)
    assert words in found.said
    assert found.said.endswith(".")
    assert ("mean" in found.said) == (len(folds) > 1)


def test_a_name_of_another_data_set_is_another_neonate():
    made = replace(MADE, neonates={"a": Neonate(dataset="here", unseen=(1,))}, photographs={})
    assert held_out(made, "new", neonate="a", dataset="here").why is Why.UNSEEN
    assert held_out(made, "new", neonate="a").why is Why.UNSEEN  # as far as anybody knows
    found = held_out(made, "new", neonate="a", dataset="elsewhere")
    assert found.why is Why.NOT_IN_TRAINING


def test_what_the_test_itself_chose_is_said():
    made = record(FILES, NEONATES, PHOTOGRAPHS, chosen_on_test=True)
    assert "chosen on the neonates that it tests" in held_out(made, "a1", neonate="a").said


@given(
    sha256=st.sampled_from([*PHOTOGRAPHS, "new"]),
    neonate=st.sampled_from([*NEONATES, "z", ""]),
    siblings=st.sets(st.sampled_from([*PHOTOGRAPHS, "other"])),
)
def test_no_network_that_learnt_from_the_photograph_explains_it_where_another_did_not(
    sha256, neonate, siblings
):
    found = held_out(MADE, sha256, neonate=neonate, siblings=siblings)
    assert set(found.folds) <= {1, 2, 3}
    assert found.folds
    if found.why in (Why.UNSEEN, Why.OTHERS_SEEN) and sha256 in PHOTOGRAPHS:
        assert set(found.folds) <= set(NEONATES[PHOTOGRAPHS[sha256]])
    if found.why is Why.UNSEEN:
        for one in siblings & set(PHOTOGRAPHS):
            assert set(found.folds) <= set(NEONATES[PHOTOGRAPHS[one]])
    if found.why in (Why.ALL_SEEN, Why.NOT_IN_TRAINING):
        assert found.folds == (1, 2, 3)
