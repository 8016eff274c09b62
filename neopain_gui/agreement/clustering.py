"""Extraction models as a tree: which agree with which, and how closely."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.measure import Measure

Tree = NDArray[np.float64]
"""SciPy's linkage matrix: of each joint the two branches, how far apart, how many leaves."""


def tree_of(
    names: Sequence[str], values: Mapping[frozenset[str], float], measure: Measure
) -> Tree | None:
    """Join extraction models by average linkage on 1 − agreement, or on a distance itself.

    The branches of the tree are turned so that neighbours are close (SciPy's leaf ordering after
    Bar-Joseph et al. 2001).

    Parameters
    ----------
    names : sequence of str
        The extraction models.
    values : Mapping of pairs to float
        Their mean agreement. A pair without one is taken to be as far apart as the furthest.
    measure : Measure
        What that is by.

    Returns
    -------
    ndarray of float64, shape (n − 1, 4), or None
        None where there are fewer than three, or where no agreement is known.
    """
    from scipy.cluster.hierarchy import linkage

    top = 0.0 if measure.lower_is_better else measure.range[1]
    known = {pair: value for pair, value in values.items() if not math.isnan(value)}
    if len(names) < 3 or not known:
        return None
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
    return np.asarray(linkage(condensed, method="average", optimal_ordering=True), np.float64)


def leaves_of(tree: Tree) -> list[int]:
    """Return the places of the names in the order in which they hang on the tree."""
    from scipy.cluster.hierarchy import leaves_list

    return [int(leaf) for leaf in leaves_list(tree)]
