"""Where everything of a film strip's figure lies, in whole pixels of 300 to an inch."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

DPI = 300
MOST_COLUMNS = 8
"""Pictures in a row: fewer are larger, more could not be told apart on paper."""


def pixels(millimetres: float) -> int:
    """Return a length in pixels."""
    return round(millimetres / 25.4 * DPI)


WIDTH = pixels(180)
"""Two columns of a journal."""
NARROWEST = pixels(110)
MARGIN = pixels(4)
GAP = pixels(2)
BLOCK_GAP = pixels(3)
LARGEST_TILE = pixels(40)
TITLE, LINE, SMALL = pixels(5), pixels(3.8), pixels(3.2)
"""Heights of a line of text."""
RULE = pixels(1.2)
"""Between a block's hairline and its pictures."""
_CHARACTER, _LARGER = pixels(1.25), pixels(1.45)
"""Widths of a letter on the average: of captions and notes, of the lines under the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """A rectangle in pixels from the top left corner."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The places of a figure.

    Attributes
    ----------
    width, height : int
        Of the figure.
    tiles : tuple of Rectangle
        The pictures.
    captions : tuple of tuple of str
        The lines under each picture.
    blocks : tuple of (str, Rectangle)
        The headings: their text and the line under which the block's pictures lie.
    lines, notes : tuple of str
        What stands under the title, and at the foot, broken to the width.
    foot : int
        Where the colour scale lies; the notes follow.
    """

    width: int
    height: int
    tiles: tuple[Rectangle, ...]
    captions: tuple[tuple[str, ...], ...]
    blocks: tuple[tuple[str, Rectangle], ...]
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    foot: int


def arrange(
    blocks: Sequence[str],
    captions: Sequence[Sequence[str]],
    aspect: float,
    *,
    lines: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Layout:
    """Lay pictures out in rows; a block stays in one row where it fits.

    Parameters
    ----------
    blocks : sequence of str
        Of each picture in its order; equal neighbours belong together, "" has no heading.
    captions : sequence of sequence of str
        Of each picture; long lines are broken.
    aspect : float
        Height over width of the pictures.
    lines, notes : sequence of str
        What stands under the title, and at the foot; long ones are broken.
    """
    rows = _rows(blocks)
    most = max(sum(len(members) for _, members in row) for row in rows)
    gaps = max((len(row) - 1) * (BLOCK_GAP - GAP) for row in rows)
    side = min(LARGEST_TILE, (WIDTH - 2 * MARGIN - gaps - (most - 1) * GAP) // most)
    width = max(NARROWEST, 2 * MARGIN + gaps + most * (side + GAP) - GAP)
    head = _wrap_all(lines, width - 2 * MARGIN, _LARGER)
    foot = _wrap_all(notes, width - 2 * MARGIN)
    under = [_wrap_all(caption, side) for caption in captions]
    tiles: list[Rectangle] = []
    headings: list[tuple[str, Rectangle]] = []
    top = MARGIN + TITLE + len(head) * LINE + BLOCK_GAP
    for row in rows:
        above = LINE + RULE if any(block for block, _ in row) else 0
        places, titles = _row(row, top, above, side, max(1, round(side * aspect)))
        tiles += places
        headings += titles
        most_lines = max(len(under[member]) for _, members in row for member in members)
        top = places[0].top + places[0].height + RULE + most_lines * SMALL + BLOCK_GAP
    return Layout(
        width=width,
        height=top + LINE + RULE + len(foot) * SMALL + MARGIN,
        tiles=tuple(tiles),
        captions=tuple(under),
        blocks=tuple(headings),
        lines=head,
        notes=foot,
        foot=top,
    )


def _row(
    row: _Row, top: int, above: int, side: int, tall: int
) -> tuple[list[Rectangle], list[tuple[str, Rectangle]]]:
    tiles, headings, left = [], [], MARGIN
    for block, members in row:
        start = left
        for _ in members:
            tiles.append(Rectangle(left=left, top=top + above, width=side, height=tall))
            left += side + GAP
        if block:
            line = Rectangle(left=start, top=top, width=left - GAP - start, height=LINE)
            headings.append((block, line))
        left += BLOCK_GAP - GAP
    return tiles, headings


_Row = list[tuple[str, list[int]]]


def _rows(blocks: Sequence[str]) -> list[_Row]:
    """Fill rows with blocks; one that is longer than a row is cut."""
    runs: _Row = []
    for block, members in groupby(range(len(blocks)), key=lambda number: blocks[number]):
        run = list(members)
        runs += [(block, run[at : at + MOST_COLUMNS]) for at in range(0, len(run), MOST_COLUMNS)]
    rows: list[_Row] = [[]]
    for block, run in runs:
        if rows[-1] and sum(len(members) for _, members in rows[-1]) + len(run) > MOST_COLUMNS:
            rows.append([])
        rows[-1].append((block, run))
    return rows


def _wrap_all(lines: Sequence[str], width: int, character: int = _CHARACTER) -> tuple[str, ...]:
    fitting = max(8, width // character)
    return tuple(part for line in lines for part in textwrap.wrap(line, fitting) or [""])
