"""Regions of a face: the template against the phantoms' own drawing, and what moves with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import draw, region_mask
from neopain_gui.faces import FEATURES, NFCS_FEATURES, Face, FaceSource, RegionSource
from neopain_gui.faces.regions import FaceRegions, face_regions, region_masks
from neopain_gui.geometry import Box

SIZE = 120
SIDES = {
    "eyes": ("right eye", "left eye"),
    "nasolabial furrows": ("right nasolabial furrow", "left nasolabial furrow"),
    "cheeks": ("right cheek", "left cheek"),
}


@pytest.fixture(scope="module")
def drawn():
    return [draw(seed, label) for seed in range(6000, 6007) for label in PainLabel]


def roll(phantom):
    (x0, y0), (x1, y1) = phantom.landmarks[:2]
    return abs(np.degrees(np.arctan2(y1 - y0, x1 - x0)))


def ious(phantoms, *, landmarks):
    """Intersection over union of the template's regions with the drawn ones, by feature."""
    found = {name: [] for name in FEATURES}
    for phantom in phantoms:
        marks = phantom.landmarks if landmarks else ()
        face = Face(box=phantom.face_box, source=FaceSource.DATASET, landmarks=marks)
        height, width = phantom.image.shape[:2]
        whole = Box.whole(width, height)
        # a square grid of the photograph's own pixels, so that the drawing is met as it is
        masks = region_masks(face_regions(face), Box(left=0, top=0, right=320, bottom=320), 320)
        for name in FEATURES:
            true = region_mask(phantom, SIDES.get(name, (name,)))
            mine = masks[name][whole.slices]
            found[name].append((mine & true).sum() / (mine | true).sum())
    return found


def test_on_landmarks_the_template_meets_the_phantoms_regions(drawn):
    for name, values in ious(drawn, landmarks=True).items():
        assert np.mean(values) > 0.8, name
        assert min(values) > 0.6, name


def test_on_the_box_of_an_upright_face_it_meets_them_less_well(drawn):
    upright = [phantom for phantom in drawn if roll(phantom) < 6]
    assert len(upright) > 3
    on_box, on_marks = ious(upright, landmarks=False), ious(upright, landmarks=True)
    for name, values in on_box.items():
        assert np.mean(values) > 0.55, name
    assert np.mean(list(map(np.mean, on_box.values()))) < np.mean(
        list(map(np.mean, on_marks.values()))
    )


def test_the_source_is_said(drawn):
    phantom = drawn[0]
    marked = Face(box=phantom.face_box, source=FaceSource.DATASET, landmarks=phantom.landmarks)
    plain = Face(box=phantom.face_box, source=FaceSource.MANUAL)
    assert face_regions(marked).source is RegionSource.LANDMARKS
    assert face_regions(plain).source is RegionSource.FACE_BOX
    assert tuple(face_regions(marked).outlines) == FEATURES
    assert set(NFCS_FEATURES) < set(FEATURES)


@pytest.mark.parametrize(
    "landmarks",
    [
        ((10.0, 10.0),) * 5,
        ((float("nan"), 1.0), (30.0, 1.0), (20.0, 9.0), (15.0, 20.0), (25.0, 20.0)),
        ((1.0, 2.0), (30.0, 2.0)),
    ],
)
def test_landmarks_that_say_nothing_give_way_to_the_box(landmarks):
    box = Box(left=5, top=7, right=65, bottom=77)
    face = Face(box=box, source=FaceSource.CASCADE, landmarks=landmarks)
    regions = face_regions(face)
    assert regions.source is RegionSource.FACE_BOX
    points = np.concatenate([outline for each in regions.outlines.values() for outline in each])
    assert points[:, 0].min() > 4.5
    assert points[:, 0].max() < 64.5


@settings(max_examples=25, deadline=None)
@given(
    angle=st.floats(-1.0, 1.0),
    scale=st.floats(0.3, 4.0),
    x=st.floats(-200, 200),
    y=st.floats(-200, 200),
)
def test_regions_move_turn_and_grow_with_the_landmarks(angle, scale, x, y):
    marks = np.array([(40.0, 50), (80, 48), (61, 70), (50, 90), (72, 89)])
    turn = scale * np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
    box = Box(left=0, top=0, right=100, bottom=120)

    def outlines(landmarks):
        pairs = tuple((float(a), float(b)) for a, b in landmarks)
        return face_regions(Face(box=box, source=FaceSource.RETINAFACE, landmarks=pairs)).outlines

    before, after = outlines(marks), outlines(marks @ turn.T + (x, y))
    for name in FEATURES:
        for one, other in zip(before[name], after[name], strict=True):
            assert np.allclose(one @ turn.T + (x, y), other, atol=1e-6 * (1 + abs(x) + abs(y)))


def test_a_mask_has_its_outlines_area_at_any_grid():
    face = Face(box=Box(left=20, top=10, right=220, bottom=260), source=FaceSource.MANUAL)
    regions = face_regions(face)
    for size in (64, 120, 224):  # 64 is the grid of a report's tables
        masks = region_masks(regions, face.box, size)
        for name in ("eyes", "nose", "cheeks"):  # shapes wholly inside the box
            area = 0.0
            for outline in regions.outlines[name]:
                u, v = outline.T
                area += 0.5 * abs(u @ np.roll(v, 1) - v @ np.roll(u, 1))
            share = area / (face.box.width * face.box.height)
            assert masks[name].mean() == pytest.approx(share, rel=0.02)


def test_a_region_too_small_for_the_grid_does_not_vanish():
    box, tiny = Box(left=0, top=0, right=320, bottom=320), np.array([(9, 9), (10, 9), (10, 10)])
    regions = FaceRegions(outlines={"scar": (tiny + 0.6,)}, source=RegionSource.FACE_BOX)
    (cells,) = np.argwhere(region_masks(regions, box, 64)["scar"])  # cells of 5 × 5 pixels
    assert cells.tolist() == [2, 2]


def test_a_region_outside_the_crop_is_empty():
    face = Face(box=Box(left=0, top=0, right=100, bottom=120), source=FaceSource.MANUAL)
    masks = region_masks(face_regions(face), Box(left=0, top=0, right=100, bottom=40), SIZE)
    assert masks["forehead"].any()
    assert not masks["chin"].any()
