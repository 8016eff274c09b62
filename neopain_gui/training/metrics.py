"""What a classifier achieves on photographs that it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.dataset.face_image import PainLabel

POSITIVE = PainLabel.PAIN
"""The positive class of every figure here (decision 21: it is named)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Figures on held-out photographs; pain is the positive class.

    Attributes
    ----------
    photographs, subjects : int
        How many were tested.
    true_pain, missed_pain, false_alarm, true_rest : int
        The confusion matrix at a pain probability of 0.5.
    accuracy, balanced_accuracy : float
        In [0, 1]; balanced is the mean of the recall of pain and the recall of rest.
    precision, sensitivity, f1 : float
        In [0, 1]; NaN where nothing was called pain. Tables 1 and 2 call the second sensibility.
    auc : float
        Area under the ROC curve of the pain probabilities, in [0, 1].
    """

    photographs: int
    subjects: int
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

    def as_markdown(self) -> str:
        """Return the figures as they stand in a model card."""
        return (
            f"| | predicted pain | predicted no pain |\n|---|---:|---:|\n"
            f"| **pain** | {self.true_pain} | {self.missed_pain} |\n"
            f"| **no pain** | {self.false_alarm} | {self.true_rest} |\n\n"
            f"n = {self.photographs} photographs of {self.subjects} subjects; positive class: "
            f"{POSITIVE}; threshold 0.5 on its probability.\n\n"
            f"| accuracy | balanced accuracy | AUC |\n|---:|---:|---:|\n"
            f"| {self.accuracy:.3f} | {self.balanced_accuracy:.3f} | {self.auc:.3f} |\n"
        )


def evaluate(
    labels: Sequence[PainLabel], pain_probability: ArrayLike, subjects: Sequence[str]
) -> Evaluation:
    """Compare pain probabilities with the data set's labels.

    Parameters
    ----------
    labels : sequence of PainLabel, length n
        The truth; both classes must occur.
    pain_probability : array-like of float, shape (n,)
        In [0, 1].
    subjects : sequence of str, length n
        Whose photographs they are.

    Raises
    ------
    ValueError
        The lengths differ, a class is missing or a probability is not in [0, 1].
    """
    from sklearn import metrics

    truth = np.array([label is POSITIVE for label in labels])
    scores = np.asarray(pain_probability, np.float64)
    if scores.shape != truth.shape or len(subjects) != len(truth):
        raise ValueError("labels, probabilities and subjects must be of one length")
    if truth.all() or not truth.any():
        raise ValueError("both classes must occur")
    if not ((scores >= 0) & (scores <= 1)).all():
        raise ValueError("probabilities must lie in [0, 1]")
    said = scores >= 0.5
    (true_rest, false_alarm), (missed, true_pain) = metrics.confusion_matrix(truth, said).tolist()
    return Evaluation(
        photographs=len(truth),
        subjects=len(set(subjects)),
        true_pain=true_pain,
        missed_pain=missed,
        false_alarm=false_alarm,
        true_rest=true_rest,
        accuracy=float(metrics.accuracy_score(truth, said)),
        balanced_accuracy=float(metrics.balanced_accuracy_score(truth, said)),
        precision=float(metrics.precision_score(truth, said, zero_division=np.nan)),
        sensitivity=float(metrics.recall_score(truth, said)),
        f1=float(metrics.f1_score(truth, said, zero_division=np.nan)),
        auc=float(metrics.roc_auc_score(truth, scores)),
    )
