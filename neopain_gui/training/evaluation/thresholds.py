"""From which class score on a photograph counts as pain: chosen on inner validation alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from neopain_gui.training.evaluation.confusion import THRESHOLD
from neopain_gui.training.evaluation.predictions import Array, Predictions, Truths

SENSITIVITY = 0.9
"""What the second rule asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A way to choose a threshold.

    Attributes
    ----------
    name : str
        As people read it.
    sensitivity : float
        What has to be reached with the highest specificity; NaN where their sum counts (Youden).
    """

    name: str
    sensitivity: float = math.nan


YOUDEN = Rule(name="Youden's index")
SENSITIVE = Rule(name="sensitivity of at least 90 %", sensitivity=SENSITIVITY)
RULES = (YOUDEN, SENSITIVE)


def candidates(scores: Array) -> Array:
    """Return thresholds that tell any two different scores apart, and those of all and none."""
    values = np.unique(scores)
    between = (values[1:] + values[:-1]) / 2
    return np.concatenate([[0.0], between, [math.nextafter(1.0, 2.0)]])


def choose(label: Truths, scores: Array, rule: Rule) -> float:
    """Return the threshold; of those that are equally good the nearest to 0.5.

    NaN where a class is missing: then nothing can be chosen.
    """
    if label.all() or not label.any():
        return math.nan
    cuts = candidates(scores)
    said = scores[None, :] >= cuts[:, None]
    sensitivity = said[:, label].mean(axis=1)
    specificity = (~said[:, ~label]).mean(axis=1)
    if math.isnan(rule.sensitivity):
        worth = sensitivity + specificity
    else:
        worth = np.where(sensitivity >= rule.sensitivity - 1e-12, specificity, -1.0)
    best = cuts[worth >= worth.max() - 1e-12]
    return float(best[np.argmin(np.abs(best - THRESHOLD))])


def chosen_by_fold(validation: Predictions, rule: Rule) -> dict[int, float]:
    """Return each fold's threshold, from its own inner validation."""
    return {
        int(fold): choose(*_of(validation, int(fold)), rule) for fold in np.unique(validation.fold)
    }


def said_with(predictions: Predictions, cuts: dict[int, float]) -> Truths:
    """Return what is predicted with each fold's threshold; 0.5 where a fold has none."""
    each = np.full(len(predictions), THRESHOLD)
    for fold, cut in cuts.items():
        if math.isfinite(cut):
            each[predictions.fold == fold] = cut
    made: Truths = predictions.p_pain >= each
    return made


def _of(validation: Predictions, fold: int) -> tuple[Truths, Array]:
    mine = validation.fold == fold
    return validation.label[mine], validation.p_pain[mine]
