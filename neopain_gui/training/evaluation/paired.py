"""Two classifiers on the same photographs and folds, exchanged neonate by neonate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from neopain_gui.errors import InputError
from neopain_gui.training.evaluation.auc import auc_within
from neopain_gui.training.evaluation.bootstrap import Bounds, drawn
from neopain_gui.training.evaluation.confusion import THRESHOLD, confusion
from neopain_gui.training.evaluation.predictions import Array, Predictions, Whole

EXCHANGES = 9999
"""Random ones where there are more; with fewer possible all are made."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """A difference of two classifiers, the first less the second.

    Attributes
    ----------
    figure : str
        What differs.
    first, second : float
        What each has.
    difference : Bounds
        With its interval over neonates.
    p : float
        Two-sided, by exchanging the classifiers neonate by neonate.
    """

    figure: str
    first: float
    second: float
    difference: Bounds
    p: float


def compare(first: Predictions, second: Predictions, *, seed: int = 0) -> tuple[Paired, ...]:
    """Compare two classifiers by AUC, accuracy, balanced accuracy and Brier score.

    Raises
    ------
    InputError
        They are not of the same photographs in the same folds with the same labels.
    """
    second = _matched(first, second)
    draws = drawn(first)
    whose = np.unique(first.clusters, return_inverse=True)[1]
    signs = _exchanges(int(whose.max()) + 1, seed)
    made = []
    for name, (one, other) in _scores(first, second).items():
        figure = _FIGURES[name]

        def difference(
            weights: Array, one: Array = one, other: Array = other,
            figure: Callable[[Predictions, Array, Array], Array] = figure,
        ) -> Array:  # fmt: skip
            return figure(first, one, weights) - figure(first, other, weights)

        bounds = draws.bounds(difference, share=False)
        whole = np.ones((1, len(first)))
        a, b = (float(figure(first, scores, whole)[0]) for scores in (one, other))
        made.append(
            Paired(
                figure=name,
                first=a,
                second=b,
                difference=bounds,
                p=_p(first, one, other, figure, signs[0][:, whose], signs[1]),
            )
        )
    return tuple(made)


def _scores(first: Predictions, second: Predictions) -> dict[str, tuple[Array, Array]]:
    """Return what is exchanged; of AUC ranks, for scales may differ (Venkatraman and Begg 1996)."""
    same = (first.p_pain, second.p_pain)
    ranks = (_ranks(first.p_pain, first.fold), _ranks(second.p_pain, first.fold))
    return {"AUC": ranks, "accuracy": same, "balanced accuracy": same, "Brier score": same}


def _ranks(scores: Array, fold: Whole) -> Array:
    """Return ranks within each fold, whose scores are of one network."""
    from scipy.stats import rankdata

    made = np.empty(len(scores))
    for number in np.unique(fold):
        made[fold == number] = rankdata(scores[fold == number])
    return made


_FIGURES: dict[str, Callable[[Predictions, Array, Array], Array]] = {
    "AUC": lambda of, scores, w: auc_within(of.label, scores, of.fold, w),
    "accuracy": lambda of, scores, w: confusion(of.label, scores >= THRESHOLD, weights=w).accuracy,
    "balanced accuracy": lambda of, scores, w: (
        confusion(of.label, scores >= THRESHOLD, weights=w).balanced_accuracy
    ),
    "Brier score": lambda of, scores, w: w @ (scores - of.label) ** 2 / w.sum(axis=-1),
}


def _p(
    of: Predictions,
    one: Array,
    other: Array,
    figure: Callable[[Predictions, Array, Array], Array],
    swapped: np.ndarray,
    random: bool,
) -> float:
    whole = np.ones((1, len(of)))

    def apart(a: Array, b: Array) -> float:
        return float((figure(of, a, whole) - figure(of, b, whole))[0])

    observed = abs(apart(one, other))
    found = np.array(
        [apart(np.where(swap, other, one), np.where(swap, one, other)) for swap in swapped]
    )
    far = int((np.abs(found) >= observed - _ROUNDING).sum())
    return (far + random) / (len(found) + random)


def _exchanges(neonates: int, seed: int) -> tuple[np.ndarray, bool]:
    """Return which neonates change sides, and whether these are random ones."""
    if 2**neonates <= EXCHANGES:
        return np.array(list(product([False, True], repeat=neonates))), False
    return np.random.default_rng(seed).random((EXCHANGES, neonates)) < 0.5, True


def _matched(first: Predictions, second: Predictions) -> Predictions:
    """Return the second's predictions in the first's order."""
    keys = [
        list(zip(one.image.tolist(), one.fold.tolist(), strict=True)) for one in (first, second)
    ]
    places = {key: number for number, key in enumerate(keys[1])}
    missing = [key for key in keys[0] if key not in places]
    if missing or len(keys[0]) != len(keys[1]):
        alone = missing or sorted(set(keys[1]) - set(keys[0]))
        raise InputError(
            f"the two are not of the same photographs in the same folds: {alone[0][0]} in fold "
            f"{alone[0][1]} is in one alone",
            remedy="train both with the same folds.csv",
        )
    ordered = second.some(np.array([places[key] for key in keys[0]], np.intp))
    if (ordered.label != first.label).any():
        name = first.image[ordered.label != first.label][0]
        raise InputError(
            f"the two have different labels of {name}", remedy="evaluate both with the same labels"
        )
    if (ordered.neonate != first.neonate).any():
        name = first.image[ordered.neonate != first.neonate][0]
        raise InputError(
            f"the two name different neonates of {name}", remedy="train both on the same study"
        )
    return ordered
