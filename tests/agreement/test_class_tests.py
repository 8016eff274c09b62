"""Tests between classes against scipy and statsmodels; effect sizes against what others compute."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import roc_auc_score
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.multitest import multipletests

from neopain_gui.agreement.class_tests import (
    Adjustment,
    Test,
    adjusted,
    compare_classes,
    compare_pairs,
)
from neopain_gui.agreement.effect_sizes import cliffs_delta, hedges_g, with_interval

RANDOM = np.random.default_rng(4)
NORMAL = RANDOM.normal(0.6, 0.1, 10), RANDOM.normal(0.7, 0.1, 10)
SKEWED = RANDOM.exponential(1, 12) ** 3, RANDOM.normal(1, 0.1, 10)


def test_normal_classes_get_students_t():
    found = compare_classes(*NORMAL)
    expected = stats.ttest_ind(*NORMAL)
    assert (found.test, found.n) == (Test.STUDENT, (10, 10))
    assert (found.statistic, found.p) == pytest.approx((expected.statistic, expected.pvalue))
    assert found.normal == pytest.approx([stats.shapiro(one).pvalue for one in NORMAL])


def test_others_get_mann_whitney():
    found = compare_classes(*SKEWED)
    expected = stats.mannwhitneyu(*SKEWED)
    assert found.test is Test.MANN_WHITNEY
    assert (found.statistic, found.p) == pytest.approx((expected.statistic, expected.pvalue))


def test_pairs():
    found = compare_pairs(*NORMAL)
    assert (found.test, found.p) == (
        Test.PAIRED_T,
        pytest.approx(stats.ttest_rel(*NORMAL).pvalue),
    )
    skewed = compare_pairs(SKEWED[0][:10], SKEWED[1])
    assert skewed.test is Test.WILCOXON
    assert skewed.p == pytest.approx(stats.wilcoxon(SKEWED[0][:10], SKEWED[1]).pvalue)


def test_what_cannot_be_tested_says_why():
    assert compare_classes([1, 2], [1, 2, 3]).why == "fewer than 3 values in a class"
    assert compare_classes([], []).test is Test.NONE
    assert compare_pairs([1, 2, np.nan], [1, 3, 4]).why == "fewer than 3 pairs"
    assert compare_pairs([1, 2, 3], [1, 2, 3]).why == "no pair differs"
    with pytest.raises(ValueError, match="one length"):
        compare_pairs([1, 2], [1, 2, 3])


def test_equal_values_are_not_normal():
    found = compare_classes([1, 1, 1, 1], [1, 2, 3, 4])
    assert found.test is Test.MANN_WHITNEY
    assert math.isnan(found.normal[0])
    assert compare_classes(NORMAL[0], [1, 1, 1, 1]).test is Test.MANN_WHITNEY
    assert compare_classes([1, 1, 1], [1, 1, 1]).p == 1


def test_undefined_values_are_left_out():
    holes = [np.append(one, np.nan) for one in NORMAL]
    assert compare_classes(*holes) == compare_classes(*NORMAL)
    assert compare_pairs(*holes) == compare_pairs(*NORMAL)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=45))
def test_adjusted_p_values_are_statsmodels(p):
    for how, name in ((Adjustment.HOLM, "holm"), (Adjustment.BENJAMINI_HOCHBERG, "fdr_bh")):
        found = adjusted([*p, math.nan], how)
        assert found[:-1] == pytest.approx(multipletests(p, method=name)[1])
        assert math.isnan(found[-1])
        assert all(one >= before - 1e-12 for one, before in zip(found, p, strict=False))
    assert adjusted(p, Adjustment.NONE) == p


def test_holm_by_hand():
    assert adjusted([0.01, 0.04, 0.03], Adjustment.HOLM) == pytest.approx([0.03, 0.06, 0.06])


def test_hedges_g_is_statsmodels_to_its_approximation():
    for a, b in (NORMAL, (NORMAL[0][:4], NORMAL[1][:7])):
        summary = [(one.mean(), one.std(ddof=1), len(one)) for one in (a, b)]
        expected, _ = effectsize_smd(*summary[0], *summary[1])
        assert hedges_g(a, b) == pytest.approx(expected, rel=5e-3)
        assert hedges_g(b, a) == pytest.approx(-hedges_g(a, b))
    assert math.isnan(hedges_g([1, 1], [1, 1]))
    assert math.isnan(hedges_g([1], [1, 2]))


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=12),
    st.lists(st.integers(0, 5), min_size=1, max_size=12),
)
def test_cliffs_delta_is_the_auc(a, b):
    labels = [1] * len(a) + [0] * len(b)
    assert cliffs_delta(a, b) == pytest.approx(2 * roc_auc_score(labels, [*a, *b]) - 1)


def test_intervals_hold_the_value_and_repeat_themselves():
    found = with_interval(hedges_g, *NORMAL)
    assert found.low < found.value < found.high
    assert found == with_interval(hedges_g, *NORMAL)
    assert found != with_interval(hedges_g, *NORMAL, seed=1)
    nothing = with_interval(cliffs_delta, [], [1])
    assert all(math.isnan(x) for x in (nothing.value, nothing.low, nothing.high))


def test_an_interval_is_scipys_bootstrap():
    found = with_interval(cliffs_delta, *NORMAL, resamples=5000)
    expected = stats.bootstrap(
        NORMAL,
        cliffs_delta,
        vectorized=False,
        method="percentile",
        n_resamples=5000,
        random_state=np.random.default_rng(1),
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.05)


def test_pairs_are_drawn_together():
    a = np.linspace(0, 1, 10)
    apart, together = (with_interval(hedges_g, a, a + 0.01, paired=p) for p in (False, True))
    assert together.high - together.low < (apart.high - apart.low) / 10
