"""Files of other programs: out and in, and what is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.annotation.exchange import SHAPES
from neopain_gui.annotation.exchange.rle import counts_of, counts_of_text, mask_of_counts
from neopain_gui.annotation.exchange.sheet import Point, Region, Sheet
from neopain_gui.annotation.landmarks import sets
from neopain_gui.annotation.shapes import mask_of
from neopain_gui.errors import InputError
from neopain_gui.faces.drawn import outlines_of

ABOUT = "neopain_gui.annotation.exchange"
SIZE = (120, 160)
SQUARE = np.array([(20.0, 20.0), (60.0, 20.0), (60.0, 60.0), (20.0, 60.0)])
HOLE = SQUARE * 0.5 + 20
SHAPES_OF_ONE = {
    "plain": (SQUARE,),
    "hole": (SQUARE, HOLE),
    "apart": (SQUARE, SQUARE + 50),
    "touching": (SQUARE, np.add(SQUARE, (40, 0))),
    "overlapping": (SQUARE, SQUARE + 20),
    "bow tie": (SQUARE[[0, 1, 3, 2]],),
    "off the edge": (SQUARE - 40,),
}
DRAWN = [one for one in SHAPES if one != "pts"]

angles = st.lists(st.floats(0.35, 1.0), min_size=5, max_size=24)


def sheet(*regions, points=()):
    return Sheet(file="ph 1.png", size=SIZE, regions=regions, points=points)


def region(name, outlines, weight=1):
    return Region(name=name, outlines=outlines_of(outlines), weight=weight)


def through(name, given_, folder=Path("x")):
    """Write and read again; the sheets by photograph, what was left out is nothing."""
    made = SHAPES[name].write([given_], sets())
    found = [SHAPES[name].read(content, folder / file, sets()) for file, content in made.items()]
    assert all(one.left_out == () for one in found)
    return [sheet for one in found for sheet in one.sheets]


def star(radii):
    angle = np.linspace(0, 2 * np.pi, len(radii), endpoint=False) + 0.1
    far = 50 * np.array(radii)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.add(far, (80.0, 60.0))


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("kind", SHAPES_OF_ONE)
def test_regions_of_every_kind_come_back_with_the_same_pixels(name, kind):
    one = region("brow", SHAPES_OF_ONE[kind], weight=3)
    (found,) = through(name, sheet(one))
    (back,) = found.regions
    assert back.name == "brow"
    assert back.weight == (3 if name != "masks" else 1)
    assert np.array_equal(mask_of(back.outlines, SIZE), mask_of(one.outlines, SIZE))


@settings(max_examples=200)
@given(angles)
def test_a_polygon_goes_through_all_formats_and_stays(radii):
    one = region("brow", (star(radii),))
    before = mask_of(one.outlines, SIZE)
    if before.sum() < 400:
        return
    for name in DRAWN:
        (found,) = through(name, sheet(one))
        one = region("brow", found.regions[0].outlines)
    after = mask_of(one.outlines, SIZE)
    assert (before & after).sum() / (before | after).sum() >= 0.995


@pytest.mark.parametrize("name", [one for one in SHAPES if one != "masks"])
def test_points_come_back_with_their_set(name):
    points = tuple(
        Point(set="5", name=one, x=10.25 + n, y=20.5, visible=name == "pts" or n != 2)
        for n, one in enumerate(sets()["5"].names)
    )
    (found,) = through(name, sheet(points=points))
    assert found.points == points


def test_ibug_counts_from_1():
    points = tuple(Point(set="5", name=one, x=0.0, y=4.0) for one in sets()["5"].names)
    (content,) = SHAPES["pts"].write([sheet(points=points)], sets()).values()
    assert content.decode().splitlines()[:4] == ["version: 1", "n_points: 5", "{", "1.00 5.00"]


def test_run_lengths_go_down_the_columns_and_text_of_coco_is_read():
    mask = np.zeros((3, 4), np.bool_)
    mask[1:, 1] = mask[0, 2] = True
    assert counts_of(mask) == [4, 3, 5]
    assert np.array_equal(mask_of_counts([4, 3, 5], (3, 4)), mask)
    assert counts_of_text("435") == [4, 3, 5]  # as pycocotools packs it
    with pytest.raises(ValueError, match="no text of COCO"):
        counts_of_text("~")
    with pytest.raises(ValueError, match="not those of the size"):
        mask_of_counts([4, 3], (3, 4))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("labelme", b"{", "is no JSON"),
        ("labelme", b'{"shapes": [{"label": 5}]}', "shapes 1 label: cannot be used"),
        ("coco", b'{"images": [], "annotations": [{"image_id": 1, "category_id": 1}]}', "annota"),
        ("labelme", b'{"shapes": [], "imageHeight": 99999999, "imageWidth": 9999}', "pixels."),
        ("geojson", b'{"type": "FeatureCollection"}', "features: cannot be used: field required"),
        ("cvat", b"<annotations", "is no XML"),
        ("cvat", b"<VOC/>", "is no file of CVAT"),
        (
            "cvat",
            b'<!DOCTYPE a [<!ENTITY b "c">]><annotations>&b;</annotations>',
            "is no XML that can be read",
        ),
        ("pts", b"version: 1", "is no file of iBUG"),
        ("pts", b"version: 1\nn_points: 2\n{\n1 1\n}", "says that it has 2 points, and has 1"),
        ("pts", b"n_points: 1\n{\n1 a\n}", "point 1: is no point"),
        ("masks", b"x", "brow.x"),
    ],
)
def test_what_is_damaged_is_one_sentence(name, content, said):
    with pytest.raises(InputError) as caught:
        SHAPES[name].read(content, Path("p/brow.x"), sets())
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_shapes_that_are_not_understood_are_listed_and_the_others_count():
    line = {"label": "tube", "points": [[1, 1], [9, 9]], "shape_type": "line"}
    box = {"label": "Mouth", "points": [[10, 10], [30, 20]], "shape_type": "rectangle"}
    thin = {"label": "eye", "points": [[1, 1], [2, 2]], "shape_type": "polygon"}
    content = json.dumps({"shapes": [line, box, thin], "imageHeight": 120, "imageWidth": 160})
    found = SHAPES["labelme"].read(content.encode(), Path("ph 1.json"), {})
    assert found.sheets[0].file == "ph 1"
    assert mask_of(found.sheets[0].regions[0].outlines, SIZE).sum() == 20 * 10
    assert found.left_out == (
        "ph 1.json: not understood: shape 1, tube (line), "
        "shape 3, eye: an outline has 3 to 40,000 points (x, y).",
    )


def test_two_polygons_of_one_group_that_overlap_are_one_region_without_a_hole():
    shapes = [
        {"label": "brow", "group_id": 1, "points": (SQUARE + by).tolist()} for by in (0.5, 20.5)
    ]
    content = json.dumps({"shapes": shapes, "imageHeight": 120, "imageWidth": 160}).encode()
    (one,) = SHAPES["labelme"].read(content, Path("a.json"), {}).sheets[0].regions
    both = mask_of([SQUARE], SIZE) | mask_of([SQUARE + 20], SIZE)
    assert np.array_equal(mask_of(one.outlines, SIZE), both)
