"""iBUG's points: a file a photograph and set, counted from 1 as MATLAB does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from neopain_gui.annotation.exchange.sheet import Files, Format, Point, Read, Sheet, named, stem
from neopain_gui.annotation.landmarks import LandmarkSet
from neopain_gui.errors import InputError

_FIRST = 1.0
_NUMBER = re.compile(r"n_points\s*:\s*(\d+)")


def write(sheets: Sequence[Sheet], sets: Mapping[str, LandmarkSet]) -> Files:
    """Write a file for each photograph and set of which every point is placed."""
    made: dict[str, bytes] = {}
    used = sorted({one.set for sheet in sheets for one in sheet.points})
    for sheet in sheets:
        for set_id in used:
            placed = {one.name: one for one in sheet.points if one.set == set_id}
            names = sets[set_id].names if set_id in sets else tuple(placed)
            if placed and all(name in placed for name in names):
                folder = "" if len(used) == 1 else f"{set_id}/"
                made[f"{folder}{stem(sheet.file)}.pts"] = _text([placed[one] for one in names])
    return made


def _text(points: Sequence[Point]) -> bytes:
    rows = [f"{one.x + _FIRST:.2f} {one.y + _FIRST:.2f}" for one in points]
    lines = ["version: 1", f"n_points: {len(points)}", "{", *rows, "}"]
    return ("\n".join(lines) + "\n").encode()


def read(content: bytes, path: Path, sets: Mapping[str, LandmarkSet]) -> Read:
    """Read a file: its points are those of the set that has as many, in its order."""
    text = content.decode("utf-8", "replace")
    number, begin, end = _NUMBER.search(text), text.find("{"), text.find("}")
    if number is None or not 0 <= begin < end:
        raise InputError("is no file of iBUG’s points", file=path)
    places = []
    for place, line in enumerate(text[begin + 1 : end].strip().splitlines(), start=1):
        try:
            x, y = (float(one) - _FIRST for one in line.split())
        except ValueError as error:
            raise InputError("is no point “x y”", file=path, place=f"point {place}") from error
        places.append((round(x, 2), round(y, 2)))
    if len(places) != int(number[1]):
        raise InputError(f"says that it has {number[1]} points, and has {len(places)}", file=path)
    fitting = [one for one in sets.values() if len(one.points) == len(places)]
    if path.parent.name in sets and sets[path.parent.name] in fitting:
        fitting = [sets[path.parent.name]]
    if not fitting:
        left = named([f"{len(places)} points"], "no set of landmarks has as many", path.name)
        return Read(sheets=(Sheet(file=path.stem, size=None),), left_out=left)
    points = tuple(
        Point(set=fitting[0].id, name=name, x=x, y=y)
        for name, (x, y) in zip(fitting[0].names, places, strict=True)
    )
    said: tuple[str, ...] = ()
    if len(fitting) > 1:
        said = named(
            [one.id for one in fitting], f"taken for the set {fitting[0].id} of", path.name
        )
    return Read(sheets=(Sheet(file=path.stem, size=None, points=points),), left_out=said)


PTS = Format(
    id="pts",
    title="iBUG .pts",
    suffix=".pts",
    lacks=("answers", "regions", "whether a point can be seen"),
    write=write,
    read=read,
)
