"""Regions as outlines and masks, by one rule."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from skimage.measure import points_in_poly

from neopain_gui.annotation.shapes import (
    crossing,
    mask_of,
    nested,
    outlines_from_mask,
    united,
)

SQUARE = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])
BOW_TIE = SQUARE[[0, 1, 3, 2]]
SIZE = (24, 24)

masks = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=9))
corners = st.tuples(st.floats(-3, 26, width=32), st.floats(-3, 26, width=32))


@settings(max_examples=60)
@given(masks)
def test_outlines_of_a_mask_make_the_same_mask_and_do_not_cross_within_a_ring(mask):
    found = outlines_from_mask(mask)
    assert np.array_equal(mask_of(found, mask.shape), mask)
    for polygon in nested(found):
        outer, *holes = (mask_of([ring], mask.shape).sum() for ring in polygon)
        assert outer > sum(holes)
    assert (
        sum(
            (mask_of(polygon, mask.shape) for polygon in nested(found)), np.zeros(mask.shape, int)
        ).tolist()
        == mask.astype(int).tolist()
    )


@settings(max_examples=60)
@given(st.lists(corners, min_size=3, max_size=8))
def test_a_mask_is_as_scikit_image_says_where_no_centre_lies_on_an_edge(points):
    ring = np.add(points, (0.0137, 0.0071))
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    inside = points_in_poly(np.stack([x.ravel(), y.ravel()], axis=1), ring).reshape(SIZE)
    assert np.count_nonzero(mask_of([ring], SIZE) != inside) <= 1  # rounding, on an edge itself


def test_a_square_covers_the_pixels_whose_centres_it_holds():
    assert mask_of([SQUARE - 0.5], SIZE).sum() == 100
    assert mask_of([SQUARE - 0.5, SQUARE * 0.4 + 1.5], SIZE).sum() == 100 - 16
    assert mask_of([SQUARE - 5.5], SIZE).sum() == 25


@pytest.mark.parametrize(
    ("outlines", "crosses"),
    [
        ([SQUARE], False),
        ([SQUARE, SQUARE * 0.3 + 2], False),
        ([SQUARE[:3]], False),
        ([BOW_TIE], True),
        ([SQUARE, SQUARE + 3], True),
        ([SQUARE, np.add(SQUARE, (10, 0))], True),
        ([SQUARE, SQUARE + 10], True),
        ([np.array([(0, 0), (5, 0), (2, 0), (0, 5.0)])], True),
    ],
)
def test_outlines_that_cross_or_touch_are_known(outlines, crosses):
    assert crossing(outlines) is crosses


def test_holes_belong_to_the_smallest_ring_that_holds_them():
    island, hole = SQUARE * 0.1 + 4, SQUARE * 0.5 + 2
    found = nested([island, SQUARE, hole, SQUARE + 20])
    assert sorted(len(one) for one in found) == [1, 1, 2]
    assert any(one[0] is SQUARE and one[1] is hole for one in found)


def test_regions_that_overlap_become_one_and_those_apart_keep_their_outlines():
    apart = united([(SQUARE,), (SQUARE + 11,)], SIZE)
    assert [one.tolist() for one in apart] == [SQUARE.tolist(), (SQUARE + 11).tolist()]
    both = united([(SQUARE,), (SQUARE + 3,)], SIZE)
    assert np.array_equal(
        mask_of(both, SIZE), mask_of([SQUARE], SIZE) | mask_of([SQUARE + 3], SIZE)
    )
