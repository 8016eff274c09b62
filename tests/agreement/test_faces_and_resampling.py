"""Baselines across photographs, intervals and permutations, against plain loops and scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from neopain_gui.agreement import cosine_similarity, overlap
from neopain_gui.agreement.faces import GRID, FaceMasks, cross
from neopain_gui.agreement.resampling import mean_over_neonates, paired_permutation
from neopain_gui.geometry import Box

REGION = Box(left=10, top=20, right=10 + 2 * GRID, bottom=20 + GRID)


@pytest.fixture
def masks():
    random = np.random.default_rng(0)
    made = FaceMasks(models=("A", "B"))
    for number in range(5):
        photograph = {
            name: random.random((200, 200)) < share for name, share in (("A", 0.3), ("B", 0.5))
        }
        if number == 4:
            del photograph["B"]
        made.add(f"P{number}", photograph, REGION)
    return made


@pytest.mark.parametrize(
    ("measure", "alone"), [("overlap", overlap), ("cosine", cosine_similarity)]
)
def test_crossing_is_a_plain_loop(masks, measure, alone):
    found = cross(masks, ("A", "B"), measure)
    a, b = (masks.of(name)[0].reshape(-1, GRID, GRID) > 0 for name in "AB")
    for i in range(4):
        assert found.own[i] == pytest.approx(alone(a[i], b[i]))
        others = [j for j in range(4) if j != i]
        expected = [alone(a[i], b[j]) for j in others] + [alone(a[j], b[i]) for j in others]
        assert found.shuffled[i] == pytest.approx(np.mean(expected))
    assert np.isnan([found.own[4], found.shuffled[4], found.mean_map[4]]).all()


def test_the_grid_samples_the_face(masks):
    made = FaceMasks(models=("A",))
    photograph = np.zeros((200, 200), bool)
    photograph[20:52, 10:138] = True  # the upper half of the face
    made.add("P", {"A": photograph}, REGION)
    grid = made.of("A")[0].reshape(GRID, GRID)
    assert grid[: GRID // 2].all()
    assert not grid[GRID // 2 :].any()


def test_where_every_face_is_alike_the_baseline_is_the_agreement():
    made = FaceMasks(models=("A", "B"))
    photograph = np.zeros((200, 200), bool)
    photograph[20:40] = True
    for number in range(4):
        made.add(f"P{number}", {"A": photograph, "B": photograph}, REGION)
    found = cross(made, ("A", "B"), "overlap")
    assert (found.own == 1).all()
    assert (found.shuffled == 1).all()
    assert (found.mean_map == 1).all()


def test_masks_that_follow_their_photograph_beat_the_baseline():
    made = FaceMasks(models=("A", "B"))
    for number in range(6):
        photograph = np.zeros((200, 200), bool)
        photograph[20 + 10 * number : 30 + 10 * number] = True
        made.add(f"P{number}", {"A": photograph, "B": photograph}, REGION)
    found = cross(made, ("A", "B"), "iou")
    assert (found.own == 1).all()
    assert (found.shuffled < 0.1).all()
    assert (found.mean_map < 0.3).all()


def test_few_others_repeat_themselves(masks):
    first, again = (cross(masks, ("A", "B"), "overlap", others=2) for _ in range(2))
    assert np.array_equal(first.shuffled, again.shuffled, equal_nan=True)


def test_the_interval_is_scipys_where_each_neonate_has_one_photograph():
    values = np.random.default_rng(1).normal(0.6, 0.1, 12)
    found = mean_over_neonates(values, [str(n) for n in range(12)], resamples=9000)
    expected = stats.bootstrap(
        (values,), np.mean, method="percentile", n_resamples=9000, rng=np.random.default_rng(2)
    ).confidence_interval
    assert found.value == pytest.approx(values.mean())
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.005)


def test_photographs_of_one_neonate_are_drawn_together():
    values = np.array([0.0, 0.0, 1.0, 1.0, math.nan])
    together = mean_over_neonates(values, ["a", "a", "b", "b", "c"])
    apart = mean_over_neonates(values, list("abcde"))
    assert together.high - together.low > apart.high - apart.low - 1e-9
    assert (together.low, together.value, together.high) == (0, 0.5, 1)
    nothing = mean_over_neonates([math.nan], ["a"])
    assert math.isnan(nothing.value)
    with pytest.raises(ValueError, match="photographs"):
        mean_over_neonates([1, 2], ["a"])


def test_all_exchanges_by_hand():
    # 2³ exchanges of (1, 2, 3): only ±6 of sums are as far out as 6
    found = paired_permutation([1.0, 2.0, 3.0], [0.0, 0.0, 0.0])
    assert (found.difference, found.n) == (2.0, 3)
    assert found.p == pytest.approx(2 / 8)


def test_many_pairs_repeat_themselves_and_agree_with_the_t_test():
    random = np.random.default_rng(3)
    a = random.normal(0.62, 0.1, 40)
    b = random.normal(0.6, 0.1, 40)
    found = paired_permutation(a, b)
    assert found == paired_permutation(a, b)
    assert found.p == pytest.approx(stats.ttest_rel(a, b).pvalue, abs=0.02)


def test_nothing_to_exchange():
    assert math.isnan(paired_permutation([1.0], [2.0]).p)
    assert math.isnan(paired_permutation([], []).difference)
    with pytest.raises(ValueError, match="one length"):
        paired_permutation([1.0], [])
