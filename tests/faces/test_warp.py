"""Faces carried onto the neutral one: what is planted is found, whatever size and turn."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.faces import FEATURES, Face, FaceSource, face_regions, with_drawn
from neopain_gui.faces.anchors import AnchorSource, anchors_of
from neopain_gui.faces.regions import TEMPLATE_LANDMARKS, template_outlines
from neopain_gui.faces.warp import COLUMNS, ROWS, Warp, carried, fit_of, neutral_masks, on_cells
from neopain_gui.geometry import Box

EYES = TEMPLATE_LANDMARKS[:2]


def laid(*, scale=60.0, turn=0.0, at=(200.0, 180.0), shape=TEMPLATE_LANDMARKS):
    """Return a face whose landmarks are the template's, turned, scaled and moved."""
    c, s = scale * math.cos(turn), scale * math.sin(turn)
    matrix = np.array(((c, -s), (s, c)))
    marks = shape @ matrix.T + at
    box = Box(left=60, top=40, right=340, bottom=340)
    face = Face(box=box, source=FaceSource.MANUAL, landmarks=tuple(map(tuple, marks)))
    return face, lambda points: np.asarray(points) @ matrix.T + at


def boxed(width=COLUMNS, height=ROWS):
    box = Box(left=7, top=5, right=7 + width, bottom=5 + height)
    return Face(box=box, source=FaceSource.DATASET)


def warp_of(face, drawn=None, placed=None):
    return Warp.of(anchors_of(face, drawn or {}, placed))


@pytest.mark.parametrize("size", [(COLUMNS, ROWS), (3 * COLUMNS, 2 * ROWS)])
def test_a_face_that_is_the_neutral_one_is_carried_exactly(size):
    values = np.random.default_rng(0).random((ROWS, COLUMNS)).astype(np.float32)
    face = boxed(*size)
    assert np.array_equal(carried(values, face.box, warp_of(face).cells()), values)


TURNS = {"scale": st.floats(30, 90), "turn": st.floats(-0.7, 0.7)}


@given(**TURNS)
@settings(max_examples=15)
def test_any_size_and_turn_is_undone_exactly(scale, turn):
    face, place = laid(scale=scale, turn=turn)
    points = np.random.default_rng(1).uniform(-1, 1, (20, 2))
    assert np.allclose(warp_of(face).place(points), place(points), atol=1e-8)


@given(shift=st.lists(st.floats(-0.08, 0.08), min_size=10, max_size=10), **TURNS)
@settings(max_examples=15)
def test_landmarks_lie_where_they_belong_and_an_even_map_stays_even(shift, scale, turn):
    face, _ = laid(scale=scale, turn=turn, shape=TEMPLATE_LANDMARKS + np.reshape(shift, (5, 2)))
    warp = warp_of(face)
    assert warp.stiffness == 0
    assert np.allclose(warp.place(TEMPLATE_LANDMARKS), face.landmarks, atol=1e-6)
    even = carried(np.full((9, 11), 0.7, np.float32), Box.whole(900, 900), warp.cells())
    assert np.allclose(even[np.isfinite(even)], np.float32(0.7), rtol=1e-12)


def planted(drawn, name, size):
    """Return a map of a phantom that is 1 within a feature as it was drawn."""
    from neopain_gui.demo.phantoms.phantom import region_mask

    sides = [f"{side} {name.rstrip('s')}" for side in ("right", "left")]
    whose = sides if sides[0] in drawn.regions else (name,)
    return region_mask(drawn, whose)[: size[0], : size[1]].astype(np.float32)


@pytest.mark.parametrize(("name", "least"), [("eyes", 0.7), ("mouth", 0.75), ("brows", 0.75)])
def test_what_is_planted_in_phantoms_is_found_on_the_neutral_face(drawn, name, least):
    found, off = [], []
    for phantom in list(drawn.values())[:12]:
        face = Face(
            box=phantom.face_box, source=FaceSource.DATASET, landmarks=tuple(phantom.landmarks)
        )
        values = planted(phantom, name, phantom.image.shape)
        whole = Box.whole(values.shape[1], values.shape[0])
        there = carried(values, whole, warp_of(face).cells()) > 0.5
        true = neutral_masks()[name]
        found.append((there & true).sum() / (there | true).sum())
        middle = [np.argwhere(one).mean(axis=0) for one in (there, true)]
        off.append(np.hypot(*(middle[0] - middle[1])) / 25)
    assert np.mean(found) > least
    assert np.max(off) < 0.15  # of the distance between the eyes


