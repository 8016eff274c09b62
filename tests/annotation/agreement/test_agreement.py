import csv
import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import friedmanchisquare
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from neopain_gui.annotation.agreement import (
    bland_altman,
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    icc,
    kendall_w,
    krippendorff_alpha,
    per_cent_agreement,
)

ABOUT = "neopain_gui.annotation.agreement"
ORACLES = Path(__file__).parents[4] / "shared" / "data" / "oracles"
published = pytest.mark.skipif(not ORACLES.is_dir(), reason="published data are not here")
KINDS = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")
COEFFICIENTS = (
    per_cent_agreement, fleiss_kappa, gwet_ac1, brennan_prediger, krippendorff_alpha, kendall_w,
    lambda ratings, **more: krippendorff_alpha(ratings, "ordinal", **more),
    lambda ratings, **more: krippendorff_alpha(ratings, "interval", **more),
    lambda ratings, **more: cohen_kappa(*ratings[:2], "quadratic", **more), icc,
)  # fmt: skip


def krippendorffs_example():
    with (ORACLES / "krippendorff_2011.csv").open() as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[float(cell) if cell else math.nan for cell in row[1:]] for row in rows])


def shrout_and_fleiss():
    table = np.loadtxt(ORACLES / "shrout_fleiss.csv", delimiter=",", skiprows=1)
    return table.T  # the file has targets × judges


@published
def test_krippendorffs_four_raters_of_twelve_units_with_gaps():
    ratings = krippendorffs_example()
    found = [
        float(krippendorff_alpha(ratings, level))
        for level in ("nominal", "ordinal", "interval", "ratio")
    ]
    assert found == pytest.approx([0.74342, 0.81539, 0.84911, 0.79740], abs=5e-6)
    # R's irrCAC of the same
    assert per_cent_agreement(ratings).value == pytest.approx(0.81818, abs=5e-6)
    assert gwet_ac1(ratings).value == pytest.approx(0.77544, abs=5e-6)
    assert brennan_prediger(ratings).value == pytest.approx(0.77273, abs=5e-6)
    assert fleiss_kappa(ratings).value == pytest.approx(0.76117, abs=5e-6)


@published
def test_shrout_and_fleiss_six_correlations_with_their_intervals():
    said = re.findall(
        r"^(?:Single|Average)\w+ +ICC(\dk?) +(\S+) +(\S+) +(\S+)$",
        (ORACLES / "values.txt").read_text(),
        re.MULTILINE,
    )
    assert len(said) == 6
    for kind, *ends in said:
        found = icc(shrout_and_fleiss(), f"{kind[0]},{'k' if kind.endswith('k') else '1'}")
        assert [found.value, found.low, found.high] == pytest.approx(
            [float(one) for one in ends], abs=1e-8
        )


def test_fleiss_psychiatric_diagnoses():
    from statsmodels.stats.tests.test_inter_rater import diagnoses

    ratings = np.asarray(diagnoses, float).T
    assert fleiss_kappa(ratings).value == pytest.approx(0.430, abs=5e-4)
    table, _ = inter_rater.aggregate_raters(np.asarray(diagnoses))
    assert fleiss_kappa(ratings).value == pytest.approx(inter_rater.fleiss_kappa(table))


def test_bland_and_altmans_peak_flow_meters():
    wright = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
    mini = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
    found = bland_altman(wright, mini)
    assert (found.value, found.sd) == pytest.approx((-2.1, 38.8), abs=0.05)
    assert found.bias.low == pytest.approx(-22.0, abs=0.05)  # Bland and Altman 1986
    assert found.bias.high == pytest.approx(17.8, abs=0.05)
    assert [found.low, found.high] == pytest.approx([-2.118 - 75.98, -2.118 + 75.98], abs=0.01)
    assert bland_altman(np.array([wright, mini])) == found


def test_differences_of_one_neonate_are_alike():
    random = np.random.default_rng(2)
    own = np.repeat(random.normal(0, 3, 200), 4)
    apart = own + random.normal(0, 1, 800)
    neonates = np.repeat([f"n{one}" for one in range(200)], 4).tolist()
    found = bland_altman(apart, np.zeros(800), neonates=neonates)
    assert found.sd == pytest.approx(math.sqrt(10), rel=0.1)
    assert found.bias.high - found.bias.low > 1.5 * (
        bland_altman(apart, np.zeros(800)).bias.high - bland_altman(apart, np.zeros(800)).bias.low
    )
    one_each = [str(one) for one in range(800)]
    alone = bland_altman(apart, np.zeros(800), neonates=one_each)
    assert alone.sd == pytest.approx(float(apart.std(ddof=1)))


def some_ratings(raters=3, items=24, levels=4, gaps=False):
    values = st.integers(0, levels - 1).map(float)
    return arrays(
        np.float64, (raters, items), elements=(values | st.just(math.nan)) if gaps else values
    )


