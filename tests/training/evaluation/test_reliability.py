"""Calibration against scikit-learn and statsmodels, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from neopain_gui.training.evaluation.reliability import (
    binned,
    brier,
    diagram,
    expected_error,
    wilson,
)
from tests.training.evaluation.made import made

PAIRS = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=40)


def test_the_diagram_is_scikit_learn_s() -> None:
    some = made(30, 6)
    observed, predicted = calibration_curve(some.label, some.p_pain, n_bins=10, strategy="quantile")
    found = diagram(some.label, some.p_pain, some.clusters)
    assert [one.observed for one in found] == pytest.approx(observed.tolist())
    assert [one.predicted for one in found] == pytest.approx(predicted.tolist())
    assert [one.photographs for one in found] == [18] * 10
    assert all(one.low <= one.observed <= one.high for one in found)


def test_equal_widths_are_scikit_learn_s() -> None:
    some = made(30, 6)
    observed, predicted = calibration_curve(some.label, some.p_pain, n_bins=15)
    counts = np.bincount(binned(some.p_pain, 15, "equal widths"), minlength=15)
    counts = counts[counts > 0]
    error = counts @ np.abs(observed - predicted) / len(some)
    found = expected_error(some.label, some.p_pain, binning="equal widths")
    assert found == pytest.approx(error)


def test_the_interval_is_of_neonates_not_of_photographs() -> None:
    some = made(30, 6)
    for one in diagram(some.label, some.p_pain, some.clusters):
        assert one.neonates <= one.photographs
        assert (one.low, one.high) == wilson(one.observed, one.neonates)


@pytest.mark.parametrize(("right", "of"), [(0, 5), (3, 5), (5, 5), (81, 263)])
def test_wilson_is_statsmodels(right: int, of: int) -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    expected = proportion.proportion_confint(right, of, method="wilson")
    assert wilson(right / of, of) == pytest.approx(expected)


def test_wilson_as_published() -> None:
    # Newcombe 1998, Statistics in Medicine 17:857, method 3: 81/263, 15/148
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15 / 148, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)


@given(PAIRS)
def test_the_brier_score_is_the_sum_of_its_parts(pairs: list[tuple[bool, float]]) -> None:
    label, scores = np.array([one for one, _ in pairs]), np.array([one for _, one in pairs])
    found = brier(label, scores)
    assert found.score == pytest.approx(np.mean((scores - label) ** 2), abs=1e-12)
    whole = found.reliability - found.resolution + found.uncertainty + found.within
    assert whole == pytest.approx(found.score, abs=1e-12)
    assert found.reliability >= 0
    assert -1e-12 <= found.resolution <= found.uncertainty + 1e-12


def test_the_brier_score_is_scikit_learn_s() -> None:
    some = made()
    expected = brier_score_loss(some.label, some.p_pain)
    assert brier(some.label, some.p_pain).score == pytest.approx(expected)


def test_nothing_is_left_within_bins_of_equal_scores() -> None:
    label = np.array([True, False, True, True, False, False])
    scores = np.array([0.8, 0.8, 0.8, 0.2, 0.2, 0.2])
    found = brier(label, scores)
    assert found.within == pytest.approx(0, abs=1e-15)
    assert found.reliability == pytest.approx((0.8 - 2 / 3) ** 2 / 2 + (0.2 - 1 / 3) ** 2 / 2)
    assert found.skill == pytest.approx(1 - found.score / 0.25)


def test_the_share_of_pain_as_score_has_no_skill_and_no_error() -> None:
    label = np.array([True, False, False, False])
    found = brier(label, np.full(4, 0.25))
    assert found.skill == pytest.approx(0)
    assert expected_error(label, np.full(4, 0.25), binning="equal widths") == pytest.approx(0)
