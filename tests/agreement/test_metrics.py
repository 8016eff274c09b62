from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import spatial, stats
from sklearn import metrics as peer

from neopain_gui.agreement import (
    chance_overlap,
    cohen_kappa,
    cosine_similarity,
    iou,
    overlap,
    spearman,
)
from neopain_gui.agreement.metrics import above_chance

Metric = Callable[[np.ndarray, np.ndarray], float]
OF_EQUATIONS: list[Metric] = [cosine_similarity, spearman, overlap]
OF_BINARY: list[Metric] = [iou, cohen_kappa]


def _pairs(elements: st.SearchStrategy, dtype: type) -> st.SearchStrategy:
    return hnp.array_shapes(min_dims=2, max_dims=2, max_side=8).flatmap(
        lambda shape: st.tuples(
            hnp.arrays(dtype, shape, elements=elements), hnp.arrays(dtype, shape, elements=elements)
        )
    )


BINARY = _pairs(st.booleans(), np.bool_)
GREY = _pairs(st.integers(0, 4), np.uint8)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_binary_masks_agree_with_scipy_and_scikit_learn(share: float) -> None:
    random = np.random.default_rng(0)
    a, b = random.random((40, 31)) < share, random.random((40, 31)) < 0.4
    b |= a & (random.random(a.shape) < 0.5)
    x, y = a.ravel(), b.ravel()
    assert cosine_similarity(a, b) == pytest.approx(
        1 - spatial.distance.cosine(x.astype(float), y.astype(float)), abs=1e-12
    )
    assert spearman(a, b) == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-12)
    assert overlap(a, b) == pytest.approx(peer.accuracy_score(x, y), abs=1e-15)
    assert iou(a, b) == pytest.approx(peer.jaccard_score(x, y), abs=1e-15)
    assert cohen_kappa(a, b) == pytest.approx(peer.cohen_kappa_score(x, y), abs=1e-12)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64, np.int32])
def test_grey_masks_agree_with_scipy(dtype: type) -> None:
    random = np.random.default_rng(1)
    a = np.where(random.random((30, 41)) < 0.6, 0, random.integers(1, 256, (30, 41))).astype(dtype)
    b = np.where(random.random((30, 41)) < 0.4, a, random.integers(0, 256, (30, 41))).astype(dtype)
    x, y = a.ravel().astype(float), b.ravel().astype(float)
    assert cosine_similarity(a, b) == pytest.approx(1 - spatial.distance.cosine(x, y), abs=1e-12)
    assert spearman(a, b) == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-12)
    assert overlap(a, b) == pytest.approx(sum(p == q for p, q in zip(x, y, strict=True)) / x.size)


