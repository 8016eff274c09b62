"""Calibration's line and temperature against statsmodels, and where they are undefined."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.training.evaluation.calibration import temperatures, with_temperatures
from neopain_gui.training.evaluation.recalibration import (
    calibration_in_the_large,
    calibration_line,
    logit,
    temperature,
    tempered,
)
from tests.training.evaluation.made import made


def test_the_line_is_statsmodels_logistic_regression() -> None:
    sm = pytest.importorskip("statsmodels.api")
    some = made(20, 6)
    design = sm.add_constant(logit(some.p_pain))
    expected = sm.Logit(some.label.astype(float), design).fit(disp=0).params
    assert calibration_line(some.label, some.p_pain) == pytest.approx(expected, abs=1e-6)


def test_the_intercept_alone_is_statsmodels_with_an_offset() -> None:
    sm = pytest.importorskip("statsmodels.api")
    some = made(20, 6)
    fitted = sm.GLM(
        some.label.astype(float), np.ones(len(some)), family=sm.families.Binomial(),
        offset=logit(some.p_pain),
    ).fit()  # fmt: skip
    found = calibration_in_the_large(some.label, some.p_pain)
    assert found == pytest.approx(float(fitted.params[0]), abs=1e-6)


def test_true_probabilities_have_intercept_nought_and_slope_one() -> None:
    random = np.random.default_rng(1)
    p = random.uniform(0.02, 0.98, 40_000)
    label = random.random(40_000) < p
    assert calibration_line(label, p) == pytest.approx([0, 1], abs=0.05)
    assert temperature(label, p) == pytest.approx(1, abs=0.05)
    # logits three times too large
    assert calibration_line(label, tempered(p, 1 / 3))[1] == pytest.approx(1 / 3, abs=0.02)
    assert temperature(label, tempered(p, 1 / 3)) == pytest.approx(3, abs=0.15)


def test_weights_are_how_often_a_photograph_counts() -> None:
    some = made(20, 6)
    times = np.random.default_rng(0).integers(0, 4, len(some))
    heavy = calibration_line(some.label, some.p_pain, times.astype(float)[None])
    plain = calibration_line(np.repeat(some.label, times), np.repeat(some.p_pain, times))
    assert heavy[0] == pytest.approx(plain, abs=1e-8)


def test_where_the_classes_are_told_apart_completely_it_is_undefined() -> None:
    label = np.array([True] * 5 + [False] * 5)
    scores = np.linspace(0.9, 0.1, 10)
    assert np.isnan(calibration_line(label, scores)).all()
    assert np.isnan(calibration_line(np.ones(10, bool), scores)).all()


def test_the_temperature_is_where_the_cross_entropy_is_least() -> None:
    some = made(20, 6)
    found = temperature(some.label, some.p_pain)

    def entropy(by: float) -> float:
        p = tempered(some.p_pain, by)
        return float(-np.log(np.where(some.label, p, 1 - p)).mean())

    assert entropy(found) < min(entropy(found * 1.01), entropy(found / 1.01))
    assert np.isnan(temperature(np.ones(3, bool), np.array([0.1, 0.2, 0.3])))


def test_a_temperature_changes_no_order_and_no_prediction() -> None:
    some = made(20, 6)
    hot = tempered(some.p_pain, 2.5)
    assert (np.argsort(hot, kind="stable") == np.argsort(some.p_pain, kind="stable")).all()
    assert ((hot >= 0.5) == (some.p_pain >= 0.5)).all()
    assert tempered(np.array([0.0, 1.0]), 2.0) == pytest.approx([0, 1], abs=1e-3)


def test_each_fold_has_its_own_and_the_test_fold_has_no_say() -> None:
    held_out, validation = made(12, 6, seed=1), made(12, 6, seed=2)
    by_fold = temperatures(validation)
    assert sorted(by_fold) == [1, 2, 3]
    mine = validation.fold == 2
    assert by_fold[2] == temperature(validation.label[mine], validation.p_pain[mine])
    cooled = with_temperatures(held_out, by_fold)
    second = held_out.fold == 2
    assert cooled.p_pain[second] == pytest.approx(tempered(held_out.p_pain[second], by_fold[2]))


def test_a_fold_without_a_temperature_is_left_as_it_is() -> None:
    some = made()
    assert with_temperatures(some, {1: float("nan")}).p_pain.tolist() == some.p_pain.tolist()
