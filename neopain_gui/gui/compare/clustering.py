"""The order of the matrix in which alike extraction models stand side by side. No Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from neopain_gui.agreement.measure import Measure
from neopain_gui.gui.compare.matrix import Cell


def clustered(
    names: Sequence[str], cells: Mapping[frozenset[str], Cell], measure: Measure
) -> tuple[str, ...]:
    """Order extraction models by average linkage on 1 − agreement, or on a distance itself.

    The branches of the tree are turned so that neighbours are close (SciPy's leaf ordering after
    Bar-Joseph et al. 2001).

    Parameters
    ----------
    names : sequence of str
        The extraction models.
    cells : Mapping of pairs to Cell
        Their mean agreement. A pair without one is taken to be as far apart as the furthest.
    measure : Measure
        What that is by.

    Returns
    -------
    tuple of str
        The same names; as they were given where there are fewer than three, or where no
        agreement is known.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage

    top = 0.0 if measure.lower_is_better else measure.range[1]
    known = {pair: cell.value for pair, cell in cells.items() if not math.isnan(cell.value)}
    if len(names) < 3 or not known:
        return tuple(names)
    if math.isinf(top):
        top = max(known.values())
    apart = {pair: abs(top - value) for pair, value in known.items()}
    furthest = max(apart.values())
    condensed = np.array(
        [
            apart.get(frozenset((a, b)), furthest)
            for place, a in enumerate(names)
            for b in names[place + 1 :]
        ]
    )
    tree = linkage(condensed, method="average", optimal_ordering=True)
    return tuple(names[leaf] for leaf in leaves_list(tree).tolist())
