"""Who agrees most: on the photographs that all have, and no surer than it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from neopain_gui.agreement.intervals import mean_over_both, mean_over_neonates
from neopain_gui.agreement.winners import lead

NEONATES = [f"N{place}" for place in range(10) for _ in range(2)]


def values(seed, *means):
    return np.random.default_rng(seed).normal(means, 0.05, (20, len(means)))


def test_one_with_few_photographs_does_not_win_by_them():
    table = values(1, 0.5, 0.6)
    table[8:, 0] = np.nan
    table[:8, 0] = 0.7  # the eight that it has are those on which everybody does well
    table[:8, 1] = 0.8
    table[8:, 1] = 0.5
    assert np.nanmean(table[:, 0]) > table[:, 1].mean()
    found = lead(table, ["Few", "Full"], NEONATES)
    assert (found.best, found.second, found.photographs, found.some) == ("Full", "Few", 8, 20)
    assert found.lacking == ("Few",)
    assert found.value.value == pytest.approx(0.8)
    assert found.difference.value == pytest.approx(0.1)
    assert found.neonates == 4


def test_the_lead_has_the_paired_interval_over_neonates():
    table = values(2, 0.6, 0.58, 0.4)
    found = lead(table, list("ABC"), NEONATES)
    order = np.argsort(-table.mean(axis=0))
    best, second = (table[:, place] for place in order[:2])
    each = (best - second).reshape(10, 2).mean(axis=1)
    interval = stats.ttest_1samp(each, 0).confidence_interval(0.95)
    assert (found.difference.low, found.difference.high) == pytest.approx(tuple(interval))
    assert found.best == "ABC"[order[0]]


def test_the_share_is_that_of_samples_of_neonates():
    table = values(3, 0.6, 0.59, 0.4)
    found = lead(table, list("ABC"), NEONATES)
    random = np.random.default_rng(9)
    by_neonate = table.reshape(10, 2, 3).sum(axis=1)
    wins = [
        "ABC"[np.argmax(by_neonate[random.integers(0, 10, 10)].sum(axis=0))] == found.best
        for _ in range(4000)
    ]
    assert found.share == pytest.approx(np.mean(wins), abs=0.03)
    assert found.share == lead(table, list("ABC"), NEONATES).share


def test_equal_ones_share_and_the_first_in_the_alphabet_is_named():
    table = np.tile(values(4, 0.6), 2)
    found = lead(table, ["B", "A"], NEONATES)
    assert (found.best, found.second) == ("A", "B")
    assert found.share == pytest.approx(0.5)
    assert found.difference.value == 0


def test_masks_that_never_meet_share_the_first_place():
    found = lead(np.zeros((20, 4)), list("ABCD"), NEONATES)
    assert (found.best, found.share) == ("A", pytest.approx(0.25))


def test_who_has_no_value_takes_no_part_and_nobody_is_named_without_one():
    table = values(5, 0.6, 0.5)
    table[:, 1] = np.nan
    found = lead(table, ["A", "B"], NEONATES)
    assert (found.best, found.second, found.undefined) == ("A", "", ("B",))
    assert math.isnan(found.difference.value)
    assert found.share == 1
    apart = np.full((20, 2), np.nan)
    apart[:10, 0], apart[10:, 1] = 0.6, 0.5
    found = lead(apart, ["A", "B"], NEONATES)
    assert (found.best, found.why) == ("", "no photograph has a value of all of them")
    nobody = lead(np.full((20, 2), np.nan), ["A", "B"], NEONATES)
    assert nobody.why == "agreement is undefined on every photograph"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # statsmodels, of pandas
def test_over_neonates_and_people_the_error_is_statsmodels_two_way_one():
    from statsmodels.api import OLS

    random = np.random.default_rng(6)
    neonate, person = (one.ravel() for one in np.meshgrid(np.arange(9), np.arange(7)))
    numbers = (
        random.normal(0.5, 0.05, 63)
        + random.normal(0, 0.1, 9)[neonate]
        + random.normal(0, 0.1, 7)[person]
    )
    found = mean_over_both(numbers, [str(one) for one in neonate], [str(one) for one in person])
    fitted = OLS(numbers, np.ones(63)).fit(
        cov_type="cluster", cov_kwds={"groups": np.stack([neonate, person], axis=1)}
    )
    assert found.value == pytest.approx(numbers.mean())
    assert found.error == pytest.approx(fitted.bse[0], rel=0.01)
    assert found.df == 6
    reach = stats.t.ppf(0.975, 6) * found.error
    assert (found.low, found.high) == pytest.approx((found.value - reach, found.value + reach))


def test_over_neonates_and_people_what_is_undefined_is_left_out():
    random = np.random.default_rng(8)
    neonate, person = (list(one.ravel()) for one in np.meshgrid(list("abcde"), list("uvwx")))
    numbers = random.normal(0.5, 0.1, 20)
    holes = np.append(numbers, [np.nan, np.inf])
    found = mean_over_both(holes, [*neonate, "a", "b"], [*person, "u", "v"])
    assert found == mean_over_both(numbers, neonate, person)
    assert (found.n, found.df) == (20, 3)
    alone = mean_over_both(numbers, neonate, ["u"] * 20)
    assert (alone.value, alone.why) == (pytest.approx(numbers.mean()), "of a single person")
    assert math.isnan(alone.low)
    assert math.isnan(alone.high)
    assert math.isnan(mean_over_both(np.full(20, np.nan), neonate, person).value)


def test_the_error_over_both_is_never_below_that_over_either():
    """Where people's means are equal, what they do on a photograph makes it no smaller."""
    effect = np.array([0.1, 0.2, 0.4, 0.7, 0.5])
    crossed = effect[:, None] + np.array([0.05, -0.05, 0.05, -0.05]) * [[1], [-1], [1], [-1], [0]]
    crossed -= crossed.mean(axis=0) - crossed.mean()
    neonate, person = (names.ravel().tolist() for names in np.indices(crossed.shape).astype(str))
    alone = mean_over_neonates(crossed.ravel(), neonate)
    for found in (
        mean_over_both(crossed.ravel(), neonate, person),
        mean_over_both(crossed.ravel(), person, neonate),
    ):
        assert found.error == pytest.approx(alone.error)
        assert found.df == 3  # of the smaller number, 4 people
