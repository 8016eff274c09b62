"""What a TIFF file tells of itself: where it ends, and whether each of its parts is whole."""

from __future__ import annotations

import ctypes
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import _imaging

from neopain_gui.imaging.ends import LEFT_OVER, reads, spare_of_codes
from neopain_gui.imaging.jpeg import DamagedError, check_jpeg

_STEP = 1 << 20
_LZW, _JPEG, _PACKBITS = 5, 7, 32_773
_DEFLATE = frozenset({8, 32_946})
_FAX = frozenset({2, 3, 4, 6, 32_771})
"""Whose decoders fill up with white or grey what is missing; 6 is how JPEG was first put in."""
_NONE = 1
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4,
          16: 8, 17: 8, 18: 8}  # fmt: skip
_LETTERS = {3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_WHERE, _LENGTHS = frozenset({273, 324}), frozenset({279, 325})
_FURTHER = frozenset({330, 34_665, 34_853, 40_965})
"""Tags that say where further directories are."""
_MAX_DIRECTORIES = 256
_MAX_ENTRIES = 1_024
_MAX_VALUES = 100_000
_DEEPEST = 8
"""Bytes of a pixel of four channels of 16 bits."""
_UNSEEN = "may lack a part, which cannot be seen in a TIFF of its kind; look at it"


@dataclass(frozen=True, slots=True)
class _Block:
    """A strip or a tile: its data, and how many rows of how many bytes it holds."""

    data: bytes
    row: int
    rows: int


@cache
def silence_libtiff() -> None:
    """Keep libtiff's own sentences from the terminal: what it refuses is said as for any file.

    Pillow leaves its two ways of speaking as they are, which is to print. Where the library is
    built into Pillow, they cannot be reached, and it speaks.
    """
    library = ctypes.CDLL(_imaging.__file__)
    for name in ("TIFFSetErrorHandler", "TIFFSetWarningHandler"):
        handler = getattr(library, name, None)
        if handler is not None:
            handler(None)


def check_tiff(data: bytes, tags: Mapping[int, Any]) -> tuple[str, ...]:
    """Refuse a TIFF of which a part is missing; say where that cannot be known.

    Parameters
    ----------
    data : bytes
        The file.
    tags : Mapping
        Of its first page.

    Returns
    -------
    tuple of str
        What to look at, for the preview.

    Raises
    ------
    DamagedError, zlib.error
        A part is damaged or ends early.
    """
    squeezed = tags.get(259, _NONE)
    if squeezed in _FAX:
        return (_UNSEEN,)
    blocks = _blocks(data, tags)
    if squeezed in _DEFLATE:
        most = int(tags.get(256, 0)) * int(tags.get(257, 0)) * _DEEPEST
        for block in blocks:
            _check_deflated(block.data, most)
    elif squeezed == _JPEG:
        tables = bytes(tags.get(347, b""))[:-2] or b"\xff\xd8"
        told = (remark for block in blocks for remark in check_jpeg(tables + block.data[2:]))
        return tuple(dict.fromkeys(told))[:1]
    elif squeezed in (_LZW, _PACKBITS) and any(_left_over(block, squeezed) for block in blocks):
        return (LEFT_OVER,)
    return ()


def _check_deflated(waiting: bytes, most: int) -> None:
    """Refuse a deflated part that is not whole: it carries a checksum."""
    inflate, got = zlib.decompressobj(), 0
    while waiting and not inflate.eof and got <= most:
        got += len(inflate.decompress(waiting, _STEP))
        waiting = inflate.unconsumed_tail
    if not inflate.eof and got <= most:
        raise DamagedError("a part of its data ends early")


def _left_over(block: _Block, squeezed: int) -> bool:
    """Say whether a block is whole without its last code or byte."""
    spare = spare_of_codes(block.data, 8, "big") if squeezed == _LZW else 1
    if squeezed == _LZW and block.data[:2] == b"\0\1":
        return False  # an old way of writing codes, from their low bits
    return len(block.data) > spare and reads(_grey(block, spare, squeezed), "TIFF")


def _grey(block: _Block, spare: int, squeezed: int) -> bytes:
    """Return a grey TIFF of a block without its last bytes: a byte a pixel, whatever they mean."""
    length = len(block.data) - spare
    tags = [(256, block.row), (257, block.rows), (258, 8), (259, squeezed), (262, 1), (273, 8),
            (277, 1), (278, block.rows), (279, length)]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    even = block.data[:length] + bytes(length & 1)
    head = b"II*\0" + struct.pack("<I", 8 + len(even))
    return head + even + struct.pack("<H", len(tags)) + entries + bytes(4)


def _blocks(data: bytes, tags: Mapping[int, Any]) -> Iterator[_Block]:
    width, height = int(tags.get(256, 0)), int(tags.get(257, 0))
    depths = tags.get(258, (1,))
    planes = len(depths) if tags.get(284, 1) == 2 else 1
    bits = max(depths) if planes > 1 else sum(depths)
    if tags.get(262) == 6 and tags.get(259) != _JPEG:
        return  # colours at half the size, laid out in a way of their own
    tiled = 322 in tags
    across, down = (
        (int(tags[322]), int(tags.get(323, 0))) if tiled
        else (width, min(int(tags.get(278, height)), height))
    )  # fmt: skip
    places, lengths = (324, 325) if tiled else (273, 279)
    row, start = (across * bits + 7) // 8, 0
    for at, length in zip(tags.get(places, ()), tags.get(lengths, ()), strict=False):
        rows = down if tiled else min(down, height - start)
        yield _Block(data[at : at + length], row, rows)
        start = 0 if start + down >= height else start + down


def end_of_tiff(data: bytes) -> int:
    """Return where the last byte ends that something in a TIFF names; at most its length.

    A file of more directories than a photograph has is taken as it is.
    """
    order = "<" if data[:2] == b"II" else ">"
    big = data[2:4] in (b"+\0", b"\0+")
    first = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)[0]
    waiting, seen, end = [first], set[int](), 8
    while waiting:
        at = waiting.pop()
        if at in seen or not 0 < at < len(data):
            continue
        seen.add(at)
        if len(seen) > _MAX_DIRECTORIES:
            return len(data)
        try:
            stop, further = _directory(data, at, order, big=big)
        except (struct.error, OverflowError):
            return len(data)
        end = max(end, stop)
        waiting += further
    return min(end, len(data))


