"""The magic outline."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage
from skimage.segmentation import flood

from neopain_gui.annotation.flood import Flood, _flooded, _part, _whole
from neopain_gui.annotation.shapes import mask_of
from neopain_gui.geometry import Box

SIZE = (300, 500)


def photograph():
    """A disc with a bright spot in it, on a ground that gets lighter to the right, with noise."""
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    disc = np.hypot(x - 200, y - 150) <= 80
    pixels = np.stack([60 + x / 12, 70 + x / 12, 90 + x / 12], -1)
    pixels[disc] = (190, 130, 110)
    pixels[np.hypot(x - 220, y - 150) <= 12] = 250
    noise = np.random.default_rng(1).normal(0, 3, pixels.shape)
    return (pixels + noise).clip(0, 255).astype(np.uint8), disc


def overlap(one, other):
    return (one & other).sum() / (one | other).sum()


def test_what_hangs_together_is_outlined_with_its_holes_filled_also_in_a_smaller_copy():
    pixels, disc = photograph()
    found = Flood(pixels, Box.whole(500, 300)).outlines((170, 150), 20)
    assert overlap(mask_of(found, SIZE), disc) > 0.96
    assert len(found[0]) < 150


def test_only_the_part_that_is_seen_is_searched():
    pixels, disc = photograph()
    box = Box(left=150, top=100, right=200, bottom=200)
    found = mask_of(Flood(pixels, box).outlines((170, 150), 20), SIZE)
    inside = np.zeros(SIZE, bool)
    inside[box.slices] = True
    assert not (found & ~inside).any()
    assert overlap(found, disc & inside) > 0.95


colours = arrays(np.float32, (7, 9, 3), elements=st.integers(0, 5))
places = st.tuples(st.integers(0, 6), st.integers(0, 8))


@settings(max_examples=60, deadline=None)
@given(colours, places, st.sampled_from([0.0, 1, 1.5, 3, 9]))
def test_it_floods_as_scikit_image_does(colours, at, tolerance):
    away = np.sqrt(((colours - colours[at]) ** 2).sum(axis=2))
    found = _flooded(colours, at, tolerance).astype(bool)
    assert np.array_equal(found, flood(away, at, tolerance=tolerance))


@settings(max_examples=60, deadline=None)
@given(arrays(np.bool_, (7, 9)), places)
def test_holes_are_filled_as_scipy_does_and_the_part_that_was_clicked_stays(mask, at):
    assert np.array_equal(_whole(mask), ndimage.binary_fill_holes(mask))
    parts, count = ndimage.label(mask, np.ones((3, 3)))
    if count:
        found = _part(mask.astype(np.uint8), at)
        sizes = np.bincount(parts.ravel())[1:]
        chosen = parts[found]
        assert (chosen == chosen[0]).all()
        assert found.sum() == (sizes[parts[at] - 1] if mask[at] else sizes.max())
        assert not mask[at] or found[at]


def test_more_tolerance_takes_in_more_and_beside_the_photograph_there_is_nothing():
    pixels, _ = photograph()
    flood = Flood(pixels, Box.whole(500, 300))
    sizes = [mask_of(flood.outlines((20, 20), one), SIZE).sum() for one in (3, 10, 30)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]
    assert flood.outlines((-3, 20), 10) == ()
