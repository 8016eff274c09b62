"""One entry a measure, and what follows from it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.measures import COUNTED, FAMILY, FURTHER, MEASURES, measure_of
from neopain_gui.agreement.winners import lead


def test_names_are_given_once_and_the_order_is_that_of_the_dissertation():
    ids = [one.id for one in MEASURES]
    assert len(set(ids)) == len(ids)
    assert len({one.title for one in MEASURES}) == len(ids)
    assert FAMILY == ("cosine", "spearman", "overlap")
    assert (*FAMILY, "kappa", "iou", "dice") == COUNTED
    assert set(COUNTED) | set(FURTHER) == set(ids)
    with pytest.raises(ValueError, match="no measure 'luck'"):
        measure_of("luck")


def test_a_measure_is_worked_out_in_one_way():
    one = measure_of("cosine")
    with pytest.raises(ValueError, match="exactly one way"):
        replace(one, from_counts=None, chance=None)
    with pytest.raises(ValueError, match="exactly one way"):
        replace(one, on_masks=lambda _a, _b: 0.0)
    with pytest.raises(ValueError, match="of counts"):
        replace(one, from_counts=None, on_masks=lambda _a, _b: 0.0)


@pytest.mark.parametrize("name", COUNTED)
def test_values_stay_in_their_range_and_chance_is_what_independent_masks_give(name):
    measure, random = measure_of(name), np.random.default_rng(5)
    a, b = (random.random((400, 40_000)) < share for share in (0.3, 0.15))
    counts = Counts(
        pixels=np.full(400, 40_000),
        in_a=a.sum(axis=1),
        in_b=b.sum(axis=1),
        in_both=(a & b).sum(axis=1),
    )
    found = measure.from_counts(counts)
    low, high = measure.range
    assert ((found >= low) & (found <= high)).all()
    assert found.mean() == pytest.approx(measure.chance_of(counts).mean(), abs=2e-3)
    empty = Counts(pixels=9, in_a=0, in_b=0, in_both=0)
    assert math.isnan(measure.from_counts(empty))
    assert math.isnan(measure.chance_of(empty))


def test_dice_says_what_iou_says():
    counts = Counts(pixels=90, in_a=20, in_b=30, in_both=12)
    iou, dice = (measure_of(name).from_counts(counts) for name in ("iou", "dice"))
    assert dice == pytest.approx(2 * iou / (1 + iou))
    assert measure_of("dice").follows_from == "iou"


def test_of_distances_the_smallest_leads():
    values = [[1.0, 5.0, 2.0], [2.0, 7.0, 2.5], [1.5, 4.0, 3.0], [2.5, 6.0, 2.6]]
    found = lead(values, "ABC", ["n1", "n2", "n3", "n4"], lower_is_better=True)
    assert (found.best, found.second) == ("A", "C")
    assert found.value.value == pytest.approx(1.75)
    assert found.difference.value == pytest.approx(0.775)
    assert found.share > 0.9
    assert lead(values, "ABC", ["n1", "n2", "n3", "n4"]).best == "B"


def test_words():
    said = {one.id: (one.spoken, one.within) for one in MEASURES}
    assert said["overlap"] == ("overlap", "0 to 1")
    assert said["kappa"] == ("Cohen’s kappa", "−1 to 1")
    assert said["hausdorff95"] == ("Hausdorff 95 %", "0 or more")
    assert said["nss"][1] == "any number"
    assert measure_of("kl").columns == (
        ("kl_a_b", "KL, b for a", False),
        ("kl_b_a", "KL, a for b", True),
    )