def test_values_are_carried_not_amounts():
    wide, _ = laid(shape=TEMPLATE_LANDMARKS * (1, 1.2))
    narrow, _ = laid(shape=TEMPLATE_LANDMARKS * (1, 0.9))
    one = np.ones((400, 400), np.float32)
    sums = [
        np.nansum(carried(one, Box.whole(400, 400), warp_of(face).cells()))
        for face in (wide, narrow)
    ]
    assert sums[0] == sums[1]


def test_what_lies_outside_a_map_is_not_known():
    face, _ = laid(turn=0.5)
    inside = carried(np.ones((5, 5), np.float32), Box(left=100, top=100, right=200, bottom=300),
                     warp_of(face).cells())  # fmt: skip
    assert 0.2 < np.isnan(inside).mean() < 0.9
    assert set(inside[np.isfinite(inside)]) == {1.0}


def test_a_face_that_would_fold_is_bent_less():
    crossed = TEMPLATE_LANDMARKS.copy()
    crossed[2] = (0.0, 1.4)  # the nose below the mouth
    face, _ = laid(shape=crossed)
    warp = warp_of(face)
    assert warp.stiffness > 0
    assert not warp.folds
    assert Warp(anchors=anchors_of(face, {})).folds
    assert fit_of(warp, face_regions(face), warp.cells()).stiffened


def test_a_drawn_feature_comes_to_lie_on_the_neutral_one():
    face, _ = laid(turn=0.2)
    template = face_regions(face)
    drawn = {"mouth": tuple(one + np.array((9, 11)) for one in template.outlines["mouth"])}
    regions = with_drawn(template, drawn)
    before, after = warp_of(face), warp_of(face, drawn)
    fits = [fit_of(warp, regions, warp.cells()) for warp in (before, after)]
    assert fits[0].iou < 0.75
    assert fits[1].iou > 0.85
    assert fits[1].drawn == ("mouth",)
    assert fits[1].points == 13


def test_the_fit_of_a_face_box_alone_is_not_known():
    face = boxed()
    warp = warp_of(face)
    fit = fit_of(warp, face_regions(face), warp.cells())
    assert (fit.source, fit.points) == (AnchorSource.FACE_BOX, 0)
    assert all(map(math.isnan, (fit.before, fit.error, fit.iou)))


def test_of_two_drawn_eyes_or_one_each_belongs_to_its_side():
    face, place = laid()
    left_eye = template_outlines()["eyes"][0]
    only = {"eyes": (place(left_eye),)}
    known = anchors_of(face, only)
    assert np.allclose(known.face, place(known.neutral), atol=0.5)
    assert known.neutral[5:, 0].mean() > 0


def test_landmarks_of_raters_come_before_the_detectors():
    face, place = laid()
    marks = {str(at): (tuple(one), tuple(place(one) + 3)) for at, one in enumerate(EYES)}
    assert anchors_of(face, {}, marks).source is AnchorSource.LANDMARKS  # two tell no shape
    marks["chin"] = ((0.0, 1.2), tuple(place((0.0, 1.2)) + 3))
    known = anchors_of(face, {}, marks)
    assert known.source is AnchorSource.RATERS
    assert np.allclose(Warp.of(known).place(EYES), place(EYES) + 3)


def test_errors_of_left_out_anchors_grow_with_what_landmarks_are_off():
    rng = np.random.default_rng(3)
    errors = []
    for off in (0.01, 0.04, 0.1):
        face, _ = laid(shape=TEMPLATE_LANDMARKS + rng.normal(0, off, (5, 2)))
        warp = warp_of(face)
        errors.append(fit_of(warp, face_regions(face), warp.cells()).error)
    assert errors == sorted(errors)
    assert errors[0] < 0.03


def test_the_neutral_face_has_every_feature_within_its_cells():
    masks = neutral_masks()
    assert list(masks) == list(FEATURES)
    assert all(one.sum() > 40 for one in masks.values())
    nose = masks["nose"]
    assert np.array_equal(nose, nose[:, ::-1])
    assert np.allclose(on_cells(np.array([[-1.08, -1.26]])), -0.5)
