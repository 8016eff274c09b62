"""Photographs × extraction models as one figure: heatmaps, or contour masks."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from neopain_gui.imaging import overlay, resize, thumbnail
from neopain_gui.imaging.colormaps import apply
from neopain_gui.reports.drawing import DARK, GREY, NOTICE, drawable, font, lay_over
from neopain_gui.reports.strip_layout import DPI, GAP, LARGEST_TILE, MARGIN, WIDTH, pixels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Pixels = NDArray[np.uint8]
Show = Literal["heatmaps", "contour masks"]

_OPACITY = 0.55
_LINE = pixels(3.2)
_CAPTION = pixels(17)
_HEAD, _FOOT = pixels(15), pixels(6)
_PAPER, _INSIDE = 232, np.array([33, 76, 122], np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tile:
    """One extraction model on one photograph.

    Attributes
    ----------
    heat : ndarray of float, shape (h, w)
        Relevance in the face crop, from 0 to 1.
    mask : ndarray of bool, shape (h, w)
        The contour mask there.
    """

    heat: NDArray[np.floating]
    mask: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """One photograph.

    Attributes
    ----------
    name : str
        Its identifier.
    face : ndarray of uint8, shape (h, w, 3), or None
        The face crop; None where photographs are not to be shown.
    tiles : tuple of (Tile or None)
        One an extraction model; None where it has no map.
    """

    name: str
    face: Pixels | None
    tiles: tuple[Tile | None, ...]


def photo_grid(title: str, models: Sequence[str], rows: Sequence[Row], show: Show) -> Figure:
    """Draw photographs below each other and extraction models side by side.

    Parameters
    ----------
    title : str
        Above all.
    models : sequence of str
        Heads of the columns, as many as each row has tiles.
    rows : sequence of Row
        At least one.
    show : {"heatmaps", "contour masks"}
        What is laid over the photographs, or stands alone where they are not shown.
    """
    from matplotlib.figure import Figure

    with_faces = any(row.face is not None for row in rows)
    heads = [*(["Photograph"] if with_faces else []), *models]
    side = min(LARGEST_TILE, (WIDTH - 2 * MARGIN - _CAPTION) // max(1, len(heads)) - GAP)
    tall = max(1, round(side * _aspect(rows)))
    wide = max(2 * MARGIN + _CAPTION + len(heads) * (side + GAP), pixels(110))
    high = _HEAD + len(rows) * (tall + GAP) + _FOOT
    canvas = np.full((high, wide, 3), 255, np.uint8)
    for number, row in enumerate(rows):
        top = _HEAD + number * (tall + GAP)
        pictures = [
            _crossed((tall, side)) if tile is None else _picture(row.face, tile, show, (tall, side))
            for tile in row.tiles
        ]
        if with_faces:
            pictures.insert(0, _base(row.face, (tall, side)))
        for place, picture in enumerate(pictures):
            left = MARGIN + _CAPTION + place * (side + GAP)
            canvas[top : top + tall, left : left + side] = picture
    figure = Figure(figsize=(wide / DPI, high / DPI), dpi=DPI)
    lay_over(figure, canvas)
    _write(figure, title, MARGIN, MARGIN, 9, bold=True)
    for place, name in enumerate(heads):
        left = MARGIN + _CAPTION + place * (side + GAP)
        for line, part in enumerate(_two_lines(name, side)):
            _write(figure, part, left, _HEAD - (2 - line) * _LINE - pixels(0.8), 6)
    for number, row in enumerate(rows):
        top = _HEAD + number * (tall + GAP) + tall // 2 - _LINE // 2
        _write(figure, row.name, MARGIN, top, 6)
    _write(figure, _note(show, with_faces), MARGIN, high - _FOOT + pixels(1.5), 5.5, colour=GREY)
    return figure


def _note(show: Show, with_faces: bool) -> str:
    if show == "heatmaps":
        what = "Relevance from 0 (green) to each map’s own maximum (red), over the face crop."
    elif with_faces:
        what = "What lies outside the contour mask is faded."
    else:
        what = "Blue: inside the contour mask, over the face crop."
    return f"{what} A crossed-out tile: no map. {NOTICE}"


def _aspect(rows: Sequence[Row]) -> float:
    """Return the middle height over width of the crops."""
    shapes = [row.face.shape[:2] for row in rows if row.face is not None] or [
        tile.mask.shape for row in rows for tile in row.tiles if tile is not None
    ]
    return float(np.median([height / width for height, width in shapes])) if shapes else 1.0


def _picture(face: Pixels | None, tile: Tile, show: Show, size: tuple[int, int]) -> Pixels:
    under = _base(face, size)
    if show == "heatmaps":
        heat = resize(tile.heat.astype(np.float32), size, "bilinear").clip(0, 1)
        if face is None:
            return apply(heat)
        return overlay(under, heat, np.full(size, _OPACITY, np.float32))
    inside = resize(tile.mask, size, "nearest").astype(bool)
    if face is None:
        under[inside] = _INSIDE
        return under
    faded = (0.25 * under.astype(np.float32) + 0.75 * _PAPER).astype(np.uint8)
    return np.where(inside[..., None], under, faded)


def _base(face: Pixels | None, size: tuple[int, int]) -> Pixels:
    return np.full((*size, 3), _PAPER, np.uint8) if face is None else _fitted(face, size)


def _crossed(size: tuple[int, int]) -> Pixels:
    """Return the tile of a map that is not there."""
    tile = np.full((*size, 3), 250, np.uint8)
    rows = np.arange(size[0])
    columns = rows * size[1] // size[0]
    for shift in (-1, 0, 1):
        for across in (columns, size[1] - 1 - columns):
            tile[rows, (across + shift).clip(0, size[1] - 1)] = 150
    return tile


def _fitted(face: Pixels, size: tuple[int, int]) -> Pixels:
    smaller = thumbnail(face, max(size)) if max(face.shape) > max(size) else face
    return resize(smaller, size, "bilinear")


def _two_lines(name: str, side: int) -> list[str]:
    """Break a head to the width of its column; what does not fit ends in an ellipsis."""
    fitting = max(6, side // pixels(1.15))
    if len(name) > fitting:
        name = name.replace("|", "| ")
    lines = textwrap.wrap(name, fitting, break_on_hyphens=False) or [""]
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1][: fitting - 1]}…"]
    return ["", *lines][-2:]


def _write(
    figure: Figure, text: str, left: int, top: int, points: float, *, bold: bool = False,
    colour: str = DARK,
) -> None:  # fmt: skip
    letters = font(bold, points)
    wide, high = figure.get_size_inches() * DPI
    figure.text(
        left / wide,
        1 - top / high,
        drawable(text, letters.get_file()),
        verticalalignment="top",
        fontproperties=letters,
        color=colour,
        parse_math=False,
    )
