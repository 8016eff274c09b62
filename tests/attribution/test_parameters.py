"""Options of methods: what is accepted, what is refused and with which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.attribution.methods import METHODS, PAPER_METHODS, chosen_methods
from neopain_gui.attribution.parameters import Parameter, checked_options
from neopain_gui.errors import InputError

WHOLE = Parameter(name="steps", title="Steps", default="auto", choices=("auto",), low=1, high=50)
SHARE = Parameter(name="sigma", title="σ", default=0.1, low=0.0, high=1.0)
WORDS = Parameter(name="fill", title="Fill", default="black", choices=("black", "mean colour"))


@given(st.integers(1, 50))
def test_a_whole_number_stays_one_however_it_is_written(number):
    for written in (number, float(number), str(number), f" {number} "):
        value = WHOLE.checked(written)
        assert value == number
        assert isinstance(value, int)


@given(st.floats(0, 1))
def test_a_share_is_a_float(share):
    assert SHARE.checked(repr(share)) == share
    assert isinstance(SHARE.checked(share), float)


@pytest.mark.parametrize("value", [0, 51, 2.5, "many", "", True, None, "nan", "inf", [3]])
def test_what_is_refused(value):
    with pytest.raises(InputError, match="give auto or a whole number from 1 to 50"):
        WHOLE.checked(value)


def test_words_with_spaces_are_quoted():
    assert WORDS.checked("mean colour") == "mean colour"
    with pytest.raises(InputError, match="fill cannot be 'red'; give black or 'mean colour'"):
        WORDS.checked("red")


def test_options_left_out_take_their_defaults():
    known = {one.name: one for one in (WHOLE, SHARE)}
    assert checked_options(known, {"sigma": "0.25"}, "It") == {"steps": "auto", "sigma": 0.25}
    with pytest.raises(InputError, match="It has no option 'colour'; it has steps, sigma"):
        checked_options(known, {"colour": "red"}, "It")
    with pytest.raises(InputError, match="it has no options"):
        checked_options({}, {"colour": "red"}, "It")


def test_every_default_is_accepted_and_every_option_explained():
    for method in METHODS.values():
        for parameter in method.parameters.values():
            assert parameter.checked(parameter.default) == parameter.default
            assert parameter.tip
            assert parameter.title


def test_choosing_methods():
    assert chosen_methods(["all"]) == tuple(METHODS)
    assert chosen_methods([*PAPER_METHODS, PAPER_METHODS[0]]) == PAPER_METHODS
    with pytest.raises(InputError, match="there is no method 'magic'"):
        chosen_methods(["magic"])
