import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats
from statsmodels.stats.weightstats import ttost_paired

from neopain_gui.agreement.statistics import bayes_factor_paired_t, tost_paired
from neopain_gui.agreement.statistics.equivalence import Finding
from neopain_gui.errors import InputError
from tests.agreement.statistics.published import published

NUMBERS = st.lists(st.floats(-5, 5), min_size=3, max_size=30)


def test_students_sleep_as_r_has_it() -> None:
    sleep = published("sleep")
    found = tost_paired(sleep["drug1"], sleep["drug2"], 0.5)
    assert found.p_lower == pytest.approx(0.9892407566, rel=1e-9)
    assert found.p_upper == pytest.approx(0.0002319027045, rel=1e-9)
    assert found.p == found.p_lower
    assert found.p_difference == pytest.approx(0.002832890197, rel=1e-9)
    assert found.finding is Finding.DIFFERENT
    assert bayes_factor_paired_t(-4.062127683, 10, math.sqrt(0.5)) == pytest.approx(
        17.25888027, rel=1e-7
    )
    assert bayes_factor_paired_t(-4.062127683, 10, 1) == pytest.approx(18.41520976, rel=1e-7)


def test_rouders_bayes_factors() -> None:
    assert 1 / bayes_factor_paired_t(2.03, 80, 1) == pytest.approx(1.56, abs=0.005)
    assert 1 / bayes_factor_paired_t(2.24, 80, 1) == pytest.approx(1.02, abs=0.005)


@pytest.mark.parametrize(("t", "n", "scale"), [(0, 5, 0.7071), (1.3, 2, 0.5), (5, 60, 1.4)])
def test_a_bayes_factor_is_the_other_integral_too(t: float, n: int, scale: float) -> None:
    """Over the standardised difference: a noncentral t under a Cauchy prior."""
    above, _ = integrate.quad(
        lambda d: stats.nct.pdf(t, n - 1, d * math.sqrt(n)) * stats.cauchy.pdf(d, scale=scale),
        -1 if t > 5 else -30,
        2 if t > 5 else 30,
        limit=400,
        points=[0, t / math.sqrt(n)],
    )
    assert bayes_factor_paired_t(t, n, scale) == pytest.approx(
        above / stats.t.pdf(t, n - 1), rel=2e-3
    )


def test_extremes_of_the_bayes_factor() -> None:
    assert math.isnan(bayes_factor_paired_t(math.nan, 10))
    assert math.isnan(bayes_factor_paired_t(1, 1))
    assert bayes_factor_paired_t(math.inf, 10) == math.inf
    assert bayes_factor_paired_t(100, 1000) == math.inf
    with pytest.raises(InputError, match="scale is 0"):
        bayes_factor_paired_t(1, 10, 0)


@given(NUMBERS, st.floats(0.01, 3), st.integers(0, 99))
def test_two_tests_are_statsmodels(numbers: list[float], margin: float, seed: int) -> None:
    a = np.asarray(numbers)
    b = a + np.random.default_rng(seed).normal(size=len(a))
    found = tost_paired(a, b, margin)
    p, lower, upper = ttost_paired(a, b, -margin, margin)
    assert found.p == pytest.approx(p, abs=1e-12)
    assert (found.t_lower, found.t_upper) == pytest.approx((lower[0], upper[0]), rel=1e-9)
    inside = -margin < found.low and found.high < margin
    assert inside == (found.p < 0.05)
    turned = tost_paired(b, a, margin)
    assert (turned.p, turned.difference) == pytest.approx((found.p, -found.difference))


def test_gaps_and_equal_values() -> None:
    found = tost_paired([1, 2, np.nan, 3], [1, 2, 3, 3], 0.1)
    assert (found.n, found.p, found.finding) == (3, 0.0, Finding.EQUIVALENT)
    shifted = tost_paired([1.5, 2.5, 3.5], [1, 2, 3], 0.1)
    assert (shifted.p, shifted.p_difference) == (1.0, 0.0)
    few = tost_paired([1], [2], 1)
    assert math.isnan(few.p)
    assert few.sentence().startswith("Too few pairs")


@pytest.mark.parametrize("margin", [0, -0.1, math.nan, math.inf])
def test_a_margin_is_a_number_above_0(margin: float) -> None:
    with pytest.raises(InputError, match="give a number above 0"):
        tost_paired([1, 2], [1, 3], margin)


def test_sentences_never_call_no_difference_equal() -> None:
    rng = np.random.default_rng(3)
    a = rng.normal(size=8)
    undecided = tost_paired(a, a + rng.normal(size=8), 0.1)
    assert undecided.finding is Finding.UNDECIDED
    assert undecided.sentence().startswith("Undecided: neither a difference nor equivalence")
    close = tost_paired(a, a + rng.normal(0, 0.01, 8), 0.1)
    assert close.sentence().startswith("They are equivalent within ± 0.1 (mean difference")
