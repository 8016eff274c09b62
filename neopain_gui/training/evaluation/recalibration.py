"""Calibration's intercept and slope, and the temperature that inner validation asks for."""

from __future__ import annotations

import math

import numpy as np

from neopain_gui.training.evaluation.predictions import Array, Truths

NEAREST = 1e-7
"""Class scores nearer to 0 or 1 count as this far away, as in Keras: their logit is finite."""
_STEPS = 50
_LARGEST = 50.0
_TEMPERATURES = (0.05, 20.0)
"""Between which a temperature is looked for."""


def logit(scores: Array) -> Array:
    """Return the logarithm of the odds: of two classes, the difference of their logits."""
    inside = np.clip(scores, NEAREST, 1 - NEAREST)
    made: Array = np.log(inside) - np.log1p(-inside)
    return made


def calibration_line(label: Truths, scores: Array, weights: Array | None = None) -> Array:
    """Return intercept and slope of the logistic regression of the label on the logit.

    Perfect scores have 0 and 1; a slope below 1 says that scores are too extreme.

    Parameters
    ----------
    label : ndarray of bool, shape (n,)
        Whether it is pain.
    scores : ndarray of float64, shape (n,)
        Class scores of pain, in [0, 1].
    weights : ndarray of float64, shape (m, n), optional
        How often each photograph counts.

    Returns
    -------
    ndarray of float64, shape (2,) or (m, 2)
        NaN where a class is missing, or the scores tell the classes apart completely.
    """
    table = np.ones((1, len(label))) if weights is None else weights
    found = _newton(label.astype(np.float64), logit(scores), table, slope=True)
    return found[0] if weights is None else found


def calibration_in_the_large(label: Truths, scores: Array) -> float:
    """Return the intercept where the slope is held at 1: below 0, there is less pain than said."""
    return float(_newton(label.astype(np.float64), logit(scores), np.ones((1, len(label))),
                         slope=False)[0, 0])  # fmt: skip


def _newton(label: Array, x: Array, weights: Array, *, slope: bool) -> Array:
    """Fit one logistic regression for each row of weights."""
    intercept = np.zeros(len(weights))
    steep = np.ones(len(weights))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for _ in range(_STEPS):
            p = _sigmoid(intercept[:, None] + steep[:, None] * x)
            left = weights * (label - p)
            curved = weights * p * (1 - p)
            g0, g1 = left.sum(axis=1), left @ x
            h00, h01, h11 = curved.sum(axis=1), curved @ x, curved @ (x * x)
            if slope:
                determinant = h00 * h11 - h01 * h01
                step0 = (h11 * g0 - h01 * g1) / determinant
                step1 = (h00 * g1 - h01 * g0) / determinant
            else:
                step0, step1 = g0 / h00, np.zeros(len(weights))
            # no step is longer than 2, else the first one overshoots where the scores are extreme
            shorter = 2 / np.maximum(2, np.maximum(np.abs(step0), np.abs(step1)))
            intercept = intercept + shorter * step0
            steep = steep + shorter * step1
            if np.nanmax(np.abs([step0, step1]), initial=0.0) < 1e-10:
                break
    found = np.stack([intercept, steep], axis=1)
    settled = (np.abs(step0) < 1e-6) & (np.abs(step1) < 1e-6) & (np.abs(found) < _LARGEST).all(1)
    found[~settled] = np.nan
    return found


def _sigmoid(x: Array) -> Array:
    made: Array = 0.5 * (1 + np.tanh(x / 2))
    return made


def temperature(label: Truths, scores: Array) -> float:
    """Return the number by which logits are divided so that the cross-entropy is least.

    Above 1 the scores are too extreme. To be fitted on inner validation, never on what is tested
    (Guo et al. 2017). NaN where a class is missing.
    """
    from scipy.optimize import minimize_scalar

    if label.all() or not label.any():
        return math.nan
    x = logit(scores) * np.where(label, 1.0, -1.0)

    def entropy(log_t: float) -> float:
        return float(np.logaddexp(0, -x / math.exp(log_t)).mean())

    ends = (math.log(_TEMPERATURES[0]), math.log(_TEMPERATURES[1]))
    found = minimize_scalar(entropy, bounds=ends, method="bounded", options={"xatol": 1e-8})
    return math.exp(float(found.x))


def tempered(scores: Array, by: float) -> Array:
    """Return class scores whose logits are divided by a temperature.

    >>> tempered(np.array([0.5, 0.9]), 1.0).round(12).tolist()
    [0.5, 0.9]
    """
    return _sigmoid(logit(scores) / by)
