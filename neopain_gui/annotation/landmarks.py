"""Sets of landmarks as data: which points, where they are first, and which distances matter."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from neopain_gui import locations
from neopain_gui.annotation.faults import fault_of
from neopain_gui.errors import InputError, reason
from neopain_gui.faces.face import Face
from neopain_gui.faces.regions import template_place

ORDER = ("5", "heiderich-16", "68")
"""In which lists name those that come with NeoPain."""
LARGEST = 1_000_000
DETECTED = ("right_eye", "left_eye", "nose", "mouth_right", "mouth_left")
"""What a point's first place can be taken from: the points that detectors find, in their order."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
Pair = tuple[Name, Name]
Points = Mapping[str, tuple[float, float]]
"""Where points were placed, in the photograph's pixels."""
Place = Annotated[float, Field(ge=-5, le=5, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class LandmarkPoint(_Part):
    """A point of a set.

    Attributes
    ----------
    name, title : str
        What data and the page call it; left and right are the neonate's.
    u, v : float
        Where it lies on a face at rest seen from the front, in distances between the eyes, from
        the middle between them; v downwards, and the neonate's right eye at u = −0.5.
    detector : str
        Which of the detector's points (:data:`DETECTED`) it is put on first, where there are any;
        empty for u and v.
    colour : str
        In which it is drawn, as ``#e69f00``; empty for as the others are.
    """

    name: Name
    title: Name
    u: Place
    v: Place
    detector: Literal["", "right_eye", "left_eye", "nose", "mouth_right", "mouth_left"] = ""
    colour: Annotated[str, StringConstraints(pattern=r"^(#[0-9a-f]{6})?$")] = ""


class LandmarkSet(_Part):
    """A set of landmarks.

    Attributes
    ----------
    id, title, source : str
        What data and the page call it; where it comes from.
    points : tuple of LandmarkPoint
        In their order.
    eyes : tuple of two tuples of str
        The points whose mean is the neonate's right eye, and its left eye.
    mirror : tuple of pairs of str
        Which point is the other's mirror image; what is in no pair lies in the middle.
    lines : tuple of pairs of str
        What is joined by a line where the points are drawn.
    distances : tuple of pairs of str
        What the table of distances has.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
    title: Name
    source: Annotated[str, StringConstraints(max_length=2000)] = ""
    points: Annotated[tuple[LandmarkPoint, ...], Field(min_length=2, max_length=500)]
    eyes: tuple[tuple[Name, ...], tuple[Name, ...]]
    mirror: tuple[Pair, ...] = ()
    lines: tuple[Pair, ...] = ()
    distances: tuple[Pair, ...] = ()

    @model_validator(mode="after")
    def _checked(self) -> LandmarkSet:
        names = self.names
        if twice := next((one for one in names if names.count(one) > 1), ""):
            raise ValueError(f"the point “{twice}” is there twice")
        if not all(self.eyes):
            raise ValueError("each eye is the mean of one point at least")
        named = [*self.eyes, *self.mirror, *self.lines, *self.distances]
        if unknown := sorted({one for part in named for one in part} - set(names)):
            raise ValueError(f"“{unknown[0]}” is none of its points")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """What data call its points."""
        return tuple(one.name for one in self.points)

    @property
    def instrument(self) -> str:
        """What a round calls it."""
        return f"landmarks:{self.id}"

    def mirror_of(self, name: str) -> str:
        """Return the point on the other side; itself where it lies in the middle."""
        for one, other in self.mirror:
            if name in (one, other):
                return other if name == one else one
        return name


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far two points are from each other.

    Attributes
    ----------
    a, b : str
        The points.
    pixels : float
        In the photograph's pixels; NaN where a point is missing.
    by_eyes : float
        Divided by the distance between the eyes; NaN where an eye is missing.
    """

    a: str
    b: str
    pixels: float
    by_eyes: float


def sets() -> dict[str, LandmarkSet]:
    """Return the sets that come with NeoPain, by id."""
    return dict(_shipped())


@cache
def _shipped() -> dict[str, LandmarkSet]:
    folder = locations.resources() / "landmarks"
    return {one: read_landmark_set(folder / f"{one}.json") for one in ORDER}


def read_landmark_set(path: Path) -> LandmarkSet:
    """Read a set from a file.

    Raises
    ------
    InputError
        It cannot be read, or is no set that can be used.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"it cannot be read: {reason(error)}", file=path, remedy="choose another file"
        ) from None
    return landmark_set_of_text(data, path)


def landmark_set_of_text(text: str | bytes, file: Path | None = None) -> LandmarkSet:
    """Read a set from JSON; see :func:`read_landmark_set`."""
    if len(text) > LARGEST:
        raise InputError("this is too large for a set of landmarks", file=file)
    try:
        return LandmarkSet.model_validate_json(text)
    except ValidationError as error:
        raise InputError(
            f"this is no set of landmarks that can be used: {fault_of(error).words}",
            file=file,
            remedy="mend it there, or choose another file",
        ) from None


def landmark_set_text(landmark_set: LandmarkSet) -> str:
    """Write a set as JSON."""
    made = landmark_definition(landmark_set)
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def landmark_definition(landmark_set: LandmarkSet) -> dict[str, Any]:
    """Return a set as plain data."""
    return landmark_set.model_dump(mode="json", exclude_defaults=True)


def first_points(landmark_set: LandmarkSet, face: Face) -> dict[str, tuple[float, float]]:
    """Return where each point of a set is put before a person drags it.

    The set is laid on the face as the template of the face's features is
    (:func:`~neopain_gui.faces.regions.face_regions`): by the detector's five points, or by the face
    box where there are none. A point that says so lies on the detector's point itself.
    """
    import numpy as np

    seen = np.asarray(face.landmarks, np.float64)
    found: dict[str, tuple[float, float]] = {}
    if seen.shape == (5, 2) and np.isfinite(seen).all():
        found = {name: (float(x), float(y)) for name, (x, y) in zip(DETECTED, seen, strict=True)}
    matrix, shift, _ = template_place(face)
    made = {}
    for one in landmark_set.points:
        if one.detector in found:
            made[one.name] = found[one.detector]
            continue
        x, y = np.array((one.u, one.v)) @ matrix.T + shift
        made[one.name] = (round(float(x), 2), round(float(y), 2))
    return made


def eyes_distance(
    landmark_set: LandmarkSet, points: Mapping[str, tuple[float, float]]
) -> float | None:
    """Return the distance between the eyes in pixels; None where an eye's point is missing."""
    if any(name not in points for eye in landmark_set.eyes for name in eye):
        return None
    right, left = (_mean([points[name] for name in eye]) for eye in landmark_set.eyes)
    return math.dist(right, left)


def distances(
    landmark_set: LandmarkSet, points: Mapping[str, tuple[float, float]]
) -> list[Distance]:
    """Return the set's distances, also in units of the distance between the eyes.

    Parameters
    ----------
    landmark_set : LandmarkSet
        The set.
    points : Mapping of str to (float, float)
        The points that were placed, in the photograph's pixels.
    """
    between = eyes_distance(landmark_set, points)
    made = []
    for a, b in landmark_set.distances:
        pixels = math.dist(points[a], points[b]) if a in points and b in points else math.nan
        made.append(
            Distance(a=a, b=b, pixels=pixels, by_eyes=pixels / between if between else math.nan)
        )
    return made


def points_apart(landmark_set: LandmarkSet, one: Points, other: Points) -> dict[str, float]:
    """Return how far apart two raters put the points that both placed, in distances of the eyes.

    The unit is the mean of the distances between the eyes as either placed them; nothing is
    returned where neither placed both eyes.

    >>> eyes = sets()["5"]
    >>> ana = {"right_eye": (0.0, 0.0), "left_eye": (10.0, 0.0), "nose": (5.0, 5.0)}
    >>> points_apart(eyes, ana, {**ana, "nose": (5.0, 7.0)})["nose"]
    0.2
    """
    known = [eyes_distance(landmark_set, points) for points in (one, other)]
    units = [each for each in known if each]
    if not units:
        return {}
    unit = sum(units) / len(units)
    return {
        name: math.dist(one[name], other[name]) / unit
        for name in landmark_set.names
        if name in one and name in other
    }


def mirrored(
    landmark_set: LandmarkSet, points: Mapping[str, tuple[float, float]], name: str
) -> tuple[str, tuple[float, float]] | None:
    """Return where the mirror image of a point falls, and of which point it is the place.

    The mirror is the line through the middle between the eyes, at right angles to the line that
    joins them. None where the point lies in the middle, or an eye is missing.
    """
    other = landmark_set.mirror_of(name)
    if other == name or name not in points or not eyes_distance(landmark_set, points):
        return None
    (rx, ry), (lx, ly) = (_mean([points[one] for one in eye]) for eye in landmark_set.eyes)
    dx, dy = lx - rx, ly - ry
    x, y = points[name]
    along = ((x - (rx + lx) / 2) * dx + (y - (ry + ly) / 2) * dy) / (dx * dx + dy * dy)
    return other, (x - 2 * along * dx, y - 2 * along * dy)


def _mean(places: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)
