"""What a table that people read is made of: its cells, its heads, how its numbers are written."""

from __future__ import annotations

import math
from dataclasses import dataclass

from neopain_gui.agreement.intervals import Interval
from neopain_gui.percentages import percent

MINUS, NOTHING = "\N{MINUS SIGN}", "–"
METRIC_NAMES = {
    "cosine": "Cosine similarity",
    "spearman": "Spearman’s coefficient",
    "overlap": "Overlap",
    "kappa": "Cohen’s kappa",
    "iou": "Intersection over union",
    "dice": "Dice coefficient",
}


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


def p_value(p: float) -> str:
    """Return a p-value for people."""
    if math.isnan(p):
        return NOTHING
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def interval_text(found: Interval) -> str:
    """Return a figure with its interval, or with why it has none."""
    if math.isnan(found.value):
        return NOTHING
    if math.isnan(found.low):
        return f"{number(found.value)} [{found.why or NOTHING}]"
    return f"{number(found.value)} [{number(found.low)}, {number(found.high)}]"
