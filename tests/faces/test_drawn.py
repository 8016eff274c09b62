"""Regions that a person drew: what they may be called, where they lie, and how they are kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from neopain_gui.faces import FEATURES, Face, FaceSource, RegionSource, face_regions, with_drawn
from neopain_gui.faces.drawn import (
    LONGEST_NAME,
    outlines_of,
    outlines_text,
    parse_outlines,
    region_name,
    same_regions,
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


@pytest.mark.parametrize(
    "bad",
    [
        [],
        [[(0, 0), (1, 1)]],
        [[(0, 0, 0), (1, 1, 1), (2, 2, 2)]],
        [[(0, 0), (1, 1), (np.nan, 2)]],
        [[(0, 0), (1, 1), (1e9, 2)]],
        [np.zeros((10_001, 2))],
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
