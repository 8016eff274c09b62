"""Figures of average faces: means by class, differences with the places where they are tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.agreement.class_tests import ALPHA
from neopain_gui.faces.regions import TEMPLATE_BOX, template_outlines
from neopain_gui.faces.warp import COLUMNS, ROWS, on_cells
from neopain_gui.findings.average_face import Array, AverageFace, AverageFaces, FaceDifference
from neopain_gui.imaging.colormaps import differences
from neopain_gui.reports.drawing import DARK, GREY, NOTICE, drawable, font

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDE = 180 / 25.4
_TILE = 1.02
"""Inches across a face."""
_HIGH = _TILE * (TEMPLATE_BOX[3] - TEMPLATE_BOX[1]) / (TEMPLATE_BOX[2] - TEMPLATE_BOX[0])
_TOP, _BOTTOM, _HEAD = 0.32, 0.74, 0.22
_SHADE = 0.98
"""Quantile of the values at which a colour scale ends: one hot cell shall not pale all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """Where colour scales end.

    Attributes
    ----------
    mean, difference : float
        From 0, and from minus to plus.
    """

    mean: float
    difference: float


def scales_of(faces: Sequence[AverageFace], between: Sequence[FaceDifference]) -> Scales:
    """Return scales that all of these share."""
    return Scales(
        mean=_end([one.values for one in faces], 2.0),
        difference=_end([np.abs(one.values) for one in between], 0.5),
    )


def _end(values: Sequence[Array], least: float) -> float:
    tops = [
        float(np.quantile(one[np.isfinite(one)], _SHADE))
        for one in values
        if np.isfinite(one).any()
    ]
    return max([least, *tops])


