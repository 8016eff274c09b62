"""What a table that people read is made of: its cells, its heads, how its numbers are written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from neopain_gui.agreement.class_tests import ALPHA
from neopain_gui.agreement.intervals import CONFIDENCE, ENOUGH, PRESSED_COVERAGE, Interval
from neopain_gui.percentages import percent

MINUS, NOTHING = "\N{MINUS SIGN}", "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """What stands in a cell.

    Attributes
    ----------
    text : str
        As it is printed.
    bold : bool
        Whether it is the best, or significant.
    band : str
        ``"strong"``, ``"moderate"``, ``"weak"``, ``"chance"`` (not above it) or nothing.
    hint : str
        More, for who points at it.
    """

    text: str
    bold: bool = False
    band: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """A table to be read.

    Attributes
    ----------
    name : str
        Of its file.
    title : str
        What stands above it.
    header : tuple of str
        Heads of the columns; the first is that of the rows.
    sections : tuple of (str, tuple of rows)
        Each with a heading or none; the first cell of a row names it.
    notes : tuple of str
        What stands below.
    """

    name: str
    title: str
    header: tuple[str, ...]
    sections: tuple[tuple[str, tuple[tuple[ShownCell, ...], ...]], ...]
    notes: tuple[str, ...] = ()


def number(value: float, decimals: int = 2) -> str:
    """Return a number for people: a true minus sign, a dash where it is undefined."""
    if math.isnan(value):
        return NOTHING
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", MINUS)


def share(value: float) -> str:
    """Return a share as a percentage for people: a dash where it is undefined."""
    return NOTHING if math.isnan(value) else percent(value)


def p_value(p: float, decimals: int = 3) -> str:
    """Return a p-value for people."""
    if math.isnan(p):
        return NOTHING
    least = 10**-decimals
    return f"< {least:.{decimals}f}" if p < least else f"{p:.{decimals}f}"


Rows = tuple[tuple[ShownCell, ...], ...]
MARK = "†"
"""Beside an interval that holds the truth less often than it says."""
MARKED = (
    f"{MARK} Fewer than {ENOUGH} neonates, with values close to the end of the measure’s range: in "
    f"simulated studies such an interval held the truth in "
    f"{' to '.join(map(percent, PRESSED_COVERAGE))} of studies, not in {percent(CONFIDENCE)}."
)
MEAN = ("Mean", "SD", "95 % interval", "df", "Photographs", "Neonates")
"""Heads of the columns of :func:`mean_cells`."""


def table_of(
    name: str,
    title: str,
    header: Sequence[str],
    sections: Iterable[tuple[str, Rows]],
    notes: Sequence[str] = (),
) -> ShownTable:
    """Return a table; where an interval is marked, a note says what the mark means."""
    made = tuple(sections)
    marked = any(MARK in cell.text for _, rows in made for row in rows for cell in row)
    return ShownTable(
        name=name,
        title=title,
        header=tuple(header),
        sections=made,
        notes=(*notes, *([MARKED] if marked else [])),
    )


def mean_cells(found: Interval, decimals: int = 3) -> tuple[ShownCell, ...]:
    """Return a mean with all that belongs beside it, under the heads of :data:`MEAN`."""
    return (
        ShownCell(text=number(found.value, decimals)),
        ShownCell(text=number(found.sd, decimals)),
        ShownCell(text=ends(found, decimals)),
        ShownCell(text=number(found.df, 0)),
        ShownCell(text=str(found.n)),
        ShownCell(text=str(found.neonates)),
    )


def ends(found: Interval, decimals: int = 3) -> str:
    """Return from where to where an interval goes, or why there is none."""
    if math.isnan(found.value):
        return NOTHING
    if math.isnan(found.low):
        return found.why or NOTHING
    mark = f" {MARK}" if found.pressed else ""
    return f"{number(found.low, decimals)} to {number(found.high, decimals)}{mark}"


def p_cell(p: float, decimals: int = 3, hint: str = "") -> ShownCell:
    """Return a p-value, bold where it is significant."""
    return ShownCell(text=p_value(p, decimals), bold=p < ALPHA, hint=hint)
