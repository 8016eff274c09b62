"""Caffe's weights (``.caffemodel``): a message of Google's protocol buffers, read by hand.

Of ``caffe.proto`` only what lies on the way to the weights is known: in a network the layers of
either age, in a layer its name and its blobs, in a blob its sizes and its numbers. Everything
else is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from neopain_gui.classifiers.bases.formats.contents import Contents, Layer, Stored, plain, product
from neopain_gui.classifiers.bases.formats.stream import Stream, opened

_VARINT, _EIGHT, _PIECE, _FOUR = 0, 1, 2, 5
_LAYERS_V1, _LAYERS = 2, 100
_NAME = {_LAYERS_V1: 4, _LAYERS: 1}
_BLOBS = {_LAYERS_V1: 6, _LAYERS: 7}
_DATA, _SHAPE, _DOUBLES = 5, 7, 8
_FIELDS = 50_000
"""In the whole file; VGG-Face's has a thousand."""
_VARINT_BYTES = 10
_AXES = 8
_NORMALISED = "a network with batch normalisation"


def recognises(head: bytes) -> bool:
    """Tell by the first bytes: a network's name, or its first layer."""
    return head[:1] in (b"\x0a", b"\x12") or head[:2] == b"\xa2\x06"


def contents(path: Path) -> Contents:
    """Say what is in it."""
    layers, normalised = [], False
    with opened(path) as stream:
        reader = _Reader(stream)
        for field, size in reader.fields(stream.end):
            if field in (_LAYERS_V1, _LAYERS) and size is not None:
                name, blobs = _layer(reader, path, field, stream.at + size)
                normalised |= len(blobs) > 2
                if blobs:
                    layers.append(Layer(name, blobs[0], blobs[1] if len(blobs) > 1 else None))
    return Contents(format="Caffe", layers=tuple(layers), foreign=_NORMALISED if normalised else "")


class _Reader:
    """Goes from field to field; whoever asks stops at a piece that is of interest, or passes."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._count = 0

    def fields(self, end: int) -> Iterator[tuple[int, int | None]]:
        """Yield each field's number up to ``end``, and a piece's size, which may be gone through.

        Whatever of the piece is left when the next field is asked for is passed over.
        """
        stream = self.stream
        while stream.at < end:
            self._count += 1
            if self._count > _FIELDS:
                raise ValueError("too many fields")
            tag = self.varint()
            field, kind = tag >> 3, tag & 7
            if kind == _PIECE:
                size = self.varint()
                after = stream.at + size
                if after > end:
                    raise EOFError
                yield field, size
                stream.skip(after - stream.at)
            elif kind == _VARINT:
                before = stream.at
                yield field, None
                if stream.at == before:
                    self.varint()
            else:
                stream.skip({_EIGHT: 8, _FOUR: 4}[kind])

    def varint(self) -> int:
        value = 0
        for place in range(_VARINT_BYTES):
            byte = self.stream.take(1)[0]
            value |= (byte & 127) << (7 * place)
            if byte < 128:
                return value
        raise ValueError("a number without an end")


def _layer(reader: _Reader, path: Path, age: int, end: int) -> tuple[str, list[Stored]]:
    name, blobs = "", []
    for field, size in reader.fields(end):
        if size is None:
            continue
        if field == _NAME[age]:
            name = reader.stream.take(size).decode("utf-8")
        elif field == _BLOBS[age]:
            blobs.append(_blob(reader, path, reader.stream.at + size))
    return name, blobs


def _blob(reader: _Reader, path: Path, end: int) -> Stored:
    older: dict[int, int] = {}
    sizes: list[int] = []
    data: tuple[int, int, str] | None = None
    for field, size in reader.fields(end):
        at = reader.stream.at
        if field <= 4 and size is None:
            older[field] = reader.varint()
        elif field == _SHAPE and size is not None:
            sizes = list(islice(_sizes(reader, at + size), _AXES + 1))
        elif field in (_DATA, _DOUBLES) and size is not None:
            if data is not None:
                raise ValueError("an array in several pieces")
            data = (at, size, "<f4" if field == _DATA else "<f8")
    shape = tuple(sizes) or tuple(older.get(axis, 1) for axis in (1, 2, 3, 4))
    if data is None or len(shape) > _AXES or max(shape) >= 1 << 63:
        raise ValueError("an array without numbers, or of an impossible size")
    at, size, kind = data
    if product(shape) * int(kind[-1]) != size:
        raise ValueError("an array's sizes and its numbers do not fit")
    return plain(path, at, shape, kind)


def _sizes(reader: _Reader, end: int) -> Iterator[int]:
    for field, size in reader.fields(end):
        if field != 1:
            continue
        if size is None:
            yield reader.varint()
        else:
            stop = reader.stream.at + size
            while reader.stream.at < stop:
                yield reader.varint()
