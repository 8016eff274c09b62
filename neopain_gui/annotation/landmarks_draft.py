"""A set of landmarks while somebody makes it: its definition as plain data, perhaps unusable yet.

Every function returns a new definition and leaves the one that it was given alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from neopain_gui.annotation.faults import Fault, fault_of
from neopain_gui.annotation.landmarks import DETECTED, LandmarkSet, landmark_definition
from neopain_gui.annotation.scales.definition import free_scale_id

Definition = dict[str, Any]
RIGHT, LEFT, NO_EYE = 0, 1, -1
"""Of which eye's place a point is part."""
_LONGEST = 40
_PAIRS = ("mirror", "lines", "distances")


def blank(taken: Iterable[str]) -> Definition:
    """Return the beginning of a set that has nothing but the eyes, where the detector puts them."""
    return {
        "id": free_scale_id("own", taken),
        "title": "Own points",
        "points": [
            {"name": name, "title": title, "u": u, "v": 0.0, "detector": name}
            for name, title, u in (
                ("right_eye", "Right eye", -0.5),
                ("left_eye", "Left eye", 0.5),
            )
        ],
        "eyes": [["right_eye"], ["left_eye"]],
        "mirror": [["right_eye", "left_eye"]],
    }


def copied(landmark_set: LandmarkSet, taken: Iterable[str]) -> Definition:
    """Return a set of one's own that begins as another is."""
    return {
        **landmark_definition(landmark_set),
        "id": free_scale_id(f"own {landmark_set.id}", taken),
        "title": f"{landmark_set.title}, changed"[:_LONGEST],
    }


def newer(landmark_set: LandmarkSet, taken: Iterable[str]) -> Definition:
    """Return a set of one's own as it goes on beside the one that rounds ask."""
    there, number = set(taken), 2
    base = re.sub(r"-v\d+$", "", landmark_set.id)[: _LONGEST - 6]
    while f"{base}-v{number}" in there:
        number += 1
    title = re.sub(r" v\d+$", "", landmark_set.title)[: _LONGEST - 5]
    made = landmark_definition(landmark_set)
    return {**made, "id": f"{base}-v{number}", "title": f"{title} v{number}"}


def read_draft(definition: Mapping[str, Any]) -> tuple[LandmarkSet | None, Fault | None]:
    """Return the set that a definition is; None, and what is wrong, where it is none yet."""
    try:
        return LandmarkSet.model_validate_json(json.dumps(definition)), None
    except ValidationError as error:
        return None, fault_of(error)


def names_of(definition: Mapping[str, Any]) -> list[str]:
    """Return what data call the points."""
    return [str(one["name"]) for one in definition["points"]]


# -- points --------------------------------------------------------------------------------------
def with_point(definition: Definition, u: float = 0.0, v: float = 0.4) -> Definition:
    """Put a new point behind the others."""
    names = set(names_of(definition))
    number = len(names) + 1
    while f"point_{number}" in names:
        number += 1
    point = {"name": f"point_{number}", "title": f"Point {number}", **_place(u, v)}
    return {**definition, "points": [*definition["points"], point]}


def with_mirrored(definition: Definition, place: int) -> Definition:
    """Put a new point where a point's mirror image falls, and make the two a pair."""
    one = definition["points"][place]
    after = with_point(definition, -float(one["u"]), float(one["v"]))
    return paired(after, place, len(after["points"]) - 1)


def without_point(definition: Definition, place: int) -> Definition:
    """Take a point out, with the pairs, lines and distances that name it."""
    gone = definition["points"][place]["name"]
    points = [one for number, one in enumerate(definition["points"]) if number != place]
    after = {**definition, "points": points}
    after["eyes"] = [[one for one in eye if one != gone] for eye in definition["eyes"]]
    for part in _PAIRS:
        after[part] = [one for one in definition.get(part, []) if gone not in one]
    return after


def with_moved(definition: Definition, place: int, by: int) -> Definition:
    """Move a point up or down in the order; beyond the ends it stays."""
    points = list(definition["points"])
    to = place + by
    if 0 <= to < len(points):
        points.insert(to, points.pop(place))
    return {**definition, "points": points}


def with_field(definition: Definition, place: int, **values: Any) -> Definition:
    """Change fields of a point; what names it follows its name."""
    before = definition["points"][place]
    made = {**before, **values}
    for key in ("colour", "detector"):
        if key in made and not made[key]:
            del made[key]
    points = [made if number == place else one for number, one in enumerate(definition["points"])]
    after = {**definition, "points": points}
    old, new = before["name"], made["name"]
    if old != new:
        after["eyes"] = [[new if one == old else one for one in eye] for eye in after["eyes"]]
        for part in _PAIRS:
            after[part] = [
                [new if one == old else one for one in pair] for pair in after.get(part, [])
            ]
    return after


def at_place(definition: Definition, place: int, u: float, v: float) -> Definition:
    """Put a point elsewhere on the face at rest; the detector's place is given up."""
    return with_field(definition, place, detector="", **_place(u, v))


# -- eyes, sides, pairs --------------------------------------------------------------------------
def eye_of(definition: Mapping[str, Any], place: int) -> int:
    """Return of which eye's place a point is part: :data:`RIGHT`, :data:`LEFT` or neither."""
    name = definition["points"][place]["name"]
    return next((eye for eye in (RIGHT, LEFT) if name in definition["eyes"][eye]), NO_EYE)


def in_eye(definition: Definition, place: int, eye: int) -> Definition:
    """Make a point part of an eye's place, or of none."""
    name = definition["points"][place]["name"]
    eyes = [[one for one in each if one != name] for each in definition["eyes"]]
    if eye != NO_EYE:
        eyes[eye].append(name)
    return {**definition, "eyes": eyes}


def mirror_of(definition: Mapping[str, Any], place: int) -> int:
    """Return the place of a point's mirror image; -1 where it lies in the middle."""
    names = names_of(definition)
    for pair in definition.get("mirror", []):
        if names[place] in pair:
            other = pair[0] if pair[1] == names[place] else pair[1]
            return names.index(other) if other in names else -1
    return -1


def paired(definition: Definition, place: int, other: int) -> Definition:
    """Make two points each other's mirror image, and nobody else's; -1 for none."""
    names = names_of(definition)
    meant = {names[place], *([names[other]] if other >= 0 else [])}
    kept = [one for one in definition.get("mirror", []) if not meant & set(one)]
    pair = [[names[place], names[other]]] if other >= 0 else []
    return {**definition, "mirror": [*kept, *pair]}


def with_pair(definition: Definition, part: str, one: int, other: int) -> Definition:
    """Add a line or a distance between two points, once."""
    names = names_of(definition)
    there: Sequence[Sequence[str]] = definition.get(part, [])
    pair = [names[one], names[other]]
    known = any(set(pair) == set(each) for each in there)
    return definition if known or one == other else {**definition, part: [*there, pair]}


def without_pair(definition: Definition, part: str, place: int) -> Definition:
    """Take a line or a distance out."""
    there = definition.get(part, [])
    return {**definition, part: [one for number, one in enumerate(there) if number != place]}


def detectors() -> tuple[str, ...]:
    """Return what a point's place can be taken from: the points that detectors find."""
    return tuple(DETECTED)


def _place(u: float, v: float) -> dict[str, float]:
    return {"u": round(min(max(u, -5.0), 5.0), 3), "v": round(min(max(v, -5.0), 5.0), 3)}
