"""A spreadsheet as the text that the same program would have written."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.layout import COLUMNS, Head
from neopain_gui.gaze.recordings.text import HEAD_LINES
from neopain_gui.jobs import Job

ZIP = b"PK\x03\x04"
ROWS = 1000
"""Rows that are handed on at a time: parsing XML is slow, and a stop must be heard."""
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, KeyError, IndexError, EOFError, OSError),
    SyntaxError,  # of the XML
)
NAMED = "XLSX"
"""In the place of the text's encoding."""
EMPTY_ROWS = 20_000
"""In a row. A cell at the very bottom makes a million of them."""
_UNPACKED, _RATIO = 16 << 20, 200
"""Bytes and how often they are packed: spreadsheets pack to a tenth, bombs to a thousandth."""


def read_head(path: Path) -> Head:
    """Return the first sheet's first rows as lines.

    Raises
    ------
    InputError
        The spreadsheet is cut off, damaged or none.
    """
    with _rows(path) as (rows, _):
        lines = tuple("\t".join(_text(cell) for cell in row) for row in islice(rows, HEAD_LINES))
    if not any(line.strip() for line in lines):
        raise InputError("this sheet is empty", file=path, remedy="export the recording again")
    return Head(path=path, encoding=NAMED, lines=lines)


class SheetLines:
    """The first sheet in pieces of whole lines, as :class:`~.text.Lines` gives those of a text."""

    encoding = NAMED

    def __init__(self, path: Path, skip: int, width: int, job: Job) -> None:
        self._path, self._skip, self._width, self._job = path, skip, width, job

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield the row, from 1, that a piece begins with, and the piece."""
        with _rows(self._path) as (rows, total):
            for _ in islice(rows, self._skip):
                pass
            line = self._skip + 1
            while True:
                self._job.check()
                self._job.progress(
                    min(line - 1, total), max(total, 1), f"Reading {self._path.name}"
                )
                lines = [self._line(row) for row in islice(rows, ROWS)]
                if not lines:
                    break
                yield line, "\n".join(lines) + "\n"
                line += len(lines)
            self._job.progress(1, 1, f"Reading {self._path.name}")

    def _line(self, row: tuple[Any, ...]) -> str:
        cells = [_text(cell) for cell in row]
        return "\t".join(cells + [""] * (self._width - len(cells)))


def _text(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).replace("\0", " ").split())


@contextmanager
def _rows(path: Path) -> Iterator[tuple[Iterator[tuple[Any, ...]], int]]:
    """Open the first sheet; whatever openpyxl stumbles over is a damaged file."""
    import openpyxl

    try:
        _refuse_bombs(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            total = int(sheet.max_row or 0)
            sheet.reset_dimensions()  # what it declares would make every row and sheet that large
            yield _bounded(sheet.iter_rows(values_only=True), path), total
        finally:
            book.close()
    except DAMAGED as error:
        raise InputError(
            "this spreadsheet is cut off, damaged, or no XLSX file",
            file=path,
            remedy="export the recording again",
        ) from error


def _bounded(rows: Iterable[tuple[Any, ...]], path: Path) -> Iterator[tuple[Any, ...]]:
    """Hand rows on until there are more columns, or more empty rows, than a recording has."""
    empty = 0
    for row in rows:
        if len(row) > COLUMNS and any(cell is not None for cell in row[COLUMNS:]):
            raise _unlike_a_recording(path, f"more than {COLUMNS:,} columns")
        empty = 0 if any(cell is not None for cell in row) else empty + 1
        if empty > EMPTY_ROWS:
            raise _unlike_a_recording(path, f"more than {EMPTY_ROWS:,} empty rows in one place")
        yield row[:COLUMNS]


def _refuse_bombs(path: Path) -> None:
    """Refuse what unpacks to far more than it is: openpyxl keeps some parts in memory whole."""
    with zipfile.ZipFile(path) as packed:
        for part in packed.infolist():
            if part.file_size > max(_UNPACKED, _RATIO * part.compress_size):
                raise _unlike_a_recording(path, "parts that unpack to enormous size")


def _unlike_a_recording(path: Path, what: str) -> InputError:
    return InputError(
        f"this spreadsheet has {what}, which no recording has",
        file=path,
        remedy="save the sheet's filled part as a new file",
    )