def faces_figure(title: str, found: AverageFaces, models: Sequence[str]) -> Figure:
    """Draw extraction models' average faces in pain, at rest, and their difference.

    Parameters
    ----------
    title : str
        Above all.
    found : AverageFaces
        With the tests.
    models : sequence of str
        Which, from the top; from the fourth on in two columns.
    """
    from matplotlib.figure import Figure

    blocks = 2 if len(models) > 3 else 1
    rows = -(-len(models) // blocks)
    figure = Figure(figsize=(_WIDE, _TOP + rows * (_HIGH + _HEAD) + _BOTTOM))
    shown = [one for one in found.faces if one.model in models and one.label != "all"]
    its = [one for name in models if (one := found.difference(name)) is not None]
    scales = scales_of(shown, its)
    for place, model in enumerate(models):
        block, row = divmod(place, rows)
        left = 0.12 + block * (3 * _TILE + 0.5)
        bottom = _BOTTOM + (rows - 1 - row) * (_HIGH + _HEAD)
        _above(figure, model, left, bottom + _HIGH, bold=True)
        for at, label in enumerate(("pain", "no pain")):
            face = found.face(model, label)
            axes = _tile(figure, left + at * (_TILE + 0.06), bottom)
            _mean(axes, face, scales)
            if row == 0:
                _inside(axes, label.capitalize())
        axes = _tile(figure, left + 2 * (_TILE + 0.06), bottom)
        _difference(axes, found.difference(model), scales)
        if row == 0:
            _inside(axes, "Pain − no pain")
    _bars(figure, scales, means=True)
    _heading(figure, title)
    return figure


def pairs_figure(title: str, found: AverageFaces, models: Sequence[str]) -> Figure:
    """Draw how each two extraction models differ: the row less the column."""
    from matplotlib.figure import Figure

    rows, columns = models[:-1], models[1:]
    tile = min(_TILE, (_WIDE - 1.0) / len(columns) - 0.05)
    high = tile * _HIGH / _TILE
    figure = Figure(figsize=(_WIDE, _TOP + 0.3 + len(rows) * (high + 0.05) + _BOTTOM))
    its = [one for one in found.differences if not one.of_classes]
    scales = scales_of((), its)
    for down, first in enumerate(rows):
        bottom = _BOTTOM + (len(rows) - 1 - down) * (high + 0.05)
        _beside(figure, first, 0.05, bottom + high / 2)
        for across, second in enumerate(columns):
            left = 0.95 + across * (tile + 0.05)
            if down == 0:
                _above(figure, f"less {second}", left, bottom + high, wide=tile)
            if across >= down:
                _difference(
                    _tile(figure, left, bottom, tile), found.difference(first, second), scales
                )
    _bars(figure, scales, means=False)
    _heading(figure, title)
    return figure


def one_figure(
    title: str, face: AverageFace | FaceDifference, scales: Scales | None = None
) -> Figure:
    """Draw one average face, or one difference, with its colour bar."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2 * _TILE + 0.2, _TOP + 2 * _HIGH + _BOTTOM))
    axes = _tile(figure, 0.1, _BOTTOM, 2 * _TILE)
    if isinstance(face, AverageFace):
        scales = scales or scales_of([face], ())
        _mean(axes, face, scales)
    else:
        scales = scales or scales_of((), [face])
        _difference(axes, face, scales)
    _bars(figure, scales, means=isinstance(face, AverageFace), alone=True)
    _heading(figure, title, points=7.5)
    return figure


# -- parts ----------------------------------------------------------------------------------
def _differences() -> Any:
    from matplotlib.colors import ListedColormap

    return ListedColormap(differences() / 255, "neopain differences")


def _tile(figure: Figure, left: float, bottom: float, wide: float = _TILE) -> Axes:
    width, height = figure.get_size_inches()
    axes = figure.add_axes(
        (left / width, bottom / height, wide / width, wide * _HIGH / _TILE / height)
    )
    axes.set(xlim=(-0.5, COLUMNS - 0.5), ylim=(ROWS - 0.5, -0.5), xticks=(), yticks=())
    for spine in axes.spines.values():
        spine.set(linewidth=0.4, color=GREY)
    axes.set_facecolor("#e4e4e4")
    return axes


def _mean(axes: Axes, face: AverageFace | None, scales: Scales) -> None:
    if face is None:
        _inside(axes, "no photographs", middle=True)
        return
    axes.imshow(
        face.values, vmin=0, vmax=scales.mean, cmap="cividis", aspect="auto", interpolation="none"
    )
    _outlines(axes, "white")


def _difference(axes: Axes, face: FaceDifference | None, scales: Scales) -> None:
    if face is None or not np.isfinite(face.values).any():
        _inside(axes, "not known", middle=True)
        return
    axes.imshow(
        face.values, vmin=-scales.difference, vmax=scales.difference, cmap=_differences(),
        aspect="auto", interpolation="none",
    )  # fmt: skip
    _outlines(axes, GREY)
    if face.test is not None and (face.test.clusters > 0).any():
        closed = np.pad(face.test.clusters > 0, 1)  # also along the face's edge
        axes.contour(
            np.arange(-1, COLUMNS + 1), np.arange(-1, ROWS + 1), closed, levels=[0.5],
            colors=[DARK], linewidths=0.9,
            linestyles="solid" if face.p_holm < ALPHA else "dashed",
        )  # fmt: skip


def _outlines(axes: Axes, colour: str) -> None:
    from matplotlib.collections import PolyCollection

    rings = [on_cells(one) for some in template_outlines().values() for one in some]
    axes.add_collection(
        PolyCollection(rings, facecolors="none", edgecolors=colour, linewidths=0.35, alpha=0.75),
        autolim=False,
    )


def _bars(figure: Figure, scales: Scales, *, means: bool, alone: bool = False) -> None:
    """Draw the colour bars below, with what they and the lines mean."""
    from matplotlib.colorbar import ColorbarBase
    from matplotlib.colors import Normalize

    width, height = figure.get_size_inches()
    wide = 2 * _TILE - 0.2 if alone else 2.2
    parts: list[tuple[float, float, Any, str]] = []
    if means:
        parts.append((0, scales.mean, "cividis", "Relevance; 1 is an even map"))
    if not (means and alone):
        end = scales.difference
        parts.append((-end, end, _differences(), "Difference; orange is more"))
    for place, (low, high, colours, said) in enumerate(parts):
        left = 0.2 + place * (wide + 0.5)
        axes = figure.add_axes((left / width, 0.48 / height, wide / width, 0.09 / height))
        bar = ColorbarBase(
            axes, cmap=colours, norm=Normalize(low, high), orientation="horizontal",
            extend="max" if low == 0 else "both",
        )  # fmt: skip
        bar.outline.set_linewidth(0.4)
        axes.tick_params(length=2, width=0.4, color=GREY, pad=1.5)
        for label in axes.get_xticklabels():
            label.set(fontproperties=font(False, 6), color=DARK)
        axes.set_title(said, fontproperties=font(False, 6.5), color=DARK, pad=2.5, loc="left")
    lines = ["Thin: features of the neutral face.", NOTICE]
    if not (means and alone):
        lines.insert(0, "Thick: differs beyond chance (dashed: not after Holm).")
    figure.text(
        0.12 / width, 0.04 / height, ("\n" if alone else " ").join(lines),
        fontproperties=font(False, 5.5 if alone else 6), color=GREY, va="bottom",
    )  # fmt: skip


def _inside(axes: Axes, text: str, *, middle: bool = False) -> None:
    axes.text(
        0.5 if middle else 0.04, 0.5 if middle else 0.965, text, transform=axes.transAxes,
        va="center" if middle else "top", ha="center" if middle else "left",
        fontproperties=font(False, 6.5), color=DARK,
        bbox={"facecolor": "white", "alpha": 0.8, "pad": 1.2, "linewidth": 0},
    )  # fmt: skip


def _above(
    figure: Figure, text: str, left: float, bottom: float, *, bold: bool = False, wide: float = 9
) -> None:
    width, height = figure.get_size_inches()
    known = font(bold, 6.5)
    figure.text(
        left / width, (bottom + 0.04) / height, _cut(drawable(text, known.get_file()), wide),
        fontproperties=known, color=DARK, parse_math=False, va="bottom",
    )  # fmt: skip


def _beside(figure: Figure, text: str, left: float, middle: float) -> None:
    import textwrap

    width, height = figure.get_size_inches()
    known = font(True, 6)
    figure.text(
        left / width, middle / height,
        "\n".join(textwrap.wrap(drawable(text, known.get_file()), 15, break_on_hyphens=False)[:4]),
        fontproperties=known, color=DARK, parse_math=False, va="center",
    )  # fmt: skip


def _cut(text: str, wide: float) -> str:
    """Cut a heading over a narrow tile into lines."""
    import textwrap

    return "\n".join(textwrap.wrap(text, max(8, int(wide * 17)), break_on_hyphens=False)[:3])


def _heading(figure: Figure, text: str, points: float = 9) -> None:
    known = font(True, points)
    width, height = figure.get_size_inches()
    figure.text(
        0.1 / width, 1 - 0.1 / height, drawable(text, known.get_file()), va="top",
        fontproperties=known, color=DARK, parse_math=False,
    )  # fmt: skip
