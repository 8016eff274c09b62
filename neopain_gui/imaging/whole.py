"""Whether a file holds the whole picture, as far as its format lets that be known."""

from __future__ import annotations

from typing import Any

from PIL import Image

from neopain_gui.imaging.containers import (
    check_deflated,
    check_gif_head,
    is_deflated,
    surplus,
    zeros,
)
from neopain_gui.imaging.jpeg import TooMuchWorkError, check_head, check_jpeg, with_end
from neopain_gui.imaging.png import check_chunks, check_rows

__all__ = ["TooMuchWorkError", "before_opening", "check_whole"]

_DEEPEST = 8
"""Bytes of a pixel of four channels of 16 bits."""
_FILLED_UP = frozenset({"jpeg", "tiff_jpeg", "group3", "group4", "tiff_ccitt"})
"""Ways of squeezing a TIFF whose decoders fill up with white or grey what is missing."""
_STORED = frozenset({None, "raw", "packbits"})
_HEADS = {"PNG": check_chunks, "JPEG": check_head, "GIF": check_gif_head}


def before_opening(data: bytes, kind: str) -> bytes:
    """Return the file as it is handed to its decoder, once it is known to be walked quickly.

    Raises
    ------
    TooMuchWorkError
        Reading its parts alone would take far too long.
    """
    if kind in _HEADS:
        _HEADS[kind](data)
    return with_end(data) if kind == "JPEG" else data


def check_whole(data: bytes, image: Image.Image) -> tuple[str, ...]:
    """Refuse half a picture; say where it cannot be known.

    Parameters
    ----------
    data : bytes
        The file.
    image : Image
        It, opened; its pixels need not have been read.

    Returns
    -------
    tuple of str
        What to look at, for the preview.

    Raises
    ------
    ValueError, zlib.error
        Data are missing.
    TooMuchWorkError
        Decoding it would take far too long.
    """
    kind = str(image.format)
    if kind in ("JPEG", "MPO"):
        return check_jpeg(data)
    if kind == "PNG":
        check_rows(data)
        return ()
    stored = kind == "BMP" or (kind == "TIFF" and image.info.get("compression") in _STORED)
    row = len(data) // image.height if stored else 0
    remarks = (*zeros(data, row), *surplus(data, kind))
    tags: Any = getattr(image, "tag_v2", {})
    if kind == "TIFF" and is_deflated(tags):
        check_deflated(data, tags, image.width * image.height * _DEEPEST)
    if kind == "TIFF" and image.info.get("compression") in _FILLED_UP:
        remarks += ("may lack a part, which cannot be seen in a TIFF of its kind; look at it",)
    return remarks
