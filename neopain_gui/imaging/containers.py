"""What the frames of the formats without checksums tell: BMP, TIFF, GIF, WebP, AVIF and HEIC."""

from __future__ import annotations

import re

from neopain_gui.imaging.jpeg import TooMuchWorkError
from neopain_gui.imaging.tiff import end_of_tiff

_ZEROS = re.compile(rb"\0{256,}")
_MOST_ZEROS = 0.01
"""Share of a file above which stretches of zeros are said."""
_SPARE = 256
"""Bytes behind a picture that programs write."""
_MAX_BLOCKS = 20_000
_GIF_EXTENSION = 0x21


def zeros(data: bytes, shortest: int) -> tuple[str, ...]:
    """Say that a file holds what a copy that broke off leaves behind.

    Parameters
    ----------
    data : bytes
        The file.
    shortest : int
        Bytes in a row that count: whole rows where pixels are stored as they are, since a
        photograph may be black in places.
    """
    runs = (found.end() - found.start() for found in _ZEROS.finditer(data))
    many = sum(run for run in runs if run >= shortest)
    if many <= _MOST_ZEROS * len(data):
        return ()
    return (
        f"{many:,} of its bytes are zeros: it has black parts, or was not copied whole; look at it",
    )


def surplus(data: bytes, kind: str) -> tuple[str, ...]:
    """Say that a file is longer than its own head says, as after a doubled or foreign part."""
    told = len(data)
    if kind == "BMP":
        told = int.from_bytes(data[2:6], "little") or told
    elif kind == "WEBP":
        told = 8 + int.from_bytes(data[4:8], "little")
    elif kind in ("AVIF", "HEIF"):
        told = _end_of_boxes(data)
    elif kind == "TIFF":
        told = end_of_tiff(data)
    more = len(data) - told
    if more <= _SPARE:
        return ()
    return (f"has {more:,} bytes more than its head says, so a part may be wrong; look at it",)


def _end_of_boxes(data: bytes) -> int:
    """Return where the last whole box of an ISO file ends."""
    at = 0
    while at + 8 <= len(data):
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        elif size == 0:
            return len(data)
        if size < 8 or at + size > len(data) or not name.isalnum():
            break
        at += size
    return at


def check_gif_head(data: bytes) -> None:
    """Refuse a GIF with more before its first frame than a decoder walks quickly.

    Raises
    ------
    TooMuchWorkError
        Comments and the like go on for too long.
    """
    flags = data[10] if len(data) > 10 else 0
    at, count = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0), 0
    while at < len(data) and data[at] == _GIF_EXTENSION:
        at += 2
        while at < len(data) and data[at]:
            at, count = at + 1 + data[at], count + 1
            if count > _MAX_BLOCKS:
                raise TooMuchWorkError("it has far more parts than a photograph has")
        at += 1
