"""How far two borders are apart: by SciPy's own distances, by MedPy where it is there, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import binary_erosion, distance_transform_edt, generate_binary_structure
from scipy.spatial.distance import directed_hausdorff

from neopain_gui.agreement import MEASURES, TableBuilder, measure_of, pairwise
from neopain_gui.agreement.contour_distance import contour, hausdorff95, surface_distance
from neopain_gui.geometry import Box
from neopain_gui.maps import ContourMask, ExtractionModel
from neopain_gui.provenance import Provenance

SHAPE = (9, 13)
some_mask = arrays(bool, SHAPE, elements=st.booleans())


def both(a, b):
    one, other = contour(a), contour(b)
    return hausdorff95(one, other), surface_distance(one, other)


def border(mask):
    return mask & ~binary_erosion(mask, generate_binary_structure(2, 1), border_value=0)


def by_transform(a, b):
    """MedPy's definitions, by SciPy's distance transform instead of a tree."""
    first, second = border(a), border(b)
    there = distance_transform_edt(~second)[first]
    back = distance_transform_edt(~first)[second]
    together = np.hstack([there, back])
    return np.percentile(together, 95), together.mean()


@settings(max_examples=150, deadline=None)
@given(some_mask, some_mask)
def test_it_is_what_distance_transforms_give(a, b):
    if not a.any() or not b.any():
        assert np.isnan(both(a, b)).all()
        return
    assert both(a, b) == pytest.approx(by_transform(a, b), abs=1e-12)
    assert both(a, b) == both(b, a)
    assert 0 <= both(a, b)[1] <= np.hypot(*SHAPE)
    assert (both(a, b)[1] == 0) == (border(a) == border(b)).all()
    longest = max(
        directed_hausdorff(np.argwhere(border(x)), np.argwhere(border(y)))[0]
        for x, y in ((a, b), (b, a))
    )
    assert both(a, b)[0] <= longest + 1e-12


@settings(max_examples=100, deadline=None)
@given(some_mask, some_mask)
def test_it_is_what_medpy_gives(a, b):
    binary = pytest.importorskip("medpy.metric.binary")
    if a.any() and b.any():
        assert both(a, b) == pytest.approx((binary.hd95(a, b), binary.assd(a, b)), abs=1e-12)


def test_by_hand():
    a, b = np.zeros((2, 20, 30), bool)
    a[5, 4], b[5, 10] = True, True
    assert both(a, b) == (6, 6)
    a, b = np.zeros((2, 20, 30), bool)
    a[2:12, 3] = True
    b[2:11, 7] = True  # a line of ten pixels, one of nine: the tenth is √17 away
    assert both(a, b) == pytest.approx((4, (18 * 4 + 17**0.5) / 19), abs=0.07)
    assert both(a, b)[1] == pytest.approx((18 * 4 + 17**0.5) / 19, abs=1e-12)
    b[11, 7] = True
    assert both(a, b) == (4, 4)


def test_a_mask_at_the_edge_has_its_border_there():
    whole = np.ones((7, 9), bool)
    inner = np.zeros_like(whole)
    inner[1:-1, 1:-1] = True
    assert len(contour(whole).places) == 2 * 7 + 2 * 9 - 4
    assert both(whole, whole) == (0, 0)
    found = both(whole, inner)  # 24 of 28 at distance 1, the corners at √2, and 20 back at 1
    assert found[0] == pytest.approx(2**0.5)
    assert found[1] == pytest.approx((24 + 4 * 2**0.5 + 20) / 48)


def test_a_few_stray_pixels_decide_nothing():
    a = np.zeros((60, 200), bool)
    a[10:50, 10:60] = True
    b = a.copy()
    b[30, 190] = True
    assert both(a, b)[0] == 0
    assert directed_hausdorff(np.argwhere(b), np.argwhere(a))[0] == 131


def test_masks_of_unequal_sizes_and_what_is_no_mask():
    with pytest.raises(ValueError, match="one size"):
        both(np.ones((3, 4), bool), np.ones((4, 3), bool))
    for bad in (np.zeros((3, 4)), np.zeros((0, 4), bool), np.zeros(4, bool)):
        with pytest.raises(ValueError, match="a mask is"):
            contour(bad)


def mask(name, values):
    return ContourMask(
        values=values,
        box=Box.whole(*values.shape[::-1]),
        model=ExtractionModel(name=name, kind="gaze"),
        provenance=Provenance(stage="test", version=1),
    )


def test_all_pairs_of_a_photograph_and_of_many():
    random = np.random.default_rng(3)
    region = Box(left=2, top=3, right=28, bottom=19)
    fields = random.random((3, 20, 30)) > 0.7
    masks = [
        *(mask(name, one) for name, one in zip("BCA", fields, strict=True)),
        mask("Empty", np.zeros((20, 30), bool)),
    ]
    of_masks = [one for one in MEASURES if one.on_masks is not None]
    assert {one.id for one in of_masks} == {"hausdorff95", "surface_distance"}
    builder = TableBuilder(models=["A", "B", "C", "D", "Empty"], measures=of_masks)
    builder.add("P1", masks, region)
    table = builder.table()
    assert table.values("hausdorff95").shape == (1, 10)
    for pair in pairwise(masks, region, of_masks):
        place = table.pairs.index((pair.model_a, pair.model_b))
        by_name = {one.model.name: one.values[region.slices] for one in masks}
        expected = both(by_name[pair.model_a], by_name[pair.model_b])
        for name, value in zip(("hausdorff95", "surface_distance"), expected, strict=True):
            assert np.array_equal(table.values(name)[0, place], value, equal_nan=True)
            assert np.array_equal(pair.values[name], value, equal_nan=True)
        assert np.isnan(table.chance("hausdorff95")[0, place])
    assert not table.compared[0, table.pairs.index(("A", "D"))]
    assert pairwise(masks, region)[0].values.keys() & {"hausdorff95"} == set()
    with pytest.raises(ValueError, match="not worked out"):
        TableBuilder(models="AB").table().values("hausdorff95")


def test_small_is_good_and_pixels_have_no_end():
    for name in ("hausdorff95", "surface_distance"):
        one = measure_of(name)
        assert one.lower_is_better
        assert one.unit == "pixels"
        assert one.range == (0, float("inf"))
        assert one.chance is None
        assert one.within == "0 or more"
        assert one.ranked(3.0) < one.ranked(2.0)
