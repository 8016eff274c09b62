"""The order of the matrix in which alike extraction models stand side by side. No Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.gui.compare.matrix import Cell, Metric

if TYPE_CHECKING:
    from neopain_gui.pipeline.compare import Comparison


def clustered(names: Sequence[str], cells: Mapping[frozenset[str], Cell]) -> tuple[str, ...]:
    """Order extraction models by average linkage on 1 − agreement.

    The branches of the tree are turned so that neighbours are close (SciPy's leaf ordering after
    Bar-Joseph et al. 2001).

    Parameters
    ----------
    names : sequence of str
        The extraction models.
    cells : Mapping of pairs to Cell
        Their mean agreement. A pair without one is taken to be as far apart as the furthest.

    Returns
    -------
    tuple of str
        The same names; as they were given where there are fewer than three, or where no
        agreement is known.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage

    values = {pair: cell.value for pair, cell in cells.items() if not math.isnan(cell.value)}
    if len(names) < 3 or not values:
        return tuple(names)
    furthest = 1 - min(values.values())
    condensed = np.array(
        [
            1 - values[pair] if (pair := frozenset((a, b))) in values else furthest
            for place, a in enumerate(names)
            for b in names[place + 1 :]
        ]
    )
    # Agreement of 1 that was summed up in another order may exceed it by the last digit.
    tree = linkage(np.maximum(condensed, 0.0), method="average", optimal_ordering=True)
    return tuple(names[leaf] for leaf in leaves_list(tree).tolist())


def best_partners(
    names: Sequence[str], cells: Mapping[frozenset[str], Cell]
) -> dict[str, frozenset[str]]:
    """Return the extraction models with which each agrees most, all of them where they tie.

    Those whose agreement is nowhere defined, or nowhere above chance, have none.
    """
    found = {}
    for name in names:
        values = {
            other: cells[pair].value
            for other in names
            if (pair := frozenset((name, other))) in cells
            and not math.isnan(cells[pair].value)
            and cells[pair].above
        }
        best = max(values.values(), default=math.nan)
        found[name] = frozenset(other for other, value in values.items() if value == best)
    return found


def on_common(
    comparison: Comparison,
    rows: Sequence[int],
    metric: Metric,
    cells: Mapping[frozenset[str], Cell],
    pairs: Sequence[frozenset[str]],
) -> dict[frozenset[str], Cell]:
    """Return cells of some pairs with the means over the photographs on which all have a value.

    Means over different photographs rank nothing. Pairs that have no value anywhere, or are not
    above chance, take no part; where no photograph has all of the others, there is none.
    """
    wanted = [
        one
        for one in pairs
        if one in cells and cells[one].above and not math.isnan(cells[one].value)
    ]
    places = {frozenset(pair): place for place, pair in enumerate(comparison.table.pairs)}
    values = comparison.table.values(metric)[np.ix_(list(rows), [places[one] for one in wanted])]
    common = values[np.isfinite(values).all(axis=1)]
    if not len(common):
        return {}
    means = [math.fsum(column) / len(column) for column in common.T.tolist()]
    return {one: replace(cells[one], value=mean) for one, mean in zip(wanted, means, strict=True)}


def best_on_common(
    comparison: Comparison,
    rows: Sequence[int],
    metric: Metric,
    cells: Mapping[frozenset[str], Cell],
) -> dict[str, frozenset[str]]:
    """Return each model's best partners, on the photographs that all its partners have."""
    names = comparison.table.models
    best = {}
    for name in names:
        pairs = [frozenset((name, other)) for other in names if other != name]
        found = on_common(comparison, rows, metric, cells, pairs)
        best[name] = best_partners(names, found)[name]
    return best
