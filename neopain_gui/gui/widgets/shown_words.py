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
    areas, scores : tuple of float
        Points, each in [0, 1].
    """

    name: str
    areas: tuple[float, ...]
    scores: tuple[float, ...]
