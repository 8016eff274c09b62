"""The shapes of Figure 17: how a measure spreads over photographs in pain and at rest.

Knows nothing of Qt.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.distribution import density
from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.measures import OVERLAP
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.compare.matrix import Scope, figures, photographs_in

if TYPE_CHECKING:
    from neopain_gui.findings.comparison import Comparison

_LANES = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Half:
    """One class of a pair.

    Attributes
    ----------
    label : PainLabel
    image_ids : tuple of str
        Where the measure is defined.
    values : ndarray of float64, shape (n,)
        The measure there.
    texts : tuple of str
        The values as they are written: an overlap with its chance level.
    above : tuple of bool
        Where the value is no overlap that chance gives as well.
    chance : float
        Mean overlap of independent masks of these coverages there; NaN for other measures.
    undefined : int
        Photographs of the class on which the pair was compared and the measure is undefined.
    levels, widths : ndarray of float64, shape (200,)
        The density's estimate; empty where there are too few values or all are the same.
    """

    label: PainLabel
    image_ids: tuple[str, ...]
    values: NDArray[np.float64]
    texts: tuple[str, ...]
    above: tuple[bool, ...]
    chance: float
    undefined: int
    levels: NDArray[np.float64]
    widths: NDArray[np.float64]

    @property
    def quartiles(self) -> NDArray[np.float64]:
        """Lower quartile, median and upper quartile, float64 (3,); empty if there is no value."""
        if not self.values.size:
            return np.empty(0)
        found: NDArray[np.float64] = np.quantile(self.values, (0.25, 0.5, 0.75))
        return found

    def width_at(self, value: float) -> float:
        """Return the density at a value; 0 where no shape is drawn."""
        if not self.levels.size:
            return 0.0
        return float(np.interp(value, self.levels, self.widths, left=0.0, right=0.0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Violin:
    """A pair of extraction models, split by class."""

    pair: tuple[str, str]
    pain: Half
    rest: Half

    @property
    def widest(self) -> float:
        """The largest density of both halves; 0 where neither has a shape."""
        return max(
            (float(half.widths.max()) for half in (self.pain, self.rest) if half.widths.size),
            default=0.0,
        )


def violin(
    comparison: Comparison,
    measure: Measure,
    pair: tuple[str, str],
    visible: Collection[str] | None = None,
) -> Violin:
    """Return a pair's distributions over the photographs that the filter lets through.

    Photographs without a label are in neither half. Undefined values are counted, never drawn.

    Raises
    ------
    ValueError
        There is no such pair.
    """
    table = comparison.table
    place = table.pairs.index(pair)
    values, compared = table.values(measure.id)[:, place], table.compared[:, place]
    texts, above = figures(table, measure, place)
    overlap, chances = measure.id == OVERLAP, table.values("chance_overlap")[:, place]

    def half(scope: Scope, label: PainLabel) -> Half:
        rows = [row for row in photographs_in(comparison, scope, "", visible) if compared[row]]
        there = [row for row in rows if np.isfinite(values[row])]
        chosen = np.asarray(values[there], np.float64)
        levels, widths = density(chosen, measure.range)
        return Half(
            label=label,
            image_ids=tuple(comparison.images[row].id for row in there),
            values=chosen,
            texts=tuple(texts[row] for row in there),
            above=tuple(above[row] for row in there),
            chance=float(chances[there].mean()) if overlap and there else math.nan,
            undefined=len(rows) - len(there),
            levels=levels,
            widths=widths,
        )

    return Violin(
        pair=pair,
        pain=half(Scope.PAIN, PainLabel.PAIN),
        rest=half(Scope.NO_PAIN, PainLabel.NO_PAIN),
    )


def lanes(values: NDArray[np.float64], nearest: float) -> NDArray[np.float64]:
    """Return how far each point steps aside so that equal values can be told apart.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
    nearest : float
        Values that differ by less than this would lie on each other.

    Returns
    -------
    ndarray of float64, shape (n,)
        In [0, 1]: 0 beside the middle line, 1 furthest out.
    """
    taken = np.full(_LANES, -np.inf)
    found = np.zeros(values.size)
    for place in np.argsort(values, kind="stable"):
        free = np.flatnonzero(values[place] - taken >= nearest)
        lane = int(free[0]) if free.size else int(np.argmin(taken))
        taken[lane] = values[place]
        found[place] = lane / (_LANES - 1)
    return found


def first_choice(names: Sequence[str], gaze: Sequence[str]) -> str:
    """Return the model with whose pairs to begin.

    The first that comes from people's gaze; without one, empty (all pairs) where these are no
    more than the dissertation's fifteen, else the first.
    """
    first = next((name for name in names if name in gaze), "")
    if not first and len(names) * (len(names) - 1) // 2 > 15:
        first = names[0]
    return first
