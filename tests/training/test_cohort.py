"""Who is trained with, and what is refused in one sentence before anything begins."""

from __future__ import annotations

import pytest

from neopain_gui.errors import InputError
from neopain_gui.training.cohort import Member, cohort_of
from tests.training.cohorts import PAIN, REST


def test_photographs_become_neonates_in_natural_order():
    found = cohort_of(
        ["S10", "S2", "S2", "S10", "S2"], ["a", "", "", "a", ""], [PAIN, PAIN, REST, REST, REST]
    )
    assert found == (
        Member(neonate="S2", pain=1, no_pain=2),
        Member(neonate="S10", dataset="a", pain=1, no_pain=1),
    )


@pytest.mark.parametrize(
    ("neonates", "labels", "sentence"),
    [
        (
            ["a", None, "b", ""],
            [PAIN] * 4,
            "first at position 2: 2 of 4 photographs have no neonate",
        ),
        (["a", "b"], [PAIN, None], "position 2: 1 of 2 photographs have no label"),
        (["a"] * 4, [PAIN, REST] * 2, "1 neonate cannot both train and test"),
        (["a", "b", "c", "d"], [PAIN] * 4, "no photograph is labelled “no pain”"),
        (["a", "b", "c"], [PAIN, PAIN, REST], "3 photographs are too few"),
        (["a", "b", "c", "a"], [PAIN, REST, REST, PAIN], "only the neonate a has .* “pain”"),
        ([], [], "0 neonates cannot"),
    ],
)
def test_what_cannot_be_trained_with_is_refused(neonates, labels, sentence):
    with pytest.raises(InputError, match=sentence):
        cohort_of(neonates, [""] * len(neonates), labels)


def test_a_neonate_of_two_data_sets_is_refused():
    with pytest.raises(InputError, match="neonate a is in the data sets “x” and “y”"):
        cohort_of(["a", "a"], ["x", "y"], [PAIN, REST])
