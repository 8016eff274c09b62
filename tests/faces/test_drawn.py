"""Regions that a person drew: what they may be called, where they lie, and how they are kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from neopain_gui.faces import FEATURES, Face, FaceSource, RegionSource, face_regions, with_drawn
from neopain_gui.faces.drawn import (
    FURTHEST,
    LONGEST_NAME,
    outlines_of,
    outlines_text,
    packed,
    parse_outlines,
    region_name,
    same_regions,
    unpacked,
)
from neopain_gui.faces.regions import region_masks
from neopain_gui.geometry import Box

SQUARE = outlines_of([[(10, 10), (19, 10), (19, 19), (10, 19)]])
FACE = Face(box=Box(left=0, top=0, right=100, bottom=100), source=FaceSource.MANUAL)
points = arrays(np.float64, st.tuples(st.integers(3, 9), st.just(2)), elements=st.floats(-500, 500))


@given(st.lists(points, min_size=1, max_size=3))
def test_text_and_back(drawn):
    outlines = outlines_of(drawn)
    back = parse_outlines(outlines_text(outlines))
    assert len(back) == len(drawn)
    for given_, kept, read in zip(drawn, outlines, back, strict=True):
        assert np.array_equal(kept, read)
        assert np.abs(given_ - kept).max() <= 0.005 + 1e-9
    assert same_regions({"a": outlines}, {"a": back})
    assert not same_regions({"a": outlines}, {"b": back})


@given(st.lists(points, min_size=1, max_size=3))
def test_packed_and_back_to_the_last_bit(drawn):
    outlines = outlines_of(drawn)
    back = unpacked(packed(outlines))
    assert [one.tobytes() for one in back] == [one.tobytes() for one in outlines]


def test_the_furthest_points_can_be_packed():
    far = outlines_of([np.array([(FURTHEST, -FURTHEST), (0.01, -0.01), (99_999.99, 7)])])
    assert np.array_equal(unpacked(packed(far))[0], far[0])


@given(st.binary(max_size=60))
def test_no_bytes_are_read_as_something_that_is_no_outline(content):
    try:
        found = unpacked(content)
    except ValueError:
        return
    assert packed(found) == content


@pytest.mark.parametrize("cut", [0, 1, 4, 8, 20, -1, -8])
def test_outlines_that_end_early_are_damaged(cut):
    with pytest.raises(ValueError, match=r"outline|buffer"):
        unpacked(packed(SQUARE)[:cut])


@pytest.mark.parametrize(
    "bad",
    [
        [],
        [[(0, 0), (1, 1)]],
        [[(0, 0, 0), (1, 1, 1), (2, 2, 2)]],
        [[(0, 0), (1, 1), (np.nan, 2)]],
        [[(0, 0), (1, 1), (1e9, 2)]],
        [np.zeros((40_001, 2))],
    ],
    ids=["none", "two points", "three coordinates", "not a number", "far away", "too many"],
)
def test_no_outline(bad):
    with pytest.raises(ValueError, match="outline"):
        outlines_of(bad)


def test_names():
    assert region_name("  Feeding   Tube ") == "feeding tube"
    assert region_name("Mouth") == "mouth"
    for bad in ("", "  ", "a" * (LONGEST_NAME + 1), "a\x00b", "Elsewhere"):
        with pytest.raises(ValueError, match=r"region|elsewhere"):
            region_name(bad)


def test_a_drawn_feature_takes_the_templates_place():
    template = face_regions(FACE)
    both = with_drawn(template, {"tube": SQUARE, "mouth": SQUARE})
    assert tuple(both.outlines) == (*FEATURES, "tube")
    assert both.outlines["nose"] is template.outlines["nose"]
    assert both.outlines["mouth"] == SQUARE
    assert both.sources == (RegionSource.FACE_BOX, RegionSource.HAND)
    assert both.source_of("mouth") is both.source_of("tube") is RegionSource.HAND
    assert both.source_of("nose") is RegionSource.FACE_BOX
    masks = region_masks(both, FACE.box, 100)
    assert masks["tube"].sum() == 100, "ten pixels by ten, edges included"
    assert np.array_equal(masks["mouth"], masks["tube"])


def test_nothing_drawn_changes_nothing():
    template = face_regions(FACE)
    same = with_drawn(template, {})
    assert same.outlines == template.outlines
    assert same.sources == (RegionSource.FACE_BOX,)


def test_everything_drawn_needs_no_template():
    drawn = dict.fromkeys(FEATURES, SQUARE)
    assert with_drawn(face_regions(FACE), drawn).sources == (RegionSource.HAND,)
