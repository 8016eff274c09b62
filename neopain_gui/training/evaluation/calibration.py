"""Everything about calibration of one set of class scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neopain_gui.training.evaluation.bootstrap import Bounds, Drawn
from neopain_gui.training.evaluation.predictions import Array, Predictions
from neopain_gui.training.evaluation.recalibration import (
    calibration_in_the_large,
    calibration_line,
    temperature,
    tempered,
)
from neopain_gui.training.evaluation.reliability import Bin, Brier, brier, diagram, expected_error


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How class scores relate to how often pain is.

    Attributes
    ----------
    bins : tuple of Bin
        The reliability diagram, in bins of equal counts.
    error_equal_widths, error_equal_counts : float
        Expected calibration error in 15 bins. No interval: it is biased upwards, drawn again more
        so.
    brier : Brier
        With its parts.
    brier_bounds, intercept, slope : Bounds
        With intervals over neonates.
    in_the_large : float
        The intercept where the slope is held at 1.
    """

    bins: tuple[Bin, ...]
    error_equal_widths: float
    error_equal_counts: float
    brier: Brier
    brier_bounds: Bounds
    intercept: Bounds
    slope: Bounds
    in_the_large: float


def calibration(predictions: Predictions, drawn: Drawn) -> Calibration:
    """Return the calibration of class scores."""
    label, scores = predictions.label, predictions.p_pain
    squared = (scores - label) ** 2
    return Calibration(
        bins=diagram(label, scores, predictions.clusters),
        error_equal_widths=expected_error(label, scores, binning="equal widths"),
        error_equal_counts=expected_error(label, scores, binning="equal counts"),
        brier=brier(label, scores),
        brier_bounds=drawn.bounds(lambda w: w @ squared / w.sum(axis=-1)),
        intercept=drawn.bounds(lambda w: calibration_line(label, scores, w)[:, 0], share=False),
        slope=drawn.bounds(lambda w: calibration_line(label, scores, w)[:, 1], share=False),
        in_the_large=calibration_in_the_large(label, scores),
    )


def temperatures(validation: Predictions) -> dict[int, float]:
    """Return the temperature that each fold's inner validation asks for; NaN where of one class."""
    made = {}
    for fold in np.unique(validation.fold):
        mine = validation.fold == fold
        made[int(fold)] = temperature(validation.label[mine], validation.p_pain[mine])
    return made


def with_temperatures(predictions: Predictions, by_fold: dict[int, float]) -> Predictions:
    """Return predictions whose logits are divided by their fold's temperature; 1 without one."""
    scores: Array = predictions.p_pain.copy()
    for fold, by in by_fold.items():
        mine = predictions.fold == fold
        if np.isfinite(by):
            scores[mine] = tempered(scores[mine], by)
    return predictions.with_scores(scores)
