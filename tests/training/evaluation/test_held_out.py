"""Held-out figures of one classifier against values computed by hand and by scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training.evaluation.held_out import as_markdown, held_out
from neopain_gui.training.evaluation.predictions import Predictions

PAIN, REST = PainLabel.PAIN, PainLabel.NO_PAIN


def test_figures_by_hand():
    # Three pain (0.9, 0.6, 0.4), two rest (0.5, 0.1): the 0.5 counts as pain.
    figures = held_out(
        [PAIN, PAIN, PAIN, REST, REST], [0.9, 0.6, 0.4, 0.5, 0.1], ["a", "a", "b", "b", "c"]
    )
    assert (figures.true_pain, figures.missed_pain) == (2, 1)
    assert (figures.false_alarm, figures.true_rest) == (1, 1)
    assert (figures.photographs, figures.neonates) == (5, 3)
    assert figures.accuracy == pytest.approx(3 / 5)
    assert figures.balanced_accuracy == pytest.approx((2 / 3 + 1 / 2) / 2)
    # of the six pairs (pain, rest) all but (0.4, 0.5) are in order
    assert figures.auc == pytest.approx(5 / 6)


def test_figures_are_those_of_scikit_learn():
    rng = np.random.default_rng(4)
    truth, scores = rng.random(60) < 0.4, rng.random(60).round(1)
    said = scores >= 0.5
    found = held_out([PAIN if one else REST for one in truth], scores, ["a", "b", "c"] * 20)
    assert found.precision == pytest.approx(metrics.precision_score(truth, said))
    assert found.sensitivity == pytest.approx(metrics.recall_score(truth, said))
    assert found.f1 == pytest.approx(metrics.f1_score(truth, said))
    assert found.balanced_accuracy == pytest.approx(metrics.balanced_accuracy_score(truth, said))
    assert found.auc == pytest.approx(metrics.roc_auc_score(truth, scores))


def test_where_nothing_is_called_pain_precision_is_undefined():
    found = held_out([PAIN, REST], [0.1, 0.1], ["a", "b"])
    assert np.isnan(found.precision)
    assert (found.sensitivity, found.f1, found.auc) == (0, 0, 0.5)


def test_the_card_names_the_positive_class_and_its_intervals_are_over_neonates():
    few = Predictions.of(
        image=["1", "2"], neonate=["a", "a"], label=[PAIN, REST], p_pain=[1.0, 0.0]
    )
    text = as_markdown(few)
    assert "positive class: pain" in text
    assert "| **pain** | 1 | 0 |" in text
    assert "n = 2 photographs of 1 neonates" in text
    assert "| accuracy | 100.0 % (no interval: of fewer than 6 neonates) |" in text
    many = Predictions.of(
        image=[str(n) for n in range(24)],
        neonate=[f"n{n // 2}" for n in range(24)],
        label=[n % 2 == 0 for n in range(24)],
        p_pain=[0.8 if n % 2 == 0 and n > 4 else 0.3 for n in range(24)],
    )
    assert "| accuracy | 87.5 % (" in as_markdown(many)
    assert "| specificity | 100.0 % (no interval: the same whichever" in as_markdown(many)


@pytest.mark.parametrize(
    ("labels", "scores", "neonates", "complaint"),
    [
        ([PAIN, PAIN], [0.1, 0.2], ["a", "b"], "both classes"),
        ([PAIN, REST], [0.1], ["a", "b"], "one length"),
        ([PAIN, REST], [0.1, 0.2], ["a"], "one length"),
        ([PAIN, REST], [0.1, 1.2], ["a", "b"], r"\[0, 1\]"),
        ([PAIN, REST], [0.1, float("nan")], ["a", "b"], r"\[0, 1\]"),
    ],
)
def test_what_cannot_be_evaluated_is_refused(labels, scores, neonates, complaint):
    with pytest.raises(ValueError, match=complaint):
        held_out(labels, scores, neonates)
