"""From whole lines to columns by role: quickly where every cell is right, else cell by cell.

pandas' C parser turns a piece straight into numbers and categories. Where it cannot, the piece is
parsed again as text, which finds the cell that is wrong, or the decimal mark that was not known.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.columns import TEXT
from neopain_gui.gaze.recordings.layout import Layout
from neopain_gui.gaze.recordings.numbers import (
    FARTHEST,
    LARGEST,
    MISSING,
    Array,
    count_marks,
    numbers,
)
from neopain_gui.gaze.recordings.words import CategoryColumn, Rows

if TYPE_CHECKING:
    import pandas as pd


FEW = 200
"""Rows that are looked through for a decimal mark first."""


@dataclass(slots=True, kw_only=True)
class Piece:
    """Rows of the table by role; a role that the file has not is empty or NaN.

    Attributes
    ----------
    text : dict of str to CategoryColumn
        Columns of the roles in :data:`~neopain_gui.gaze.recordings.columns.TEXT`.
    values : dict of str to ndarray of float64
        The other roles' numbers.
    lines : ndarray of int64
        The line of each row.
    """

    text: dict[str, CategoryColumn]
    values: dict[str, Array]
    lines: np.ndarray[Any, np.dtype[np.int64]]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.lines)

    def number(self, role: str) -> Array:
        """Return a role's numbers."""
        return self.values.get(role, np.full(self.rows, np.nan))

    def words(self, role: str) -> CategoryColumn:
        """Return a role's cells."""
        assert role in TEXT
        return self.text.get(role) or CategoryColumn.empty(self.rows)

    def __getitem__(self, rows: Rows) -> Piece:
        return Piece(
            text={role: words[rows] for role, words in self.text.items()},
            values={role: values[rows] for role, values in self.values.items()},
            lines=self.lines[rows],
        )