def test_by_hand() -> None:
    a = np.array([[1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)
    b = np.array([[1, 0, 1, 0], [1, 0, 0, 0]], dtype=bool)
    # 8 pixels, 3 in each, 2 in both.
    assert cosine_similarity(a, b) == pytest.approx(2 / 3)
    assert spearman(a, b) == pytest.approx((8 * 2 - 9) / (3 * 5))
    assert overlap(a, b) == 6 / 8
    assert iou(a, b) == 2 / 4
    assert chance_overlap(3 / 8, 3 / 8) == pytest.approx((9 + 25) / 64)
    assert cohen_kappa(a, b) == pytest.approx((6 / 8 - 34 / 64) / (1 - 34 / 64))


EMPTY, FULL = np.zeros((4, 5), bool), np.ones((4, 5), bool)
SOME = np.eye(4, 5, dtype=bool)


@pytest.mark.parametrize(
    ("a", "b", "defined"),
    [
        (EMPTY, EMPTY, {}),
        (EMPTY, SOME, {overlap: 16 / 20, iou: 0.0, cohen_kappa: 0.0}),
        (EMPTY, FULL, {overlap: 0.0, iou: 0.0, cohen_kappa: 0.0}),
        (FULL, FULL, {cosine_similarity: 1.0, overlap: 1.0, iou: 1.0}),
        (
            FULL,
            SOME,
            {
                cosine_similarity: math.sqrt(4 / 20),
                overlap: 4 / 20,
                iou: 4 / 20,
                cohen_kappa: 0.0,
            },
        ),
        (
            SOME,
            ~SOME,
            {
                cosine_similarity: 0.0,
                spearman: -1.0,
                overlap: 0.0,
                iou: 0.0,
                # Chance 2 · 4/20 · 16/20 = 0.32.
                cohen_kappa: -0.32 / 0.68,
            },
        ),
    ],
)
def test_degenerate_masks(a: np.ndarray, b: np.ndarray, defined: dict[Metric, float]) -> None:
    for metric in OF_EQUATIONS + OF_BINARY:
        expected = defined.get(metric, math.nan)
        for x, y in ((a, b), (b, a)):
            assert metric(x, y) == pytest.approx(expected, abs=1e-12, nan_ok=True)
            if metric in OF_EQUATIONS:
                grey = metric(x.astype(np.float32), y.astype(np.float32))
                assert grey == pytest.approx(expected, abs=1e-12, nan_ok=True)


@given(st.one_of(BINARY, GREY))
def test_bounds_and_symmetry(pair: tuple[np.ndarray, np.ndarray]) -> None:
    a, b = pair
    for metric in OF_EQUATIONS:
        value = metric(a, b)
        assert value == pytest.approx(metric(b, a), abs=1e-12, nan_ok=True)
        if not math.isnan(value):
            assert (-1 if metric is spearman else 0) <= value <= 1


@given(BINARY)
def test_laws_of_binary_masks(pair: tuple[np.ndarray, np.ndarray]) -> None:
    a, b = pair
    p, q = float(a.mean()), float(b.mean())
    kappa, shared = cohen_kappa(a, b), iou(a, b)
    if not math.isnan(kappa):
        chance = chance_overlap(p, q)
        assert overlap(a, b) - chance == pytest.approx(kappa * (1 - chance), abs=1e-12)
    if not math.isnan(shared):
        assert 0 <= shared <= overlap(a, b)
    if p and q:
        # The relation by which Tables 3 and 4 tell the coverages.
        implied = 1 - p - q + 2 * cosine_similarity(a, b) * math.sqrt(p * q)
        assert overlap(a, b) == pytest.approx(implied, abs=1e-12)


@given(st.one_of(BINARY, GREY))
def test_a_mask_agrees_wholly_with_itself(pair: tuple[np.ndarray, np.ndarray]) -> None:
    a, _ = pair
    for metric in OF_EQUATIONS + (OF_BINARY if a.dtype == np.bool_ else []):
        value = metric(a, a)
        assert math.isnan(value) or value == pytest.approx(1.0, abs=1e-12)
    assert math.isnan(overlap(a, a)) == (not a.any())


@given(GREY, st.integers(1, 50))
def test_scale_matters_to_the_overlap_alone(
    pair: tuple[np.ndarray, np.ndarray], factor: int
) -> None:
    a, b = (mask.astype(np.float64) for mask in pair)
    for metric in (cosine_similarity, spearman):
        assert metric(a * factor, b) == pytest.approx(metric(a, b), abs=1e-12, nan_ok=True)


def test_huge_and_tiny_values_do_not_overflow() -> None:
    a, b = np.array([[1e300, 0.0, 1e300]]), np.array([[1e-300, 1e-300, 0.0]])
    assert cosine_similarity(a, b) == pytest.approx(0.5)


def test_unsigned_bytes_do_not_wrap() -> None:
    a, b = np.array([[200, 100]], np.uint8), np.array([[100, 200]], np.uint8)
    assert cosine_similarity(a, b) == pytest.approx(40000 / 50000)


@pytest.mark.parametrize("metric", OF_EQUATIONS + OF_BINARY)
@pytest.mark.parametrize(
    ("a", "b"),
    [
        (np.ones((2, 3), bool), np.ones((3, 2), bool)),
        (np.ones((1, 3), bool), np.ones((2, 3), bool)),
        (np.ones(3, bool), np.ones(3, bool)),
        (np.ones((0, 3), bool), np.ones((0, 3), bool)),
        (np.ones((2, 2), bool), np.ones((2, 2))),
        (np.array([[0.0, math.nan]]), np.array([[0.0, 1.0]])),
        (np.array([[0.0, 1.0]]), np.array([[0.0, -1.0]])),
    ],
)
def test_what_cannot_be_compared(metric: Metric, a: np.ndarray, b: np.ndarray) -> None:
    with pytest.raises(ValueError, match="mask"):
        metric(a, b)


@pytest.mark.parametrize("metric", OF_BINARY)
def test_measures_of_binary_masks_refuse_grey_ones(metric: Metric) -> None:
    with pytest.raises(ValueError, match="bool"):
        metric(np.eye(3), np.eye(3))


@pytest.mark.parametrize(("p", "q"), [(-0.1, 0.5), (0.5, 1.1), (math.nan, 0.5)])
def test_coverages_are_shares(p: float, q: float) -> None:
    with pytest.raises(ValueError, match="coverages"):
        chance_overlap(p, q)


@given(BINARY)
def test_above_chance_is_where_kappa_is_positive(masks) -> None:
    a, b = masks
    if not a.any() or not b.any() or a.all() or b.all():
        return  # overlap is chance then, whatever the other mask is
    found, chance = overlap(a, b), chance_overlap(a.mean(), b.mean())
    kappa = cohen_kappa(a, b)
    if abs(found - chance) >= 0.001:  # a difference of which three digits show something
        assert above_chance(found, chance) == (kappa > 0)
    elif above_chance(found, chance):
        assert kappa > 0


@given(BINARY)
def test_an_empty_mask_is_never_above_chance(masks) -> None:
    _, b = masks
    nothing = np.zeros_like(b)
    found = overlap(nothing, b)
    assert not above_chance(found, chance_overlap(0.0, b.mean()))
    assert not above_chance(math.nan, 0.5)
