"""A spreadsheet as the text that the same program would have written."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.layout import Head
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
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            yield sheet.iter_rows(values_only=True), int(sheet.max_row or 0)
        finally:
            book.close()
    except DAMAGED as error:
        raise InputError(
            "this spreadsheet is cut off, damaged, or no XLSX file",
            file=path,
            remedy="export the recording again",
        ) from error
