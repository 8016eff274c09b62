"""Which of several models agrees most, and how sure that is.

The highest of several means is partly the luckiest: beside it stands in how many studies of other
neonates it would be the highest again, and by how much it leads the next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.agreement.intervals import (
    ROUNDING,
    Array,
    Interval,
    codes,
    mean_over_neonates,
    nothing,
)

RESAMPLES = 2000
SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The one that agrees most.

    Attributes
    ----------
    best, second : str
        It and the next best; empty where there is none.
    value : Interval
        Its mean, over the photographs that all have.
    share : float
        Of bootstrap samples of neonates, in which it is the highest; draws are shared out.
    difference : Interval
        By how much it leads the next best, photograph by photograph; > 0 where it agrees more.
    photographs, neonates : int
        On which all were compared, and whose they are.
    some : int
        Photographs on which any of them was compared: more than ``photographs`` where some lack
        a value there.
    lacking : tuple of str
        Who lacks a value on one of these.
    undefined : tuple of str
        Who has none at all and takes no part.
    why : str
        Why nobody is named; empty where somebody is.
    """

    best: str
    second: str = ""
    value: Interval
    share: float = math.nan
    difference: Interval
    photographs: int = 0
    neonates: int = 0
    some: int = 0
    lacking: tuple[str, ...] = ()
    undefined: tuple[str, ...] = ()
    why: str = ""


def lead(
    values: ArrayLike,
    names: Sequence[str],
    neonates: Sequence[str],
    *,
    within: tuple[float, float] = (-math.inf, math.inf),
    lower_is_better: bool = False,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Lead:
    """Find which of several agrees most, on the photographs that all of them have.

    Parameters
    ----------
    values : array-like of float, shape (photographs, candidates)
        The agreement of each; NaN where there is none.
    names : sequence of str
        Of the candidates; of equal ones the first in the alphabet is named.
    neonates : sequence of str
        Whose each photograph is.
    within : (float, float)
        What a value can be.
    lower_is_better : bool
        Whether the smallest mean agrees most: of distances.
    resamples, seed : int
        How many samples of neonates are drawn, and from which seed.
    """
    table = np.asarray(values, np.float64)
    known = np.isfinite(table)
    order = sorted(
        (place for place in range(len(names)) if known[:, place].any()), key=lambda at: names[at]
    )
    out = tuple(sorted(name for place, name in enumerate(names) if place not in order))
    none = nothing("")
    if not order:
        why = "agreement is undefined on every photograph"
        return Lead(best="", value=none, difference=none, undefined=out, why=why)
    table, known = table[:, order], known[:, order]
    called = [names[place] for place in order]
    common, some = known.all(axis=1), known.any(axis=1)
    lacking = tuple(name for place, name in enumerate(called) if (some & ~known[:, place]).any())
    if not common.any():
        return Lead(
            best="", value=none, difference=none, some=int(some.sum()), lacking=lacking,
            undefined=out, why="no photograph has a value of all of them",
        )  # fmt: skip
    table = table[common]
    whose = [neonates[row] for row in np.flatnonzero(common).tolist()]
    ranked = -table if lower_is_better else table
    ranking = np.lexsort((np.arange(len(called)), -ranked.mean(axis=0).round(12)))
    first, second = int(ranking[0]), int(ranking[1]) if len(ranking) > 1 else None
    return Lead(
        best=called[first],
        second=called[second] if second is not None else "",
        value=mean_over_neonates(table[:, first], whose, within=within),
        share=_share(ranked, whose, first, resamples, seed),
        difference=mean_over_neonates(ranked[:, first] - ranked[:, second], whose)
        if second is not None
        else nothing("there is no other"),
        photographs=len(table),
        neonates=len(set(whose)),
        some=int(some.sum()),
        lacking=lacking,
        undefined=out,
    )


def _share(table: Array, whose: Sequence[str], best: int, resamples: int, seed: int) -> float:
    """Return in which share of samples of neonates one is the highest."""
    groups = codes(whose)
    count = int(groups.max()) + 1
    totals = np.zeros((count, table.shape[1]))
    np.add.at(totals, groups, table)
    sizes = np.bincount(groups)
    random = np.random.default_rng(seed)
    drawn = random.multinomial(count, np.full(count, 1 / count), resamples)
    means = (drawn @ totals) / (drawn @ sizes)[:, None]
    highest = means.max(axis=1, keepdims=True)
    top = means >= highest - ROUNDING * np.abs(highest)
    return float((top[:, best] / top.sum(axis=1)).mean())
