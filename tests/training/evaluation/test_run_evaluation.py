"""Everything of a run, together."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.errors import InputError
from neopain_gui.training.evaluation.run_evaluation import evaluation_of
from neopain_gui.training.evaluation.thresholds import RULES
from tests.training.evaluation.made import made


def test_all_of_it() -> None:
    some = made(24)
    found = evaluation_of(some, made(24, seed=9))
    low, high = found.auc_obuchowski
    assert low < found.auc_all_pairs.value < high
    # two ways to the same interval
    assert (low, high) == pytest.approx(
        (found.auc_all_pairs.low, found.auc_all_pairs.high), abs=0.05
    )
    assert found.tempered is not None
    assert set(found.tempered.by_fold) == {1, 2, 3}
    assert found.tempered.calibration.slope.value != found.calibration.slope.value
    assert [one.rule for one in found.thresholds] == list(RULES)
    # no threshold changes an order
    for one in found.thresholds:
        assert one.table.pooled["auc"] == found.table.pooled["auc"]
    assert len(found.errors) == 24
    assert found.people == ()


def test_without_inner_validation_nothing_is_chosen() -> None:
    found = evaluation_of(made())
    assert found.tempered is None
    assert found.thresholds == ()


def test_noise_is_not_told_apart_from_chance() -> None:
    some = made(30)
    shuffled = some.with_scores(np.random.default_rng(5).permutation(some.p_pain))
    area = evaluation_of(shuffled).table.pooled["auc"]
    assert area.low < 0.5 < area.high


def test_one_class_alone_is_refused() -> None:
    some = made()
    with pytest.raises(InputError, match="labelled 'pain', so nothing can be told apart"):
        evaluation_of(some.some(some.label))
