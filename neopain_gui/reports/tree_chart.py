"""The figure of extraction models as a tree of their agreement."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from neopain_gui.agreement.clustering import Tree, leaves_of
from neopain_gui.reports.drawing import DARK, GREY, HAIR, NOTICE, drawable, font

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WIDE, _ROW, _TOP, _BOTTOM = 180 / 25.4, 0.26, 0.45, 0.75


def tree_chart(title: str, axis: str, names: Sequence[str], tree: Tree, top: float) -> Figure:
    """Draw a tree from its leaves on the left to its last joint on the right.

    Parameters
    ----------
    title, axis : str
        Above all, and below the scale.
    names : sequence of str
        The extraction models, as the tree was made of them.
    tree : ndarray of float64
        Of :func:`~neopain_gui.agreement.clustering.tree_of`.
    top : float
        Agreement of those that are not apart; the scale falls from there. 0 where the tree is of
        distances: there it rises.
    """
    from matplotlib.figure import Figure
    from scipy.cluster.hierarchy import dendrogram

    drawn = dendrogram(tree, no_plot=True)
    figure = Figure(figsize=(_WIDE, _TOP + _ROW * len(names) + _BOTTOM))
    height = figure.get_figheight()
    axes = figure.add_axes((0.3, _BOTTOM / height, 0.66, 1 - (_TOP + _BOTTOM) / height))
    for places, apart in zip(drawn["icoord"], drawn["dcoord"], strict=True):
        axes.plot([top - one if top else one for one in apart], places, color=DARK, linewidth=0.9)
    furthest = float(tree[:, 2].max()) * 1.05 or 1.0
    axes.set_xlim((top, top - furthest) if top else (0, furthest))
    axes.set_ylim(10 * len(names), 0)
    known = font(False, 6.5)
    axes.set_yticks([5 + 10 * place for place in range(len(names))])
    axes.set_yticklabels(
        [
            "\n".join(textwrap.wrap(drawable(names[leaf], known.get_file()), 36)[:2])
            for leaf in leaves_of(tree)
        ]
    )
    for label in axes.get_yticklabels():
        label.set(fontproperties=known, color=DARK, parse_math=False)
    for label in axes.get_xticklabels():
        label.set(fontproperties=font(False, 6), color=GREY)
    for name in ("top", "right", "left"):
        axes.spines[name].set_visible(False)
    axes.spines["bottom"].set(linewidth=0.5, color=HAIR)
    axes.tick_params(axis="x", length=2, width=0.5, color=GREY, pad=2)
    axes.tick_params(axis="y", length=0, pad=4)
    axes.set_xlabel(axis, fontproperties=font(False, 6.5), color=DARK, parse_math=False)
    bold = font(True, 9)
    figure.text(
        0.01, 1 - 0.1 / height, drawable(title, bold.get_file()), va="top", fontproperties=bold,
        color=DARK, parse_math=False,
    )  # fmt: skip
    figure.text(0.01, 0.08 / height, NOTICE, fontproperties=font(False, 6), color=GREY)
    return figure
