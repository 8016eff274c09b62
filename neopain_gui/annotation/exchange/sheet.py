"""What files of other programs say of a photograph, whatever their format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from neopain_gui.annotation.answers import Weight
from neopain_gui.annotation.landmarks import LandmarkSet
from neopain_gui.annotation.shapes import Mask, Size, crossing, mask_of, nested, outlines_from_mask
from neopain_gui.errors import InputError
from neopain_gui.faces.drawn import MOST_POINTS, Outlines, Points, outlines_of

CORNER = 0.5
"""What is added to (x, y) for programs that count from the corner of the first pixel."""
LANDMARKS, HIDDEN, WEIGHT = "landmarks", "hidden", "weight"
"""What files call the set of a point, a point that cannot be seen, and how much a region counts."""
MOST_PIXELS = 200_000_000
"""Of a photograph."""
_DECIMALS = 2
_SOME = 3
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Region:
    """A region, pixel centres at whole numbers; see :mod:`~neopain_gui.annotation.shapes`.

    Attributes
    ----------
    name : str
        As it is written.
    outlines : Outlines
        Rings.
    weight : {1, 2, 3}
        How much it counts.
    """

    name: str
    outlines: Outlines
    weight: Weight = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A landmark, pixel centres at whole numbers.

    Attributes
    ----------
    set : str
        Id of its set; empty where the file does not say.
    name : str
        Its name there.
    x, y : float
        Where.
    visible : bool
        Whether it can be seen.
    """

    set: str
    name: str
    x: float
    y: float
    visible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """What is marked on one photograph.

    Attributes
    ----------
    file : str
        Name of the photograph's file; of one that is read what the file says, perhaps without a
        suffix.
    size : (int, int) or None
        Height and width; None where it is not said.
    regions : tuple of Region
        Regions.
    points : tuple of Point
        Landmarks.
    sha256 : str
        Of the photograph's bytes, where they are in the file.
    """

    file: str
    size: Size | None
    regions: tuple[Region, ...] = ()
    points: tuple[Point, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a file holds.

    Attributes
    ----------
    sheets : tuple of Sheet
        By photograph.
    left_out : tuple of str
        What was not understood, or taken otherwise than it is written, as sentences.
    """

    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...] = ()


Files = Mapping[str, bytes]
"""Content by relative path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of other programs.

    Attributes
    ----------
    id, title : str
        What the command line and the window call it.
    suffix : str
        Of its files.
    lacks : tuple of str
        What it has no place for.
    write : callable(sheets, sets) -> Mapping of str to bytes
        Files of one rater's sheets.
    read : callable(content, path, sets) -> Read
        The opposite. Raises InputError.
    knows : callable(raw) -> bool
        Whether JSON is in this format.
    """

    id: str
    title: str
    suffix: str
    lacks: tuple[str, ...]
    write: Callable[[Sequence[Sheet], Mapping[str, LandmarkSet]], Files]
    read: Callable[[bytes, Path, Mapping[str, LandmarkSet]], Read]
    knows: Callable[[Any], bool] = lambda _raw: False


class Loose(BaseModel):
    """Part of another program's file, which may say more than is asked."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)


def parsed(kind: type[_Model], raw: Any, path: Path) -> _Model:
    """Read JSON as a model of what a format requires.

    Raises
    ------
    InputError
        It is something else.
    """
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        parts = [str(one + 1) if isinstance(one, int) else str(one) for one in first["loc"]]
        raise InputError(
            f"cannot be used: {str(first['msg']).removeprefix('Value error, ').lower()}",
            file=path,
            place=" ".join(parts),
            remedy="export it again from the program that wrote it",
        ) from error


def json_of(content: bytes, path: Path) -> Any:
    """Read JSON.

    Raises
    ------
    InputError
        It is none.
    """
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError("is no JSON that can be read", file=path) from error


def json_bytes(content: Any) -> bytes:
    """Write JSON."""
    return (json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def size_of(height: int | None, width: int | None, path: Path) -> Size | None:
    """Return a photograph's size; None where it is not said.

    Raises
    ------
    InputError
        No photograph is so large: memory would be given for it.
    """
    if not height or not width:
        return None
    if min(height, width) < 1 or height * width > MOST_PIXELS:
        raise InputError(f"says that a photograph has {width} × {height} pixels", file=path)
    return height, width


def stem(file: str) -> str:
    """Return a name without its suffix and folders of either system."""
    return Path(file.replace("\\", "/").rpartition("/")[2]).stem


def corners(ring: Points) -> list[list[float]]:
    """Return a ring counted from the corner of the first pixel."""
    made: list[list[float]] = (np.asarray(ring) + CORNER).round(_DECIMALS).tolist()
    return made


def from_corners(points: Iterable[Sequence[float]]) -> Points:
    """Return a ring of what :func:`corners` gave; a last point that is the first is left out.

    Raises
    ------
    ValueError
        It is no outline.
    """
    ring = np.asarray([tuple(one) for one in points], np.float64)
    if len(ring) > 1 and (ring[0] == ring[-1]).all():
        ring = ring[:-1]
    return outlines_of([ring - CORNER])[0]


def polygons_of(region: Region, size: Size) -> list[Outlines]:
    """Return a region as polygons with holes that do not cross.

    Where its own outlines cross or touch, about which programs disagree, they go along the pixels.
    """
    outlines = region.outlines
    if crossing(outlines):
        outlines = outlines_from_mask(mask_of(outlines, size))
    return nested(outlines)


def plain_polygons(region: Region, size: Size) -> list[Points] | None:
    """Return a region as polygons without holes; None where only a mask can say what it is."""
    if crossing(region.outlines):
        return None
    found = nested(region.outlines)
    return [one[0] for one in found] if all(len(one) == 1 for one in found) else None


def region_of_mask(name: str, mask: Mask, weight: Weight = 1) -> Region | None:
    """Return a mask as a region; None where it is empty.

    Raises
    ------
    ValueError
        It is too ragged.
    """
    outlines = outlines_from_mask(mask)
    if max((len(one) for one in outlines), default=0) > MOST_POINTS:
        raise ValueError(f"its outline has more than {MOST_POINTS:,} points")
    return Region(name=name, outlines=outlines, weight=weight) if outlines else None


def weight_of(value: object) -> Weight:
    """Return how much a region counts; 1 where a file says nothing that is known."""
    return {"2": 2, "3": 3}.get(str(value), 1)  # type: ignore[return-value]


def named(kinds: Sequence[str], what: str, file: str) -> tuple[str, ...]:
    """Say what was not understood, each kind once; nothing where all was."""
    found = sorted(set(kinds))
    if not found:
        return ()
    more = f" and {len(found) - _SOME} more" if len(found) > _SOME else ""
    return (f"{file}: {what}: {', '.join(found[:_SOME])}{more}.",)
