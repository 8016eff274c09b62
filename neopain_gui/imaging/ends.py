"""Whether a stream of data ends where its picture does.

WebP, AVIF, GIF and most squeezed TIFF carry no checksum. But a stream that was damaged on its way
hardly ever ends with the last pixel: it is too short, which decoders refuse, or something is left
over, which they keep to themselves. So each stream is read once more without its last bytes. An
honest one cannot be read then.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from PIL import Image

LEFT_OVER = "may be damaged: its last pixel comes before its data end; compare it with the original"
_WEBP_BYTES = 8
"""Of a lossy picture: coders write at most four bytes more than the last pixel needs."""
_AVIF_BYTES = 16
_PADDING = 0x7A
"""Head of a part of an AV1 stream that decoders skip, with its length."""
_FRAME = 6


def reads(data: bytes, kind: str) -> bool:
    """Say whether a decoder reads a file to its end."""
    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as image:
            image.load()
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError):
        return False
    return True


def webp_left_over(data: bytes) -> bool:
    """Say whether a WebP's picture, or its modes, are whole without their last bytes."""
    for name, body in _riff(data[12:]):
        if name == b"ANMF":
            return any(_webp_part(*part) for part in _riff(body[16:]))
        if _webp_part(name, body):
            return True
    return False


def _webp_part(name: bytes, body: bytes) -> bool:
    if name not in (b"VP8 ", b"VP8L") or len(body) < 64:
        return False
    if name == b"VP8L":  # it pads to a byte, and its decoder reads what fills up an odd part
        return reads(_webp(name, body[: (len(body) - 1) & ~1]), "WEBP")
    if reads(_webp(name, body[:-_WEBP_BYTES]), "WEBP"):
        return True
    head = int.from_bytes(body[:3], "little")  # 19 bits of it: how long the first partition is
    length = (head >> 5) - _WEBP_BYTES
    if length <= 0:
        return False
    start = (length << 5 | head & 31).to_bytes(3, "little") + body[3 : 10 + length]
    return reads(_webp(name, start + body[10 + length + _WEBP_BYTES :]), "WEBP")


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + (length & 1)


def _webp(name: bytes, body: bytes) -> bytes:
    part = name + struct.pack("<I", len(body)) + body + bytes(len(body) & 1)
    return b"RIFF" + struct.pack("<I", 4 + len(part)) + b"WEBP" + part


def avif_left_over(data: bytes) -> bool:
    """Say whether an AVIF's main picture is whole without the last bytes of its last tile."""
    at, length = _main_item(data)
    last = None
    for kind, head, start, end in _av1_parts(data, at, at + length):
        if kind == _FRAME:
            last = head, start, end
    if last is None:
        return False
    head, start, end = last
    if end - start < 4 * _AVIF_BYTES:
        return False
    shaved = bytearray(data)
    width = start - head - 1
    for place in range(width):
        seven = (end - start - _AVIF_BYTES) >> (7 * place) & 127
        shaved[head + 1 + place] = seven | (128 if place < width - 1 else 0)
    shaved[end - _AVIF_BYTES : end - _AVIF_BYTES + 2] = bytes([_PADDING, _AVIF_BYTES - 2])
    return reads(bytes(shaved), "AVIF")


def _av1_parts(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield kind, head, start and end of each part of an AV1 stream that says its length."""
    while at + 1 < end and data[at] & 2:
        head, at = at, at + 1 + (data[at] >> 2 & 1)
        length = place = 0
        while at < end and place < 5:
            length |= (data[at] & 127) << (7 * place)
            at, place = at + 1, place + 1
            if not data[at - 1] & 128:
                break
        if at + length > end:
            return
        yield data[head] >> 3 & 15, head, at, at + length
        at += length


def _main_item(data: bytes) -> tuple[int, int]:
    """Return where an ISO file's main picture is, and its length; 0, 0 where it is elsewhere."""
    parts = {
        inner: (a, b) for name, start, end in _boxes(data, 0, len(data)) if name == b"meta"
        for inner, a, b in _boxes(data, start + 4, end)
    }  # fmt: skip
    if b"pitm" not in parts or b"iloc" not in parts:
        return 0, 0
    start, end = parts[b"pitm"]
    main = int.from_bytes(data[start + 4 : end], "big")
    start, end = parts[b"iloc"]
    for item, extents in _locations(data[start:end]):
        if item == main and len(extents) == 1:
            return extents[0]
    return 0, 0


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while at + 8 <= end:
        length, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif length == 0:
            length = end - at
        if length < head or at + length > end:
            return
        yield name, at + head, at + length
        at += length


def _locations(box: bytes) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield each item of an ``iloc`` box that lies in the file itself, and its places."""
    version, stream = box[0], io.BytesIO(box[4:])

    def number(size: int) -> int:
        return int.from_bytes(stream.read(size), "big")

    sizes, more = number(1), number(1)
    for _ in range(min(number(2 if version < 2 else 4), 4_096)):
        item = number(2 if version < 2 else 4)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(more >> 4)
        extents = []
        for _ in range(min(number(2), 4_096)):
            number(more & 15 if version else 0)
            at = base + number(sizes >> 4)
            extents.append((at, number(sizes & 15)))
        if method == 0:
            yield item, extents


def gif_left_over(data: bytes) -> bool:
    """Say whether the first frame of a GIF is whole without its last code."""
    start = _gif_codes(data)
    if start is None:
        return False
    at, blocks = start + 1, []
    while at < len(data) and data[at]:
        blocks.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    codes = b"".join(blocks)
    kept = codes[: len(codes) - spare_of_codes(codes, data[start], "little")]
    again = b"".join(
        bytes([len(kept[place : place + 255])]) + kept[place : place + 255]
        for place in range(0, len(kept), 255)
    )
    return len(codes) > 64 and reads(data[: start + 1] + again + b"\0;", "GIF")


def _gif_codes(data: bytes) -> int | None:
    """Return where the first frame's codes begin, with how many bits they have."""
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while at + 10 < len(data):
        if data[at] == 0x2C:
            flags = data[at + 9]
            return at + 10 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
        if data[at] != 0x21:
            return None
        at += 2
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    return None


def spare_of_codes(codes: bytes, depth: int, order: str) -> int:
    """Return the fewest bytes at the end of LZW codes that hold a part of the last real one.

    Parameters
    ----------
    codes : bytes
        Of codes from ``depth`` + 1 to 12 bits, whose last says that it is the last.
    depth : int
        Bits of a value.
    order : str
        ``little`` or ``big``: whether a code begins at the low or the high bits of a byte.
    """
    end, tail = (1 << depth) + 1, codes[-4:]
    value = int.from_bytes(tail, "little" if order == "little" else "big")
    most = 0
    for padding in range(8):
        for width in range(depth + 1, 13):
            room = 8 * len(tail) - padding - width
            if order == "little":
                fits = value >> room == end
            else:
                fits = value & (1 << padding) - 1 == 0 and (
                    value >> padding & (1 << width) - 1 == end
                )
            if room >= 0 and fits:
                most = max(most, padding + width)
    return most // 8 + 1 if most else 2
