"""Views of a photograph: points there and back, and the pixels that are shown."""

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.faces.blazeface.views import Looked, view_of, whole_view

numbers = st.floats(-500, 500)


@given(numbers, numbers, st.floats(1, 900), st.floats(-7, 7), numbers, numbers)
def test_what_is_carried_there_comes_back(x, y, extent, turn, across, down):
    view = view_of((x, y), extent, turn, 192)
    there = view.to_picture((across, down))
    assert view.to_photograph(there) == pytest.approx((across, down), abs=1e-6)
    assert view.to_picture((x, y)) == pytest.approx((96, 96), abs=1e-6)
    assert view.scale == pytest.approx(192 / extent)


@given(st.integers(1, 400), st.integers(1, 400), st.floats(-7, 7))
def test_the_whole_photograph_just_fits(height, width, turn):
    view = whole_view((height, width), turn, 192)
    corners = view.to_picture([(0, 0), (width, 0), (0, height), (width, height)])
    assert corners.min() == pytest.approx(0, abs=1e-6) or corners.max() == pytest.approx(192)
    assert corners.min() >= -1e-6
    assert corners.max() <= 192 + 1e-6


def test_turned_clockwise_right_becomes_down():
    view = view_of((50, 50), 100, pi / 2, 100)
    assert view.to_picture((60, 50)) == pytest.approx((50, 60))


@pytest.mark.parametrize("size", [(96, 96), (192, 192), (384, 384), (1000, 768), (1001, 769)])
def test_pixels_lie_where_points_do(size):
    """A bright square is found where its corners are carried to, however large the photograph."""
    height, width = size
    photograph = np.zeros((height, width, 3), np.uint8)
    top, bottom, left, right = height // 4, height // 2, width // 4, width // 2
    photograph[top:bottom, left:right] = 255
    for turn in (0, pi / 2, pi):
        view = whole_view(size, turn, 96)
        shown = Looked(photograph).picture(view)[..., 0] / 255
        rows, columns = np.indices(shown.shape) + 0.5
        middle = np.array([(shown * columns).sum(), (shown * rows).sum()]) / shown.sum()
        expected = view.to_picture(((left + right) / 2, (top + bottom) / 2))
        assert middle == pytest.approx(expected, abs=0.15)
        area = (bottom - top) * (right - left) * view.scale**2
        assert shown.sum() == pytest.approx(area, rel=0.03)


def test_fine_stripes_become_grey_and_not_other_stripes():
    photograph = np.zeros((800, 800, 3), np.uint8)
    photograph[:, ::2] = 255
    shown = Looked(photograph).picture(whole_view((800, 800), 0.3, 96))[30:60, 30:60]
    assert shown.std() < 4
