"""The published confusion matrices as photographs, and the published tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from neopain_gui.training.evaluation.predictions import Predictions

REFERENCE = Path(__file__).parents[4] / "shared" / "reference"
PRINTED = {
    "accuracy": "accuracy",
    "precision": "precision",
    "sensibility": "sensitivity",
    "f1_score": "f1",
    "auc": "balanced_accuracy",
}
"""The tables' rows, and our figures: what they call AUC is of hard labels."""
TABLES = [("table1_vgg_face_folds.csv", "vgg_face"), ("table2_n_cnn_folds.csv", "n_cnn")]


def rows(name: str) -> list[dict[str, str]]:
    file = REFERENCE / name
    if not file.is_file():
        pytest.skip("the published tables are not beside this checkout")
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def published(classifier: str) -> Predictions:
    """Return photographs with the published confusion matrices; their positive is no pain."""
    positive: list[bool] = []
    said: list[bool] = []
    fold: list[int] = []
    for row in rows("confusion_matrices.csv"):
        p, n = int(row["positives"]), int(row["negatives"])
        tp, fp = int(row[f"{classifier}_tp"]), int(row[f"{classifier}_fp"])
        positive += [True] * p + [False] * n
        said += [True] * tp + [False] * (p - tp) + [True] * fp + [False] * (n - fp)
        fold += [int(row["fold"])] * (p + n)
    names = [f"I{number}" for number in range(len(fold))]
    return Predictions.of(
        image=names,
        neonate=[f"fold {one}, {number % 6}" for number, one in enumerate(fold)],
        label=[not one for one in positive],
        fold=fold,
        p_pain=[0.2 if one else 0.8 for one in said],
    )
