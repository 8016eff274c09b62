"""Pictures of another range than 0…255 or 0…65,535, when somebody wants them stretched.

Twelve bits stored in 16 are nearly black, and floating point has no range of its own. Guessing
would change numbers in silence, so this happens only on request, and is said. All colours of a
picture are stretched by one range, so that they stay in proportion.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, ImageOps

from neopain_gui.errors import ImageError
from neopain_gui.imaging.decode import (
    Examined,
    decode_bytes,
    open_checked,
    read_bytes,
)
from neopain_gui.imaging.deep import deep_colours
from neopain_gui.imaging.encode import png_bytes
from neopain_gui.imaging.metadata import camera_data
from neopain_gui.imaging.pixels import is_deep, tiff_facts
from neopain_gui.imaging.whole import check_whole
from neopain_gui.provenance import sha256_bytes

_MODES = frozenset({"I;16", "I;16B", "I;16L", "I", "F"})
_DEPTHS = (8, 10, 12, 14, 16)
"""Bits that cameras and microscopes have."""


def stretched(path: Path) -> tuple[bytes, Examined]:
    """Return a picture as an 8-bit PNG of the full range, and what that is.

    Whole numbers from 0 are scaled by the depth that holds them, floating point up to 1 by 1;
    anything else runs from its lowest value to its highest. Equal files give equal bytes.

    Raises
    ------
    ImageError
        As for decoding; or it has 8 bits a channel, one value only or values that are none.
    """
    data = read_bytes(path)
    with open_checked(data, path) as image:
        if image.mode not in _MODES and not is_deep(image):
            raise ImageError(
                "has 8 bits a channel, so it is not stretched",
                file=path,
                remedy="choose a picture of 16 bits a channel",
            )
        grey = image.mode in _MODES
        remarks, told = check_whole(data, image), camera_data(image)
        inverted = grey and tiff_facts(image)[1]
        turned = image.getexif().get(ExifTags.Base.Orientation, 1)
        upright = np.asarray(ImageOps.exif_transpose(image))
    samples: NDArray[Any] = upright if grey else deep_colours(data, path, upright, int(turned))
    low, high = _range(samples, path)
    full: NDArray[np.uint8] = np.empty(samples.shape, np.uint8)
    for row, values in enumerate(samples):  # row by row: a large picture twice is a lot
        share = (values.astype(np.float64) - low) * (255 / (high - low))
        full[row] = np.rint(share).clip(0, 255)
    png = png_bytes(255 - full if inverted else full)
    changed = f"stretched from {low:,.6g}…{high:,.6g} to 0…255"
    return png, Examined(
        sha256=sha256_bytes(png),
        width=int(full.shape[1]),
        height=len(full),
        remarks=(*remarks, f"its values are {changed}"),
        camera_data=told,
        changed=changed,
        twin_sha256=sha256_bytes(data),
    )


def stretched_pixels(path: Path) -> NDArray[np.uint8]:
    """Return the pixels of what :func:`stretched` makes, as :func:`decode` would give them."""
    return decode_bytes(stretched(path)[0], path)


def _range(samples: NDArray[Any], path: Path) -> tuple[float, float]:
    low, high = float(samples.min()), float(samples.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        raise ImageError(
            "holds values that are no numbers", file=path, remedy="save it with 8 or 16 bits"
        )
    if low == high:
        raise ImageError("has one value only", file=path, remedy="choose another picture")
    if low < 0:
        return low, high
    if high <= 1:
        return 0.0, 1.0
    whole = bool((samples == np.rint(samples)).all())
    depth = next((bits for bits in _DEPTHS if whole and high < 2**bits), None)
    return (low, high) if depth is None else (0.0, float(2**depth - 1))