@dataclass(slots=True, kw_only=True)
class Table:
    """Takes the lines of one file apart; remembers what it learned of them.

    Attributes
    ----------
    path, layout
        The file.
    mark : str, optional
        The decimal mark; None until a number has one.
    short : list of int
        Lines of rows with fewer cells than the header row.
    whole : bool
        Whether a row had all the cells of the header row.
    cut_off : int
        The line of a last row that is cut off and was left out; 0 if there is none.
    """

    path: Path
    layout: Layout
    mark: str | None = None
    short: list[int] = field(default_factory=list)
    cut_off: int = 0
    whole: bool = False

    def piece(self, line: int, text: str) -> Piece:
        """Take a piece apart; ``line`` is its first.

        Raises
        ------
        InputError
            A row has no time or too many cells, or a cell holds what cannot stand there.
        """
        if self.layout.rewrite is not None:
            text = self.layout.rewrite(text)
        text = self._whole_rows(line, text)
        made = self._quickly(line, text) if self.mark != self.layout.delimiter else None
        if made is None and self.mark is None:  # a few rows tell the mark: all would take long
            self._cell_by_cell(line, "".join(text.splitlines(keepends=True)[:FEW]))
            made = self._quickly(line, text) if self.mark == "," else None
        made = made or self._cell_by_cell(line, text)
        return self._timed(made)

    def _whole_rows(self, line: int, text: str) -> str:
        """Compare how many cells the rows have with the header row; leave a last half one out."""
        wanted = len(self.layout.headers)
        if self.layout.quoted and '"' in text:
            return text
        data = np.frombuffer(text.encode(), dtype=np.uint8)
        ends = np.flatnonzero(data == ord("\n"))
        open_end = len(data) > 0 and (not len(ends) or ends[-1] != len(data) - 1)
        ends = np.append(ends, len(data)) if open_end else ends
        cells = np.searchsorted(np.flatnonzero(data == ord(self.layout.delimiter)), ends)
        cells = np.diff(cells, prepend=0) + 1
        filled = np.diff(ends, prepend=-1) > 1
        self.whole = self.whole or bool((cells[:-1] >= wanted).any())
        # A delimiter at the end of rows, but not of the header row, makes one empty cell more.
        if (many := np.flatnonzero(cells > wanted + 1)).size:
            raise InputError(
                f"this row has {cells[many[0]]} cells, and the header row {wanted}",
                file=self.path,
                place=f"line {line + many[0]}",
                remedy="export the recording again, or mend this row",
            )
        few = np.flatnonzero((cells < wanted) & filled)
        if open_end and few.size and few[-1] == len(ends) - 1 and self.whole:
            self.cut_off = line + int(few[-1])
            few, text = few[:-1], text[: text.rfind("\n") + 1]
        if text and cells.max() < wanted:  # pandas wants one row with all the columns
            first, end, below = text.partition("\n")
            text = first + self.layout.delimiter * (wanted - int(cells[0])) + end + below
        self.short += [line + int(row) for row in few if cells[row] < wanted - 1]
        return text

    def _parse(self, text: str, **options: Any) -> pd.DataFrame:
        import pandas as pd

        layout = self.layout
        role = {place: role for role, place in layout.places.items()}
        if not text:  # a piece of nothing but a row that is cut off
            return pd.DataFrame(columns=list(layout.places), dtype=str)
        try:
            frame = pd.read_csv(
                io.StringIO(text),
                sep=layout.delimiter,
                header=None,
                names=range(len(layout.headers)),
                usecols=sorted(role),
                index_col=False,
                keep_default_na=False,
                skip_blank_lines=False,
                quoting=csv.QUOTE_MINIMAL if layout.quoted else csv.QUOTE_NONE,
                **options,
            )
        except pd.errors.EmptyDataError:
            frame = pd.DataFrame(columns=sorted(role), dtype=str)
        named: pd.DataFrame = frame.rename(columns=role)
        return named

    def _quickly(self, line: int, text: str) -> Piece | None:
        """Return a piece, or None if it holds what the C parser does not take for a number."""
        places = self.layout.places
        try:
            frame = self._parse(
                text,
                dtype={at: "category" if r in TEXT else np.float64 for r, at in places.items()},
                na_values={at: MISSING for r, at in places.items() if r not in TEXT},
                decimal=self.mark or ".",
            )
        except ValueError:  # also pandas' ParserError
            return None
        values = {role: frame[role].to_numpy(np.float64) for role in places if role not in TEXT}
        if any((np.abs(one) > limit(role)).any() for role, one in values.items()):
            return None
        if self.mark is None and any((one % 1 > 0).any() for one in values.values()):
            self.mark = "."
        words = {role: CategoryColumn.of(frame[role]) for role in places if role in TEXT}
        made = Piece(text=words, values=values, lines=np.arange(line, line + len(frame)))
        return made[_filled(made)]

    def _cell_by_cell(self, line: int, text: str) -> Piece:
        import pandas as pd

        try:
            cells = self._parse(text, dtype=str).fillna("")
        except pd.errors.ParserError as error:
            raise InputError(
                "this table cannot be taken apart into cells",
                file=self.path,
                place=f"after line {line - 1}",
                remedy="export the recording again",
            ) from error
        cells.index = pd.RangeIndex(line, line + len(cells))
        cells = cells[(cells != "").any(axis=1)]
        of_numbers = [role for role in self.layout.places if role not in TEXT]
        if self.mark is None:
            points, commas = count_marks(cells[of_numbers])
            if points or commas:
                self.mark = "," if commas > points else "."
        values = {}
        for role in of_numbers:
            column = self.layout.headers[self.layout.places[role]].text
            values[role] = numbers(
                cells[role], self.mark or ".", limit=limit(role), file=self.path, column=column
            )
        words = {
            role: CategoryColumn.of(cells[role]) for role in self.layout.places if role in TEXT
        }
        return Piece(text=words, values=values, lines=cells.index.to_numpy(np.int64))

    def _timed(self, piece: Piece) -> Piece:
        places, headers = self.layout.places, self.layout.headers
        clocks = [piece.values[role] for role in ("clock", "fine_clock") if role in places]
        untimed = piece.lines[np.isnan(clocks).all(axis=0)] if piece.rows else piece.lines
        if len(untimed):
            column = headers[places.get("clock", places.get("fine_clock", 0))].text
            raise InputError(
                "this row has no time",
                file=self.path,
                place=f"line {untimed[0]}, column '{column}'",
                remedy="export the recording again, or remove this row",
            )
        return piece


def limit(role: str) -> float:
    """Return the largest absolute value that means something in a role's column."""
    if "clock" in role:
        return LARGEST
    return FARTHEST * 1000 if role == "duration" else FARTHEST


def _filled(piece: Piece) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Whether anything stands in a row."""
    some = np.zeros(piece.rows, dtype=bool)
    for values in piece.values.values():
        some |= ~np.isnan(values)
        if some.all():
            return some
    for words in piece.text.values():
        some |= words.filled()
    return some
