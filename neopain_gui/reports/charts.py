"""Figures of numbers: violins as in Figure 17, a heat table of means, features of the face.

Text is never read as mathematics, whatever a name holds.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.distribution import density
from neopain_gui.reports.drawing import (
    DARK,
    GREY,
    HAIR,
    NO_PAIN,
    NOTICE,
    PAIN,
    drawable,
    font,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Array = NDArray[np.float64]

_WIDE = 180 / 25.4
_HALF = 0.42


@dataclass(frozen=True, slots=True, kw_only=True)
class Violin:
    """What a split violin shows.

    Attributes
    ----------
    name : str
        Of the pair.
    pain, no_pain : ndarray of float64, shape (n,)
        A metric's values; NaN is left out.
    chance : tuple of float, float
        In pain and at rest: masks that are smaller or empty in a class have another chance level
        there. Drawn as small lines; NaN for none.
    """

    name: str
    pain: Array
    no_pain: Array
    chance: tuple[float, float] = (math.nan, math.nan)


def violins(
    title: str,
    axis: str,
    pairs: Sequence[Violin],
    limits: tuple[float, float] = (-math.inf, math.inf),
) -> Figure:
    """Draw the distribution of a metric for each pair, pain to the left and no pain to the right.

    Dashed: the median; dotted: the quartiles; a point a photograph. A class with fewer than five
    values has points and no density; beyond ``limits``, what the metric can be, nothing is drawn.
    """
    from matplotlib.figure import Figure

    rows = max(1, math.ceil(len(pairs) / 8))
    across = max(1, math.ceil(len(pairs) / rows))
    figure = Figure(figsize=(_WIDE, 0.9 + 2.3 * rows))
    figure.subplots_adjust(
        left=0.075, right=0.99, top=1 - 0.5 / figure.get_figheight(),
        bottom=0.75 / figure.get_figheight(), hspace=0.55,
    )  # fmt: skip
    drawn = []
    for row in range(rows):
        axes = _plain_axes(figure.add_subplot(rows, 1, row + 1))
        some = pairs[row * across : (row + 1) * across]
        for place, pair in enumerate(some):
            _half(axes, place, pair.pain, PAIN, -1, limits)
            _half(axes, place, pair.no_pain, NO_PAIN, 1, limits)
            for level, end in zip(pair.chance, (-_HALF, _HALF), strict=True):
                if math.isfinite(level):
                    axes.plot([place, place + end], [level] * 2, color=DARK, lw=0.7)
        drawn.append(axes)
        axes.set_xlim(-0.6, across - 0.4)
        axes.set_xticks(range(len(some)))
        _labels(axes, "x", [_broken(pair.name, 16) for pair in some], 5.5)
        _write(axes, axis)
    ends = [end for axes in drawn for end in axes.get_ylim()]
    for axes in drawn:  # one scale, and no density is cut
        axes.set_ylim(min(ends), max(ends))
    _title(figure, title)
    chance = (
        ", line: chance"
        if any(map(math.isfinite, (each for p in pairs for each in p.chance)))
        else ""
    )
    _legend(figure, f"Dashed: median, dotted: quartiles{chance}. {NOTICE}")
    return figure


def _half(
    axes: Axes, place: int, values: Array, colour: str, side: int, limits: tuple[float, float]
) -> None:
    """Draw one half of a violin: density, quartiles, points."""
    values = np.sort(values[np.isfinite(values)])
    if not len(values):
        return
    # points side by side in the order of their values: no chance in where they lie
    shift = 0.05 + 0.05 * (np.arange(len(values)) % 3)
    grid, widths = density(values, limits)
    if len(grid):
        wide = _HALF * widths / widths.max()
        axes.fill_betweenx(grid, place, place + side * wide, color=colour, alpha=0.3, linewidth=0)
        axes.plot(place + side * wide, grid, color=colour, linewidth=0.7)
        for share, dashes in ((0.25, (1, 1.5)), (0.5, (4, 2)), (0.75, (1, 1.5))):
            at = float(np.quantile(values, share))
            out = float(np.interp(at, grid, wide))
            axes.plot([place, place + side * out], [at, at], color=colour, lw=0.9, dashes=dashes)
    axes.plot(
        place + side * shift, values, linestyle="none", marker="o", markersize=1.9, color=colour,
        markeredgewidth=0,
    )  # fmt: skip
    axes.plot([place, place], [values[0], values[-1]], color=HAIR, linewidth=0.4, zorder=0)


def heat_table(
    title: str, models: Sequence[str], parts: Sequence[tuple[str, Array]], low: float, high: float
) -> Figure:
    """Draw matrices of means side by side, each cell with its number where there is room.

    Parameters
    ----------
    title : str
        Above all.
    models : sequence of str
        The n rows and columns.
    parts : sequence of (str, ndarray of float64, shape (n, n))
        Heading and means; NaN is left blank.
    low, high : float
        Ends of the colour scale.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    side = _WIDE * 0.78 / max(len(parts), 1)
    figure = Figure(figsize=(_WIDE, side + 1.75))
    height = figure.get_figheight()
    figure.subplots_adjust(
        left=0.13, right=0.99, top=1 - 0.62 / height, bottom=1.0 / height, wspace=0.06
    )
    colours = mpl.colormaps["cividis"]
    for place, (heading, means) in enumerate(parts):
        axes = _plain_axes(figure.add_subplot(1, len(parts), place + 1))
        axes.imshow(means, vmin=low, vmax=high, cmap=colours, interpolation="none")
        axes.set_xticks(range(len(models)))
        axes.set_yticks(range(len(models)))
        points = min(6.0, 44 / max(len(models), 1))
        _labels(axes, "x", [_broken(m, 24) for m in models], points, turned=True)
        _labels(axes, "y", [_broken(m, 24) for m in models] if not place else [], points)
        _words(axes, heading)
        if len(models) <= 12:
            for row, column in np.argwhere(np.isfinite(means)):
                shade = (means[row, column] - low) / max(high - low, 1e-9)
                axes.text(
                    column, row, f"{means[row, column]:.2f}", ha="center", va="center",
                    fontproperties=font(False, points), color="white" if shade < 0.5 else DARK,
                )  # fmt: skip
    _title(figure, title)
    figure.text(
        0.01, 0.08 / height, f"Blue: {low:.2f} or less, yellow: {high:.2f} or more. {NOTICE}",
        fontproperties=font(False, 6), color=GREY,
    )  # fmt: skip
    return figure


