"""Shares, contributions, ranks and intervals: worked out by hand, by scipy, and on a phantom."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau, norm, rankdata

from neopain_gui.errors import Cancelled
from neopain_gui.faithfulness.contributions import (
    AT_REST,
    contributions,
    effect_ranks,
    effects,
    kendall,
    ranks,
    region_relevance,
)
from neopain_gui.faithfulness.localisation import localisation
from neopain_gui.faithfulness.similarity import MaskedMap
from neopain_gui.faithfulness.statistics import mean_of
from neopain_gui.masks import MaskSettings
from tests.faithfulness.toys import SIDE, StopAfter, toy

ABOUT = "neopain_gui.faithfulness"

SETTINGS = MaskSettings()


def boxes():
    """Two regions side by side, one without a pixel."""
    left, right = np.zeros((2, SIDE, SIDE), bool)
    left[2:5, 1:5] = True
    right[2:5, 7:9] = True
    return {"left": left, "right": right, "nowhere": np.zeros((SIDE, SIDE), bool)}


# Where relevance lies


@given(st.integers(0, 1000), st.floats(0.05, 0.9))
def test_a_map_that_is_the_same_everywhere_has_its_chance_share(seed, share):
    inside = np.random.default_rng(seed).random((16, 16)) < share
    found = localisation(MaskedMap.of(np.full((16, 16), 0.3), SETTINGS), inside)
    assert found.share == pytest.approx(inside.mean())
    if inside.any():
        assert found.gain == pytest.approx(1.0)


def test_all_relevance_inside_and_none():
    values = np.zeros((40, 40), np.float32)
    values[10:20, 10:20] = 1
    inside = values > 0
    whole = localisation(MaskedMap.of(values, SETTINGS), inside)
    assert whole.share == 1.0
    assert whole.gain == pytest.approx(16.0)
    assert 0.5 < whole.mask_share < 1.0  # smoothing carries the mask over the edge
    assert localisation(MaskedMap.of(values, SETTINGS), ~inside).share == 0.0
    empty = localisation(MaskedMap.of(np.zeros((40, 40)), SETTINGS), inside)
    assert math.isnan(empty.share)
    assert math.isnan(empty.mask_share)
    some = MaskedMap.of(values, SETTINGS)
    with pytest.raises(ValueError, match="grid"):
        localisation(some, np.ones((3, 3), bool))


# What regions contribute


def test_covering_a_region_takes_away_what_it_gave():
    rng = np.random.default_rng(5)
    weights = rng.normal(size=(SIDE, SIDE)) / 100
    image = rng.random((SIDE, SIDE, 3)).astype(np.float32)
    rest = rng.random((SIDE, SIDE, 3)).astype(np.float32)
    masks = boxes()
    found = contributions(toy(weights), image, masks, target=1, at_rest=rest)
    assert found.score == pytest.approx((image[..., 0] * weights).sum(), abs=1e-6)
    assert list(found.changes) == ["blurred", "mean", AT_REST]
    for name in ("left", "right"):
        mask, seen = masks[name], image[..., 0]
        mean = (weights * (seen - seen.mean()))[mask].sum()
        assert found.changes["mean"][name] == pytest.approx(mean, abs=1e-6)
        calmed = (weights * (seen - rest[..., 0]))[mask].sum()
        assert found.changes[AT_REST][name] == pytest.approx(calmed, abs=1e-6)
        assert found.areas[name] == pytest.approx(mask.mean())
    assert "nowhere" not in found.areas


def test_photographs_have_no_rest_and_covering_can_be_stopped():
    classifier = toy(np.full((SIDE, SIDE), 1e-3))
    image = np.ones((SIDE, SIDE, 3), np.float32)
    found = contributions(classifier, image, boxes(), target=0)
    assert AT_REST not in found.changes
    with pytest.raises(Cancelled):
        contributions(classifier, image, boxes(), target=0, job=StopAfter(0))


def test_density_is_the_share_over_the_area():
    masks = boxes()
    values = np.ones((SIDE, SIDE))
    values[masks["left"]] = 5
    found = region_relevance(values, masks)
    total = 5 * 12 + (SIDE * SIDE - 12)
    assert found["left"].share == pytest.approx(60 / total)
    assert found["left"].density == pytest.approx(60 / total / (12 / SIDE**2))
    assert found["right"].density < 1 < found["left"].density
    assert "nowhere" not in found
    assert math.isnan(region_relevance(np.zeros((SIDE, SIDE)), masks)["left"].share)


def test_the_largest_is_first():
    values = {"a": 0.1, "b": 0.9, "c": -0.3, "d": 0.1}
    assert ranks(values) == {"a": 2.5, "b": 1.0, "c": 4.0, "d": 2.5}
    assert list(ranks(values).values()) == list(rankdata([-v for v in values.values()]))
    assert all(math.isnan(rank) for rank in ranks({"a": 1.0, "b": math.nan}).values())


def test_what_changes_nothing_has_no_rank():
    """Falls of rounding size have no order; beside real ones they are tied with each other."""
    falls = {"a": 0.3, "b": 1e-9, "c": -3e-9, "d": -0.2}
    found = effect_ranks(falls)
    assert (found["a"], found["d"]) == (1.0, 4.0)
    assert math.isnan(found["b"])
    assert math.isnan(found["c"])
    assert effects(falls) == {"a": 0.3, "b": 0.0, "c": 0.0, "d": -0.2}
    nothing = effects({"a": 1e-9, "b": -1e-9})
    assert math.isnan(kendall(nothing, {"a": 1.0, "b": 2.0}))


def test_kendalls_coefficient_by_hand_and_by_scipy():
    """Four items, five pairs in order and one not: (5 − 1) / 6."""
    one = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}
    other = {"d": 40.0, "c": 20.0, "b": 30.0, "a": 10.0}
    assert kendall(one, other) == pytest.approx(4 / 6)
    assert kendall(one, {name: -value for name, value in one.items()}) == pytest.approx(-1)
    rng = np.random.default_rng(0)
    for _ in range(10):
        x, y = rng.integers(0, 5, (2, 8)).astype(float)
        names = [str(n) for n in range(8)]
        found = kendall(dict(zip(names, x, strict=True)), dict(zip(names, y, strict=True)))
        assert found == pytest.approx(kendalltau(x, y).statistic)
    assert math.isnan(kendall(one, dict.fromkeys(one, 1.0)))
    assert math.isnan(kendall({"a": 1.0}, {"a": 1.0}))
    assert math.isnan(kendall(one, one | {"a": math.nan}))
    with pytest.raises(ValueError, match="same regions"):
        kendall(one, {"a": 1.0})


# Means


def test_the_interval_covers_the_true_mean_as_often_as_it_says():
    rng = np.random.default_rng(1)
    inside = 0
    for trial in range(60):
        found = mean_of(list(rng.normal(2.0, 1.0, 25)), seed=trial)
        inside += found.low <= 2.0 <= found.high
    assert 50 <= inside <= 60


def test_the_interval_of_many_values_is_the_normal_one():
    values = np.random.default_rng(2).normal(5.0, 3.0, 400)
    found = mean_of(list(values))
    assert found.sd == pytest.approx(np.nanstd(values, ddof=1))
    half = norm.ppf(0.975) * values.std(ddof=1) / 20
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - half, abs=0.1 * half)
    assert found.high == pytest.approx(values.mean() + half, abs=0.1 * half)
    assert mean_of(list(values)) == found


def test_few_values_have_no_interval_and_equal_ones_a_point():
    two = mean_of([1.0, 3.0])
    assert (two.value, two.n) == (2.0, 2)
    assert math.isnan(two.low)
    same = mean_of([0.3, 0.3, 0.3, math.nan])
    assert (same.value, same.low, same.high) == pytest.approx((0.3, 0.3, 0.3))
    assert (same.n, same.undefined) == (3, 1)
    nothing = mean_of([math.nan])
    assert math.isnan(nothing.value)
    assert (nothing.n, nothing.undefined) == (0, 1)
