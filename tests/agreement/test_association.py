"""Correlations and differences over neonates: scipy's figures, and an error that neonates make."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from neopain_gui.agreement.association import difference_of_means, rank_correlation

NAMES = [f"N{n // 2}" for n in range(20)]


def test_the_coefficient_is_scipys_and_its_test_a_jackknife_by_hand():
    random = np.random.default_rng(4)
    a, b = random.random(20), random.integers(0, 5, 20).astype(float)  # with ties
    found = rank_correlation(a, b, NAMES)
    assert found.value == pytest.approx(stats.spearmanr(a, b).statistic)
    left = [np.array([name != one for name in NAMES]) for one in dict.fromkeys(NAMES)]
    z = np.arctanh([stats.spearmanr(a[rest], b[rest]).statistic for rest in left])
    error = np.sqrt(9 / 10 * ((z - z.mean()) ** 2).sum())
    assert found.statistic == pytest.approx(np.arctanh(found.value) / error)
    assert found.p == pytest.approx(2 * stats.t.sf(abs(found.statistic), 9))
    reach = stats.t.ppf(0.975, 9) * error
    ends = np.tanh(np.arctanh(found.value) + np.array([-reach, reach]))
    assert (found.low, found.high) == pytest.approx(tuple(ends))
    assert (found.n, found.neonates, found.df) == (20, 10, 9)


def test_a_difference_is_that_of_means_and_unknown_ones_are_left_out():
    values = np.arange(20.0)
    right = np.array([1.0, 0.0] * 10)
    right[3] = np.nan
    found = difference_of_means(values, right, NAMES)
    odd = np.delete(np.arange(1, 20, 2), 1)
    assert found.value == pytest.approx(np.arange(0, 20, 2).mean() - odd.mean())
    assert (found.n, found.neonates) == (19, 10)


def test_photographs_of_one_neonate_are_no_more_evidence_than_one():
    """Each photograph twice: the same p, where scipy's becomes ten times smaller."""
    random = np.random.default_rng(9)
    a = random.random(10)
    b = a + random.normal(0, 0.25, 10)
    names = [f"N{n}" for n in range(10)]
    once = rank_correlation(a, b, names)
    twice = rank_correlation(np.repeat(a, 2), np.repeat(b, 2), np.repeat(names, 2).tolist())
    assert twice.p == pytest.approx(once.p, rel=0.05)
    naive = stats.spearmanr(np.repeat(a, 2), np.repeat(b, 2)).pvalue
    assert naive < twice.p / 5


@pytest.mark.parametrize(
    ("a", "b", "names", "why"),
    [
        ([1, 2, 3], [1, 2, 3], ["A", "B", "C"], "fewer than 4 photographs"),
        ([1] * 8, range(8), [f"N{n}" for n in range(8)], "a value does not vary"),
        ([1] * 4, range(4), list("ABCD"), "a value does not vary"),
        (range(8), range(8), ["A", "B"] * 4, "fewer than 6 neonates"),
    ],
)
def test_what_cannot_be_tested_says_why(a, b, names, why):
    found = rank_correlation(list(a), list(b), names)
    assert found.why == why
    assert math.isnan(found.low)
    assert math.isnan(found.p)


def test_a_side_that_rests_on_one_neonate_has_no_test():
    right = [0.0, 0.0] + [1.0] * 18
    found = difference_of_means(np.arange(20.0), right, NAMES)
    assert math.isfinite(found.value)
    assert found.why == "it is undefined without some of the neonates"
    assert math.isnan(found.p)


@given(st.permutations(range(20)), st.floats(0.5, 3), st.floats(-5, 5))
def test_order_and_scale_do_not_matter(order, factor, shift):
    random = np.random.default_rng(1)
    a, b = random.random(20), random.random(20)
    found = rank_correlation(a, b, NAMES)
    names = [NAMES[place] for place in order]
    again = rank_correlation(a[list(order)] * factor + shift, b[list(order)], names)
    assert (again.value, again.p) == pytest.approx((found.value, found.p))
    assert -1 <= found.low <= found.value <= found.high <= 1


def test_four_photographs_have_a_coefficient_and_no_test():
    a, b = [1.0, 2, 3, 4], [1.0, 3, 2, 4]
    found = rank_correlation(a, b, list("ABCD"))
    assert found.value == pytest.approx(stats.spearmanr(a, b).statistic)
    assert found.why == "fewer than 6 neonates"
