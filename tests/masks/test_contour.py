from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from neopain_gui.errors import InputError
from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import (
    MaskSettings,
    cluster,
    contour_mask,
    on_photograph,
    post_process,
    smooth,
    to_contour_mask,
)
from neopain_gui.provenance import Provenance

GRADCAM = ExtractionModel(name="GradCAM|N-CNN", kind="attribution")
EXPERTS = ExtractionModel(name="Experts", kind="gaze")
DRAWN = ExtractionModel(name="Rater 1", kind="annotation")


def _map(
    values: np.ndarray, box: Box, size: tuple[int, int], model: ExtractionModel
) -> RelevanceMap:
    return RelevanceMap(
        values=values.astype(np.float32),
        box=box,
        photograph_size=size,
        model=model,
        provenance=Provenance(stage="test", version=1, inputs={"seed": 1}),
    )


def test_equation_9_by_hand() -> None:
    # Mean 3, population deviation sqrt(14): thresholds 4.87 at c = 0.5 and 3.37 at c = 0.1.
    scores = np.array([[0, 0, 4, 4, 0, 10]], dtype=np.float32)
    np.testing.assert_array_equal(contour_mask(scores, 0.5), [[0, 0, 0, 0, 0, 1]])
    np.testing.assert_array_equal(contour_mask(scores, 0.1), [[0, 0, 1, 1, 0, 1]])


def test_a_score_at_the_threshold_is_kept() -> None:
    # Half 0, half 1: mean 0.5, deviation 0.5, so at c = 1 the threshold is the score 1 itself.
    for low, high in ((0, 1), (0.1, 0.7), (0.2, 0.3)):
        scores = np.array([[low, high], [high, low]], dtype=np.float32)
        np.testing.assert_array_equal(contour_mask(scores, 1.0), scores == np.float32(high))


@given(
    hnp.arrays(
        np.float32,
        hnp.array_shapes(min_dims=2, max_dims=2, max_side=12),
        elements=st.integers(0, 200).map(float),
    ),
    st.sampled_from([0.1, 0.5, 1.0, -0.5]),
)
def test_scaling_a_map_keeps_its_mask_and_the_maximum_is_inside(
    scores: np.ndarray, c: float
) -> None:
    mask = contour_mask(scores, c)
    np.testing.assert_array_equal(contour_mask(scores * 2, c), mask)
    if scores.min() == scores.max():
        assert not mask.any()
    elif c <= 0.5 and mask.any():
        assert mask[scores == scores.max()].all()


@pytest.mark.parametrize("value", [0.0, 1.0, 0.1, 1e-30, 3e30, 255.0])
@pytest.mark.parametrize("c", [0.5, 0.1, 0.0, -1.0])
def test_constant_maps_give_an_empty_mask_before_and_after_smoothing(
    value: float, c: float
) -> None:
    for shape in ((224, 224), (120, 117), (5, 3)):
        scores = np.full(shape, value, dtype=np.float32)
        assert not contour_mask(scores, c).any()
        assert not contour_mask(post_process(scores, MaskSettings()), c).any()


def test_a_faint_but_real_difference_is_not_taken_for_a_constant() -> None:
    scores = np.full((20, 20), 1.0, dtype=np.float32)
    scores[3, 4] = 1.0001
    assert np.argwhere(contour_mask(scores)).tolist() == [[3, 4]]


