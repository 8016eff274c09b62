"""Measures of maps against scipy, hand-computed values and the published formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from neopain_gui.agreement.relevance import (
    earth_movers_distance,
    kl_divergence,
    pearson,
    similarity,
)

maps = arrays(np.float64, (5, 7), elements=st.floats(0, 10, allow_subnormal=False))
PEAK = np.full((5, 7), 2.0**-14)
PEAK[0, 1] = 7
SOLVER = 1e-3
"""What the earth mover's solver, in single precision, may be off by, in cells."""
MEASURES = (pearson, similarity, kl_divergence, earth_movers_distance)


@given(maps, maps)
def test_pearson_is_scipys(a, b):
    found = pearson(a, b)
    if a.min() == a.max() or b.min() == b.max():
        assert math.isnan(found)
    elif np.ptp(a) > 1e-6 and np.ptp(b) > 1e-6:
        assert found == pytest.approx(stats.pearsonr(a.ravel(), b.ravel()).statistic, abs=1e-9)


@given(maps, maps)
def test_kl_is_scipys_entropy(a, b):
    a, b = a + 0.1, b + 0.1
    expected = stats.entropy(a.ravel(), b.ravel())
    assert kl_divergence(a, b) == pytest.approx(expected, abs=1e-9)


def test_by_hand():
    a, b = np.array([[3.0, 1.0]]), np.array([[1.0, 1.0]])
    assert similarity(a, b) == 0.75
    assert kl_divergence(a, b) == pytest.approx(0.75 * math.log(1.5) + 0.25 * math.log(0.5))
    assert earth_movers_distance(a, b) == pytest.approx(0.25)  # a quarter moves by one pixel
    missed = kl_divergence(np.array([[1.0, 1.0]]), np.array([[1.0, 0.0]]))
    assert missed == pytest.approx(
        0.5 * math.log(0.5) + 0.5 * math.log(0.5 / 2.220446049250313e-16)
    )


@settings(max_examples=40, deadline=None)
@given(maps, maps)
def test_earth_movers_is_scipys_linear_programme(a, b):
    a, b = a[:3, :3] + 0.01, b[:3, :3] + 0.01
    places = np.argwhere(np.ones((3, 3)))
    expected = stats.wasserstein_distance_nd(places, places, a.ravel(), b.ravel())
    assert earth_movers_distance(a, b) == pytest.approx(expected, abs=SOLVER)


@given(maps, maps, st.floats(1e-3, 1e3))
@example(PEAK, np.ones((5, 7)), 1.0)
def test_laws(a, b, factor):
    for measure, off in ((pearson, 1e-9), (similarity, 1e-9), (earth_movers_distance, SOLVER)):
        assert measure(a, b) == pytest.approx(measure(b, a), abs=off, nan_ok=True)
    if a.max() > 0.01 and b.max() > 0.01:
        assert similarity(a * factor, b) == pytest.approx(similarity(a, b), abs=1e-9)
        assert similarity(a, a) == pytest.approx(1)
        assert kl_divergence(a, a) == pytest.approx(0, abs=1e-9)
        assert earth_movers_distance(a, a) == pytest.approx(0, abs=SOLVER)
        assert 0 <= similarity(a, b) <= 1 + 1e-12
        assert 0 <= earth_movers_distance(a, b) <= math.hypot(5, 7)


def test_moved_by_four_pixels_on_a_coarser_grid():
    a, b = np.zeros((128, 128)), np.zeros((128, 128))
    a[40:44, 40:44] = 1
    b[40:44, 44:48] = 2
    assert earth_movers_distance(a, b) == pytest.approx(4, abs=1e-4)


@pytest.mark.parametrize("measure", MEASURES)
def test_nothing_is_undefined_not_zero(measure):
    empty, full = np.zeros((3, 3)), np.ones((3, 3))
    assert math.isnan(measure(empty, full))
    assert math.isnan(measure(empty, empty))
    for bad in (-full, full * np.nan, full[0], np.ones((2, 3))):
        with pytest.raises(ValueError, match="maps"):
            measure(full, bad)


def test_very_large_values():
    a = np.array([[1e308, 1e308], [0, 1e308]])
    assert similarity(a, a) == pytest.approx(1)
    assert earth_movers_distance(a, a) == pytest.approx(0, abs=1e-6)


def test_a_strip_narrower_than_a_cell_is_one_cell_wide():
    """Nothing is moved across it: what lies beside each other is in one cell."""
    a, b = np.zeros((2, 200, 3))
    a[20, 0], b[20, 2] = 1, 1
    assert earth_movers_distance(a, b) == earth_movers_distance(a.T, b.T) == 0
    b[20, 2], b[170, 0] = 0, 1
    assert earth_movers_distance(a, b) == pytest.approx(150, abs=200 / 32)
    assert earth_movers_distance(a.T, b.T) == pytest.approx(150, abs=200 / 32)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -1.0])
@pytest.mark.parametrize("measure", MEASURES)
def test_a_single_pixel_that_is_no_relevance_is_refused(measure, bad):
    full, spoilt = np.ones((3, 3)), np.ones((3, 3))
    spoilt[1, 2] = bad
    for pair in ((full, spoilt), (spoilt, full)):
        with pytest.raises(ValueError, match="finite"):
            measure(*pair)
