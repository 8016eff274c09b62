"""Thresholds: chosen on inner validation, by rules checked against all that are possible."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_curve

from neopain_gui.training.evaluation.thresholds import (
    SENSITIVE,
    YOUDEN,
    Rule,
    choose,
    chosen_by_fold,
    said_with,
)
from tests.training.evaluation.made import made

BOTH = st.lists(
    st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.8, 1.0])), min_size=2
).filter(lambda rows: 0 < sum(one for one, _ in rows) < len(rows))


def reached(label: np.ndarray, scores: np.ndarray, cut: float) -> tuple[float, float]:
    said = scores >= cut
    return float(said[label].mean()), float((~said[~label]).mean())


@given(BOTH)
def test_youden_s_index_is_the_highest_there_is(rows: list[tuple[bool, float]]) -> None:
    label, scores = np.array([one for one, _ in rows]), np.array([one for _, one in rows])
    false_alarms, sensitivity, _ = roc_curve(label, scores)
    cut = choose(label, scores, YOUDEN)
    assert sum(reached(label, scores, cut)) == pytest.approx((sensitivity - false_alarms).max() + 1)


@given(BOTH, st.sampled_from([0.5, 0.8, 0.9, 1.0]))
def test_a_fixed_sensitivity_is_reached_with_the_highest_specificity(
    rows: list[tuple[bool, float]], asked: float
) -> None:
    label, scores = np.array([one for one, _ in rows]), np.array([one for _, one in rows])
    false_alarms, sensitivity, _ = roc_curve(label, scores, drop_intermediate=False)
    cut = choose(label, scores, Rule(name="", sensitivity=asked))
    found = reached(label, scores, cut)
    assert found[0] >= asked - 1e-12
    assert found[1] == pytest.approx(1 - false_alarms[sensitivity >= asked - 1e-12].min())


def test_of_equally_good_ones_the_nearest_to_a_half() -> None:
    label = np.array([True, True, False, False])
    assert choose(label, np.array([0.9, 0.6, 0.4, 0.1]), YOUDEN) == 0.5
    # 0.75 (finds one of two) is as good as 0.25 (one false alarm), and as near: the lower
    assert choose(label, np.array([0.9, 0.3, 0.6, 0.2]), YOUDEN) in (0.25, 0.75)


def test_of_one_class_nothing_is_chosen_and_a_half_stands() -> None:
    some = made()
    assert np.isnan(choose(np.ones(3, bool), np.array([0.1, 0.2, 0.3]), SENSITIVE))
    assert (said_with(some, {1: float("nan")}) == (some.p_pain >= 0.5)).all()


def test_each_fold_has_its_own() -> None:
    held_out, validation = made(12, 6, seed=1), made(12, 6, seed=2)
    cuts = chosen_by_fold(validation, SENSITIVE)
    said = said_with(held_out, cuts)
    for fold in (1, 2, 3):
        mine = validation.fold == fold
        assert cuts[fold] == choose(validation.label[mine], validation.p_pain[mine], SENSITIVE)
        mine = held_out.fold == fold
        assert (said[mine] == (held_out.p_pain[mine] >= cuts[fold])).all()
