"""Whether a file holds the whole picture, as far as its format lets that be known."""

from __future__ import annotations

from typing import Any

from PIL import Image

from neopain_gui.imaging.containers import check_gif_head, surplus, zeros
from neopain_gui.imaging.ends import LEFT_OVER, avif_left_over, gif_left_over, webp_left_over
from neopain_gui.imaging.jpeg import (
    DamagedError,
    TooMuchWorkError,
    check_head,
    check_jpeg,
    with_end,
)
from neopain_gui.imaging.png import check_chunks, check_rows
from neopain_gui.imaging.tiff import check_tiff

__all__ = ["DamagedError", "TooMuchWorkError", "before_opening", "check_whole"]

_STORED = frozenset({1, 32_773})
"""TIFF that is not squeezed, or by repeated bytes alone."""
_LEFT_OVER = {"WEBP": webp_left_over, "AVIF": avif_left_over, "GIF": gif_left_over}
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
    DamagedError, zlib.error
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
    tags: Any = getattr(image, "tag_v2", {})
    row = len(data) // image.height if is_stored(image) else 0
    # zeros end a GIF's data, and fill its palette up
    remarks = (*(() if kind == "GIF" else zeros(data, row)), *surplus(data, kind))
    if kind == "TIFF":
        remarks += check_tiff(data, tags)
    elif not remarks and kind in _LEFT_OVER and _LEFT_OVER[kind](data):
        remarks = (LEFT_OVER,)
    return remarks


def is_stored(image: Image.Image) -> bool:
    """Say whether an opened file holds pixels as they are, so that nothing tells of other ones."""
    tags: Any = getattr(image, "tag_v2", {})
    return image.format == "BMP" or (image.format == "TIFF" and tags.get(259, 1) in _STORED)
