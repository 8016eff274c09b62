"""Cells of a table: text that no spreadsheet takes for a formula, numbers that are never made up.

Every table is text with LF line ends and commas, and depends on its arguments alone. An
undefined value is an empty cell, never a number.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_DECIMALS = 6


def number(value: float, decimals: int) -> str:
    """Return a number with so many decimals; nothing for NaN."""
    # + 0.0 turns a rounded −0 into 0.
    return "" if math.isnan(value) else f"{round(value, decimals) + 0.0:.{decimals}f}"


def plain(value: str) -> str:
    """Keep a name on one line, without control characters."""
    return _CONTROL.sub(" ", value)


def text(value: str) -> str:
    """Keep a name on one line, and spreadsheets from taking it for a formula (OWASP)."""
    line = plain(value)
    return f"'{line}" if line.lstrip().startswith(_FORMULA) else line


def csv_text(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return lines of cells as CSV."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return stream.getvalue()


def tidy_table(
    header: Sequence[str],
    rows: Iterable[Sequence[str | float | bool | None]],
    decimals: int = _DECIMALS,
) -> str:
    """Return a table of one observation a row as CSV.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    rows : iterable of sequence
        Text, whole numbers, numbers, truth values (TRUE, FALSE); None and NaN are empty cells.
    decimals : int
        Of numbers.

    Raises
    ------
    ValueError
        A row has another number of cells than the header.
    """
    lines = []
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"{len(row)} cells under {len(header)} columns")
        lines.append([_cell(value, decimals) for value in row])
    return csv_text(header, lines)


def _cell(value: str | float | bool | None, decimals: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return text(value)
    return str(value) if isinstance(value, int) else number(value, decimals)
