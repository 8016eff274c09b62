"""Two classifiers on the same folds: laws of the test, and what cannot be compared."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from neopain_gui.errors import InputError
from neopain_gui.training.evaluation import paired
from neopain_gui.training.evaluation.paired import compare
from neopain_gui.training.evaluation.predictions import Predictions
from tests.training.evaluation.made import made


def by_name(first: Predictions, second: Predictions) -> dict[str, object]:
    return {one.figure: one for one in compare(first, second)}


def other(some: Predictions, apart: float, seed: int = 7) -> Predictions:
    return some.with_scores(made(some.neonates, 6, seed=seed, apart=apart).p_pain)


def test_a_classifier_against_itself_is_equal() -> None:
    some = made(8)
    for one in compare(some, some):
        assert one.difference.value == 0
        assert one.p == 1


def test_the_other_way_round_is_the_same_but_for_the_sign() -> None:
    some = made(8)
    there, back = by_name(some, other(some, 0)), by_name(other(some, 0), some)
    for name, one in there.items():
        assert back[name].difference.value == pytest.approx(-one.difference.value)
        assert back[name].p == pytest.approx(one.p)
        assert (back[name].first, back[name].second) == (one.second, one.first)


def test_all_exchanges_of_accuracy_by_hand() -> None:
    some = made(7)
    rival = other(some, 0)
    right = [(one.p_pain >= 0.5) == some.label for one in (some, rival)]
    each = np.bincount(some.clusters, right[0].astype(float) - right[1])
    all_of_them = [abs(np.dot(signs, each)) for signs in product([1, -1], repeat=7)]
    expected = np.mean(np.array(all_of_them) >= abs(each.sum()) - 1e-9)
    assert by_name(some, rival)["accuracy"].p == pytest.approx(expected)


def test_a_much_better_one_is_found() -> None:
    some = made(30, apart=4)
    found = by_name(some, other(some, 0))
    for name in ("AUC", "accuracy", "balanced accuracy"):
        assert found[name].p < 0.001
        assert found[name].difference.low > 0
    assert found["Brier score"].difference.high < 0


def test_the_order_of_photographs_does_not_matter() -> None:
    some = made(8)
    rival = other(some, 0)
    shuffled = rival.some(np.random.default_rng(0).permutation(len(rival)))
    assert compare(some, rival) == compare(some, shuffled)


def test_another_scale_changes_no_auc() -> None:
    some = made(8)
    rival = other(some, 0)
    squeezed = rival.with_scores(0.4 + rival.p_pain / 10)
    assert by_name(some, rival)["AUC"] == by_name(some, squeezed)["AUC"]


def test_what_is_not_of_the_same_photographs_is_refused() -> None:
    some = made(8)
    with pytest.raises(InputError, match=r"I0000 in fold 1 is in one alone; train both with"):
        compare(some, some.some(np.arange(1, len(some))))
    with pytest.raises(InputError, match=r"I0000 in fold 1 is in one alone"):
        compare(some.some(np.arange(1, len(some))), some)
    changed = made(8)
    changed.label[3] = ~changed.label[3]
    with pytest.raises(InputError, match="different labels of I0003"):
        compare(some, changed)
    moved = made(8)
    moved.neonate[5] = "N07"
    with pytest.raises(InputError, match="different neonates of I0005"):
        compare(some, moved)


@pytest.mark.slow
def test_equal_classifiers_are_seldom_called_different(monkeypatch) -> None:
    monkeypatch.setattr(  # the other figures take as long and are not asked for here
        paired, "_scores", lambda *both: {"accuracy": tuple(one.p_pain for one in both)}
    )
    found = []
    for seed in range(60):
        some = made(10, 4, seed=seed, folds=2)
        rival = some.with_scores(made(10, 4, seed=10_000 + seed, folds=2).p_pain)
        found.append(by_name(some, rival)["accuracy"].p)
    assert sum(p < 0.05 for p in found) <= 8  # three are expected, fewer with equal differences
    assert 10 <= sum(p < 0.5 for p in found) <= 45
