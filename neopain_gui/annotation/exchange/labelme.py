"""labelme's JSON: a file a photograph, with shapes that have a label."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui.annotation.exchange.sheet import (
    CORNER,
    HIDDEN,
    LANDMARKS,
    WEIGHT,
    Files,
    Format,
    Loose,
    Point,
    Read,
    Region,
    Sheet,
    corners,
    from_corners,
    json_bytes,
    json_of,
    named,
    parsed,
    plain_polygons,
    region_of_mask,
    size_of,
    stem,
    weight_of,
)
from neopain_gui.annotation.landmarks import LandmarkSet
from neopain_gui.annotation.shapes import Mask, Size, mask_of, united
from neopain_gui.errors import ImageError
from neopain_gui.faces.drawn import Outlines
from neopain_gui.imaging import png_bytes
from neopain_gui.imaging.decode import decode_bytes
from neopain_gui.provenance import sha256_bytes

_VERSION = "5.0.0"
"""Of the file's layout, which labelme has read since."""
_CIRCLE = 64


class _Shape(Loose):
    label: str
    points: list[tuple[float, float]]
    shape_type: str = "polygon"
    group_id: int | None = None
    flags: dict[str, bool] | None = None
    description: str | None = None
    mask: str | None = None


class _File(Loose):
    shapes: list[_Shape]
    imagePath: str = ""  # noqa: N815
    imageData: str | None = None  # noqa: N815
    imageHeight: int | None = None  # noqa: N815
    imageWidth: int | None = None  # noqa: N815


def write(sheets: Sequence[Sheet], sets: Mapping[str, LandmarkSet]) -> Files:
    """Write a file for each photograph, without its pixels."""
    return {f"{stem(one.file)}.json": json_bytes(_record(one)) for one in sheets}


def _record(sheet: Sheet) -> dict[str, Any]:
    assert sheet.size is not None
    shapes = []
    for number, region in enumerate(sheet.regions, start=1):
        flags = {f"{WEIGHT} {region.weight}": True} if region.weight != 1 else {}
        shapes += [
            {"label": region.name, "flags": flags, "description": "", **shape}
            for shape in _shapes(region, sheet.size, number)
        ]
    shapes += [
        {
            "label": one.name,
            "points": corners(np.array([(one.x, one.y)])),
            "group_id": None,
            "description": f"{LANDMARKS} {one.set}",
            "shape_type": "point",
            "flags": {} if one.visible else {HIDDEN: True},
            "mask": None,
        }
        for one in sheet.points
    ]
    return {
        "version": _VERSION,
        "flags": {},
        "shapes": shapes,
        "imagePath": sheet.file,
        "imageData": None,
        "imageHeight": sheet.size[0],
        "imageWidth": sheet.size[1],
    }


def _shapes(region: Region, size: Size, number: int) -> list[dict[str, Any]]:
    polygons = plain_polygons(region, size)
    if polygons is not None:
        group = number if len(polygons) > 1 else None
        return [
            {"points": corners(ring), "group_id": group, "shape_type": "polygon", "mask": None}
            for ring in polygons
        ]
    mask = mask_of(region.outlines, size)
    if not mask.any():
        return []
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, bottom, left, right = (int(one) for one in (*rows[[0, -1]], *columns[[0, -1]]))
    part = mask[top : bottom + 1, left : right + 1]
    return [
        {
            "points": [[left, top], [right, bottom]],
            "group_id": None,
            "shape_type": "mask",
            "mask": base64.b64encode(png_bytes(part.astype(np.uint8))).decode(),
        }
    ]


def read(content: bytes, path: Path, sets: Mapping[str, LandmarkSet]) -> Read:
    """Read a file; shapes of one label and group are one region."""
    found = parsed(_File, json_of(content, path), path)
    data = _picture(found, path)
    size = size_of(found.imageHeight, found.imageWidth, path)
    points: list[Point] = []
    outlines: dict[tuple[str, object], list[Outlines]] = {}
    weights: dict[tuple[str, object], str] = {}
    unknown: list[str] = []
    for number, shape in enumerate(found.shapes, start=1):
        if shape.shape_type == "point" and len(shape.points) == 1:
            points.append(_point(shape))
            continue
        try:
            made = _outlines(shape, size)
        except (ValueError, ImageError) as error:
            unknown.append(f"shape {number}, {shape.label}: {error}")
            continue
        if made is None:
            unknown.append(f"shape {number}, {shape.label} ({shape.shape_type})")
            continue
        key = (shape.label, number if shape.group_id is None else f"g{shape.group_id}")
        outlines.setdefault(key, []).append(made)
        flags = [one for one, on in (shape.flags or {}).items() if on]
        weights[key] = next((one[-1] for one in flags if one.startswith(WEIGHT)), "1")
    regions = tuple(
        Region(
            name=key[0],
            outlines=united(parts, size) if size else tuple(r for one in parts for r in one),
            weight=weight_of(weights[key]),
        )
        for key, parts in outlines.items()
    )
    sheet = Sheet(
        file=found.imagePath or path.stem,
        size=size,
        regions=regions,
        points=tuple(points),
        sha256="" if data is None else sha256_bytes(data),
    )
    return Read(sheets=(sheet,), left_out=named(unknown, "not understood", path.name))


def _picture(found: _File, path: Path) -> bytes | None:
    if found.imageData:
        try:
            return base64.b64decode(found.imageData, validate=False)
        except binascii.Error:
            return None
    return None


def _point(shape: _Shape) -> Point:
    x, y = shape.points[0]
    said = shape.description or ""
    return Point(
        set=said.removeprefix(f"{LANDMARKS} ") if said.startswith(f"{LANDMARKS} ") else "",
        name=shape.label,
        x=round(x - CORNER, 2),
        y=round(y - CORNER, 2),
        visible=not (shape.flags or {}).get(HIDDEN, False),
    )


def _outlines(shape: _Shape, size: Size | None) -> Outlines | None:
    """Return a shape's outlines; None for a kind that encloses nothing."""
    points = np.asarray(shape.points, np.float64).reshape(-1, 2)
    if shape.shape_type in ("polygon", "oriented_rectangle"):
        return (from_corners(points),)
    if shape.shape_type == "rectangle" and len(points) == 2:
        (left, top), (right, bottom) = points
        return (from_corners([(left, top), (right, top), (right, bottom), (left, bottom)]),)
    if shape.shape_type == "circle" and len(points) == 2:
        radius = float(np.hypot(*(points[1] - points[0])))
        angle = np.linspace(0, 2 * np.pi, _CIRCLE, endpoint=False)
        ring = points[0] + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return (from_corners(ring),)
    if shape.shape_type == "mask" and len(points) == 2 and shape.mask and size:
        region = region_of_mask(shape.label, _mask(shape.mask, points[0], size))
        return None if region is None else region.outlines
    return None


def _mask(text: str, corner: Any, size: Size) -> Mask:
    try:
        png = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("its mask is no picture") from error
    part: Mask = decode_bytes(png, Path("mask.png"), smallest=1).max(axis=2) > 0
    mask = np.zeros(size, np.bool_)
    left, top = (max(0, round(one)) for one in corner)
    inside = part[: max(0, size[0] - top), : max(0, size[1] - left)]
    mask[top : top + inside.shape[0], left : left + inside.shape[1]] = inside
    return mask


def _knows(raw: Any) -> bool:
    return isinstance(raw, dict) and "shapes" in raw


LABELME = Format(
    id="labelme",
    title="labelme JSON",
    suffix=".json",
    lacks=("answers",),
    write=write,
    read=read,
    knows=_knows,
)
