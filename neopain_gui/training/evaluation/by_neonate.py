"""Errors, neonate by neonate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neopain_gui.training.evaluation.predictions import Predictions, Truths


@dataclass(frozen=True, slots=True, kw_only=True)
class NeonateErrors:
    """What was predicted wrong of a neonate.

    Attributes
    ----------
    neonate, dataset : str
        Whose.
    folds : tuple of int
        In which it was held out.
    photographs : int
        How many predictions there are of it.
    missed : tuple of str
        Photographs with pain that were predicted as none.
    false_alarms : tuple of str
        Photographs without pain that were predicted as pain.
    """

    neonate: str
    dataset: str
    folds: tuple[int, ...]
    photographs: int
    missed: tuple[str, ...]
    false_alarms: tuple[str, ...]

    @property
    def wrong(self) -> int:
        """How many predictions were wrong."""
        return len(self.missed) + len(self.false_alarms)


def errors_by_neonate(predictions: Predictions, said: Truths) -> tuple[NeonateErrors, ...]:
    """Return every neonate: those with the most errors, then the largest share of them, first.

    Parameters
    ----------
    predictions : Predictions
        Of all folds.
    said : ndarray of bool, shape (n,)
        What was predicted, *pain* or not.
    """
    made = []
    for number in np.unique(predictions.clusters):
        mine = predictions.clusters == number
        some, named = predictions.some(mine), said[mine]
        made.append(
            NeonateErrors(
                neonate=str(some.neonate[0]),
                dataset=str(some.dataset[0]),
                folds=tuple(int(one) for one in np.unique(some.fold)),
                photographs=len(some),
                missed=tuple(map(str, some.image[some.label & ~named])),
                false_alarms=tuple(map(str, some.image[~some.label & named])),
            )
        )
    return tuple(sorted(made, key=lambda one: (-one.wrong, one.photographs, one.neonate)))
