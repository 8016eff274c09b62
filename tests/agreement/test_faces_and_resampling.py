"""Baselines across photographs, intervals and permutations, against plain loops and scipy."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from neopain_gui.agreement import cosine_similarity, overlap
from neopain_gui.agreement.crossing import Crossing
from neopain_gui.agreement.faces import GRID, FaceMasks
from neopain_gui.agreement.intervals import mean_over_neonates
from neopain_gui.agreement.measures import measure_of
from neopain_gui.agreement.resampling import PERMUTATIONS, by_exchange
from neopain_gui.geometry import Box

ABOUT = "neopain_gui.agreement"

REGION = Box(left=10, top=20, right=10 + 2 * GRID, bottom=20 + GRID)


def cross(masks, measure, neonates=None, classes=None, **others):
    """Cross models A and B; each photograph is of a neonate of its own unless it is said."""
    n = len(masks.image_ids)
    whose = neonates or [f"N{place}" for place in range(n)]
    return Crossing(masks, ("A", "B"), whose, classes or [""] * n, **others).by(measure_of(measure))


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
    found = cross(masks, measure)
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
    found = cross(made, "overlap")
    assert (found.own == 1).all()
    assert (found.shuffled == 1).all()
    assert (found.mean_map == 1).all()


def test_masks_that_follow_their_photograph_beat_the_baseline():
    made = FaceMasks(models=("A", "B"))
    for number in range(6):
        photograph = np.zeros((200, 200), bool)
        photograph[20 + 10 * number : 30 + 10 * number] = True
        made.add(f"P{number}", {"A": photograph, "B": photograph}, REGION)
    found = cross(made, "iou")
    assert (found.own == 1).all()
    assert (found.shuffled < 0.1).all()
    assert (found.mean_map < 0.3).all()


def test_few_others_repeat_themselves(masks):
    first, again = (cross(masks, "overlap", others=2) for _ in range(2))
    assert np.array_equal(first.shuffled, again.shuffled, equal_nan=True)


def test_only_other_neonates_of_the_same_class_stand_for_other_photographs():
    random = np.random.default_rng(4)
    made = FaceMasks(models=("A", "B"))
    neonates, classes = [], []
    for neonate in "xyz":
        for label in ("pain", "no pain"):
            photograph = {name: random.random((200, 200)) < 0.4 for name in "AB"}
            made.add(neonate + label, photograph, REGION)
            neonates.append(neonate)
            classes.append(label)
    a, b = (made.of(name)[0] for name in "AB")
    found = cross(made, "overlap", neonates, classes)
    for row, (whose, label) in enumerate(zip(neonates, classes, strict=True)):
        others = [
            place for place in range(6) if neonates[place] != whose and classes[place] == label
        ]
        assert len(others) == 2
        expected = [(a[row] == b[place]).mean() for place in others]
        expected += [(a[place] == b[row]).mean() for place in others]
        assert found.shuffled[row] == pytest.approx(np.mean(expected))
        elsewhere = [place for place in range(6) if neonates[place] != whose]
        for one, other in ((a, b), (b, a)):
            mean, size = other[elsewhere].mean(axis=0), other[elsewhere].sum() / 4
            face = np.zeros(len(mean), bool)
            face[np.argsort(-mean, kind="stable")[: round(size)]] = True
            expected = (one[row] == face).mean()
            assert abs(expected - found.mean_map[row]) < 0.02


def exchanged_by_hand(values, neonates, classes):
    """Return the two-sided p of all exchanges of neonates, photograph by photograph."""
    names = sorted(set(neonates))
    at = {(n, c): i for i, (n, c) in enumerate(zip(neonates, classes, strict=True))}
    found = [
        np.mean([values[i, at[order[names.index(n)], c]] for (n, c), i in at.items()])
        for order in permutations(names)
    ]
    middle, own = np.mean(found), np.diagonal(values).mean()
    return np.mean([abs(one - middle) >= abs(own - middle) - 1e-12 for one in found])


def test_neonates_are_exchanged_with_both_their_photographs():
    random = np.random.default_rng(6)
    made = FaceMasks(models=("A", "B"))
    neonates = [name for name in "vwxyz" for _ in range(2)]
    classes = ["pain", "no pain"] * 5
    for place in range(10):
        a = random.random((200, 200)) < 0.4
        made.add(str(place), {"A": a, "B": a ^ (random.random((200, 200)) < 0.497)}, REGION)
    a, b = (made.of(name)[0] > 0 for name in "AB")
    values = (a[:, None] == b[None, :]).mean(axis=2)
    found = cross(made, "overlap", neonates, classes).beyond
    assert found.p == pytest.approx(exchanged_by_hand(values, neonates, classes))
    assert 1 / 120 <= found.p < 1
    assert (found.n, found.neonates) == (10, 5)


def test_two_neonates_can_be_exchanged_once():
    sums = np.array([[5.0, 1.0], [2.0, 6.0]])
    assert by_exchange(sums, np.ones((2, 2)), [0, 0]) == 1
    assert math.isnan(by_exchange(sums, np.ones((2, 2)), [0, 1]))


def test_what_was_found_is_one_of_the_random_exchanges():
    """So that no p is 0, however few are as far out; of all exchanges it is one anyway."""
    sums = 0.1 + np.eye(9)
    p = by_exchange(sums, np.ones((9, 9)), [0] * 9)
    count = p * (PERMUTATIONS + 1)
    assert count == pytest.approx(round(count), abs=1e-9)
    assert 1 <= count < 10
    assert by_exchange(sums[:6, :6], np.ones((6, 6)), [0] * 6) == pytest.approx(1 / 720)


def test_neonates_with_other_classes_are_not_exchanged_and_one_alone_is_not_tested():
    random = np.random.default_rng(7)
    made = FaceMasks(models=("A", "B"))
    for place in range(4):
        made.add(str(place), {name: random.random((200, 200)) < 0.4 for name in "AB"}, REGION)
    alone = cross(made, "overlap", list("xyyz"), ["pain", "pain", "no pain", "no pain"])
    assert math.isnan(alone.beyond.p)
    assert math.isnan(cross(made, "overlap", list("xxxx")).beyond.p)
    assert np.isnan(cross(made, "overlap", list("xxxx")).shuffled).all()


@pytest.mark.parametrize("value", [0.1, 0.7, 1.0])
def test_equal_values_have_no_t(value):
    """The mean of 0.1, 0.1, 0.1 is not 0.1: what is left over is no spread."""
    found = mean_over_neonates([value, value + 1e-16, value], ["a", "b", "c"])
    assert found.low == found.value == found.high == pytest.approx(value)
    assert math.isnan(found.statistic)
    assert math.isnan(found.p)


def test_the_interval_is_the_t_interval_where_each_neonate_has_one_photograph():
    values = np.random.default_rng(1).normal(0.6, 0.1, 12)
    found = mean_over_neonates(values, [str(n) for n in range(12)])
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert found.value == pytest.approx(values.mean())
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert (found.sd, found.n, found.neonates, found.df) == (
        pytest.approx(values.std(ddof=1)), 12, 12, 11
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # statsmodels, of pandas
def test_the_interval_is_statsmodels_cluster_robust_one():
    from statsmodels.api import OLS

    random = np.random.default_rng(8)
    whose = random.integers(0, 9, 40)
    values = random.normal(0.5, 0.1, 40) + random.normal(0, 0.1, 9)[whose]
    found = mean_over_neonates(values, [str(one) for one in whose])
    fitted = OLS(values, np.ones(40)).fit(
        cov_type="cluster", cov_kwds={"groups": whose, "df_correction": True}, use_t=True
    )
    assert (found.low, found.high) == pytest.approx(tuple(fitted.conf_int()[0]))
    assert (found.statistic, found.p) == pytest.approx((fitted.tvalues[0], fitted.pvalues[0]))


def test_photographs_of_one_neonate_count_together():
    values = np.array([0.0, 0.1, 1.0, 0.9, math.nan])
    together = mean_over_neonates(values, ["a", "a", "b", "b", "c"])
    apart = mean_over_neonates(values, list("abcde"))
    assert together.high - together.low > apart.high - apart.low
    assert (together.value, together.n, together.neonates) == (0.5, 4, 2)
    cut = mean_over_neonates(values, ["a", "a", "b", "b", "c"], within=(0, 1))
    assert (cut.low, cut.high) == (0, 1)
    nothing = mean_over_neonates([math.nan], ["a"])
    assert math.isnan(nothing.value)
    assert nothing.why == "it is undefined on every photograph"
    single = mean_over_neonates([0.4, 0.6], ["a", "a"])
    assert (single.value, single.why) == (0.5, "of a single neonate")
    assert math.isnan(single.low)
    with pytest.raises(ValueError, match="photographs"):
        mean_over_neonates([1, 2], ["a"])


@pytest.mark.parametrize(
    ("middle", "spread", "groups", "within", "pressed"),
    [
        (0.2, 0.1, 6, (0, 1), True),  # 0.2 is less than 3 SD of 0.11
        (0.2, 0.05, 6, (0, 1), False),  # and more than 3 SD of 0.055
        (0.8, 0.1, 6, (0, 1), True),
        (0.8, 0.05, 6, (0, 1), False),
        (-0.8, 0.1, 6, (-1, 1), True),
        (0.2, 0.1, 6, (-1, 1), False),
        (0.2, 0.1, 58, (0, 1), True),
        (0.2, 0.1, 60, (0, 1), False),  # enough neonates
        (0.2, 0.1, 6, (-math.inf, math.inf), False),
        (0.0, 0.0, 6, (0, 1), False),  # no spread
    ],
)
def test_a_mean_near_the_end_of_its_range_is_pressed(middle, spread, groups, within, pressed):
    values = [middle - spread, middle + spread] * (groups // 2)
    found = mean_over_neonates(values, [str(n) for n in range(groups)], within=within)
    assert found.pressed is pressed


def test_a_photograph_without_a_value_does_not_stop_the_exchange():
    """IoU of two empty masks is undefined: that neonate counts with the others' masks only."""
    random = np.random.default_rng(11)
    made = FaceMasks(models=("A", "B"))
    for place in range(6):
        shown = np.zeros((200, 200), bool) if place == 2 else random.random((200, 200)) < 0.4
        made.add(str(place), {"A": shown, "B": shown}, REGION)
    crossed = cross(made, "iou")
    assert np.isnan(crossed.own).tolist() == [False, False, True, False, False, False]
    assert crossed.beyond.p < 0.05
    known = np.isfinite(crossed.own)
    apart = crossed.own[known].mean() - crossed.shuffled[known].mean()
    assert crossed.beyond.difference == pytest.approx(apart)
    assert (crossed.beyond.n, crossed.beyond.neonates) == (5, 5)
