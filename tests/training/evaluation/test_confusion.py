"""Figures of confusion matrices against scikit-learn, and with the other class positive."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training.evaluation.confusion import confusion

ANSWERS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30)


@given(ANSWERS)
def test_as_scikit_learn(answers: list[tuple[bool, bool]]) -> None:
    label, said = np.array(answers).T
    found = confusion(label, said)
    assert found.accuracy == metrics.accuracy_score(label, said)
    for ours, theirs in (
        (found.precision, metrics.precision_score),
        (found.sensitivity, metrics.recall_score),
        (found.f1, metrics.f1_score),
    ):
        assert ours == pytest.approx(theirs(label, said, zero_division=np.nan), nan_ok=True)
    if label.any() and not label.all():
        assert found.balanced_accuracy == pytest.approx(
            metrics.balanced_accuracy_score(label, said)
        )
        # what the dissertation prints: the area under the ROC curve of hard labels
        assert found.balanced_accuracy == pytest.approx(metrics.roc_auc_score(label, said))
    if found.mcc == found.mcc:
        assert found.mcc == pytest.approx(metrics.matthews_corrcoef(label, said))


@given(ANSWERS)
def test_the_other_class_positive_exchanges_the_roles(answers: list[tuple[bool, bool]]) -> None:
    label, said = np.array(answers).T
    pain, rest = confusion(label, said), confusion(label, said, positive=PainLabel.NO_PAIN)
    for one, other in (
        ("sensitivity", "specificity"),
        ("precision", "negative_predictive_value"),
        ("accuracy", "accuracy"),
        ("balanced_accuracy", "balanced_accuracy"),
        ("mcc", "mcc"),
    ):
        assert getattr(pain, one) == pytest.approx(getattr(rest, other), nan_ok=True)


@given(ANSWERS, st.data())
def test_weights_are_how_often_a_photograph_counts(
    answers: list[tuple[bool, bool]], data: st.DataObject
) -> None:
    label, said = np.array(answers).T
    times = np.array(
        data.draw(st.lists(st.integers(0, 4), min_size=len(label), max_size=len(label)))
    )
    heavy = confusion(label, said, weights=times.astype(float)[None])
    plain = confusion(np.repeat(label, times), np.repeat(said, times))
    for name in ("tp", "fn", "fp", "tn"):
        assert getattr(heavy, name).tolist() == [float(getattr(plain, name))]
