"""The same figures by data set, sex and stimulus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neopain_gui.training.evaluation.auc import auc
from neopain_gui.training.evaluation.bootstrap import Bounds, drawn
from neopain_gui.training.evaluation.confusion import confusion
from neopain_gui.training.evaluation.predictions import Predictions, Truths

BY = {"dataset": "data set", "sex": "sex", "stimulus": "stimulus"}
FIGURES = ("accuracy", "sensitivity", "specificity", "auc")
UNKNOWN = "not on record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroup:
    """Figures of some photographs.

    Attributes
    ----------
    by, name : str
        What they have in common.
    photographs, neonates, pain : int
        How many, of how many neonates, how many of them with pain.
    figures : dict of str to Bounds
        Those of :data:`FIGURES`; one that needs both classes is undefined where there is one.
    """

    by: str
    name: str
    photographs: int
    neonates: int
    pain: int
    figures: dict[str, Bounds]


def subgroups(predictions: Predictions, said: Truths) -> tuple[Subgroup, ...]:
    """Return the figures of each subgroup of whatever is known of any photograph."""
    made = []
    for column, by in BY.items():
        values = getattr(predictions, column)
        if not (values != "").any():
            continue
        for value in sorted(set(values.tolist()), key=lambda one: (one == "", one)):
            mine = values == value
            made.append(_of(predictions.some(mine), said[mine], by, value or UNKNOWN))
    return tuple(made)


def _of(some: Predictions, said: Truths, by: str, name: str) -> Subgroup:
    draws = drawn(some)
    figures = {
        figure: draws.bounds(
            lambda w, figure=figure: getattr(confusion(some.label, said, weights=w), figure)  # type: ignore[misc]
        )
        for figure in FIGURES[:3]
    }
    figures["auc"] = draws.bounds(lambda w: auc(some.label, some.p_pain, w))
    return Subgroup(
        by=by,
        name=name,
        photographs=len(some),
        neonates=some.neonates,
        pain=int(np.count_nonzero(some.label)),
        figures=figures,
    )
