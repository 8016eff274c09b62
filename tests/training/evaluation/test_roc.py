"""The ROC curve against scikit-learn, and its band."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_curve

from neopain_gui.training.evaluation.auc import auc
from neopain_gui.training.evaluation.bootstrap import drawn
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.evaluation.roc import roc
from tests.training.evaluation.made import made


@pytest.mark.parametrize("digits", [8, 1])
def test_the_corners_are_scikit_learn_s(digits: int) -> None:
    some = made()
    scores = some.p_pain.round(digits)  # with one digit many are equal
    across, up, cuts = roc_curve(some.label, scores, drop_intermediate=False)
    found = roc(some.label, scores, drawn(some, draws=50))
    assert found.false_alarms.tolist() == pytest.approx(across.tolist())
    assert found.sensitivity.tolist() == pytest.approx(up.tolist())
    assert found.threshold.tolist() == pytest.approx(cuts.tolist())
    area = np.trapezoid(found.sensitivity, found.false_alarms)
    assert area == pytest.approx(float(auc(some.label, scores)))


def test_the_band_holds_the_curve_and_narrows_with_neonates() -> None:
    widths = []
    for neonates in (12, 120):
        some = made(neonates)
        found = roc(some.label, some.p_pain, drawn(some, draws=400))
        inside = slice(5, 96)
        middle = np.interp(found.grid, found.false_alarms, found.sensitivity)[inside]
        assert (found.low[inside] <= middle + 0.05).all()
        assert (found.high[inside] >= middle - 0.05).all()
        widths.append(float((found.high - found.low)[inside].mean()))
    assert widths[1] < widths[0] / 2


def test_few_neonates_have_no_band() -> None:
    some: Predictions = made(4)
    found = roc(some.label, some.p_pain, drawn(some))
    assert np.isnan(found.low).all()
    assert found.sensitivity[-1] == 1
