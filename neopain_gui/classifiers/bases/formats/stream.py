"""Going through a stranger's file: nothing beyond its end, nothing large at once."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

from neopain_gui.classifiers.bases.formats.contents import REMEDY
from neopain_gui.errors import WeightsError

_AT_ONCE = 1 << 20
"""Bytes of names, sizes and the like that are taken at once; arrays are never taken this way."""
_IN_ALL = 24 << 20
"""Likewise, over a whole file."""
_STEP = 1 << 16
_TIMES, _FREE = 30, 16 << 20
"""How much longer what is compressed may become; weights hardly shrink at all."""


class Stream:
    """The bytes of a file, one after the other."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file = file
        self.at = start
        self.end = end
        self._held = 0
        file.seek(start)

    def take(self, size: int) -> bytes:
        """Return the next bytes."""
        self._check(size)
        self._held += size
        if size > _AT_ONCE or self._held > _IN_ALL:
            raise ValueError("there is too much beside the weights")
        data = self._next(size)
        if len(data) != size:
            raise EOFError
        self.at += size
        return data

    def skip(self, size: int) -> int:
        """Pass over bytes; return where they begin."""
        self._check(size)
        start = self.at
        self._pass(size)
        self.at += size
        return start

    def unpack(self, form: str) -> tuple[Any, ...]:
        """Return numbers, of the kinds that :mod:`struct` names."""
        return struct.unpack(form, self.take(struct.calcsize(form)))

    def number(self, form: str) -> int:
        """Return a whole number."""
        return int(self.unpack(form)[0])

    def _check(self, size: int) -> None:
        if size < 0 or size > self.end - self.at:
            raise EOFError

    def _next(self, size: int) -> bytes:
        return self._file.read(size)

    def _pass(self, size: int) -> None:
        self._file.seek(size, 1)


class Inflated(Stream):
    """What comes out of a compressed piece of a file; it ends where that does."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        super().__init__(file, start, end)
        self._start = start
        self._left = end - start
        self._taken = self._made = self.at = 0
        self.end = 1 << 62
        self._inflater = zlib.decompressobj()

    def _next(self, size: int) -> bytes:
        pieces = []
        while size:
            if not (got := self._some(min(size, _STEP))):
                raise EOFError
            pieces.append(got)
            size -= len(got)
        return b"".join(pieces)

    def _pass(self, size: int) -> None:
        while size:
            if not (got := self._some(min(size, _STEP))):
                raise EOFError
            size -= len(got)

    def go_on(self, file: BinaryIO) -> None:
        """Go on where it stands, in a file that has been opened again."""
        self._file = file
        file.seek(self._start + self._taken)

    def bytes_of(self, size: int) -> bytes:
        """Return an array's bytes, whose number has been checked."""
        data = self._next(size)
        self.at += size
        return data

    def _some(self, most: int) -> bytes:
        while True:
            waiting = self._inflater.unconsumed_tail
            if not waiting and self._left:
                waiting = self._file.read(min(_STEP, self._left))
                self._left -= len(waiting)
                self._taken += len(waiting)
            got = self._inflater.decompress(waiting, most)
            if got or (not waiting and not self._left) or self._inflater.eof:
                self._made += len(got)
                if self._made > _FREE + _TIMES * self._taken:
                    raise ValueError("it grows without measure when it is unpacked")
                return got


@contextmanager
def opened(path: Path) -> Iterator[Stream]:
    """Open a file to go through it."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        yield Stream(file, 0, size)


_STUMBLES = (
    *(OSError, LookupError, RuntimeError, ValueError, TypeError, MemoryError, EOFError),
    *(ArithmeticError, AttributeError, struct.error, zlib.error, BadZipFile),
)


@contextmanager
def damage_said(path: Path) -> Iterator[None]:
    """Turn whatever a reader stumbles over into a sentence."""
    try:
        yield
    except _STUMBLES as error:
        raise WeightsError(
            "the file is damaged, or ends too early", file=path, remedy=REMEDY
        ) from error
