"""Confusion matrices and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training.evaluation.predictions import Array, Truths

POSITIVE = PainLabel.PAIN
"""The positive class of every figure, unless another is named (decision 21)."""
THRESHOLD = 0.5
"""From this class score of pain on, a photograph counts as predicted pain."""
PRINTED_AS_AUC = "balanced accuracy (= AUC as printed in the dissertation)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """One confusion matrix, or several: arrays of one shape.

    Attributes
    ----------
    tp, fn, fp, tn : ndarray of float64
        Positives predicted positive and negative, negatives predicted positive and negative.
    """

    tp: Array
    fn: Array
    fp: Array
    tn: Array

    @property
    def accuracy(self) -> Array:
        """Share of photographs told right."""
        return ratio(self.tp + self.tn, self.tp + self.fn + self.fp + self.tn)

    @property
    def precision(self) -> Array:
        """Share of the positive among those predicted positive; undefined if none is."""
        return ratio(self.tp, self.tp + self.fp)

    @property
    def negative_predictive_value(self) -> Array:
        """Share of the negative among those predicted negative; undefined if none is."""
        return ratio(self.tn, self.tn + self.fn)

    @property
    def sensitivity(self) -> Array:
        """Share of the positive that are found; Tables 1 and 2 call it sensibility."""
        return ratio(self.tp, self.tp + self.fn)

    @property
    def specificity(self) -> Array:
        """Share of the negative that are found."""
        return ratio(self.tn, self.tn + self.fp)

    @property
    def f1(self) -> Array:
        """Harmonic mean of precision and sensitivity; undefined without any positive."""
        return ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    @property
    def balanced_accuracy(self) -> Array:
        """Mean of sensitivity and specificity; the dissertation prints it as AUC."""
        return (self.sensitivity + self.specificity) / 2

    @property
    def mcc(self) -> Array:
        """Matthews' correlation coefficient; undefined where a row or a column is empty."""
        below = (
            (self.tp + self.fp) * (self.tp + self.fn) * (self.tn + self.fp) * (self.tn + self.fn)
        )
        return ratio(self.tp * self.tn - self.fp * self.fn, np.sqrt(below))


def ratio(above: Array, below: Array) -> Array:
    """Divide; NaN where the divisor is 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        made: Array = np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)
    return made


def confusion(
    label: Truths,
    said: Truths,
    *,
    weights: Array | None = None,
    positive: PainLabel = POSITIVE,
) -> Confusion:
    """Count photographs.

    Parameters
    ----------
    label, said : ndarray of bool, shape (n,)
        Whether the data set, and the classifier, say *pain*.
    weights : ndarray of float64, shape (..., n), optional
        How often each photograph counts; a confusion matrix for each row.
    positive : PainLabel
        The positive class.
    """
    if positive is PainLabel.NO_PAIN:
        label, said = ~label, ~said
    each: NDArray[np.float64] = np.ones(len(label)) if weights is None else weights
    tp, fn, fp, tn = (
        each @ (one & other).astype(np.float64)
        for one, other in ((label, said), (label, ~said), (~label, said), (~label, ~said))
    )
    return Confusion(tp=np.asarray(tp), fn=np.asarray(fn), fp=np.asarray(fp), tn=np.asarray(tn))
