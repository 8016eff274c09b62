import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import entropy as scipy_entropy

from neopain_gui.maps import ExtractionModel, entropy

MAPS = arrays(np.float32, st.tuples(st.integers(1, 9), st.integers(2, 9)), elements=st.floats(
    0, 2.0**120, width=32
))  # fmt: skip


@given(MAPS)
def test_entropy_is_that_of_scipy_as_a_share_of_the_largest(values):
    found = entropy(values)
    if not values.any():
        assert math.isnan(found)
        return
    shares = values.astype(np.longdouble).ravel()
    wanted = scipy_entropy((shares / shares.sum()).astype(np.float64)) / math.log(values.size)
    assert found == pytest.approx(wanted, abs=1e-6)
    assert 0 <= found <= 1


def test_entropy_of_one_cell_is_0_of_all_alike_1_of_a_quarter_in_between():
    one = np.zeros((8, 8), np.float32)
    one[2, 3] = 0.7
    assert entropy(one) == 0
    assert entropy(np.full((8, 8), 0.3, np.float32)) == pytest.approx(1)
    quarter = np.zeros((8, 8), np.float32)
    quarter[:4, :4] = 5
    assert entropy(quarter) == pytest.approx(math.log(16) / math.log(64))


@given(MAPS, st.floats(1e-3, 1e3))
def test_entropy_knows_no_scale_and_no_order(values, factor):
    scaled = values.astype(np.float64) * factor
    assert entropy(scaled) == pytest.approx(entropy(values), abs=1e-6, nan_ok=True)
    shuffled = np.random.default_rng(0).permutation(values.ravel()).reshape(values.shape)
    assert entropy(shuffled) == pytest.approx(entropy(values), abs=1e-6, nan_ok=True)


def test_entropy_is_undefined_for_an_empty_map_and_for_a_single_cell():
    assert math.isnan(entropy(np.zeros((3, 3), np.float32)))
    assert math.isnan(entropy(np.ones((1, 1), np.float32)))


@pytest.mark.parametrize("bad", [[[-1.0, 2.0]], [[math.nan, 1.0]], [[math.inf, 1.0]], [[]]])
def test_entropy_refuses_what_is_no_map(bad):
    with pytest.raises(ValueError, match="finite"):
        entropy(np.array(bad))


def test_kinds_say_what_follows_from_them():
    models = {
        name: ExtractionModel(name="A|b|c", kind=name)
        for name in ("attribution", "gaze", "annotation")
    }
    assert [one.traits.order for one in models.values()] == [0, 1, 2]
    assert [one.of_classifier for one in models.values()] == [True, False, False]
    assert [one.of_gaze for one in models.values()] == [False, True, False]
    assert [bool(one.traits.c) for one in models.values()] == [True, True, False]
    assert {one.layer for one in models.values()} == {""}, "a name parts nothing"


def test_parts_of_an_extraction_model_change_neither_its_order_nor_whether_it_is_the_same():
    plain = ExtractionModel(name="GradCAM|N|merge", kind="attribution")
    whole = ExtractionModel.of_method("GradCAM", "N", "merge")
    assert (plain, hash(plain)) == (whole, hash(whole))
    assert (whole.maker, whole.method, whole.layer) == ("N", "GradCAM", "merge")
