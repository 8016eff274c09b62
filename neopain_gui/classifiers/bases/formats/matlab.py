"""MATLAB's files of version 5 to 7, gone through without reading an array that is not wanted.

``scipy.io.loadmat`` would do for a file of a friend: it makes room for whatever size a file
claims, and reads all of the half gigabyte of which we need a tenth. The tests compare with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui.classifiers.bases.formats.contents import (
    Numbers,
    Stored,
    arranged,
    plain,
    product,
)
from neopain_gui.classifiers.bases.formats.stream import Inflated, Stream, opened

_HEADER = 128
_LITTLE = b"IM"
_MATRIX, _COMPRESSED = 14, 15
_TYPES = {
    **{1: "i1", 2: "u1", 3: "<i2", 4: "<u2", 5: "<i4", 6: "<u4", 7: "<f4", 9: "<f8"},
    **{12: "<i8", 13: "<u8", 16: "S1", 17: "<u2"},
}
_CELL, _STRUCT, _CHAR = 1, 2, 4
_NUMBERS = range(6, 16)
_COMPLEX, _KIND = 0x800, 0xFF
_AXES, _DEPTH, _OBJECTS = 8, 20, 50_000


@dataclass(slots=True)
class _Place:
    """Where a variable's bytes are: in the file, or in what comes out of a part of it."""

    path: Path
    packed: tuple[int, int] | None = None
    _stream: Inflated | None = None

    def array(self, at: int, shape: tuple[int, ...], kind: str) -> Stored:
        """Return an array; MATLAB's first axis runs fastest."""
        dtype = np.dtype(kind)
        if self.packed is None:
            return plain(self.path, at, shape, dtype, "F")
        return Stored(shape, dtype, lambda: self._unpacked(at, shape, dtype))

    def _unpacked(self, at: int, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Numbers:
        """Unpack as far as the array; whoever asks for one array after the other does it once."""
        with self.path.open("rb") as file:
            if self._stream is not None and self._stream.at <= at:
                self._stream.go_on(file)
            elif self.packed is not None:
                self._stream = Inflated(file, *self.packed)
            stream = self._stream
            if stream is None:
                raise ValueError("nothing is packed")
            stream.skip(at - stream.at)
            data = stream.bytes_of(product(shape) * dtype.itemsize)
        return arranged(data, dtype, shape, "F")


def recognises(head: bytes) -> bool:
    """Tell by the first bytes; files of version 7.3 are HDF5 and recognised as such."""
    return head.startswith(b"MATLAB 5.0 MAT-file")


def variables(path: Path) -> dict[str, Any]:
    """Return a file's variables by name.

    Returns
    -------
    dict
        Cells are lists, structures of one element dictionaries, others lists of these; text is
        text, numbers are arrays that have not been read. What is of no use is None.
    """
    found = {}
    with opened(path) as stream:
        if stream.take(_HEADER)[126:] != _LITTLE:
            raise ValueError("another order of bytes")
        while stream.end - stream.at >= 8:
            kind, size = stream.unpack("<II")
            end = stream.at + size
            if end > stream.end:
                raise EOFError
            if kind == _COMPRESSED:
                with path.open("rb") as again:
                    inner = Inflated(again, stream.at, end)
                    name, value = _Reader(inner, _Place(path, (stream.at, end))).variable()
                stream.skip(size)
            elif kind == _MATRIX:
                name, value = _Reader(stream, _Place(path)).matrix(end, 0)
            else:
                raise ValueError("something other than a variable")
            found[name] = value
    return found


class _Reader:
    """Reads elements: each begins with its kind and its size."""

    def __init__(self, stream: Stream, place: _Place) -> None:
        self._stream = stream
        self._place = place
        self._count = 0

    def variable(self) -> tuple[str, Any]:
        """Return the one variable of a compressed piece."""
        kind, size = self._stream.unpack("<II")
        if kind != _MATRIX:
            raise ValueError("something other than a variable")
        return self.matrix(self._stream.at + size, 0)

    def matrix(self, end: int, depth: int) -> tuple[str, Any]:
        """Return a matrix, whatever it holds, with its name; the stream stands behind it."""
        self._count += 1
        if depth > _DEPTH or self._count > _OBJECTS:
            raise ValueError("too many parts, or too deep")
        if self._stream.at == end:
            return "", None
        flags = int.from_bytes(self._small()[:4], "little")
        shape = tuple(int(size) for size in np.frombuffer(self._small(), "<i4"))
        name = self._small().decode("latin-1")
        if not 2 <= len(shape) <= _AXES or min(shape) < 0:
            raise ValueError("an array of an impossible size")
        value = self._value(flags, shape, end, depth)
        if self._stream.at > end:
            raise ValueError("a part is longer than what it belongs to")
        self._stream.skip(end - self._stream.at)
        return name, value

    def _value(self, flags: int, shape: tuple[int, ...], end: int, depth: int) -> Any:
        kind = flags & _KIND
        if kind == _CELL:
            return self._items(product(shape), lambda: self._inner(end, depth))
        if kind == _STRUCT:
            return self._structure(product(shape), end, depth)
        if kind == _CHAR:
            return self._text()
        if kind in _NUMBERS and not flags & _COMPLEX:
            return self._numbers(shape)
        return None

    def _inner(self, end: int, depth: int) -> Any:
        kind, size = self._stream.unpack("<II")
        after = self._stream.at + size
        if kind != _MATRIX or after > end:
            raise ValueError("a part is longer than what it belongs to")
        return self.matrix(after, depth + 1)[1]

    def _items(self, count: int, read: Callable[[], Any]) -> list[Any]:
        if count > _OBJECTS:
            raise ValueError("too many parts")
        return [read() for _ in range(count)]

    def _structure(self, count: int, end: int, depth: int) -> Any:
        width = int.from_bytes(self._small(), "little")
        text = self._small()
        if not width or len(text) % width:
            raise ValueError("names of an impossible length")
        names = [text[at : at + width].split(b"\0")[0] for at in range(0, len(text), width)]
        if count * len(names) > _OBJECTS:
            raise ValueError("too many parts")
        found = self._items(
            count, lambda: {name.decode("latin-1"): self._inner(end, depth) for name in names}
        )
        return found[0] if count == 1 else found

    def _text(self) -> str:
        kind, data = self._element()
        return data.decode("utf-16-le" if kind in (4, 17) else "utf-8", "replace")

    def _numbers(self, shape: tuple[int, ...]) -> Stored:
        kind, size, small = self._tag()
        form = _TYPES[kind]
        if product(shape) * np.dtype(form).itemsize != size:
            raise ValueError("an array's sizes and its numbers do not fit")
        at = self._stream.skip(size)
        self._stream.skip(4 - size if small else -size % 8)
        return self._place.array(at, shape, form)

    def _small(self) -> bytes:
        return self._element()[1]

    def _element(self) -> tuple[int, bytes]:
        kind, size, small = self._tag()
        data = self._stream.take(size)
        self._stream.skip(4 - size if small else -size % 8)
        return kind, data

    def _tag(self) -> tuple[int, int, bool]:
        """Return kind and size of an element, and whether its data are in the tag itself."""
        first = self._stream.number("<I")
        if first >> 16:
            if first >> 16 > 4:
                raise ValueError("an element of an impossible size")
            return first & 0xFFFF, first >> 16, True
        return first, self._stream.number("<I"), False
