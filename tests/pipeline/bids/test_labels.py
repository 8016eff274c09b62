"""Names that BIDS takes: whatever a study calls people, no two become one."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.pipeline.bids.labels import columns_of, labels_of

NAMES = st.lists(st.text(max_size=6), max_size=12)


@settings(max_examples=50)
@given(NAMES)
def test_labels_are_letters_and_digits_and_differ(names):
    made = labels_of(names)
    assert set(made) == set(names)
    assert all(re.fullmatch("[0-9a-zA-Z]+", one) for one in made.values())
    assert len({one.casefold() for one in made.values()}) == len(made)


@settings(max_examples=50)
@given(NAMES, NAMES)
def test_columns_are_snake_case_and_differ(names, taken):
    made = columns_of(dict.fromkeys(names), taken)
    assert all(re.fullmatch("[a-z0-9_]+", one) for one in made.values())
    every = [*made.values(), *{one.casefold() for one in taken}]
    assert len(set(every)) == len(every)


def test_a_name_that_is_a_label_keeps_it():
    assert labels_of(["p 1", "P1", "p1"]) == {"P1": "P1", "p1": "p1x2", "p 1": "p1x3"}
