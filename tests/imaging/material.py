"""Pictures, and files that only look like pictures."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from skimage.data import astronaut

from neopain_gui.errors import ImageError
from neopain_gui.imaging import decode


def photograph(side: int = 160) -> Image.Image:
    """A picture with the structure of a photograph: noise would hide a grey bottom."""
    return Image.fromarray(astronaut()).resize((side, side))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes, *, depth: int = 8, colour: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = chunk(b"IDAT", rows) if rows else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """Return a zlib stream of zeros: one block repeated, so that 1 GB costs nothing to make."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeeze.compress(bytes(1 << 20)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    last = squeeze.compress(bytes(count % (1 << 20))) + squeeze.flush()
    adler = (count % 65_521) << 16 | 1
    return b"\x78\xda" + block * (count >> 20) + last + struct.pack(">I", adler)


def tiff_claiming(width: int, height: int) -> bytes:
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 200),
            (277, 3, 1), (278, 4, height), (279, 4, 100)]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + bytes(400)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format=kind, **options)
    return stream.getvalue()


def refused(path: Path, data: bytes) -> str:
    """Return the one sentence with which a file is refused."""
    path.write_bytes(data)
    with pytest.raises(ImageError) as caught:
        decode(path)
    sentence = str(caught.value)
    assert sentence.startswith(path.name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "0x" not in sentence
    assert caught.value.remedy
    return sentence
