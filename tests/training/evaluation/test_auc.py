"""The area under the ROC curve against pROC's example, scikit-learn, and laws."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from neopain_gui.training.evaluation.auc import auc, auc_within, clustered_auc
from tests.training.evaluation.made import made

ORACLES = Path(__file__).parents[4] / "shared" / "data" / "oracles"
ROUND = [0.1, 0.25, 0.4, 0.5, 0.7, 0.9]
BOTH = st.lists(st.tuples(st.booleans(), st.sampled_from(ROUND)), min_size=4, max_size=30).filter(
    lambda rows: 1 < sum(one for one, _ in rows) < len(rows) - 1
)


def asah(*names: str) -> tuple[np.ndarray, np.ndarray]:
    file = ORACLES / "asah.csv"
    if not file.is_file():
        pytest.skip("pROC's example is not beside this checkout")
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    poor = np.array([row["outcome"] == "Poor" for row in rows])
    return poor, np.array([[float(row[name]) for row in rows] for name in names])


def published(line: str) -> list[float]:
    text = (ORACLES / "values.txt").read_text(encoding="utf-8")
    found = re.search(rf"(?m)^{re.escape(line)}(.*)$", text)
    assert found is not None
    return [float(one) for one in re.findall(r"-?\d+\.\d+", found[1])]


@pytest.mark.parametrize("name", ["s100b", "ndka", "wfns"])
def test_delong_is_that_of_proc(name: str) -> None:
    label, scores = asah(name)
    area, low, middle, high = published(f"{name} ")
    found = clustered_auc(label, scores)
    assert area == middle
    assert found.areas[0] == pytest.approx(area, abs=1e-9)
    assert float(auc(label, scores[0])) == pytest.approx(area, abs=1e-9)
    assert found.interval() == pytest.approx((low, high), abs=1e-6)


def test_delong_s_paired_test_is_that_of_proc() -> None:
    found = clustered_auc(*asah("s100b", "wfns"))
    z, p = published("s100b vs wfns DeLong Z")
    assert found.z() == pytest.approx(z, abs=1e-6)
    assert found.p() == pytest.approx(p, abs=1e-6)


@given(BOTH)
def test_as_scikit_learn(rows: list[tuple[bool, float]]) -> None:
    label, scores = np.array([one for one, _ in rows]), np.array([one for _, one in rows])
    expected = pytest.approx(roc_auc_score(label, scores))
    assert float(auc(label, scores)) == expected
    assert clustered_auc(label, scores).areas[0] == expected


@given(BOTH)
def test_no_monotone_transform_changes_it(rows: list[tuple[bool, float]]) -> None:
    label, scores = np.array([one for one, _ in rows]), np.array([one for _, one in rows])
    before, after = clustered_auc(label, scores), clustered_auc(label, np.exp(3 * scores) - 7)
    assert auc(label, scores) == auc(label, np.exp(3 * scores) - 7)
    assert after.covariance == pytest.approx(before.covariance, abs=1e-12)


@given(BOTH)
def test_the_other_class_s_area_is_the_rest(rows: list[tuple[bool, float]]) -> None:
    label, scores = np.array([one for one, _ in rows]), np.array([one for _, one in rows])
    assert float(auc(~label, scores)) == pytest.approx(1 - float(auc(label, scores)))


@given(BOTH, st.data())
def test_weights_are_how_often_a_photograph_counts(
    rows: list[tuple[bool, float]], data: st.DataObject
) -> None:
    label, scores = np.array([one for one, _ in rows]), np.array([one for _, one in rows])
    times = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows))))
    heavy = auc(label, scores, times.astype(float)[None])
    plain = auc(np.repeat(label, times), np.repeat(scores, times))
    assert heavy.shape == (1,)
    assert heavy[0] == pytest.approx(float(plain), nan_ok=True)


def test_of_one_class_it_is_undefined() -> None:
    assert np.isnan(auc(np.array([True, True]), np.array([0.1, 0.2])))
    assert np.isnan(auc(np.zeros(0, bool), np.zeros(0)))


def test_each_photograph_its_own_cluster_is_delong() -> None:
    some = made()
    plain = clustered_auc(some.label, some.p_pain)
    own = clustered_auc(some.label, some.p_pain, np.arange(len(some))[::-1])
    assert own.covariance == pytest.approx(plain.covariance, rel=1e-12)


def test_a_cluster_copied_widens_its_interval() -> None:
    """Every photograph twice is no more information than once: only clusters know."""
    once = made(10, 4)
    twice = once.some(np.repeat(np.arange(len(once)), 2))
    single = clustered_auc(once.label, once.p_pain, once.clusters).covariance[0, 0]
    double = clustered_auc(twice.label, twice.p_pain, twice.clusters).covariance[0, 0]
    naive = clustered_auc(twice.label, twice.p_pain).covariance[0, 0]
    assert double == pytest.approx(single, rel=1e-12)
    assert naive < 0.6 * single


def test_clusters_by_hand() -> None:
    """Obuchowski's formula on three clusters, worked out with fractions."""
    label = np.array([True, False, True, False, True, False])
    scores = np.array([0.9, 0.2, 0.6, 0.7, 0.8, 0.1])
    found = clustered_auc(label, scores, np.array([0, 0, 1, 1, 2, 2]))
    # shares in the right order: pain 1, 2/3, 1; without pain 1, 2/3, 1; area 8/9
    own = np.array([1 / 9, -2 / 9, 1 / 9])
    s = 3 / (2 * 3) * (own @ own)
    s11 = 3 / 2 * (own @ own)
    assert found.areas[0] == pytest.approx(8 / 9)
    assert found.covariance[0, 0] == pytest.approx(s / 3 + s / 3 + 2 * s11 / 9)


def test_one_cluster_of_a_class_has_no_variance() -> None:
    label, scores = np.array([True, False, False]), np.array([0.9, 0.1, 0.2])
    assert np.isnan(clustered_auc(label, scores, np.array([0, 1, 2])).covariance).all()


def test_within_folds_no_network_s_scale_meets_another_s() -> None:
    label = np.array([True, False, True, False])
    scores = np.array([0.9, 0.8, 0.3, 0.2])  # each fold in order; the second network is shy
    fold = np.array([1, 1, 2, 2])
    assert float(auc(label, scores)) == 0.75
    assert float(auc_within(label, scores, fold)) == 1.0
    assert auc_within(label, scores, np.ones(4, int)) == auc(label, scores)
