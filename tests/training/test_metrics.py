"""Held-out figures against values computed by hand."""

from __future__ import annotations

import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training import evaluate

PAIN, REST = PainLabel.PAIN, PainLabel.NO_PAIN


def test_figures_by_hand():
    # Three pain (0.9, 0.6, 0.4), two rest (0.5, 0.1): the 0.5 counts as pain.
    figures = evaluate(
        [PAIN, PAIN, PAIN, REST, REST], [0.9, 0.6, 0.4, 0.5, 0.1], ["a", "a", "b", "b", "c"]
    )
    assert (figures.true_pain, figures.missed_pain) == (2, 1)
    assert (figures.false_alarm, figures.true_rest) == (1, 1)
    assert (figures.photographs, figures.subjects) == (5, 3)
    assert figures.accuracy == pytest.approx(3 / 5)
    assert figures.balanced_accuracy == pytest.approx((2 / 3 + 1 / 2) / 2)
    # of the six pairs (pain, rest) all but (0.4, 0.5) are in order
    assert figures.auc == pytest.approx(5 / 6)


def test_the_card_names_the_positive_class():
    text = evaluate([PAIN, REST], [1.0, 0.0], ["a", "a"]).as_markdown()
    assert "positive class: pain" in text
    assert "| **pain** | 1 | 0 |" in text
    assert "n = 2 photographs of 1 subjects" in text


@pytest.mark.parametrize(
    ("labels", "scores", "subjects", "complaint"),
    [
        ([PAIN, PAIN], [0.1, 0.2], ["a", "b"], "both classes"),
        ([PAIN, REST], [0.1], ["a", "b"], "one length"),
        ([PAIN, REST], [0.1, 0.2], ["a"], "one length"),
        ([PAIN, REST], [0.1, 1.2], ["a", "b"], r"\[0, 1\]"),
        ([PAIN, REST], [0.1, float("nan")], ["a", "b"], r"\[0, 1\]"),
    ],
)
def test_what_cannot_be_evaluated_is_refused(labels, scores, subjects, complaint):
    with pytest.raises(ValueError, match=complaint):
        evaluate(labels, scores, subjects)
