"""Whether a PNG file holds the whole picture.

Its chunks carry checksums, which Pillow's ``verify`` looks at; but decoders fill up with black
what the compressed stream does not reach, so its length is counted.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from neopain_gui.imaging.jpeg import DamagedError, TooMuchWorkError
from neopain_gui.percentages import percent

_MAX_CHUNKS = 20_000
_STEP = 1 << 16
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Adam7: first column and row, and the steps between them
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
           (0, 1, 1, 2))  # fmt: skip


def check_chunks(data: bytes) -> None:
    """Refuse a PNG of more chunks than a photograph has, before anything walks them.

    Raises
    ------
    TooMuchWorkError
        There are too many.
    """
    for number, _ in enumerate(_chunks(data)):
        if number > _MAX_CHUNKS:
            raise TooMuchWorkError("it has far more parts than a photograph has")


def check_rows(data: bytes) -> None:
    """Refuse a PNG whose stream ends before its rows do.

    Raises
    ------
    DamagedError
        Rows are missing.
    zlib.error
        The stream is damaged.
    TooMuchWorkError
        The stream is mostly blocks that hold nothing.
    """
    expected, got = _size_of_rows(data), 0
    inflate = zlib.decompressobj()
    for name, body in _chunks(data):
        if name != b"IDAT" or inflate.eof:
            continue
        for start in range(0, len(body), _STEP):
            waiting, before = bytes(body[start : start + _STEP]), got
            while waiting and not inflate.eof and got < expected:
                got += len(inflate.decompress(waiting, _STEP << 4))
                waiting = inflate.unconsumed_tail
            if got >= expected:
                return
            # what cannot be squeezed is stored, so honest data never shrink on the way
            if len(body) - start >= _STEP and got - before < _STEP // 4:
                raise TooMuchWorkError("it is filled up with blocks that hold nothing")
    if got < expected:
        raise DamagedError(f"{percent(1 - got / expected)} of its rows are missing")


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    at, view = 8, memoryview(data)
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        yield name, view[at + 8 : at + 8 + length]
        at += 12 + length


def critical_chunks(data: bytes) -> bytes:
    """Return a PNG file with its pixels and what is transparent in it, and nothing else."""
    kept = [data[:8]]
    for name, body in _chunks(data):
        if name in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"):
            part = name + bytes(body)
            kept.append(struct.pack(">I", len(body)) + part + struct.pack(">I", zlib.crc32(part)))
    return b"".join(kept)


def _size_of_rows(data: bytes) -> int:
    """Return how many bytes the rows have: each begins with its filter."""
    width, height, depth, colour, _, _, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
    bits = depth * _CHANNELS.get(colour, 0)
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        columns = -(-(width - left) // across)
        rows = -(-(height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total
