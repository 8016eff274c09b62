"""The film strip as a figure for a paper: PNG at 300 dpi, SVG and PDF.

Equal arguments give equal bytes: nothing of the machine, no time and no setting of the user's
plotting library goes in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.imaging import overlay, resize, thumbnail
from neopain_gui.imaging.colormaps import table
from neopain_gui.maps import ContourMask, RelevanceMap
from neopain_gui.masks import MaskSettings, post_process
from neopain_gui.percentages import percent
from neopain_gui.reports.drawing import (
    DARK,
    FORMATS,
    GREY,
    HAIR,
    NOTICE,
    Format,
    drawable,
    font,
    saved,
)
from neopain_gui.reports.strip_layout import (
    DPI,
    LINE,
    MARGIN,
    RULE,
    SMALL,
    TITLE,
    Layout,
    Rectangle,
    arrange,
    pixels,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

FIGURE_VERSION = 2
"""Raised when the same maps are drawn in another way."""
_OPACITY = 0.75
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tile:
    """One picture of the strip.

    Attributes
    ----------
    block : str
        Which pictures belong together; empty where that means nothing.
    caption : str
        The layer, for people.
    relevance : RelevanceMap
        Its map.
    mask : ContourMask
        The map's contour mask.
    note : str
        What else stands below the picture, short; may be empty.
    """

    block: str
    caption: str
    relevance: RelevanceMap
    mask: ContourMask
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the figure says besides its pictures.

    Attributes
    ----------
    title : str
        The photograph.
    lines : tuple of str
        Classifier, method, class explained.
    phantom : bool
        Whether the photograph is a synthetic phantom.
    """

    title: str
    lines: tuple[str, ...]
    phantom: bool = False


def strip_figure(
    crop: NDArray[np.uint8],
    tiles: Sequence[Tile],
    words: Words,
    settings: MaskSettings,
    *,
    provenance: Mapping[str, Any],
    formats: Sequence[Format] = FORMATS,
) -> dict[Format, bytes]:
    """Draw the face crop and the maps of one photograph at increasing depth.

    Each map is coloured from 0 to its own maximum, after clustering and smoothing, inside its
    contour mask; a line runs round the mask.

    Parameters
    ----------
    crop : ndarray of uint8, shape (h, w, 3)
        RGB, what the classifier was given.
    tiles : sequence of Tile
        From the input towards the output; at least one.
    words : Words
        Title and what stands under it.
    settings : MaskSettings
        What made the contour masks.
    provenance : Mapping
        JSON-serialisable record of what made the maps, put into the files: in a PNG as
        :func:`~neopain_gui.imaging.encode.write_png` does, in a PDF as its keywords, in an SVG
        as its description.
    formats : sequence of {"png", "svg", "pdf"}
        Which files.

    Returns
    -------
    dict of str to bytes
        The files by their format.

    Raises
    ------
    ValueError
        There is no tile, or a format is another.
    """
    if not tiles or not set(formats) <= set(FORMATS):
        raise ValueError(f"cannot draw {len(tiles)} maps as {formats!r}")
    layout = arrange(
        ["", *(tile.block for tile in tiles)],
        [("Face crop",), *(_caption(tile) for tile in tiles)],
        crop.shape[0] / crop.shape[1],
        lines=words.lines,
        notes=_notes(settings, words.phantom),
    )
    size = (layout.tiles[0].height, layout.tiles[0].width)
    pictures = [_picture(crop, tile, settings, size) for tile in (None, *tiles)]
    return saved(
        lambda: _drawn(layout, words.title, pictures), words.title, provenance, formats=formats
    )


def _caption(tile: Tile) -> tuple[str, ...]:
    return tuple(filter(None, (tile.caption, tile.note, _coverage(tile))))


def _coverage(tile: Tile) -> str:
    if tile.relevance.empty:
        return "empty map"
    return f"coverage {percent(tile.mask.coverage)}"


def _notes(settings: MaskSettings, phantom: bool) -> tuple[str, ...]:
    clusters = f"{settings.clusters} clusters" if settings.clusters else "no clustering"
    smooth = (
        f"a Gaussian of {settings.size} × {settings.size}, σ = {settings.sigma:g}"
        if settings.sigma
        else "no smoothing"
    )
    cut = (
        f"Inside the line: relevance of at least mean + {settings.c_attribution:g} standard "
        f"deviations after {clusters} and {smooth}. Coverage is the share of the crop inside."
    )
    return (cut, f"Synthetic phantom. {NOTICE}" if phantom else NOTICE)


