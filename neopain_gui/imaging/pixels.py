"""The pixels of an opened picture: 8-bit RGB, upright, laid on white."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

DEEP = frozenset({"I;16", "I;16B", "I;16L"})
"""Pillow's modes of grey with 16 bits."""


def pixels_of(image: Image.Image) -> tuple[NDArray[np.uint8], float]:
    """Return an opened file's pixels, and the share of those of which nothing is seen."""
    depth, inverted = tiff_facts(image)
    mode, key = image.mode, image.info.get("transparency")
    upright = ImageOps.exif_transpose(image)
    if mode in DEEP:
        return _from_deep_grey(upright, depth, inverted, key), 0.0
    return _to_rgb(upright)


def tiff_facts(image: Image.Image) -> tuple[int, bool]:
    """Return bits a sample and whether 0 is white, which Pillow leaves to us for deep grey."""
    tags: Any = getattr(image, "tag_v2", None)
    if tags is None:
        return 16, False
    return int(tags.get(258, (16,))[0]), int(tags.get(262, 1)) == 0


def is_deep(image: Image.Image) -> bool:
    """Say whether an opened file has 16 bits a channel, before its pixels are read."""
    ways = [tile[3] for tile in getattr(image, "tile", ())]
    return any(";16" in str(way[0] if isinstance(way, tuple) else way) for way in ways)


def _from_deep_grey(
    image: Image.Image, depth: int, inverted: bool, transparent: object
) -> NDArray[np.uint8]:
    samples = np.asarray(image).astype(np.uint16)
    grey = (samples >> (depth - 8)).astype(np.uint8)
    if inverted:
        grey = 255 - grey
    if isinstance(transparent, int):
        grey[samples == transparent] = 255
    return np.repeat(grey[..., None], 3, axis=2)


def _to_rgb(image: Image.Image) -> tuple[NDArray[np.uint8], float]:
    """Return the pixels, laid on white, and the share of those of which nothing is seen."""
    clear = 0.0
    if image.has_transparency_data:
        image = image.convert("RGBA")
        clear = image.getchannel("A").histogram()[0] / (image.width * image.height)
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return np.array(image.convert("RGB"), dtype=np.uint8), clear
