"""No subject is ever on two sides."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.errors import InputError
from neopain_gui.training import split_subjects


@given(
    st.lists(st.integers(0, 12).map("child {}".format), min_size=3, max_size=60).filter(
        lambda names: len(set(names)) >= 3
    ),
    st.integers(0, 1000),
)
@settings(deadline=None, max_examples=60)
def test_every_photograph_has_one_place_and_every_subject_too(subjects, seed):
    split = split_subjects(subjects, seed=seed)
    parts = [split.train, split.validation, split.test]
    assert sorted(np.concatenate(parts).tolist()) == list(range(len(subjects)))
    names = [{subjects[i] for i in part} for part in parts]
    assert all(names)
    assert not names[0] & names[1]
    assert not names[0] & names[2]
    assert not names[1] & names[2]


def test_shares_are_of_subjects():
    subjects = [f"{number:03d}" for number in range(100) for _ in range(number % 3 + 1)]
    split = split_subjects(subjects, validation=0.2, test=0.1, seed=4)
    counted = [len({subjects[i] for i in part}) for part in (split.validation, split.test)]
    assert counted == [20, 10]


def test_equal_seeds_give_equal_splits():
    subjects = [str(number // 2) for number in range(40)]
    one, same, other = (split_subjects(subjects, seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(one.test, same.test)
    assert not np.array_equal(one.test, other.test)


@pytest.mark.parametrize("missing", [None, ""])
def test_a_photograph_without_subject_is_refused(missing):
    with pytest.raises(InputError, match=r"1 of 4 photographs have no neonate.*name the neonate"):
        split_subjects(["a", "b", missing, "c"])
    with pytest.raises(InputError, match="position 3"):
        split_subjects(["a", "b", missing, "c"])


def test_too_few_subjects_are_refused():
    with pytest.raises(InputError, match="2 neonates cannot be split"):
        split_subjects(["a", "b", "a"])