@pytest.mark.parametrize("c", [float("nan"), float("inf")])
def test_c_must_be_finite(c: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        contour_mask(np.eye(3, dtype=np.float32), c)


def test_steps_can_be_left_out_one_by_one() -> None:
    scores = np.random.default_rng(4).random((30, 30)).astype(np.float32)
    off = MaskSettings(clusters=0, sigma=0)
    np.testing.assert_array_equal(post_process(scores, off), scores)
    only_clusters = MaskSettings(clusters=3, sigma=0)
    np.testing.assert_array_equal(post_process(scores, only_clusters), cluster(scores, 3))
    only_smooth = MaskSettings(clusters=0, size=5, sigma=1.0)
    np.testing.assert_array_equal(post_process(scores, only_smooth), smooth(scores, 5, 1.0))
    both = post_process(scores, MaskSettings())
    np.testing.assert_array_equal(both, smooth(cluster(scores, 5), 11, 2.0))


@pytest.mark.parametrize(("width", "height"), [(150, 131), (224, 224), (37, 350), (100, 61)])
def test_attribution_is_cut_on_its_grid_then_enlarged_to_the_box(width: int, height: int) -> None:
    scores = np.random.default_rng(5).gamma(1, 1, (120, 120)).astype(np.float32)
    box = Box(left=40, top=11, right=40 + width, bottom=11 + height)
    mask = to_contour_mask(_map(scores, box, (400, 320), GRADCAM), MaskSettings())
    on_grid = contour_mask(smooth(cluster(scores)), 0.5)
    at_rows = [Fraction(2 * i + 1, 2) * Fraction(120, height) for i in range(height)]
    at_columns = [Fraction(2 * i + 1, 2) * Fraction(120, width) for i in range(width)]
    expected = on_grid[[int(at) for at in at_rows]][:, [int(at) for at in at_columns]]
    # A centre that falls exactly between two pixels may take either.
    clear = np.ix_(
        [at.denominator > 1 for at in at_rows], [at.denominator > 1 for at in at_columns]
    )
    assert mask.values.shape == (400, 320)
    np.testing.assert_array_equal(mask.values[box.slices][clear], expected[clear])
    assert expected[clear].size > 0.4 * expected.size
    outside = mask.values.copy()
    outside[box.slices] = False
    assert not outside.any()
    assert mask.box == box
    assert mask.model == GRADCAM


def test_gaze_is_only_cut() -> None:
    scores = np.random.default_rng(6).gamma(1, 1, (233, 320)).astype(np.float32)
    mask = to_contour_mask(_map(scores, Box.whole(320, 233), (233, 320), EXPERTS), MaskSettings())
    threshold = scores.astype(np.float64).mean() + 0.1 * scores.astype(np.float64).std()
    np.testing.assert_array_equal(mask.values, scores >= threshold)


@pytest.mark.parametrize("c", [-1.0, 0.1, 5.0])
def test_what_a_person_marked_is_the_mask_also_the_whole_face(c: float) -> None:
    box = Box(left=60, top=20, right=250, bottom=210)
    whole = np.ones((box.height, box.width), np.float32)
    settings = MaskSettings(c_gaze=c, c_attribution=c, clusters=3)
    mask = to_contour_mask(_map(whole, box, (233, 320), DRAWN), settings)
    assert mask.values[box.slices].all()
    assert mask.values.sum() == box.width * box.height
    assert mask.coverage == 1
    some = whole * (np.random.default_rng(2).random(whole.shape) < 0.3)
    mask = to_contour_mask(_map(some, box, (233, 320), DRAWN), settings)
    np.testing.assert_array_equal(mask.values[box.slices], some > 0)
    assert to_contour_mask(_map(0 * whole, box, (233, 320), DRAWN), settings).empty
    usual = to_contour_mask(_map(some, box, (233, 320), DRAWN), MaskSettings())
    assert usual.provenance.key == mask.provenance.key, "it is not cut"


def test_provenance_names_only_what_made_the_mask() -> None:
    scores = np.random.default_rng(7).random((24, 24)).astype(np.float32)
    box = Box.whole(24, 24)

    def key(model: ExtractionModel, **choices: float) -> str:
        mask = to_contour_mask(_map(scores, box, (24, 24), model), MaskSettings(**choices))  # type: ignore[arg-type]
        return mask.provenance.key

    assert key(GRADCAM) == key(GRADCAM, c_gaze=0.9)
    assert key(GRADCAM, sigma=0) == key(GRADCAM, sigma=0, size=5)
    assert key(EXPERTS) == key(EXPERTS, clusters=3, sigma=0, c_attribution=0.9)
    assert (
        len(
            {
                key(GRADCAM),
                key(GRADCAM, c_attribution=1),
                key(GRADCAM, clusters=4),
                key(GRADCAM, sigma=1),
                key(GRADCAM, size=9),
            }
        )
        == 5
    )
    assert key(EXPERTS) != key(EXPERTS, c_gaze=0.2)


def test_a_map_of_nothing_gives_an_empty_mask() -> None:
    mask = to_contour_mask(
        _map(np.zeros((120, 120)), Box(left=5, top=5, right=50, bottom=60), (233, 320), GRADCAM),
        MaskSettings(),
    )
    assert mask.empty
    assert mask.coverage == 0.0


def test_a_box_outside_the_photograph_is_a_bug() -> None:
    relevance = _map(np.eye(8), Box(left=0, top=0, right=21, bottom=9), (9, 20), GRADCAM)
    with pytest.raises(ValueError, match="not inside"):
        to_contour_mask(relevance, MaskSettings())


def test_scores_for_the_overlay_lie_where_the_mask_lies() -> None:
    scores = np.zeros((120, 120), np.float32)
    scores[30:60, 60:90] = 1.0
    box = Box(left=40, top=20, right=280, bottom=200)
    relevance = _map(scores, box, (233, 320), GRADCAM)
    shown = on_photograph(relevance, relevance.values)
    assert shown.shape == (233, 320)
    assert shown.dtype == np.float32
    inside = np.zeros((233, 320), bool)
    inside[20 + 45 : 20 + 90, 40 + 120 : 40 + 180] = True
    np.testing.assert_array_equal(shown >= 0.5, inside)
    assert shown.sum() == pytest.approx(inside.sum(), rel=0.01)
    with pytest.raises(ValueError, match="grid"):
        on_photograph(relevance, scores[:100])


def test_settings_survive_the_study() -> None:
    settings = MaskSettings(clusters=0, size=7, sigma=1.5, c_attribution=1, c_gaze=-0.2)
    assert MaskSettings.from_dict(settings.as_dict()) == settings
    assert MaskSettings.from_dict({}) == MaskSettings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("clusters", 1),
        ("clusters", 65),
        ("clusters", True),
        ("clusters", 5.0),
        ("size", 10),
        ("size", 1),
        ("size", 103),
        ("sigma", -1),
        ("sigma", float("nan")),
        ("sigma", "2"),
        ("c_attribution", float("inf")),
        ("c_gaze", None),
        ("blur", 3),
    ],
)
def test_settings_that_make_no_sense_are_one_sentence(name: str, value: object) -> None:
    with pytest.raises(InputError, match=name) as caught:
        MaskSettings.from_dict({name: value})
    assert str(caught.value).count("\n") == 0
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("clusters", value) for value in (0, 2, 64)),
        *(("size", value) for value in (3, 101)),
        *(("sigma", value) for value in (0, 0.5, 101)),
    ],
)
def test_settings_reach_to_their_ends(name: str, value: float) -> None:
    assert MaskSettings.from_dict({name: value}).as_dict()[name] == value
