"""Tables 1 and 2: figures by fold, their mean ± population standard deviation, and pooled."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training.evaluation.auc import auc, auc_within
from neopain_gui.training.evaluation.bootstrap import Bounds, Drawn
from neopain_gui.training.evaluation.confusion import (
    POSITIVE,
    PRINTED_AS_AUC,
    THRESHOLD,
    Confusion,
    confusion,
)
from neopain_gui.training.evaluation.predictions import Array, Predictions, Truths

FIGURES: dict[str, str] = {
    "accuracy": "accuracy",
    "precision": "precision",
    "sensitivity": "sensitivity (sensibility)",
    "specificity": "specificity",
    "f1": "F1 score",
    "balanced_accuracy": PRINTED_AS_AUC,
    "auc": "AUC",
}
"""Figures of the table, as a column of a file and as people read it."""
_COUNTS = ("tp", "fn", "fp", "tn")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldRow:
    """A fold's line.

    Attributes
    ----------
    fold, photographs, neonates : int
        Which one, and what was tested in it.
    tp, fn, fp, tn : int
        Its confusion matrix.
    figures : dict of str to float
        Those of :data:`FIGURES`, in [0, 1]; NaN where undefined.
    """

    fold: int
    photographs: int
    neonates: int
    tp: int
    fn: int
    fp: int
    tn: int
    figures: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldTable:
    """The dissertation's Table 1 or 2, with what belongs beside it.

    Attributes
    ----------
    positive : PainLabel
        The class that precision, sensitivity and F1 are of.
    rows : tuple of FoldRow
        Fold by fold.
    mean, sd : dict of str to float
        Over the folds in which the figure is defined; the population standard deviation, as printed
        in the dissertation. It is no interval: folds share most of what they are trained on.
    pooled : dict of str to Bounds
        Over all photographs, with intervals over neonates. The AUC is over the pairs that one
        network has judged, so that no network's scale meets another's.
    """

    positive: PainLabel
    rows: tuple[FoldRow, ...]
    mean: dict[str, float]
    sd: dict[str, float]
    pooled: dict[str, Bounds]


def fold_table(
    predictions: Predictions,
    drawn: Drawn,
    *,
    said: Truths | None = None,
    positive: PainLabel = POSITIVE,
) -> FoldTable:
    """Return the table.

    Parameters
    ----------
    predictions : Predictions
        Of all folds.
    drawn : Drawn
        Neonates drawn again, of the same predictions.
    said : ndarray of bool, shape (n,), optional
        What is predicted, *pain* or not; by default whether the class score of pain is at least
        :data:`THRESHOLD`.
    positive : PainLabel
        The positive class.
    """
    said = predictions.p_pain >= THRESHOLD if said is None else said
    rows = tuple(
        _row(predictions, said, int(number), positive) for number in np.unique(predictions.fold)
    )
    found = {name: np.array([row.figures[name] for row in rows]) for name in FIGURES}
    return FoldTable(
        positive=positive,
        rows=rows,
        mean={name: _over(values, np.mean) for name, values in found.items()},
        sd={name: _over(values, np.std) for name, values in found.items()},
        pooled={
            name: drawn.bounds(lambda w, name=name: _pooled(name, predictions, said, positive, w))  # type: ignore[misc]
            for name in FIGURES
        },
    )


def figures_of(counts: Confusion, area: float) -> dict[str, float]:
    """Return the table's figures of one confusion matrix and area."""
    made = {name: float(getattr(counts, name)) for name in FIGURES if name != "auc"}
    return {**made, "auc": area}


def _row(predictions: Predictions, said: Truths, number: int, positive: PainLabel) -> FoldRow:
    mine = predictions.fold == number
    some = predictions.some(mine)
    counts = confusion(some.label, said[mine], positive=positive)
    area = float(auc(some.label, some.p_pain))
    return FoldRow(
        fold=number,
        photographs=len(some),
        neonates=some.neonates,
        **{name: int(getattr(counts, name)) for name in _COUNTS},
        figures=figures_of(counts, area),
    )


def _over(values: Array, what: Callable[[Array], np.float64]) -> float:
    known = values[np.isfinite(values)]
    return float(what(known)) if len(known) else math.nan


def _pooled(
    name: str, predictions: Predictions, said: Truths, positive: PainLabel, weights: Array
) -> Array:
    if name == "auc":
        return auc_within(predictions.label, predictions.p_pain, predictions.fold, weights)
    counts = confusion(predictions.label, said, weights=weights, positive=positive)
    made: Array = getattr(counts, name)
    return made


def table_csv(table: FoldTable) -> str:
    """Return ``tables_1_2.csv``: a row a fold, then mean, SD, pooled and its interval's ends.

    Figures are shares from 0 to 1 with six decimals; what is undefined is empty.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    named = {"balanced_accuracy": "balanced_accuracy_printed_as_auc"}
    writer.writerow(
        ["fold", "positive_class", "photographs", "neonates", *_COUNTS]
        + [named.get(name, name) for name in FIGURES]
    )
    for row in table.rows:
        counts = [getattr(row, name) for name in ("photographs", "neonates", *_COUNTS)]
        writer.writerow([row.fold, table.positive, *counts, *_written(row.figures)])
    pooled = table.pooled["accuracy"]
    sums = [sum(getattr(row, name) for row in table.rows) for name in _COUNTS]
    whole = [pooled.photographs, pooled.neonates]
    for name, values in (
        ("mean", table.mean),
        ("sd_population", table.sd),
        ("pooled", {name: one.value for name, one in table.pooled.items()}),
        ("pooled_low_95", {name: one.low for name, one in table.pooled.items()}),
        ("pooled_high_95", {name: one.high for name, one in table.pooled.items()}),
    ):
        counts = [*whole, *sums] if name == "pooled" else [""] * 6
        writer.writerow([name, table.positive, *counts, *_written(values)])
    return stream.getvalue()


def _written(figures: dict[str, float]) -> list[str]:
    return ["" if math.isnan(figures[name]) else f"{figures[name]:.6f}" for name in FIGURES]
