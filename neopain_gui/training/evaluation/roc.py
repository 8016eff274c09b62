"""The ROC curve, with an interval of the sensitivity at each false-alarm rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neopain_gui.training.evaluation.bootstrap import FEWEST, Drawn
from neopain_gui.training.evaluation.predictions import Array, Truths

_GRID = 101


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Roc:
    """A ROC curve; pain is the positive class.

    Attributes
    ----------
    false_alarms, sensitivity, threshold : ndarray of float64, shape (k,)
        The corners, from nothing called pain (threshold ∞) to everything.
    grid, low, high : ndarray of float64, shape (101,)
        Rates of false alarms, and between which sensitivities 95 % of the draws of neonates lie
        there; NaN where there is no interval.
    """

    false_alarms: Array
    sensitivity: Array
    threshold: Array
    grid: Array
    low: Array
    high: Array


def roc(label: Truths, scores: Array, drawn: Drawn) -> Roc:
    """Return the curve of all photographs.

    Parameters
    ----------
    label : ndarray of bool, shape (n,)
        Whether it is pain; both classes must occur.
    scores : ndarray of float64, shape (n,)
        The higher, the more pain.
    drawn : Drawn
        Neonates drawn again.
    """
    order = np.argsort(-scores, kind="stable")
    values = scores[order]
    last = np.flatnonzero(np.append(np.diff(values) != 0, True))  # of equal scores
    pain = label[order]
    false_alarms, sensitivity = _corners(np.ones((1, len(label))), pain, order, last)
    grid = np.linspace(0, 1, _GRID)
    low = high = np.full(_GRID, np.nan)
    if drawn.neonates >= FEWEST:
        across, up = _corners(drawn.weights, pain, order, last)
        both = np.isfinite(across[:, -1]) & np.isfinite(up[:, -1])
        found = np.array(
            [np.interp(grid, a, b) for a, b in zip(across[both], up[both], strict=True)]
        )
        if len(found):
            low, high = np.quantile(found, [drawn.tail, 1 - drawn.tail], axis=0)
    return Roc(
        false_alarms=false_alarms[0],
        sensitivity=sensitivity[0],
        threshold=np.append(np.inf, values[last]),
        grid=grid,
        low=low,
        high=high,
    )


def _corners(
    weights: Array, pain: Truths, order: np.ndarray, last: np.ndarray
) -> tuple[Array, Array]:
    ordered = weights[:, order]
    made = []
    for mine in (~pain, pain):
        up = np.cumsum(ordered * mine, axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = up[:, last] / up[:, -1:]
        made.append(np.concatenate([np.zeros((len(weights), 1)), share], axis=1))
    return made[0], made[1]
