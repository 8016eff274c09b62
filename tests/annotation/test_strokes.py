"""Strokes against the definition: a pixel is covered where its centre is near the brush's way."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import ndimage

from neopain_gui.annotation.shapes import mask_of, outlines_from_mask
from neopain_gui.annotation.strokes import Stroke, after_stroke, joined, without_steps
from neopain_gui.faces.drawn import outlines_of

SIZE = (40, 50)
quarters = st.integers(-20, 220).map(lambda one: one / 4)
places = st.lists(st.tuples(quarters, quarters), min_size=2, max_size=4)


def stroke_of(way, radius, size=SIZE):
    made = Stroke(size)
    for start, end in pairwise(way):
        made.add(start, end, (radius, radius))
    return made


def covered(stroke):
    return stroke.covered.astype(bool)


def test_a_dab_is_a_disc_by_the_distance_to_its_centre():
    stroke = stroke_of([(20, 15), (20, 15)], 6)
    away = np.ones(SIZE, bool)
    away[15, 20] = False
    assert np.array_equal(covered(stroke), ndimage.distance_transform_edt(away) <= 6)


def test_a_way_covers_what_dabs_along_it_cover():
    stroke = stroke_of([(10.0, 10.0), (35.0, 25.0)], 4)
    dabs = Stroke(SIZE)
    for share in np.linspace(0, 1, 2001):
        at = (10 + 25 * share, 10 + 15 * share)
        dabs.add(at, at, (4, 4))
    assert not (covered(dabs) & ~covered(stroke)).any()
    assert (covered(stroke) & ~covered(dabs)).sum() <= 1


def test_pressure_widens_evenly_along_the_way():
    stroke = Stroke(SIZE)
    stroke.add((5, 20), (45, 20), (2, 10))
    assert list(covered(stroke)[:, [5, 25, 45]].sum(axis=0)) == [5, 13, 21]


def test_beside_the_photograph_nothing_is_covered_and_clearing_clears():
    stroke = Stroke(SIZE)
    assert stroke.add((-30, 5), (-20, 5), (3, 3)) is None
    assert stroke.box is None
    stroke.add((0, 0), (3, 0), (3, 3))
    stroke.clear()
    assert not stroke.covered.any()


@settings(max_examples=40, deadline=None)
@given(painted=places, rubbed=places, radius=st.sampled_from([0.5, 2, 5.5]))
def test_strokes_add_to_and_take_from_the_mask_and_from_nothing_else(painted, rubbed, radius):
    first, second = stroke_of(painted, radius), stroke_of(rubbed, radius)
    region = after_stroke((), first, erase=False)
    assert np.array_equal(mask_of(region, SIZE), covered(first))
    rest = after_stroke(region, second, erase=True)
    assert np.array_equal(mask_of(rest, SIZE), covered(first) & ~covered(second))
    both = after_stroke(rest, second, erase=False)
    assert np.array_equal(mask_of(both, SIZE), covered(first) | covered(second))


def test_a_stroke_that_changes_nothing_leaves_the_outlines_as_they_are():
    region = (np.array([(5.25, 5), (20, 5), (20, 20.5)]),)
    assert after_stroke(region, stroke_of([(40, 30), (45, 30)], 3), erase=True) is region
    assert after_stroke(region, stroke_of([(18, 10), (18, 10)], 1), erase=False) is region


def test_what_overlaps_is_joined_and_what_lies_apart_keeps_its_outlines():
    one = np.array([(5.0, 5), (20, 5), (20, 20), (5, 20)])
    apart = (one + np.array((22, 0)),)
    assert joined((one,), apart, SIZE) == (one, *apart)
    over = (one + np.array((5, 5)),)
    both = joined((one,), over, SIZE)
    assert np.array_equal(mask_of(both, SIZE), mask_of((one,), SIZE) | mask_of(over, SIZE))


def scribbled(to_and_fro):
    """A brush of 15 pixels going to and fro, on a slant, over the whole of a photograph."""
    stroke, share = Stroke((1100, 1100)), np.linspace(0, 1, 36 * to_and_fro)
    way = np.column_stack((900 * share - 450, 450 * np.sin(2 * np.pi * to_and_fro * share)))
    turn = np.array(((np.cos(0.6), np.sin(0.6)), (-np.sin(0.6), np.cos(0.6))))
    for start, end in pairwise(way @ turn + 550):
        stroke.add(start, end, (7.5, 7.5))
    return stroke


def test_an_outline_of_very_many_points_has_fewer_and_the_same_pixels_inside():
    stroke = scribbled(20)
    traced = max(map(len, outlines_from_mask(covered(stroke))))
    region = after_stroke((), stroke, erase=False)
    assert max(map(len, region)) < traced / 2
    assert traced > 10_000
    painted = covered(stroke)
    for place in range(3):  # and so it stays
        assert np.array_equal(mask_of(region, painted.shape), painted)
        dab = stroke_of([(20 + 9 * place, 20)] * 2, 3, painted.shape)
        painted |= covered(dab)
        region = after_stroke(region, dab, erase=False)


@settings(max_examples=100, deadline=None)
@given(arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=12)))
def test_without_its_steps_an_outline_has_the_same_pixels_inside(mask):
    rings = (
        outlines_of([without_steps(one) for one in outlines_from_mask(mask)]) if mask.any() else ()
    )
    assert np.array_equal(mask_of(rings, mask.shape), mask)
