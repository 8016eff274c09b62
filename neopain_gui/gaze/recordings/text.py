"""From a file's bytes to its header row: encoding, delimiter, preamble."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.columns import READ, Header, find_dialect, parse_header
from neopain_gui.jobs import Job

HEAD_BYTES = 1 << 20
HEAD_LINES = 500
MAX_LINE = 16 << 20
"""Characters; the longest real lines have a few thousand."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a text file's table begins and how its cells are told apart.

    Attributes
    ----------
    encoding, delimiter, dialect : str
        As :class:`~neopain_gui.gaze.recordings.records.Dialect` has them.
    preamble : tuple of (str, str)
        What stands before the table as ``name: value``.
    headers : tuple of Header
        The table's columns.
    header_line : int
        The header row's line, from 1.
    quoted : bool
        Whether quotation marks enclose cells.
    """

    encoding: str
    delimiter: str
    dialect: str
    preamble: tuple[tuple[str, str], ...]
    headers: tuple[Header, ...]
    header_line: int
    quoted: bool


def encodings(path: Path) -> tuple[str, ...]:
    """Return the encodings to try in turn; a later one is for when an earlier one fails.

    Raises
    ------
    InputError
        The file is missing, empty, may not be read or is no text.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise InputError(
            "this recording cannot be read", file=path, remedy="choose a file that is there"
        ) from error
    if not head.strip():
        raise InputError("this file is empty", file=path, remedy="export the recording again")
    for bom, encoding in BOMS:
        if head.startswith(bom):
            return (encoding,)
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise unknown(path)
    if b"\0" in head:
        line = head[: head.index(b"\0")].count(b"\n") + 1
        raise _damaged(path, f"line {line}")
    return "utf-8", "cp1252"


def find_layout(path: Path, encoding: str) -> Layout:
    """Find the header row within the first lines.

    Raises
    ------
    InputError
        No line there is the header row of a dialect that is read.
    UnicodeDecodeError
        The text is not in this encoding.
    """
    preamble: list[tuple[str, str]] = []
    with open_text(path, encoding) as file:
        for number in range(1, HEAD_LINES + 1):
            line = file.readline(HEAD_BYTES)
            if not line or len(line) == HEAD_BYTES:
                break
            for delimiter in DELIMITERS:
                cells = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
                headers = tuple(parse_header(cell) for cell in cells)
                dialect = find_dialect(headers) if len(headers) > 2 else None
                if dialect is not None:
                    return Layout(
                        encoding=encoding,
                        delimiter=delimiter,
                        dialect=dialect,
                        preamble=tuple(preamble),
                        headers=headers,
                        header_line=number,
                        quoted=delimiter != "\t" or line.startswith('"'),
                    )
            if match := re.fullmatch(r"\s*([^:\t]+):\s*(.*?)\s*", line):
                preamble.append((match[1].strip(), match[2]))
    raise unknown(path)


def open_text(path: Path, encoding: str) -> IO[str]:
    """Open a file as text with its line ends as they are."""
    errors = "replace" if encoding == "cp1252" else "strict"
    return path.open(encoding=encoding, errors=errors, newline="")


def unknown(path: Path) -> InputError:
    """Return the error for a file that is of no dialect."""
    return InputError(
        "this is no export of an eye tracker that NeoPain knows",
        file=path,
        remedy=f"these are read: {READ}",
    )


def _damaged(path: Path, place: str) -> InputError:
    return InputError(
        "this file holds NUL characters, so it is damaged or no text",
        file=path,
        place=place,
        remedy="export the recording again",
    )


class Watched:
    """A text file that is read in pieces: looks for damage, asks the job, tells it how far it is.

    Parameters
    ----------
    file : IO[str]
        Open, after its header row.
    path : Path
        Its place, for messages.
    line : int
        The last line that was read, from 1.
    job : Job
        Asked and told before every piece.
    """

    def __init__(self, file: IO[str], path: Path, line: int, job: Job) -> None:
        self._file, self._path, self._line, self._job = file, path, line, job
        self._open = 0
        self._bytes = path.stat().st_size

    def read(self, size: int = -1) -> str:
        """Return the next characters, at most ``size``."""
        self._job.check()
        text = self._file.read(size)
        if "\0" in text:
            line = self._line + text[: text.index("\0")].count("\n") + 1
            raise _damaged(self._path, f"line {line}")
        self._line += text.count("\n")
        end = text.rfind("\n")
        self._open = self._open + len(text) if end < 0 else len(text) - end - 1
        if self._open > MAX_LINE:
            raise InputError(
                f"this line is longer than {MAX_LINE} characters",
                file=self._path,
                place=f"line {self._line + 1}",
                remedy="export the recording again",
            )
        done = min(self._file.buffer.tell(), self._bytes)  # type: ignore[attr-defined]
        self._job.progress(done, self._bytes, f"Reading {self._path.name}")
        return text

    def __iter__(self) -> Iterator[str]:
        """Yield lines; pandas asks for this of what it reads, and uses ``read``."""
        while line := self._file.readline():
            yield line
