"""GeoJSON as QuPath writes and reads it: a file a photograph, y downwards, in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import numpy as np
from pydantic import Field

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
    polygons_of,
    size_of,
    stem,
    weight_of,
)
from neopain_gui.annotation.landmarks import LandmarkSet
from neopain_gui.annotation.shapes import Size, united
from neopain_gui.faces.drawn import Outlines

_COLOURS = ((200, 0, 0), (0, 120, 200), (0, 150, 80), (180, 100, 0), (130, 60, 180))


class _Geometry(Loose):
    type: str
    coordinates: Any = None


class _Class(Loose):
    name: str = ""


class _Properties(Loose):
    name: str | None = None
    classification: _Class | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)


class _Feature(Loose):
    geometry: _Geometry | None = None
    properties: _Properties | None = None


class _Image(Loose):
    name: str = ""
    width: int | None = None
    height: int | None = None


class _File(Loose):
    features: list[_Feature]
    image: _Image = _Image()


def write(sheets: Sequence[Sheet], sets: Mapping[str, LandmarkSet]) -> Files:
    """Write a file for each photograph."""
    return {f"{stem(one.file)}.geojson": json_bytes(_record(one)) for one in sheets}


def _record(sheet: Sheet) -> dict[str, Any]:
    assert sheet.size is not None
    height, width = sheet.size
    features = [
        _feature(sheet, region.name, geometry, {WEIGHT: str(region.weight)})
        for region in sheet.regions
        if (geometry := _geometry(region, sheet.size)) is not None
    ]
    for one in sheet.points:
        at = corners(np.array([(one.x, one.y)]))[0]
        said = {LANDMARKS: one.set, **({} if one.visible else {HIDDEN: "true"})}
        features.append(_feature(sheet, one.name, {"type": "Point", "coordinates": at}, said))
    image = {"name": sheet.file, "width": width, "height": height}
    return {"type": "FeatureCollection", "image": image, "features": features}


def _feature(
    sheet: Sheet, name: str, geometry: dict[str, Any], metadata: dict[str, str]
) -> dict[str, Any]:
    colour = _COLOURS[sum(name.encode()) % len(_COLOURS)]
    key = f"{sheet.file}/{metadata.get(LANDMARKS, '')}/{name}"
    return {
        "type": "Feature",
        "id": str(uuid5(NAMESPACE_URL, key)),
        "geometry": geometry,
        "properties": {
            "objectType": "annotation",
            "name": name,
            "classification": {"name": name, "color": list(colour)},
            "metadata": metadata,
        },
    }


def _geometry(region: Region, size: Size) -> dict[str, Any] | None:
    polygons = [
        [[*points, points[0]] for points in map(corners, polygon)]
        for polygon in polygons_of(region, size)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons} if polygons else None


def read(content: bytes, path: Path, sets: Mapping[str, LandmarkSet]) -> Read:
    """Read a file: a collection of features, a list of them, or one."""
    raw = json_of(content, path)
    if isinstance(raw, list):
        raw = {"features": raw}
    elif isinstance(raw, dict) and raw.get("type") == "Feature":
        raw = {"features": [raw]}
    found = parsed(_File, raw, path)
    size = size_of(found.image.height, found.image.width, path)
    regions: list[Region] = []
    points: list[Point] = []
    unknown: list[str] = []
    for number, feature in enumerate(found.features, start=1):
        said = feature.properties or _Properties()
        name = said.name or (said.classification.name if said.classification else "")
        geometry = feature.geometry
        kind = geometry.type if geometry is not None else "no geometry"
        try:
            if geometry is not None and kind == "Point" and name:
                points.append(_point(name, geometry.coordinates, said.metadata))
                continue
            outlines = _outlines(geometry, size) if name else ()
        except (ValueError, TypeError) as error:
            unknown.append(f"feature {number}, {name or kind}: {error}")
            continue
        if outlines:
            weight = weight_of(said.metadata.get(WEIGHT, 1))
            regions.append(Region(name=name, outlines=outlines, weight=weight))
        else:
            unknown.append(f"feature {number}, {f'{name} ({kind})' if name else 'without a name'}")
    sheet = Sheet(
        file=found.image.name or path.stem,
        size=size,
        regions=tuple(regions),
        points=tuple(points),
    )
    return Read(sheets=(sheet,), left_out=named(unknown, "not understood", path.name))


def _point(name: str, at: Any, metadata: Mapping[str, Any]) -> Point:
    x, y = float(at[0]), float(at[1])
    return Point(
        set=str(metadata.get(LANDMARKS, "")),
        name=name,
        x=round(x - CORNER, 2),
        y=round(y - CORNER, 2),
        visible=str(metadata.get(HIDDEN, "")).lower() != "true",
    )


def _outlines(geometry: _Geometry | None, size: Size | None) -> Outlines:
    if geometry is None or geometry.type not in ("Polygon", "MultiPolygon"):
        return ()
    raw = geometry.coordinates
    polygons = [raw] if geometry.type == "Polygon" else raw
    parts = [tuple(from_corners(ring) for ring in polygon) for polygon in polygons]
    return united(parts, size) if size and parts else tuple(r for one in parts for r in one)


def _knows(raw: Any) -> bool:
    if isinstance(raw, list):
        return bool(raw) and isinstance(raw[0], dict) and raw[0].get("type") == "Feature"
    return isinstance(raw, dict) and raw.get("type") in ("FeatureCollection", "Feature")


GEOJSON = Format(
    id="geojson",
    title="GeoJSON (QuPath)",
    suffix=".geojson",
    lacks=("answers",),
    write=write,
    read=read,
    knows=_knows,
)