def region_chart(
    title: str,
    regions: Sequence[str],
    models: Sequence[str],
    density: Mapping[tuple[str, str], tuple[float, float]],
) -> Figure:
    """Draw what each extraction model gives each feature, in pain and at rest.

    Parameters
    ----------
    title : str
        Above all.
    regions, models : sequence of str
        The features from the top of the face downwards, and who looks.
    density : Mapping of (model, region) to (pain, no pain)
        1 is what an even map gives; NaN is left out.
    """
    from matplotlib.figure import Figure

    across = min(3, max(1, len(models)))
    rows = max(1, math.ceil(len(models) / across))
    figure = Figure(figsize=(_WIDE, 0.8 + 1.75 * rows))
    height = figure.get_figheight()
    figure.subplots_adjust(
        left=0.13, right=0.985, top=1 - 0.6 / height, bottom=0.55 / height, hspace=0.5, wspace=0.08
    )
    known = [one for pair in density.values() for one in pair if math.isfinite(one)]
    most = max([1.2, *known]) * 1.05
    for place, model in enumerate(models):
        axes = _plain_axes(figure.add_subplot(rows, across, place + 1))
        for at, region in enumerate(regions):
            for value, colour, shift in zip(
                density[model, region], (PAIN, NO_PAIN), (-0.2, 0.2), strict=True
            ):
                if math.isfinite(value):
                    axes.barh(at + shift, value, height=0.36, color=colour)
        axes.axvline(1, color=DARK, linewidth=0.6, dashes=(3, 2))
        axes.set(xlim=(0, most), ylim=(len(regions) - 0.5, -0.5))
        axes.set_yticks(range(len(regions)))
        _labels(axes, "y", list(regions) if place % across == 0 else [], 6)
        _words(axes, _broken(model, 38))
    _title(figure, title)
    _legend(figure, f"Dashed: what an even map gives. {NOTICE}")
    return figure


# -- words ----------------------------------------------------------------------------------
def _plain_axes(axes: Axes) -> Axes:
    axes.tick_params(length=2, width=0.5, color=GREY, pad=2)
    for spine in axes.spines.values():
        spine.set(linewidth=0.5, color=HAIR)
    for name in ("top", "right"):
        axes.spines[name].set_visible(False)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set(fontproperties=font(False, 6), color=GREY)
    return axes


def _labels(
    axes: Axes, axis: str, names: Sequence[str], points: float, *, turned: bool = False
) -> None:
    known = font(False, points)
    texts = [drawable(name, known.get_file()) for name in names]
    ticks: Any = axes.xaxis if axis == "x" else axes.yaxis
    if not texts:
        ticks.set_ticklabels([])
        return
    ticks.set_ticklabels(texts)
    for label in ticks.get_ticklabels():
        label.set(fontproperties=known, color=DARK, parse_math=False)
        if turned:
            label.set(rotation=40, ha="right", rotation_mode="anchor")


def _broken(name: str, width: int) -> str:
    return "\n".join(textwrap.wrap(name, width, break_on_hyphens=False)[:3])


def _words(axes: Axes, text: str) -> None:
    known = font(True, 7)
    axes.set_title(
        drawable(text, known.get_file()), fontproperties=known, color=DARK, loc="left", pad=4,
        parse_math=False,
    )  # fmt: skip


def _write(axes: Axes, text: str) -> None:
    axes.set_ylabel(text, fontproperties=font(False, 6.5), color=DARK, parse_math=False)


def _title(figure: Figure, text: str) -> None:
    known = font(True, 9)
    figure.text(
        0.01, 1 - 0.1 / figure.get_figheight(), drawable(text, known.get_file()), va="top",
        fontproperties=known, color=DARK, parse_math=False,
    )  # fmt: skip


def _legend(figure: Figure, note: str) -> None:
    bottom = 0.1 / figure.get_figheight()
    for at, name, colour in ((0.01, "Pain", PAIN), (0.08, "No pain", NO_PAIN)):
        figure.text(at, bottom, "■", color=colour, fontproperties=font(False, 7))
        figure.text(at + 0.016, bottom, name, color=DARK, fontproperties=font(False, 6.5))
    figure.text(0.17, bottom, note, color=GREY, fontproperties=font(False, 6))
