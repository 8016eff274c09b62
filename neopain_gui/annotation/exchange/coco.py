"""COCO's JSON: all photographs in one file; polygons, run lengths, keypoints.

Outlines count from the corner of the first pixel; keypoints are indices of pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import Field

from neopain_gui.annotation.exchange.rle import counts_of, counts_of_text, mask_of_counts
from neopain_gui.annotation.exchange.sheet import (
    MOST_PIXELS,
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
    weight_of,
)
from neopain_gui.annotation.landmarks import LandmarkSet
from neopain_gui.annotation.shapes import Mask, Size, mask_of, united
from neopain_gui.errors import InputError
from neopain_gui.faces.drawn import Outlines

FILE = "annotations.json"


class _Counts(Loose):
    counts: list[int] | str
    size: tuple[int, int]


class _Image(Loose):
    id: int | str
    file_name: str
    height: int | None = None
    width: int | None = None


class _Annotation(Loose):
    image_id: int | str
    category_id: int | str
    segmentation: list[list[float]] | _Counts | None = None
    bbox: tuple[float, ...] = ()
    keypoints: tuple[float, ...] = ()
    attributes: dict[str, Any] = Field(default_factory=dict)


class _Category(Loose):
    id: int | str
    name: str
    keypoints: tuple[str, ...] = ()


class _File(Loose):
    images: list[_Image]
    annotations: list[_Annotation]
    categories: tuple[_Category, ...] = ()


def write(sheets: Sequence[Sheet], sets: Mapping[str, LandmarkSet]) -> Files:
    """Write one file."""
    regions = sorted({one.name for sheet in sheets for one in sheet.regions})
    used = sorted({one.set for sheet in sheets for one in sheet.points})
    ids = {name: number for number, name in enumerate([*regions, *(f"\0{s}" for s in used)], 1)}
    names = {one: _names(one, sheets, sets) for one in used}
    annotations: list[dict[str, Any]] = []
    images = []
    for number, sheet in enumerate(sheets, start=1):
        assert sheet.size is not None
        height, width = sheet.size
        images.append({"id": number, "file_name": sheet.file, "width": width, "height": height})
        made = [_region(one, sheet.size, ids[one.name]) for one in sheet.regions]
        made += [
            _keypoints([p for p in sheet.points if p.set == one], names[one], ids[f"\0{one}"])
            for one in used
            if any(p.set == one for p in sheet.points)
        ]
        annotations += [{"image_id": number, **one} for one in made]
    content = {
        "info": {"description": "Annotations of NeoPain", "version": "1"},
        "licenses": [],
        "images": images,
        "annotations": [{"id": number, **one} for number, one in enumerate(annotations, start=1)],
        "categories": [
            *({"id": ids[one], "name": one, "supercategory": "region"} for one in regions),
            *(_category(ids[f"\0{one}"], one, names[one], sets.get(one)) for one in used),
        ],
    }
    return {FILE: json_bytes(content)}


def _names(set_id: str, sheets: Sequence[Sheet], sets: Mapping[str, LandmarkSet]) -> list[str]:
    known = list(sets[set_id].names) if set_id in sets else []
    placed = {one.name: None for sheet in sheets for one in sheet.points if one.set == set_id}
    return [*known, *(one for one in placed if one not in known)]


def _category(
    number: int, name: str, names: list[str], landmark_set: LandmarkSet | None
) -> dict[str, Any]:
    lines = landmark_set.lines if landmark_set is not None else ()
    return {
        "id": number,
        "name": name,
        "supercategory": "landmarks",
        "keypoints": names,
        "skeleton": [[names.index(one) + 1, names.index(other) + 1] for one, other in lines],
    }


def _region(region: Region, size: Size, category: int) -> dict[str, Any]:
    mask = mask_of(region.outlines, size)
    polygons = plain_polygons(region, size)
    segmentation: Any
    if polygons is None:
        segmentation = {"counts": counts_of(mask), "size": list(size)}
    else:
        segmentation = [[xy for point in corners(ring) for xy in point] for ring in polygons]
    return {
        "category_id": category,
        "segmentation": segmentation,
        "area": int(mask.sum()),
        "bbox": _box(mask),
        "iscrowd": 0,
        "attributes": {WEIGHT: region.weight},
    }


def _box(mask: Mask) -> list[int]:
    if not mask.any():
        return [0, 0, 0, 0]
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    return [left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top]


def _keypoints(points: Sequence[Point], names: Sequence[str], category: int) -> dict[str, Any]:
    placed = {one.name: one for one in points}
    flat: list[float] = []
    for name in names:
        one = placed.get(name)
        flat += [0, 0, 0] if one is None else [one.x, one.y, 2 if one.visible else 1]
    x, y = [one.x for one in points], [one.y for one in points]
    box = [min(x), min(y), max(x) - min(x), max(y) - min(y)]
    return {
        "category_id": category,
        "keypoints": flat,
        "num_keypoints": len(points),
        "bbox": box,
        "area": round(box[2] * box[3], 2),
        "iscrowd": 0,
    }


def read(content: bytes, path: Path, sets: Mapping[str, LandmarkSet]) -> Read:
    """Read a file."""
    found = parsed(_File, json_of(content, path), path)
    categories = {str(one.id): one for one in found.categories}
    of_image: dict[str, list[_Annotation]] = {str(one.id): [] for one in found.images}
    for number, annotation in enumerate(found.annotations, start=1):
        place = f"annotation {number}"
        if str(annotation.image_id) not in of_image:
            raise InputError("names a photograph that it does not list", file=path, place=place)
        if str(annotation.category_id) not in categories:
            raise InputError("names a category that it does not list", file=path, place=place)
        of_image[str(annotation.image_id)].append(annotation)
    unknown: list[str] = []
    sheets = [
        _sheet(one, of_image[str(one.id)], categories, sets, unknown, path) for one in found.images
    ]
    return Read(sheets=tuple(sheets), left_out=named(unknown, "not understood", path.name))


def _sheet(
    image: _Image,
    annotations: Sequence[_Annotation],
    categories: Mapping[str, _Category],
    sets: Mapping[str, LandmarkSet],
    unknown: list[str],
    path: Path,
) -> Sheet:
    size = size_of(image.height, image.width, path)
    regions: list[Region] = []
    points: list[Point] = []
    for one in annotations:
        category = categories[str(one.category_id)]
        if one.keypoints:
            points += _points(one, category, sets)
        try:
            outlines = _outlines(one, size)
        except ValueError as error:
            unknown.append(f"{image.file_name}, {category.name}: {error}")
            continue
        if outlines:
            weight = weight_of(one.attributes.get(WEIGHT, 1))
            regions.append(Region(name=category.name, outlines=outlines, weight=weight))
        elif not one.keypoints:
            unknown.append(f"{image.file_name}, {category.name}: nothing is marked")
    return Sheet(file=image.file_name, size=size, regions=tuple(regions), points=tuple(points))


def _points(
    annotation: _Annotation, category: _Category, sets: Mapping[str, LandmarkSet]
) -> list[Point]:
    flat = annotation.keypoints
    triples = zip(flat[::3], flat[1::3], flat[2::3], strict=False)
    set_id = category.name if category.name in sets else ""
    return [
        Point(set=set_id, name=name, x=round(x, 2), y=round(y, 2), visible=seen >= 2)
        for name, (x, y, seen) in zip(category.keypoints, triples, strict=False)
        if seen
    ]


def _outlines(one: _Annotation, size: Size | None) -> Outlines:
    if isinstance(one.segmentation, _Counts):
        said = one.segmentation
        height, width = said.size
        if min(said.size) < 1 or height * width > MOST_PIXELS:
            raise ValueError("the mask's size is none")
        counts = counts_of_text(said.counts) if isinstance(said.counts, str) else said.counts
        region = region_of_mask("mask", mask_of_counts(counts, said.size))
        return () if region is None else region.outlines
    polygons = one.segmentation or []
    if not polygons and len(one.bbox) == 4 and not one.keypoints:
        x, y, right, bottom = one.bbox
        right, bottom = x + right, y + bottom
        polygons = [[x, y, right, y, right, bottom, x, bottom]]
    rings = [(from_corners(zip(p[::2], p[1::2], strict=True)),) for p in polygons]
    return united(rings, size) if size and rings else tuple(r for one in rings for r in one)


def _knows(raw: Any) -> bool:
    return isinstance(raw, dict) and {"images", "annotations"} <= set(raw)


COCO = Format(
    id="coco",
    title="COCO JSON",
    suffix=".json",
    lacks=("answers",),
    write=write,
    read=read,
    knows=_knows,
)
