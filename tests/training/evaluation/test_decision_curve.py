"""Net benefit by hand."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.training.evaluation.bootstrap import drawn
from neopain_gui.training.evaluation.decision_curve import decision_curve
from tests.training.evaluation.made import made


def test_by_hand() -> None:
    some = made(5, 2)
    label = np.array([True, True, True, False, False, False, False, False, False, False])
    scores = np.array([0.9, 0.6, 0.1, 0.7, 0.3, 0.2, 0.2, 0.1, 0.1, 0.1])
    found = decision_curve(label, scores, drawn(some), np.array([0.2, 0.5]))
    # 2 found, and 4 false alarms at 0.2, 1 at 0.5
    assert found.classifier == pytest.approx([2 / 10 - 4 / 10 / 4, 2 / 10 - 1 / 10])
    assert found.everybody == pytest.approx([3 / 10 - 7 / 10 / 4, 3 / 10 - 7 / 10])
    assert np.isnan(found.low).all()  # five neonates


def test_everybody_is_worth_nothing_where_the_threshold_is_the_share_of_pain() -> None:
    some = made()
    found = decision_curve(some.label, some.p_pain, drawn(some, draws=200))
    half = found.threshold == 0.5
    assert found.everybody[half] == pytest.approx([0])
    assert (found.low <= found.classifier).all()
    assert (found.classifier <= found.high).all()
    assert (found.classifier <= some.label.mean()).all()


def test_a_perfect_classifier_is_worth_the_share_of_pain_at_every_threshold() -> None:
    some = made()
    found = decision_curve(some.label, some.label.astype(float), drawn(some, draws=20))
    assert found.classifier == pytest.approx(np.full(99, some.label.mean()))
