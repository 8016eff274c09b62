"""The same pixels in a file that says nothing else.

JPEG and PNG files lose the parts that hold no pixels; the rest of their bytes stays. Any other
format that says something is written as PNG from its decoded pixels. Either way the result is
decoded and compared: every pixel is what it was (ADR 10).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image

from neopain_gui.errors import ImageError
from neopain_gui.imaging.decode import decode_bytes, open_checked, pixels_and_camera_data
from neopain_gui.imaging.encode import png_bytes
from neopain_gui.imaging.metadata import camera_data

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB",
                       b"iCCP", b"sBIT", b"bKGD", b"pHYs"})  # fmt: skip
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14, _COMMENT = (
    0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE,
)  # fmt: skip


def without_camera_data(data: bytes, path: Path) -> tuple[bytes, str]:
    """Return a picture's file without what a camera or a program wrote into it.

    Parameters
    ----------
    data : bytes
        Of a photograph that can be decoded.
    path : Path
        Its file, for messages.

    Returns
    -------
    data : bytes
        The same object where there is nothing to leave out.
    suffix : str
        ``.png`` where it became a PNG; else the file's own, in lower case.

    Raises
    ------
    ImageError
        As for decoding.
    """
    with open_checked(data, path) as image:
        kind, told = image.format, camera_data(image)
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1) if told else 1
    suffix = path.suffix.lower()
    if not told:
        return data, suffix
    pixels = decode_bytes(data, path)
    stripped = {"JPEG": _jpeg, "MPO": _jpeg, "PNG": _png}.get(str(kind))
    if stripped is not None:
        try:
            cleaned = stripped(data, int(orientation))
            again, said = pixels_and_camera_data(cleaned, path)
            if not said and np.array_equal(again, pixels):
                return cleaned, suffix
        except (ImageError, ValueError, struct.error):
            pass  # an unusual file: its pixels are written anew
    return png_bytes(pixels), ".png"


def _exif(orientation: int) -> bytes:
    """Return EXIF with the orientation alone; empty where the picture stands upright."""
    if orientation not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return exif.tobytes()


def _jpeg(data: bytes, orientation: int) -> bytes:
    kept = [b"\xff\xd8"]
    exif = _exif(orientation)
    if exif:
        kept.append(b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    for marker, part in _segments(data):
        payload = part[4:]
        if marker == _APP0:
            if payload.startswith(b"JFIF\0"):  # without the small picture that it may hold
                kept.append(b"\xff\xe0\x00\x10" + payload[:12] + b"\0\0")
        elif marker == _APP2:
            if payload.startswith(b"ICC_PROFILE\0"):
                kept.append(part)
        elif not (_APP0 < marker <= 0xEF and marker != _APP14) and marker != _COMMENT:
            kept.append(part)
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each segment up to the end of the first picture."""
    at = 2
    while True:
        while data[at + 1] == 0xFF:  # filling
            at += 1
        marker = data[at + 1]
        if data[at] != 0xFF:
            raise ValueError("no marker")
        if marker == _EOI:
            yield marker, b"\xff\xd9"
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == _SOS:
            following = _NEXT_MARKER.search(data, end)
            if following is None:
                raise ValueError("no end")
            end = following.start()
        yield marker, data[at:end]
        at = end


def _png(data: bytes, orientation: int) -> bytes:
    kept, at = [_PNG_HEAD], len(_PNG_HEAD)
    exif = _exif(orientation).removeprefix(b"Exif\0\0")
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + 12 + length]
        at += 12 + length
        if name not in _PNG_KEPT:
            continue
        kept.append(chunk)
        if name == b"IHDR" and exif:
            body = b"eXIf" + exif
            kept.append(struct.pack(">I", len(exif)) + body + struct.pack(">I", zlib.crc32(body)))
        if name == b"IEND":
            return b"".join(kept)
    raise ValueError("no end")
