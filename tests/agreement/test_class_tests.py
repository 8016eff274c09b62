"""Tests between classes against scipy and statsmodels; effect sizes against what others compute."""

from __future__ import annotations

import math
from unittest.mock import patch

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
from neopain_gui.agreement.effect_sizes import Effect, cliffs_delta, effect_size, hedges_g

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


@patch("gc.collect")  # statsmodels calls it each time: minutes, late in a run of all tests
@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=45))
def test_adjusted_p_values_are_statsmodels(collect, p):
    for how, name in ((Adjustment.HOLM, "holm"), (Adjustment.BENJAMINI_HOCHBERG, "fdr_bh")):
        found = adjusted([*p, math.nan], how)
        assert found[:-1] == multipletests(p, method=name)[1].tolist()
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


def studies(a, b):
    """Return the values of pain and no pain of as many neonates, as a study has them."""
    names = [f"N{place}" for place in range(len(a))]
    return np.concatenate([a, b]), [True] * len(a) + [False] * len(b), names + names


@pytest.mark.parametrize(
    ("effect", "measure"), [(Effect.HEDGES, hedges_g), (Effect.CLIFF, cliffs_delta)]
)
def test_the_interval_is_students_t_on_the_jackknife_over_neonates(effect, measure):
    found = effect_size(effect, *studies(*NORMAL))
    a, b = NORMAL
    kept = [np.arange(10) != place for place in range(10)]
    without = np.array([measure(a[some], b[some]) for some in kept])
    error = np.sqrt(9 * without.var())
    reach = stats.t.ppf(0.975, 9) * error
    assert found.value == pytest.approx(measure(a, b))
    most = 1 if effect is Effect.CLIFF else np.inf
    assert found.low == pytest.approx(max(-most, measure(a, b) - reach))
    assert found.high == pytest.approx(min(most, measure(a, b) + reach))
    assert (found.neonates, found.n, found.df, found.why) == (10, 20, 9, "")


@given(st.integers(0, 2**16), st.sampled_from([0.1, 0.15, 0.5, 0.9]))
def test_a_neonate_is_left_out_with_all_its_photographs(seed, share):
    random = np.random.default_rng(seed)
    values, pain = random.normal(size=30), random.random(30) < share
    names = np.array([f"N{place}" for place in random.integers(0, 8, 30)])
    for effect, measure in ((Effect.HEDGES, hedges_g), (Effect.CLIFF, cliffs_delta)):
        found = effect_size(effect, values, pain.tolist(), names.tolist())
        without = np.array(
            [
                measure(values[pain & (names != one)], values[~pain & (names != one)])
                for one in np.unique(names)
            ]
        )
        count = len(without)
        defined = math.isfinite(found.value) and np.isfinite(without).all()
        apart = effect is Effect.CLIFF and abs(found.value) == 1
        assert math.isfinite(found.low) == (defined and not apart and count >= 6)
        if math.isnan(found.low) or abs(found.high) == 1 or abs(found.low) == 1:
            continue
        reach = stats.t.ppf(0.975, count - 1) * np.sqrt((count - 1) * without.var())
        assert (found.high - found.low) / 2 == pytest.approx(reach)


def test_pairs_are_left_out_together():
    a = np.linspace(0, 1, 10)
    together = effect_size(Effect.HEDGES, *studies(a, a + 0.01))
    values, pain, _ = studies(a, a + 0.01)
    apart = effect_size(Effect.HEDGES, values, pain, [str(place) for place in range(20)])
    assert together.high - together.low < (apart.high - apart.low) / 10


def test_few_neonates_have_no_interval_and_it_is_said():
    found = effect_size(Effect.HEDGES, *studies(NORMAL[0][:5], NORMAL[1][:5]))
    assert found.value == pytest.approx(hedges_g(NORMAL[0][:5], NORMAL[1][:5]))
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert found.why == "fewer than 6 neonates"
    apart = effect_size(Effect.CLIFF, *studies(np.arange(6.0), np.arange(6.0) + 9))
    assert (apart.value, apart.why) == (-1, "all values of a class are above all of the other")
    assert math.isnan(apart.low)


def test_rounding_is_no_spread():
    a = np.full(10, 0.1 + 0.2)
    b = np.full(10, 0.3)
    assert a[0] != b[0]
    assert math.isnan(hedges_g(a, b))
    assert cliffs_delta(a, b) == 0
    assert compare_classes(a, b).p == 1
    assert compare_pairs(a, b).why == "no pair differs"
    found = effect_size(Effect.HEDGES, *studies(a, b))
    assert math.isnan(found.value)
    assert "do not vary" in found.why
    # it varies through one neonate alone: without it there is no figure
    one = effect_size(Effect.HEDGES, *studies(np.r_[0.5, a[1:]], b))
    assert (one.undefined, one.why) == (0.1, "it is undefined without some of the neonates")


def test_ranks_are_not_decided_by_rounding():
    tenths = [0.1, 0.2, 0.3, 0.3, 0.9]
    summed = [0.1, 0.2, 0.1 + 0.2, 0.1 + 0.2, 0.9]  # the same, but for the last bit
    assert summed[2] > tenths[2]
    low, high = [0.3, 0.3, 0.3, 5.0], [0.1, 0.2, 0.3, 0.4, 0.5, 9.0]
    for other in (low, high):
        one, two = (compare_classes(values, other) for values in (tenths, summed))
        assert one.test is two.test is Test.MANN_WHITNEY
        assert (one.statistic, one.p) == (two.statistic, two.p)
    rest = [0.0, 0.0, 0.0, 0.6, 8.0]
    found = compare_pairs([0.3, 0.1 + 0.2, 0.3, 0.3, 0.1], rest)  # gaps 0.3, 0.3, 0.3, −0.3, −7.9
    assert found.test is Test.WILCOXON
    assert found.statistic == stats.wilcoxon([3, 3, 3, -3, -79]).statistic


def test_degrees_of_freedom_are_said():
    assert compare_classes(*NORMAL).df == 18
    assert compare_pairs(*NORMAL).df == 9
    assert math.isnan(compare_classes(*SKEWED).df)


def test_what_is_just_normal_is_tested_as_normal():
    random = np.random.default_rng(3)
    a, b = random.normal(0.5, 0.1, (2, 12))
    for compare, test in ((compare_classes, Test.STUDENT), (compare_pairs, Test.PAIRED_T)):
        least = min(compare(a, b).normal)
        assert compare(a, b, alpha=least).test is test
        assert compare(a, b, alpha=np.nextafter(least, 1)).test is not test


def test_a_pair_that_does_not_differ_counts_among_others_that_do():
    a, b = np.array([0.1, 0.4, 0.5, 0.9, 0.3]), np.array([0.1, 0.2, 0.6, 0.5, 0.2])
    found = compare_pairs(a, b)
    assert found.p == pytest.approx(stats.ttest_rel(a, b).pvalue)