@settings(max_examples=25)
@given(some_ratings(2))
def test_kappa_is_that_of_others(ratings):
    assume(len(np.unique(ratings)) > 1)  # theirs divide by 0
    first, second = ratings
    for weights in (None, "linear", "quadratic"):
        theirs = cohen_kappa_score(first, second, weights=weights)
        ours = cohen_kappa(first, second, weights)
        assert ours.value == pytest.approx(theirs, nan_ok=True)
    table = np.zeros((4, 4))
    np.add.at(table, (first.astype(int), second.astype(int)), 1)
    for kind in ("linear", "quadratic"):
        theirs = inter_rater.cohens_kappa(table, wt=kind, return_results=False)
        ours = cohen_kappa(first, second, kind, categories=range(4)).value
        assert math.isnan(ours) or ours == pytest.approx(theirs)


@settings(max_examples=25)
@given(some_ratings(3))
def test_fleiss_and_kendall_are_those_of_others(ratings):
    assume(len(np.unique(ratings)) > 1)  # theirs divide by 0
    table, _ = inter_rater.aggregate_raters(ratings.T)
    ours = fleiss_kappa(ratings).value
    assert math.isnan(ours) or ours == pytest.approx(inter_rater.fleiss_kappa(table))
    randolph = inter_rater.fleiss_kappa(table, method="randolph")
    assert brennan_prediger(ratings).value == pytest.approx(randolph)
    concordance = kendall_w(ratings).value
    if not math.isnan(concordance):
        chi = friedmanchisquare(*ratings.T).statistic
        raters, items = ratings.shape
        assert concordance == pytest.approx(chi / (raters * (items - 1)))


@settings(max_examples=20)
@given(some_ratings(4, gaps=True))
def test_alpha_and_correlations_are_those_of_others_where_installed(ratings):
    theirs = pytest.importorskip("krippendorff")
    for level in ("nominal", "ordinal", "interval", "ratio"):
        ours = krippendorff_alpha(ratings, level)
        if not math.isnan(ours.value):
            assert ours.value == pytest.approx(theirs.alpha(ratings, level_of_measurement=level))


@settings(max_examples=20)
@given(some_ratings(3, gaps=True), st.permutations(range(3)), st.permutations(range(24)))
def test_order_does_not_matter_and_equal_raters_agree(ratings, raters, items):
    for coefficient in COEFFICIENTS[:-2]:
        found = coefficient(ratings).value
        again = coefficient(ratings[list(raters)][:, list(items)]).value
        assert found == pytest.approx(again, nan_ok=True)
        assert math.isnan(found) or found <= 1 + 1e-12
    same = np.tile(np.arange(24.0) % 5, (3, 1))
    for coefficient in COEFFICIENTS:
        assert coefficient(same).value == pytest.approx(1)
    for kind in KINDS:
        assert icc(same, kind).value == pytest.approx(1)


def test_an_interval_is_over_neonates():
    random = np.random.default_rng(0)
    truth = np.repeat(random.integers(0, 5, 40), 3)
    ratings = np.where(random.random((3, 120)) < 0.7, truth, random.integers(0, 5, (3, 120)))
    ratings = ratings.astype(float)
    alone = [str(one) for one in range(120)]
    # A neonate whose photographs are copies of each other tells no more than once.
    copies, whose = np.repeat(ratings[:, ::3], 3, axis=1), np.repeat(alone[::3], 3).tolist()
    for coefficient in COEFFICIENTS:
        once = coefficient(ratings[:, ::3], neonates=alone[::3])
        thrice = coefficient(copies, neonates=whose)
        assert once.low < once.value < once.high
        assert once.neonates == thrice.neonates == 40
        assert thrice.high - thrice.low == pytest.approx(once.high - once.low, rel=0.12)


def test_a_percentile_of_the_bootstrap_made_one_by_one():
    random = np.random.default_rng(1)
    ratings = random.integers(0, 2, (2, 30)).astype(float)
    neonates = [str(one // 2) for one in range(30)]
    made = []
    for _ in range(1500):
        drawn = [int(2 * one + half) for one in random.integers(0, 15, 15) for half in (0, 1)]
        made.append(float(cohen_kappa(*ratings[:, drawn])))
    found = cohen_kappa(*ratings, neonates=neonates)
    assert [found.low, found.high] == pytest.approx(np.percentile(made, [2.5, 97.5]), abs=0.06)


def test_what_cannot_be_told_is_no_number_and_says_why():
    nothing = np.full((2, 4), math.nan)
    same = np.ones((2, 4))
    for coefficient in (*COEFFICIENTS[:5], COEFFICIENTS[8], icc):
        assert math.isnan(coefficient(nothing).value)
        assert coefficient(nothing).why
    for coefficient in (fleiss_kappa, krippendorff_alpha, icc, kendall_w):
        assert math.isnan(coefficient(same).value)
        assert coefficient(same, neonates=["a", "b", "c", "d"]).why
    assert gwet_ac1(same, categories=(0, 1)).value == 1
    assert brennan_prediger(same, categories=(0, 1)).value == 1
    assert per_cent_agreement(same, neonates=["a"] * 4).why == "of a single neonate"
    with pytest.raises(ValueError, match="not"):
        icc(same, "4,1")
    with pytest.raises(ValueError, match="two or more raters"):
        per_cent_agreement([1.0, 0.0])
    with pytest.raises(ValueError, match="neonates"):
        per_cent_agreement(same, neonates=["a"])
