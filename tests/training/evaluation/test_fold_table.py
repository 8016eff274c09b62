"""Tables 1 and 2 come out of the published confusion matrices, all hundred cells."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training.evaluation.bootstrap import drawn
from neopain_gui.training.evaluation.fold_table import FoldTable, fold_table, table_csv
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.evaluation.run_evaluation import evaluation_of
from tests.training.evaluation.made import made
from tests.training.evaluation.published import PRINTED, TABLES, published, rows


def of_no_pain(predictions: Predictions) -> FoldTable:
    return fold_table(predictions, drawn(predictions, draws=200), positive=PainLabel.NO_PAIN)


@pytest.mark.parametrize(("file", "classifier"), TABLES)
def test_all_cells_come_out(file: str, classifier: str) -> None:
    expected = {row["metric"]: row for row in rows(file)}
    table = of_no_pain(published(classifier))
    cells = 0
    for printed, figure in PRINTED.items():
        for row in table.rows:
            cell = float(expected[printed][f"fold_{row.fold}"])
            assert 100 * row.figures[figure] == pytest.approx(cell, abs=0.06)
            cells += 1
        assert 100 * table.mean[figure] == pytest.approx(float(expected[printed]["mean"]), abs=0.06)
        assert round(100 * table.sd[figure]) == int(expected[printed]["std"])
    assert cells == 50


@pytest.mark.parametrize(("file", "classifier"), TABLES)
def test_what_does_not_depend_on_the_positive_class_is_on_the_results_page_too(
    file: str, classifier: str
) -> None:
    expected = {row["metric"]: row for row in rows(file)}
    table = evaluation_of(published(classifier)).table
    assert table.positive is PainLabel.PAIN
    for printed, figure in (("accuracy", "accuracy"), ("auc", "balanced_accuracy")):
        mean = float(expected[printed]["mean"])
        assert 100 * table.mean[figure] == pytest.approx(mean, abs=0.06)
    # the tables' sensibility is the specificity where pain is positive
    mean = float(expected["sensibility"]["mean"])
    assert 100 * table.mean["specificity"] == pytest.approx(mean, abs=0.06)


def test_the_printed_deviation_is_the_population_s() -> None:
    table = of_no_pain(published("vgg_face"))
    values = [row.figures["accuracy"] for row in table.rows]
    assert table.sd["accuracy"] == pytest.approx(np.std(values))
    assert round(100 * np.std(values, ddof=1)) == 8  # the dissertation prints 7


def test_pooled_is_of_photographs_and_the_mean_of_folds() -> None:
    some = Predictions.of(
        image=["a", "b", "c", "d", "e"],
        neonate=["1", "1", "2", "2", "2"],
        label=[True, False, True, False, False],
        fold=[1, 1, 2, 2, 2],
        p_pain=[0.9, 0.1, 0.2, 0.1, 0.7],
    )
    table = fold_table(some, drawn(some, draws=10))
    assert table.mean["accuracy"] == pytest.approx((1 + 1 / 3) / 2)
    assert table.pooled["accuracy"].value == pytest.approx(3 / 5)
    assert table.pooled["accuracy"].why == "of fewer than 6 neonates"
    # of the pairs that one network has judged: (a, b), (c, d), not (c, e)
    assert table.pooled["auc"].value == pytest.approx(2 / 3)
    assert (table.rows[1].tp, table.rows[1].fn, table.rows[1].fp, table.rows[1].tn) == (0, 1, 1, 1)


def test_a_fold_of_one_class_has_no_auc_and_the_others_mean_stands() -> None:
    some = made(6, 4)
    some = some.some((some.fold != 1) | some.label)
    table = fold_table(some, drawn(some, draws=50))
    assert np.isnan(table.rows[0].figures["auc"])
    assert table.mean["auc"] == pytest.approx(
        np.mean([row.figures["auc"] for row in table.rows[1:]])
    )


def test_the_file_names_the_positive_class_and_has_every_row() -> None:
    some = made()
    table = fold_table(some, drawn(some, draws=50))
    read = list(csv.DictReader(io.StringIO(table_csv(table))))
    assert [row["fold"] for row in read] == [
        "1", "2", "3", "mean", "sd_population", "pooled", "pooled_low_95", "pooled_high_95",
    ]  # fmt: skip
    assert {row["positive_class"] for row in read} == {"pain"}
    assert float(read[5]["accuracy"]) == pytest.approx(table.pooled["accuracy"].value, abs=1e-6)
    assert sum(int(row["photographs"]) for row in read[:3]) == int(read[5]["photographs"]) == 72
    assert sum(int(read[5][name]) for name in ("tp", "fn", "fp", "tn")) == 72
    assert "balanced_accuracy_printed_as_auc" in read[0]
    assert "auc" in read[0]
