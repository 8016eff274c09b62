"""Measures at fixations against scikit-learn and hand-computed values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import roc_auc_score

from neopain_gui.agreement.fixations import auc_judd, information_gain, nss, shuffled_auc

ABOUT = "neopain_gui.agreement.fixations"

maps = arrays(np.float64, (4, 6), elements=st.integers(0, 5).map(float))
places = st.lists(st.tuples(st.floats(-1, 7), st.floats(-1, 5)), min_size=1, max_size=12)


def split(points):
    return np.array([p[0] for p in points]), np.array([p[1] for p in points])


def inside(points):
    return [(int(y), int(x)) for x, y in points if 0 <= x < 6 and 0 <= y < 4]


@given(maps, places)
def test_auc_is_scikit_learns(relevance, points):
    cells = inside(points)
    rest = [cell for cell in np.ndindex(4, 6) if cell not in cells]
    found = auc_judd(relevance, *split(points))
    if not cells or not rest:
        assert math.isnan(found)
        return
    labels = [1] * len(cells) + [0] * len(rest)
    scores = [relevance[cell] for cell in (*cells, *rest)]
    assert found == pytest.approx(roc_auc_score(labels, scores))


@given(maps, places, places)
def test_shuffled_auc_is_scikit_learns(relevance, points, others):
    here, there = inside(points), inside(others)
    found = shuffled_auc(relevance, *split(points), *split(others))
    if not here or not there:
        assert math.isnan(found)
        return
    labels = [1] * len(here) + [0] * len(there)
    scores = [relevance[cell] for cell in (*here, *there)]
    assert found == pytest.approx(roc_auc_score(labels, scores))
    back = shuffled_auc(relevance, *split(others), *split(points))
    assert found + back == pytest.approx(1)


def test_nss_by_hand():
    relevance = np.array([[0.0, 0.0], [0.0, 4.0]])  # mean 1, population sd √3
    assert nss(relevance, [1.5], [1.2]) == pytest.approx(3 / math.sqrt(3))
    assert nss(relevance, [1.5, 0.5], [1.2, 0.5]) == pytest.approx((3 - 1) / 2 / math.sqrt(3))
    assert nss(relevance, [1.5, 9], [1.2, 9]) == pytest.approx(math.sqrt(3))


@given(maps)
def test_nss_over_all_pixels_is_zero(relevance):
    rows, columns = np.indices((4, 6))
    found = nss(relevance, columns.ravel() + 0.5, rows.ravel() + 0.5)
    if relevance.min() == relevance.max():
        assert math.isnan(found)
    else:
        assert found == pytest.approx(0, abs=1e-9)


def test_information_gain_by_hand():
    relevance, flat = np.array([[1.0, 3.0]]), np.ones((1, 2))
    assert information_gain(relevance, flat, [1.5], [0.5]) == pytest.approx(math.log2(1.5))
    both = information_gain(relevance, flat, [0.5, 1.5], [0.5, 0.5])
    assert both == pytest.approx((math.log2(0.5) + math.log2(1.5)) / 2)
    assert information_gain(flat, flat, [0.2], [0.2]) == 0


def test_what_says_nothing_is_undefined():
    flat, empty = np.ones((2, 2)), np.zeros((2, 2))
    assert math.isnan(nss(flat, [0.5], [0.5]))
    assert math.isnan(nss(flat, [], []))
    assert math.isnan(auc_judd(flat, [5], [5]))
    assert auc_judd(flat, [0.5], [0.5]) == 0.5
    assert math.isnan(information_gain(empty, flat, [0.5], [0.5]))
    with pytest.raises(ValueError, match="one length"):
        nss(flat, [0.5], [0.5, 1])
    with pytest.raises(ValueError, match="not negative"):
        nss(-flat, [0.5], [0.5])


def test_a_map_may_be_empty_in_places():
    relevance, base = np.array([[0.0, 3.0, 1.0]]), np.array([[2.0, 1.0, 0.0]])
    found = information_gain(relevance, base, [1.5], [0.5])
    assert found == pytest.approx(math.log2(0.75) - math.log2(1 / 3))


@pytest.mark.parametrize("bad", [math.nan, math.inf, -1.0])
def test_a_single_pixel_that_is_no_relevance_is_refused(bad):
    relevance, flat = np.array([[1.0, bad, 3.0]]), np.ones((1, 3))
    for measure in (nss, auc_judd):
        with pytest.raises(ValueError, match="finite"):
            measure(relevance, [0.5], [0.5])
    for pair in ((relevance, flat), (flat, relevance)):
        with pytest.raises(ValueError, match="finite"):
            information_gain(*pair, [0.5], [0.5])
