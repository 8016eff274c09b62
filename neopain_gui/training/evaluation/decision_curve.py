"""Decision curve: what acting on the class score is worth (Vickers and Elkin 2006)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neopain_gui.training.evaluation.bootstrap import FEWEST, Drawn
from neopain_gui.training.evaluation.predictions import Array, Truths

THRESHOLDS = np.arange(1, 100) / 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DecisionCurve:
    """Net benefit at each threshold, in found pains per photograph.

    Attributes
    ----------
    threshold : ndarray of float64, shape (k,)
        From which class score of pain on is acted; at t, a false alarm costs t / (1 − t) of what a
        found pain is worth.
    classifier, everybody : ndarray of float64, shape (k,)
        Acting on the classifier; acting on every photograph. Acting on none is 0.
    low, high : ndarray of float64, shape (k,)
        The classifier's 95 % interval over neonates; NaN where there is none.
    """

    threshold: Array
    classifier: Array
    everybody: Array
    low: Array
    high: Array


def decision_curve(
    label: Truths, scores: Array, drawn: Drawn, thresholds: Array = THRESHOLDS
) -> DecisionCurve:
    """Return the curve.

    Parameters
    ----------
    label : ndarray of bool, shape (n,)
        Whether it is pain.
    scores : ndarray of float64, shape (n,)
        Class scores of pain.
    drawn : Drawn
        Neonates drawn again.
    thresholds : ndarray of float64, shape (k,)
        Inside (0, 1).
    """
    cost = thresholds / (1 - thresholds)
    said = scores[:, None] >= thresholds[None, :]
    gain = np.where(label[:, None], 1.0, -cost[None, :])
    low = high = np.full(len(thresholds), np.nan)
    if drawn.neonates >= FEWEST:
        total = drawn.weights.sum(axis=1, keepdims=True)
        found = drawn.weights @ (said * gain) / total
        low, high = np.quantile(found, [drawn.tail, 1 - drawn.tail], axis=0)
    return DecisionCurve(
        threshold=thresholds,
        classifier=(said * gain).mean(axis=0),
        everybody=gain.mean(axis=0),
        low=low,
        high=high,
    )
