"""Clocks in nanoseconds since 1970, too long for a float: counted from the first as integers."""

from __future__ import annotations

import csv
import io
import re

from neopain_gui.gaze.recordings.layout import cells_of


class SinceFirst:
    """Writes, in the place of a column's whole numbers, how far they are from the first.

    Parameters
    ----------
    place : int
        The column.
    delimiter : str
        Between cells.
    """

    def __init__(self, place: int, delimiter: str) -> None:
        self._place, self._delimiter = place, delimiter
        self._first: int | None = None

    def __call__(self, text: str) -> str:
        """Return whole lines, as many; what is no whole number stays as it is."""
        rows = [self._row(line) for line in text.removesuffix("\n").split("\n")]
        return "\n".join(rows) + "\n" * text.endswith("\n")

    def _row(self, line: str) -> str:
        quoted = '"' in line
        cells = cells_of(line, self._delimiter) if quoted else line.split(self._delimiter)
        if len(cells) <= self._place:
            return line
        written = cells[self._place].strip()
        if not re.fullmatch(r"-?\d{1,25}", written):
            return line
        self._first = int(written) if self._first is None else self._first
        cells[self._place] = str(int(written) - self._first)
        if not quoted:
            return self._delimiter.join(cells)
        row = io.StringIO()
        csv.writer(row, delimiter=self._delimiter, lineterminator="").writerow(cells)
        return row.getvalue()