# -- drawing --------------------------------------------------------------------------------
_Picture = tuple["NDArray[np.uint8]", "NDArray[np.bool_] | None"]


def _drawn(layout: Layout, title: str, pictures: Sequence[_Picture]) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(layout.width / DPI, layout.height / DPI), dpi=DPI)
    _write_words(figure, layout, title)
    for box, (picture, inside) in zip(layout.tiles, pictures, strict=True):
        _draw_tile(figure, layout, box, picture, inside)
    _draw_scale(figure, layout)
    return figure


def _write_words(figure: Figure, layout: Layout, title: str) -> None:
    if len(title) > _LONGEST_TITLE:
        title = f"{title[: _LONGEST_TITLE - 1]}…"
    _write(figure, layout, title, MARGIN, MARGIN, 9.5, bold=True)
    top = MARGIN + TITLE
    for line in layout.lines:
        _write(figure, layout, line, MARGIN, top, 7.5)
        top += LINE
    for block, box in layout.blocks:
        _write(figure, layout, block, box.left, box.top, 7, bold=True, colour=GREY)
        hair = _axes(
            figure,
            layout,
            Rectangle(left=box.left, top=box.top + LINE, width=box.width, height=2),
        )
        hair.set_facecolor(HAIR)
    for box, caption in zip(layout.tiles, layout.captions, strict=True):
        last = len(caption) - 1
        for number, line in enumerate(caption):
            under = box.top + box.height + RULE + number * SMALL
            colour = GREY if number == last > 0 else DARK
            _write(figure, layout, line, box.left, under, 6.5, colour=colour)
    for number, note in enumerate(layout.notes):
        top = layout.foot + LINE + RULE + number * SMALL
        _write(figure, layout, note, MARGIN, top, 6.5, colour=GREY)


def _write(
    figure: Figure,
    layout: Layout,
    text: str,
    left: int,
    top: int,
    points: float,
    *,
    bold: bool = False,
    colour: str = DARK,
) -> None:
    letters = font(bold, points)
    figure.text(
        left / layout.width,
        1 - top / layout.height,
        drawable(text, letters.get_file()),
        verticalalignment="top",
        fontproperties=letters,
        color=colour,
        parse_math=False,
    )


def _axes(figure: Figure, layout: Layout, box: Rectangle) -> Axes:
    width, height = layout.width, layout.height
    bottom = height - box.top - box.height
    axes = figure.add_axes(
        (box.left / width, bottom / height, box.width / width, box.height / height)
    )
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
    return axes


def _picture(
    crop: NDArray[np.uint8], tile: Tile | None, settings: MaskSettings, size: tuple[int, int]
) -> _Picture:
    """Return a picture and its contour mask, in the pixels in which they are drawn."""
    face = _shrunk(crop, size)
    if tile is None or tile.mask.empty:
        return face, None
    inside = resize(tile.mask.values[tile.mask.box.slices], size, "nearest")
    values = resize(post_process(tile.relevance.values, settings), size, "bilinear")
    return overlay(face, values / values.max(), inside * _OPACITY), inside


def _draw_tile(
    figure: Figure,
    layout: Layout,
    box: Rectangle,
    picture: NDArray[np.uint8],
    inside: NDArray[np.bool_] | None,
) -> None:
    axes, (height, width) = _axes(figure, layout, box), picture.shape[:2]
    axes.imshow(picture, interpolation="none", aspect="auto")
    # along the picture's edge there is no line: it would look like a frame
    if inside is not None and not inside.all():
        for colour, points in ((DARK, 0.9), ("white", 0.4)):
            axes.contour(inside.astype(np.uint8), [0.5], colors=colour, linewidths=points)
        axes.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))


def _shrunk(crop: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the crop in another size, smoothed where it shrinks."""
    smaller = thumbnail(crop, max(size)) if max(crop.shape) > max(size) else crop
    return resize(smaller, size, "bilinear")


def _draw_scale(figure: Figure, layout: Layout) -> None:
    box = Rectangle(
        left=MARGIN, top=layout.foot + pixels(0.1), width=pixels(30), height=pixels(2.2)
    )
    _axes(figure, layout, box).imshow(table()[None], interpolation="none", aspect="auto")
    text = "Relevance, from 0 to each map’s own maximum"
    _write(figure, layout, text, box.left + box.width + MARGIN // 2, layout.foot, 6.5)
