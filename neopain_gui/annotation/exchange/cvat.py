"""CVAT's XML for images, version 1.1: all photographs in one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

import numpy as np

from neopain_gui.annotation.exchange.rle import counts_of, mask_of_counts
from neopain_gui.annotation.exchange.sheet import (
    CORNER,
    LANDMARKS,
    WEIGHT,
    Files,
    Format,
    Point,
    Read,
    Region,
    Sheet,
    corners,
    from_corners,
    named,
    plain_polygons,
    region_of_mask,
    size_of,
    weight_of,
)
from neopain_gui.annotation.landmarks import LandmarkSet
from neopain_gui.annotation.shapes import Mask, Size, mask_of, united
from neopain_gui.errors import InputError
from neopain_gui.faces.drawn import Outlines

FILE = "annotations.xml"
_KNOWN = ("polygon", "box", "mask", "points")
_BOX = ("xtl", "ytl", "xbr", "ybr")
_PLACE = ("left", "top", "width", "height")


def write(sheets: Sequence[Sheet], sets: Mapping[str, LandmarkSet]) -> Files:
    """Write one file."""
    root = Xml.Element("annotations")
    Xml.SubElement(root, "version").text = "1.1"
    for number, sheet in enumerate(sheets):
        assert sheet.size is not None
        height, width = sheet.size
        image = Xml.SubElement(
            root,
            "image",
            {"id": str(number), "name": sheet.file, "width": str(width), "height": str(height)},
        )
        for group, region in enumerate(sheet.regions, start=1):
            _write_region(image, region, sheet.size, group)
        for one in sheet.points:
            where = _written(corners(np.array([(one.x, one.y)])))
            made = Xml.SubElement(
                image,
                "points",
                {"label": one.name, "source": "manual", "occluded": str(int(not one.visible)),
                 "points": where, "z_order": "0"},
            )  # fmt: skip
            Xml.SubElement(made, "attribute", {"name": LANDMARKS}).text = one.set
    Xml.indent(root)
    return {FILE: Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"}


def _write_region(image: Xml.Element, region: Region, size: Size, group: int) -> None:
    common = {"label": region.name, "source": "manual", "occluded": "0", "z_order": "0"}
    polygons = plain_polygons(region, size)
    made = []
    if polygons is not None:
        together = {"group_id": str(group)} if len(polygons) > 1 else {}
        for ring in polygons:
            said = {**common, **together, "points": _written(corners(ring))}
            made.append(Xml.SubElement(image, "polygon", said))
    else:
        mask = mask_of(region.outlines, size)
        if mask.any():
            rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
            part = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            place = {
                "rle": ", ".join(map(str, _rows_of(part))),
                "left": str(columns[0]),
                "top": str(rows[0]),
                "width": str(part.shape[1]),
                "height": str(part.shape[0]),
            }
            made.append(Xml.SubElement(image, "mask", {**common, **place}))
    for one in made:
        Xml.SubElement(one, "attribute", {"name": WEIGHT}).text = str(region.weight)


def _rows_of(part: Mask) -> list[int]:
    """Return run lengths along the rows, beginning with outside."""
    return counts_of(part.T)


def _written(points: Sequence[Sequence[float]]) -> str:
    return ";".join(f"{x:.2f},{y:.2f}" for x, y in points)


def read(content: bytes, path: Path, sets: Mapping[str, LandmarkSet]) -> Read:
    """Read a file; shapes of one label and group are one region."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(content)
    except (Xml.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise InputError("is no XML that can be read", file=path) from error
    if root.tag != "annotations":
        raise InputError(
            "is no file of CVAT",
            file=path,
            remedy="export it from CVAT as “CVAT for images 1.1”",
        )
    unknown = [f"track {one.get('label', '')}" for one in root.iter("track")]
    sheets = [_sheet(one, unknown, path) for one in root.iter("image")]
    return Read(sheets=tuple(sheets), left_out=named(unknown, "not understood", path.name))


def _sheet(image: Xml.Element, unknown: list[str], path: Path) -> Sheet:
    file, points = image.get("name", ""), []
    width, height = image.get("width", ""), image.get("height", "")
    known = width.isdecimal() and height.isdecimal()
    size = size_of(int(height), int(width), path) if known else None
    outlines: dict[tuple[str, str], list[Outlines]] = {}
    weights: dict[tuple[str, str], str] = {}
    for number, shape in enumerate(image):
        label = shape.get("label", "")
        if shape.tag not in _KNOWN or not label:
            unknown.append(f"{file}, {label or 'no label'} ({shape.tag})")
            continue
        said = {one.get("name", ""): (one.text or "").strip() for one in shape.iter("attribute")}
        try:
            if shape.tag == "points":
                points += _points(shape, label, said.get(LANDMARKS, ""))
                continue
            made = _outlines(shape, size)
        except ValueError as error:
            unknown.append(f"{file}, {label}: {error}")
            continue
        group = shape.get("group_id", "0")
        key = (label, f"g{group}" if group != "0" else str(number))
        outlines.setdefault(key, []).append(made)
        weights[key] = said.get(WEIGHT, "1")
    regions = tuple(
        Region(
            name=key[0],
            outlines=united(parts, size) if size else tuple(r for one in parts for r in one),
            weight=weight_of(weights[key]),
        )
        for key, parts in outlines.items()
    )
    return Sheet(file=file, size=size, regions=regions, points=tuple(points))


def _points(shape: Xml.Element, label: str, set_id: str) -> list[Point]:
    places = _numbers(shape.get("points", ""))
    seen = shape.get("occluded", "0") == "0"
    names = [label] if len(places) == 1 else [f"{label} {n}" for n in range(1, len(places) + 1)]
    return [
        Point(set=set_id, name=name, x=round(x - CORNER, 2), y=round(y - CORNER, 2), visible=seen)
        for name, (x, y) in zip(names, places, strict=True)
    ]


def _outlines(shape: Xml.Element, size: Size | None) -> Outlines:
    if shape.tag == "polygon":
        return (from_corners(_numbers(shape.get("points", ""))),)
    if shape.tag == "box":
        left, top, right, bottom = (float(shape.get(one, "nan")) for one in _BOX)
        return (from_corners([(left, top), (right, top), (right, bottom), (left, bottom)]),)
    if size is None:
        raise ValueError("the photograph's size is not said")
    left, top, width, height = (int(shape.get(one, "0")) for one in _PLACE)
    if min(width, height) < 1 or width > size[1] or height > size[0] or min(left, top) < 0:
        raise ValueError("the mask does not lie on the photograph")
    counts = [int(one) for one in shape.get("rle", "").split(",")]
    part = mask_of_counts(counts, (height, width), order="C")
    mask = np.zeros(size, np.bool_)
    part = part[: size[0] - top, : size[1] - left]
    mask[top : top + part.shape[0], left : left + part.shape[1]] = part
    region = region_of_mask("mask", mask)
    if region is None:
        raise ValueError("nothing is marked")
    return region.outlines


def _numbers(text: str) -> list[tuple[float, float]]:
    pairs = [one.split(",") for one in text.split(";") if one.strip()]
    return [(float(x), float(y)) for x, y in pairs]


CVAT = Format(
    id="cvat",
    title="CVAT for images 1.1",
    suffix=".xml",
    lacks=("answers",),
    write=write,
    read=read,
)