def _directory(data: bytes, at: int, order: str, *, big: bool) -> tuple[int, list[int]]:
    """Return where what a directory names ends, and where further directories are."""
    number, entry, place = ("Q", "HHQ", "Q") if big else ("H", "HHI", "I")
    count = struct.unpack_from(order + number, data, at)[0]
    if count > _MAX_ENTRIES:
        return len(data), []
    at += struct.calcsize(order + number)
    inside = struct.calcsize(order + place)
    end, named = 0, dict[int, Sequence[int]]()
    for _ in range(count):
        tag, kind, many = struct.unpack_from(order + entry, data, at)
        value = at + struct.calcsize(order + entry)
        at = value + inside
        length = _SIZES.get(kind, 1) * many
        if length > inside:
            value = struct.unpack_from(order + place, data, value)[0]
            end = max(end, value + length)
        if tag in _WHERE | _LENGTHS | _FURTHER and kind in _LETTERS:
            if many > _MAX_VALUES:
                return len(data), []
            named[tag] = struct.unpack_from(f"{order}{many}{_LETTERS[kind]}", data, value)
    for where, lengths in ((273, 279), (324, 325)):
        pairs = zip(named.get(where, ()), named.get(lengths, ()), strict=False)
        end = max([end, *(start + length for start, length in pairs)])
    further = [place for tag in _FURTHER for place in named.get(tag, ())]
    further.append(struct.unpack_from(order + place, data, at)[0])
    return max(end, at + inside), further
