"""The order of the matrix in which alike extraction models stand side by side. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from neopain_gui.agreement.clustering import leaves_of, tree_of
from neopain_gui.agreement.measure import Measure
from neopain_gui.gui.compare.matrix import Cell


def clustered(
    names: Sequence[str], cells: Mapping[frozenset[str], Cell], measure: Measure
) -> tuple[str, ...]:
    """Order extraction models as they hang on the tree of their agreement.

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
    tree = tree_of(names, {pair: cell.value for pair, cell in cells.items()}, measure)
    return tuple(names) if tree is None else tuple(names[leaf] for leaf in leaves_of(tree))
