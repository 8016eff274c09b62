"""What one classifier achieves on labelled photographs, in a few figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.percentages import percent
from neopain_gui.training.evaluation.auc import auc
from neopain_gui.training.evaluation.bootstrap import Bounds, drawn
from neopain_gui.training.evaluation.confusion import POSITIVE, THRESHOLD, confusion
from neopain_gui.training.evaluation.fold_table import FIGURES, fold_table
from neopain_gui.training.evaluation.predictions import Predictions


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """Figures of one classifier on labelled photographs; pain is the positive class.

    Attributes
    ----------
    photographs, neonates : int
        How many were looked at.
    true_pain, missed_pain, false_alarm, true_rest : int
        The confusion matrix at a class score of 0.5.
    accuracy, balanced_accuracy : float
        In [0, 1]; balanced is the mean of the recall of pain and the recall of rest.
    precision, sensitivity, f1 : float
        In [0, 1]; the first is NaN where nothing was called pain. Tables 1 and 2 call the second
        sensibility.
    auc : float
        Area under the ROC curve of the class scores of pain, in [0, 1].
    """

    photographs: int
    neonates: int
    true_pain: int
    missed_pain: int
    false_alarm: int
    true_rest: int
    accuracy: float
    balanced_accuracy: float
    precision: float
    sensitivity: float
    f1: float
    auc: float


def held_out(labels: Sequence[PainLabel], p_pain: ArrayLike, neonates: Sequence[str]) -> HeldOut:
    """Compare class scores of pain with the data set's labels.

    Parameters
    ----------
    labels : sequence of PainLabel, length n
        The truth; both classes must occur.
    p_pain : array-like of float, shape (n,)
        In [0, 1].
    neonates : sequence of str, length n
        Whose photographs they are.

    Raises
    ------
    ValueError
        The lengths differ, a class is missing or a class score is not in [0, 1].
    """
    return figures_of(
        Predictions.of(
            image=[str(place) for place in range(len(labels))],
            neonate=neonates,
            label=labels,
            p_pain=p_pain,
        )
    )


def figures_of(some: Predictions) -> HeldOut:
    """Return the figures of predictions, whatever their folds.

    Raises
    ------
    ValueError
        A class is missing.
    """
    label, scores = some.label, some.p_pain
    if label.all() or not label.any():
        raise ValueError("both classes must occur")
    found = confusion(label, scores >= THRESHOLD)
    return HeldOut(
        photographs=len(some),
        neonates=some.neonates,
        true_pain=int(found.tp),
        missed_pain=int(found.fn),
        false_alarm=int(found.fp),
        true_rest=int(found.tn),
        accuracy=float(found.accuracy),
        balanced_accuracy=float(found.balanced_accuracy),
        precision=float(found.precision),
        sensitivity=float(found.sensitivity),
        f1=float(found.f1),
        auc=float(auc(label, scores)),
    )


def as_markdown(some: Predictions) -> str:
    """Return the figures of predictions as they stand in a model card, with their intervals."""
    found = figures_of(some)
    pooled = fold_table(some, drawn(some)).pooled
    rows = [f"| {title} | {_with_interval(pooled[name])} |" for name, title in FIGURES.items()]
    return "\n".join(
        (
            "| | predicted pain | predicted no pain |",
            "|---|---:|---:|",
            f"| **pain** | {found.true_pain} | {found.missed_pain} |",
            f"| **no pain** | {found.false_alarm} | {found.true_rest} |",
            "",
            f"n = {found.photographs} photographs of {found.neonates} neonates; positive class: "
            f"{POSITIVE}; threshold {THRESHOLD} on its class score. Intervals: 95 %, neonates "
            "drawn again with all their photographs.",
            "",
            "| figure | value |",
            "|---|---:|",
            *rows,
            "",
        )
    )


def _with_interval(one: Bounds) -> str:
    if math.isnan(one.value):
        return "undefined"
    value = percent(one.value, ".1f")
    if one.why:
        return f"{value} (no interval: {one.why})"
    return f"{value} ({percent(one.low, '.1f')} to {percent(one.high, '.1f')})"
