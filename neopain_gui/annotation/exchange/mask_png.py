"""Masks as pictures: a folder a photograph, in it a PNG a region, white inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

import numpy as np

from neopain_gui.annotation.exchange.sheet import (
    Files,
    Format,
    Read,
    Sheet,
    named,
    region_of_mask,
    stem,
)
from neopain_gui.annotation.landmarks import LandmarkSet
from neopain_gui.annotation.shapes import Size, mask_of
from neopain_gui.errors import InputError
from neopain_gui.imaging import png_bytes
from neopain_gui.imaging.decode import decode_bytes


def write(sheets: Sequence[Sheet], sets: Mapping[str, LandmarkSet]) -> Files:
    """Write a picture of the photograph's size for each region."""
    made: dict[str, bytes] = {}
    for sheet in sheets:
        assert sheet.size is not None
        for region in sheet.regions:
            name = quote(region.name, safe=" ")
            made[f"{stem(sheet.file)}/{name}.png"] = png_bytes(mask_of(region.outlines, sheet.size))
    return made


def read(content: bytes, path: Path, sets: Mapping[str, LandmarkSet]) -> Read:
    """Read a picture; its folder is called like the photograph, the file like the region."""
    grey = decode_bytes(content, path).max(axis=2)
    size: Size = (grey.shape[0], grey.shape[1])
    name = unquote(path.stem)
    middle = int(grey.max()) // 2
    said = [] if len(np.unique(grey)) <= 2 else [f"brighter than {middle} is taken as inside"]
    try:
        region = region_of_mask(name, grey > middle)
    except ValueError as error:
        raise InputError(f"cannot be used: {error}", file=path) from error
    left = named(said, "has more than two shades", path.name)
    if region is None:
        left += named(["nothing is white"], "left out", path.name)
    sheet = Sheet(file=path.parent.name, size=size, regions=() if region is None else (region,))
    return Read(sheets=(sheet,), left_out=left)


MASKS = Format(
    id="masks",
    title="Masks as PNG",
    suffix=".png",
    lacks=("answers", "landmarks", "weights"),
    write=write,
    read=read,
)
