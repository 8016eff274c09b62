"""Reading a table of text, CSV or TSV, as people and Excel save it."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.dataset.layout import unreadable
from neopain_gui.errors import ManifestError

SPREADSHEETS = frozenset({".xlsx", ".xls", ".ods"})
"""File name endings of what must be saved as text first."""
_MAX_BYTES = 64 * 1024 * 1024
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTable:
    """A table of text.

    Attributes
    ----------
    header : tuple of str
        The columns' names, stripped.
    lines : tuple of (int, list of str)
        Each line's number in the file, from 1, and its cells; lines without any are left out.
    remarks : tuple of str
        Sentences about how it was read.
    """

    header: tuple[str, ...]
    lines: tuple[tuple[int, list[str]], ...]
    remarks: tuple[str, ...] = ()


def read_table(path: Path) -> PlainTable:
    """Read a table with one line of column names; delimiter and encoding are recognised.

    Raises
    ------
    ManifestError
        A spreadsheet, no text, or no table.
    InputError
        The file is not there or may not be read.
    """
    if path.suffix.lower() in SPREADSHEETS:
        raise ManifestError(
            "is a spreadsheet, not a table of text", file=path, remedy="save it as CSV"
        )
    text, remarks = _read_text(path)
    first, delimiter = _header(text, path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise ManifestError(
            "the table cannot be read from here on",
            file=path,
            place=f"line {reader.line_num}",
            remedy="look for a quotation mark that is not closed, or a cell of more than "
            f"{csv.field_size_limit():,} characters",
        ) from error
    lines = [(number, cells) for number, cells in lines if number >= first and any(cells)]
    header = tuple(cell.strip() for cell in lines[0][1])
    return PlainTable(header=header, lines=tuple(lines[1:]), remarks=tuple(remarks))


def _read_text(path: Path) -> tuple[str, list[str]]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ManifestError(
                f"is larger than {_MAX_BYTES >> 20} MB", file=path, remedy="split it"
            )
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    remarks = []
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode("utf-16")
        else:
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                text = data.decode("cp1252")
                remarks.append(f"{path.name} is not UTF-8 and was read as Windows-1252.")
    except UnicodeDecodeError as error:
        raise ManifestError("is not text", file=path, remedy="save it as CSV in UTF-8") from error
    if "\0" in text:
        raise ManifestError("is not text", file=path, remedy="save it as CSV in UTF-8")
    if not text.strip():
        raise ManifestError("is empty", file=path, remedy="choose another file")
    return text, remarks


def _header(text: str, path: Path) -> tuple[int, str]:
    """Return the header's line number and the delimiter that gives it the most columns."""
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if stripped.lower().startswith("sep=") and len(stripped) == 5:
            continue  # Excel's own way to name the delimiter
        if stripped.strip(_DELIMITERS + '" '):
            counts = {delimiter: line.count(delimiter) for delimiter in _DELIMITERS}
            return number, max(counts, key=lambda delimiter: counts[delimiter])
    raise ManifestError("has no line of column names", file=path, remedy="add one")
