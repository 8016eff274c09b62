"""From a file's bytes to whole lines: encoding, the file's beginning, pieces of it in turn."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.layout import Head
from neopain_gui.jobs import Job

HEAD_BYTES = 1 << 20
HEAD_LINES = 500
MAX_LINE = 16 << 20
"""Characters; the longest real lines have a few thousand."""
PIECE = 2 << 20
"""Bytes that are read and converted at a time: long enough for speed, short enough for a stop."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_head(path: Path) -> bytes:
    """Return the file's first bytes.

    Raises
    ------
    InputError
        The file is missing, empty or may not be read.
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
    return head


def decode_head(path: Path, head: bytes) -> Head:
    """Return the file's first lines as text: by its BOM, else as UTF-8, else as Windows-1252.

    Raises
    ------
    InputError
        The bytes are damaged or no text.
    """
    encoding = next((name for bom, name in BOMS if head.startswith(bom)), "utf-8")
    if encoding != "utf-16" and b"\0" in head:
        raise _damaged(path, head[: head.index(b"\0")].count(b"\n") + 1)
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeError as error:
        if encoding != "utf-8":
            raise _other_encoding(path, encoding, 1) from error
        encoding = "cp1252"
        text = head.decode(encoding, "replace")
    lines = io.StringIO(text, newline=None).readlines()[:HEAD_LINES]
    return Head(path=path, encoding=encoding, lines=tuple(line.rstrip("\n") for line in lines))


class Lines:
    """A text file in pieces of whole lines, ends as line feeds: asks the job, tells how far it is.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str
        As its beginning told. Where bytes further down are not UTF-8, and all before were ASCII,
        it is Windows-1252 after all.
    skip : int
        Lines at the beginning that are left out.
    quoted : bool
        Whether line ends within quotation marks belong to a cell.
    job : Job
        Asked and told before every piece.
    """

    def __init__(self, path: Path, encoding: str, skip: int, quoted: bool, job: Job) -> None:
        self.encoding = encoding
        self._path, self._skip, self._quoted, self._job = path, skip, quoted, job
        self._ascii = True
        self._line = 1

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield the line, from 1, that a piece begins with, and the piece."""
        with self._path.open("rb") as file:
            rest = ""
            for text in self._texts(file):
                if "\0" in text:
                    raise _damaged(
                        self._path, self._line + (rest + text).split("\0")[0].count("\n")
                    )
                rest += text
                cut = self._cut(rest)
                if not cut and len(rest) > MAX_LINE:
                    raise InputError(
                        f"this line is longer than {MAX_LINE} characters",
                        file=self._path,
                        place=f"line {self._line}",
                        remedy="export the recording again",
                    )
                piece, rest = rest[:cut], rest[cut:]
                yield from self._without_head(piece)
            yield from self._without_head(rest)

    def _texts(self, file: IO[bytes]) -> Iterator[str]:
        size = self._path.stat().st_size
        decoder = codecs.getincrementaldecoder(self.encoding)(self._errors())
        done, held, after = 0, "", b""
        while True:
            self._job.check()
            self._job.progress(min(done, size), max(size, 1), f"Reading {self._path.name}")
            data = file.read(PIECE)
            done += len(data)
            try:
                text = decoder.decode(data, final=not data)
            except UnicodeError as error:
                if self.encoding != "utf-8" or not self._ascii:
                    raise _other_encoding(self._path, self.encoding, self._line) from error
                self.encoding = "cp1252"
                decoder = codecs.getincrementaldecoder(self.encoding)(self._errors())
                text = decoder.decode(after + data)
            after = decoder.getstate()[0] if self.encoding == "utf-8" else b""
            self._ascii = self._ascii and text.isascii()
            text = held + text
            # A carriage return at the end may be the first half of a line's end.
            held = "\r" if text.endswith("\r") and data else ""
            text = text.removesuffix(held) if held else text
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            if text:
                yield text
            if not data:
                return

    def _errors(self) -> str:
        return "replace" if self.encoding == "cp1252" else "strict"

    def _cut(self, text: str) -> int:
        """Return where the last whole line ends."""
        end = text.rfind("\n")
        for _ in range(1000 if self._quoted else 0):
            if end < 0 or text.count('"', 0, end) % 2 == 0:
                break
            end = text.rfind("\n", 0, end)
        return end + 1

    def _without_head(self, piece: str) -> Iterator[tuple[int, str]]:
        while self._skip and piece:
            piece = piece.partition("\n")[2]
            self._skip -= 1
            self._line += 1
        if piece:
            yield self._line, piece
            self._line += piece.count("\n")


def _other_encoding(path: Path, encoding: str, line: int) -> InputError:
    return InputError(
        f"this file's text is not in the encoding that it begins with ({encoding})",
        file=path,
        place=f"after line {line}",
        remedy="export the recording again",
    )


def _damaged(path: Path, line: int) -> InputError:
    return InputError(
        "this file holds NUL characters, so it is damaged or no text",
        file=path,
        place=f"line {line}",
        remedy="export the recording again",
    )
