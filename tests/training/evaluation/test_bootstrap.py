"""Drawing neonates again: against the plain bootstrap, inside data sets, and where it says no."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from neopain_gui.training.evaluation.auc import auc
from neopain_gui.training.evaluation.bootstrap import drawn, drawn_of
from neopain_gui.training.evaluation.confusion import confusion
from tests.training.evaluation.made import made


def test_one_photograph_a_neonate_is_the_plain_bootstrap_with_the_same_draws() -> None:
    some = made(40, 1, datasets=1, seed=3)
    some = some.some(np.arange(40))
    label = np.arange(40) % 2 == 0
    draws = drawn_of(some.clusters, some.datasets, draws=300)
    # the same draws, from the same generator, with scikit-learn on the photographs themselves
    chosen = np.random.default_rng(0).integers(0, 40, (300, 40))
    plain = [
        roc_auc_score(label[one], some.p_pain[one]) if 0 < label[one].sum() < 40 else np.nan
        for one in chosen
    ]
    assert auc(label, some.p_pain, draws.weights) == pytest.approx(plain, nan_ok=True)


def test_a_neonate_comes_with_all_its_photographs() -> None:
    some = made(8, 5)
    weights = drawn(some, draws=50).weights
    for one in np.unique(some.clusters):
        mine = weights[:, some.clusters == one]
        assert (mine == mine[:, :1]).all()


def test_neonates_are_drawn_inside_each_data_set() -> None:
    some = made(9, 2, datasets=2)
    weights = drawn(some, draws=50).weights
    for one in np.unique(some.datasets):
        mine = some.datasets == one
        assert (weights[:, mine].sum(axis=1) == mine.sum()).all()


def test_equal_arguments_give_equal_intervals() -> None:
    some = made()
    one, other = (drawn(some).bounds(lambda w: auc(some.label, some.p_pain, w)) for _ in range(2))
    assert one == other
    assert one.low < one.value < one.high
    assert (one.neonates, one.photographs) == (12, 72)


def test_few_neonates_have_wider_tails_than_a_percentile_interval() -> None:
    few, many = (drawn(made(n, 2, datasets=1), draws=2).tail for n in (6, 400))
    assert 0.001 < few < 0.01
    assert 0.024 < many < 0.025


def test_without_an_interval_there_is_a_reason() -> None:
    few = made(5, 4)
    found = drawn(few).bounds(lambda w: auc(few.label, few.p_pain, w))
    assert np.isfinite(found.value)
    assert np.isnan([found.low, found.high]).all()
    assert found.why == "of fewer than 6 neonates"

    perfect = made(8, 4)
    right = drawn(perfect).bounds(
        lambda w: confusion(perfect.label, perfect.label, weights=w).accuracy
    )
    assert (right.value, right.why) == (1.0, "the same whichever neonates are drawn")

    one_class = drawn(perfect).bounds(lambda w: np.full(len(w), np.nan))
    assert one_class.why == "undefined on these photographs"

    lone = perfect.label & (perfect.neonate == "N00")
    rare = drawn(perfect).bounds(lambda w: auc(lone, perfect.p_pain, w))
    assert 0.2 < rare.undefined < 0.6
    assert rare.why.startswith("undefined in more than 5 %")
