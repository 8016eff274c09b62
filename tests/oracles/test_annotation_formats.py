"""Annotations as labelme's and COCO's own libraries read and write them; skipped without them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image

from neopain_gui.annotation.exchange import SHAPES
from neopain_gui.annotation.exchange.rle import counts_of_text
from neopain_gui.annotation.landmarks import sets
from neopain_gui.annotation.shapes import mask_of
from tests.annotation.exchange.test_formats import (
    SHAPES_OF_ONE,
    SIZE,
    angles,
    region,
    sheet,
    star,
)


def written(name, *regions):
    (content,) = SHAPES[name].write([sheet(*regions)], sets()).values()
    return content


@settings(max_examples=200)
@given(angles)
def test_coco_areas_are_those_of_its_own_library_to_half_a_pixel_along_the_edge(radii):
    library = pytest.importorskip("pycocotools.mask")
    one = region("brow", (star(radii),))
    (made,) = json.loads(written("coco", one))["annotations"]
    theirs = library.merge(library.frPyObjects(made["segmentation"], *SIZE))
    mask = library.decode(theirs).astype(bool)
    ours = mask_of(one.outlines, SIZE)
    edge = np.hypot(*(one.outlines[0] - np.roll(one.outlines[0], -1, axis=0)).T).sum()
    assert abs(int(library.area(theirs)) - made["area"]) <= edge / 2
    assert (mask & ours).sum() / (mask | ours).sum() > 0.97
    assert np.array_equal(library.decode(packed(library, ours)).astype(bool), ours)
    assert counts_of_text(packed(library, ours)["counts"].decode()) == counts(ours)


def packed(library, mask):
    return library.encode(np.asfortranarray(mask.astype(np.uint8)))


def counts(mask):
    from neopain_gui.annotation.exchange.rle import counts_of

    return counts_of(mask)


@pytest.mark.parametrize("kind", ["hole", "touching", "overlapping", "bow tie"])
def test_coco_run_lengths_are_read_by_its_own_library(kind, tmp_path):
    coco = pytest.importorskip("pycocotools.coco")
    one = region("brow", SHAPES_OF_ONE[kind])
    file = tmp_path / "annotations.json"
    file.write_bytes(written("coco", one))
    opened = coco.COCO(str(file))
    (made,) = opened.loadAnns(opened.getAnnIds())
    assert np.array_equal(opened.annToMask(made).astype(bool), mask_of(one.outlines, SIZE))


@pytest.mark.parametrize("kind", SHAPES_OF_ONE)
def test_labelme_reads_what_is_written_and_what_it_writes_is_read(kind, tmp_path):
    labelme = pytest.importorskip("labelme._label_file")
    utils = pytest.importorskip("labelme._utils")
    one = region("brow", SHAPES_OF_ONE[kind], weight=2)
    Image.new("RGB", SIZE[::-1]).save(tmp_path / "ph 1.png")
    file = tmp_path / "ph 1.json"
    file.write_bytes(written("labelme", one))
    opened = labelme.read_label_file(filename=str(file))
    shapes = opened.shapes
    assert {one["label"] for one in shapes} == {"brow"}
    _, theirs = utils.shapes_to_label(
        img_shape=(*SIZE, 3), shapes=shapes, label_name_to_value={"brow": 1}
    )
    ours = mask_of(one.outlines, SIZE)
    edge = sum(np.hypot(*(r - np.roll(r, -1, axis=0)).T).sum() for r in one.outlines)
    assert abs(int((theirs > 0).sum()) - int(ours.sum())) <= edge
    again = {
        "shapes": [labelme._dump_shape_to_json_obj(shape=one) for one in shapes],
        "imagePath": "ph 1.png",
        "imageHeight": SIZE[0],
        "imageWidth": SIZE[1],
    }
    read = SHAPES["labelme"].read(json.dumps(again).encode(), file, sets())
    assert read.left_out == ()
    (back,) = read.sheets[0].regions
    assert back.weight == 2
    assert np.array_equal(mask_of(back.outlines, SIZE), ours)


def test_labelme_turns_a_photograph_as_the_study_does(tmp_path):
    labelme = pytest.importorskip("labelme._label_file")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", SIZE).save(tmp_path / "ph 1.png", exif=exif)  # turned it is SIZE
    file = tmp_path / "ph 1.json"
    file.write_bytes(written("labelme", region("brow", SHAPES_OF_ONE["plain"])))
    assert labelme.read_label_file(filename=str(file)).image_path == "ph 1.png"
