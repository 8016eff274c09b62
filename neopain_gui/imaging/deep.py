"""Colours of 16 bits a channel in full: Pillow keeps their high bytes alone.

OpenCV reads the low ones as well. It is handed a file that has been read and judged whole, and what
it gives counts only where its high bytes are those that Pillow read (ADR 3).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import ImageError
from neopain_gui.imaging.png import critical_chunks

_OPAQUE = 65_535
_TURNS = {
    1: lambda a: a, 2: lambda a: a[:, ::-1], 3: lambda a: a[::-1, ::-1], 4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1), 6: lambda a: a.swapaxes(0, 1)[:, ::-1],
    7: lambda a: a.swapaxes(0, 1)[::-1, ::-1], 8: lambda a: a.swapaxes(0, 1)[::-1],
}  # fmt: skip
"""How a picture is set upright, by its EXIF orientation."""


def deep_colours(
    data: bytes, path: Path, upright: NDArray[np.uint8], orientation: int
) -> NDArray[np.uint16]:
    """Return a picture's colours with all their bits, upright.

    Parameters
    ----------
    data : bytes
        A PNG or TIFF file of 16 bits a channel that is whole.
    path : Path
        It, for messages.
    upright : ndarray of uint8, shape (H, W, C)
        Its high bytes, upright.
    orientation : int
        As its EXIF data say, 1 to 8.

    Returns
    -------
    ndarray of uint16, shape (H, W, 3)
        Red, green and blue.

    Raises
    ------
    ImageError
        It is partly transparent, or its low bytes cannot be read.
    """
    found = _all_bits(data)
    if found is not None and found.ndim == 3 and found.shape[2] == 4:
        if (found[..., 3] != _OPAQUE).any():
            raise ImageError(
                "is partly transparent, so it is not stretched",
                file=path,
                remedy="save it without transparency",
            )
        found = found[..., :3]
    if found is not None and found.ndim == 3:
        colours = found[..., ::-1]
        high = upright[..., :3] if upright.shape[2] > 2 else upright[..., :1]
        for turned in (colours, _TURNS.get(orientation, _TURNS[1])(colours)):
            if turned.shape[:2] == high.shape[:2] and (turned >> 8 == high).all():
                return np.ascontiguousarray(turned)
    raise ImageError(
        "has colours of 16 bits of a kind that is not stretched",
        file=path,
        remedy="save it with 8 bits a channel",
    )


def _all_bits(data: bytes) -> NDArray[Any] | None:
    """Return what OpenCV reads, blue first; None where that is not of 16 bits.

    It speaks of what it does not know in a file, so of a PNG it sees the pixels alone.
    """
    import cv2

    bare = critical_chunks(data) if data.startswith(b"\x89PNG") else data
    level = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        found: NDArray[Any] | None = cv2.imdecode(
            np.frombuffer(bare, np.uint8), cv2.IMREAD_UNCHANGED
        )
    except cv2.error:
        return None
    finally:
        cv2.utils.logging.setLogLevel(level)
    return found if found is not None and found.dtype == np.uint16 else None
