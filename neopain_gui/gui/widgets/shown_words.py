"""Words and numbers as tables and curves show them. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Words in rows and columns.

    Attributes
    ----------
    heads : tuple of str
    rows : tuple of tuple of str
        The first cell of each names it.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A curve with its name.

    Attributes
    ----------
    name : str
    across, up : tuple of float
        Points.
    low, high : tuple of float
        An interval at each point; empty where there is none.
    between : tuple of float
        Where the interval is known, if at other points than the curve.
    marks : bool
        Whether its points are measured ones: they are marked, and their intervals are bars, not
        a band.
    """

    name: str
    across: tuple[float, ...]
    up: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    between: tuple[float, ...] = ()
    marks: bool = False
