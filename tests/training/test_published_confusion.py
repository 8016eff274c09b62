"""Tables 1 and 2 follow from their folds' confusion matrices, by our figures.

The tables' "AUC" is the area under the ROC curve of hard labels, which is the balanced accuracy,
and their ± the population standard deviation.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training.metrics import evaluate

ABOUT = "neopain_gui.training.metrics"

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
FIGURES = {
    "accuracy": "accuracy",
    "precision": "precision",
    "sensibility": "sensitivity",
    "f1_score": "f1",
    "auc": "auc",
}


def rows(name: str) -> list[dict[str, str]]:
    file = REFERENCE / name
    if not file.is_file():
        pytest.skip("the published tables are not beside this checkout")
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("table", "classifier"),
    [("table1_vgg_face_folds.csv", "vgg_face"), ("table2_n_cnn_folds.csv", "n_cnn")],
)
def test_the_tables_follow_from_the_confusion_matrices(table: str, classifier: str) -> None:
    published = {row["metric"]: row for row in rows(table)}
    found: dict[str, list[float]] = {name: [] for name in FIGURES}
    for fold in rows("confusion_matrices.csv"):
        positives, negatives = int(fold["positives"]), int(fold["negatives"])
        tp, fp = int(fold[f"{classifier}_tp"]), int(fold[f"{classifier}_fp"])
        labels = [PainLabel.PAIN] * positives + [PainLabel.NO_PAIN] * negatives
        said = [1.0] * tp + [0.0] * (positives - tp) + [1.0] * fp + [0.0] * (negatives - fp)
        result = evaluate(labels, said, ["somebody"] * len(labels))
        assert result.auc == pytest.approx(result.balanced_accuracy)
        for name, figure in FIGURES.items():
            value = 100 * getattr(result, figure)
            found[name].append(value)
            assert value == pytest.approx(float(published[name][f"fold_{fold['fold']}"]), abs=0.06)
    for name, values in found.items():
        assert np.mean(values) == pytest.approx(float(published[name]["mean"]), abs=0.06)
        assert round(np.std(values)) == int(published[name]["std"])
