"""HEIC pictures, as phones take them.

The library's own classes read what a camera wrote as well, and with a damaged file that ends the
process. So only its decoder is called here, and what is needed of the rest is read by Pillow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PIL import Image

from neopain_gui.imaging.jpeg import DamagedError

_EXIF = re.compile(rb"Exif\x00\x00(?=II\*\x00|MM\x00\*)")
_HEAD = 65_536
"""Bytes at the beginning of a file in which it lists what it holds."""


def open_heic(data: bytes, check_size: Callable[[int, int], None]) -> Image.Image:
    """Decode the main picture of a HEIC file, turned upright as the file says.

    Parameters
    ----------
    data : bytes
        The file.
    check_size : callable
        Refuses a width and height, before memory is given to them.

    Returns
    -------
    Image
        With ``format`` HEIF and the EXIF data of the file, if there are any.

    Raises
    ------
    ValueError, RuntimeError, OSError, EOFError
        The file is damaged.
    """
    import _pi_heif  # costs a while: loaded for the first such file

    found = _pi_heif.load_file(data, 1, True, False, False, True, "", False)
    pictures = [picture for picture in found if picture is not None]
    main = next((picture for picture in pictures if picture.primary), None)
    if main is None:
        raise DamagedError("it holds no picture")
    check_size(*main.size_mode[0])
    values = main.data
    size, mode = main.size_mode  # decoding knows better than the header
    check_size(*size)
    image = Image.frombytes(mode, size, values, "raw", mode, main.stride)
    image.format = "HEIF"
    image.is_animated = len(pictures) > 1  # type: ignore[attr-defined]
    image.info |= _beside(data)
    return image


def _beside(data: bytes) -> dict[str | tuple[int, int], Any]:
    """Return what the file says besides the picture, as Pillow calls it; not the orientation."""
    told: dict[str | tuple[int, int], Any] = {}
    start = _EXIF.search(data)
    if start is not None:
        exif = Image.Exif()
        exif.load(data[start.start() :])
        exif.pop(0x0112, None)  # the file's own turning has been done and counts
        told["exif"] = exif.tobytes()
    if b"application/rdf+xml" in data[:_HEAD]:
        told["xmp"] = True
    elif start is None and b"Exif" in data[:_HEAD]:
        told["comment"] = True  # somewhere, written in another way
    return told
