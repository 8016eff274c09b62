"""What one rater said in one round, as a file: ``ratings-RATER.json``.

Photographs have the names that were drawn for the round, so that the file says nothing of them, and
it names no other rater. A hash of its content tells whether it was changed afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from neopain_gui.annotation.answers import Amendment, Answer, Landmark, Mark, Sitting, Turn
from neopain_gui.annotation.round import Round
from neopain_gui.annotation.said import Said
from neopain_gui.errors import EnvironmentFault, InputError, reason
from neopain_gui.faces.drawn import outlines_of
from neopain_gui.provenance import canonical_json, sha256_bytes

PREFIX, SUFFIX = "ratings-", ".json"
MAX_BYTES = 256 << 20
_VERSION = 1
_AS_WRITTEN = "collect the file as NeoPain wrote it"
_Text = Annotated[str, Field(max_length=4000)]
_Name = Annotated[str, Field(min_length=1, max_length=4000)]
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """What one rater said in one round.

    Attributes
    ----------
    round : Round
        The round; its photographs are named as in files, its only rater is this one.
    rater : str
        Whose they are.
    handed_in : str
        When, in ISO 8601; empty before.
    turns : tuple of Turn
        In which order the rater sees the photographs.
    said : tuple of Said
        What was said at the turns at which anything was said.
    switches : Mapping
        How the switches of its scales were set where it was rated, by scale and switch.
    """

    round: Round
    rater: str
    handed_in: str
    turns: tuple[Turn, ...]
    said: tuple[Said, ...]
    switches: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class _Answer(_Part):
    instrument: _Name
    version: _Text = ""
    item: _Text = ""
    value: float | None = None
    codable: bool = True
    text: _Text = ""


class _Mark(_Part):
    name: _Name
    weight: Literal[1, 2, 3] = 1
    outlines: list[list[tuple[float, float]]]


class _Landmark(_Part):
    set: _Name
    name: _Name
    x: float
    y: float
    visible: bool = True


class _Sitting(_Part):
    seconds: float
    done: bool
    at: _Text


class _Amendment(_Part):
    at: _Text
    reason: _Name
    what: Annotated[str, Field(max_length=1_000_000)]  # notes before and after, all items


class _Turn(_Part):
    photograph: _Name
    repeat: Literal[0, 1] = 0
    answers: list[_Answer] = []
    marks: list[_Mark] = []
    landmarks: list[_Landmark] = []
    sitting: _Sitting | None = None
    amendments: list[_Amendment] = []


class _Round(_Part):
    name: _Name
    token: _Name
    instruments: list[_Name]
    regions: list[_Name]
    seed: int
    repeats: float
    apart: int
    blind: bool
    face_only: bool
    seconds: float | None
    score_by: Literal["numbers", "slider", "line"]
    made: _Text
    switches: dict[_Name, dict[_Name, bool]] = {}


class _File(_Part):
    neopain: Literal["ratings"]
    version: Annotated[int, Field(ge=1)]
    round: _Round
    rater: _Name
    handed_in: _Text
    turns: list[_Turn]
    sha256: _Text


def file_name(rater: str) -> str:
    """Return what a rater's file is called; what no file can be called becomes a line."""
    safe = "".join(one if one.isalnum() or one in "-_." else "_" for one in rater)
    return f"{PREFIX}{safe}{SUFFIX}"


def ratings_text(ratings: Ratings) -> str:
    """Return what :func:`read_ratings` reads."""
    round_ = ratings.round
    content: dict[str, Any] = {
        "neopain": "ratings",
        "version": _VERSION,
        "round": {
            "name": round_.name,
            "token": round_.token,
            "instruments": list(round_.instruments),
            "regions": list(round_.regions),
            "seed": round_.seed,
            "repeats": float(round_.repeats),
            "apart": round_.apart,
            "blind": round_.blind,
            "face_only": round_.face_only,
            "seconds": None if round_.seconds is None else float(round_.seconds),
            "score_by": round_.score_by,
            "made": round_.made,
            "switches": {key: dict(one) for key, one in ratings.switches.items()},
        },
        "rater": ratings.rater,
        "handed_in": ratings.handed_in,
        "turns": [_turn_record(turn, ratings.said) for turn in ratings.turns],
    }
    content["sha256"] = _hash_of(content)
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def read_ratings(path: Path) -> Ratings:
    """Read a rater's file.

    Raises
    ------
    InputError
        It is no such file, was changed, or a newer NeoPain wrote it.
    EnvironmentFault
        It could not be read.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("is too large for ratings", file=path, remedy=_AS_WRITTEN)
        content = path.read_bytes()
    except OSError as error:
        raise EnvironmentFault(f"{path.name}: {reason(error)}.") from error
    return parse_ratings(content, path)


def parse_ratings(content: bytes, path: Path) -> Ratings:
    """Read what a file holds; see :func:`read_ratings`."""
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _none(path) from error
    if not isinstance(raw, dict) or raw.get("neopain") != "ratings":
        raise _none(path)
    version = raw.get("version")
    if isinstance(version, int) and version > _VERSION:
        raise InputError("was written by a newer NeoPain", file=path, remedy="update NeoPain here")
    try:
        found = _File.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise _changed(path, _place(first["loc"]), f"“{first['msg'].lower()}”") from error
    made = _ratings_of(found, path)
    if _hash_of({key: one for key, one in raw.items() if key != "sha256"}) != found.sha256:
        raise InputError(
            "was changed after NeoPain wrote it",
            file=path,
            remedy=f"{_AS_WRITTEN}, and correct what is wrong in the study with a reason",
        )
    return made


def renamed(said: Said, *, names: Mapping[str, str], round_: str, rater: str) -> Said:
    """Return the same with the photograph, round and rater called otherwise."""
    turn: dict[str, Any] = {"round": round_, "rater": rater, "image_id": names[said.image_id]}
    return Said(
        **turn,
        repeat=said.repeat,
        answers=tuple(replace(one, **turn) for one in said.answers),
        marks=tuple(replace(one, **turn) for one in said.marks),
        landmarks=tuple(replace(one, **turn) for one in said.landmarks),
        sitting=None if said.sitting is None else replace(said.sitting, **turn),
        amendments=tuple(replace(one, **turn) for one in said.amendments),
    )


def _turn_record(turn: Turn, said: Sequence[Said]) -> dict[str, Any]:
    found = [one for one in said if (one.image_id, one.repeat) == (turn.image_id, turn.repeat)]
    record: dict[str, Any] = {"photograph": turn.image_id, "repeat": turn.repeat}
    if not found:
        return record
    one = found[0]
    record["answers"] = [_fields(answer, _Answer) for answer in one.answers]
    record["marks"] = [
        {
            "name": mark.name,
            "weight": mark.weight,
            "outlines": [ring.tolist() for ring in mark.outlines],
        }
        for mark in one.marks
    ]
    record["landmarks"] = [_fields(point, _Landmark) for point in one.landmarks]
    record["amendments"] = [_fields(change, _Amendment) for change in one.amendments]
    if one.sitting is not None:
        record["sitting"] = _fields(one.sitting, _Sitting)
    return record


def _fields(record: Any, kind: type[_Part]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in kind.model_fields}


def _hash_of(content: Mapping[str, Any]) -> str:
    return sha256_bytes(canonical_json(content).encode())


def _ratings_of(found: _File, path: Path) -> Ratings:
    images = tuple(dict.fromkeys(turn.photograph for turn in found.turns))
    values: dict[str, Any] = found.round.model_dump(exclude={"switches"})
    for name in ("instruments", "regions"):
        values[name] = tuple(values[name])
    round_ = _checked(
        lambda: Round(**values, raters=(found.rater,), image_ids=images), path, "round"
    )
    turns = tuple(Turn(image_id=one.photograph, repeat=one.repeat) for one in found.turns)
    if len(set(turns)) != len(turns):
        raise _changed(path, "turns", "one photograph has the same turn twice")
    said = []
    for number, turn in enumerate(found.turns, start=1):
        at: dict[str, Any] = {
            "round": round_.name,
            "rater": found.rater,
            "image_id": turn.photograph,
            "repeat": turn.repeat,
        }
        one = _said_of(turn, at, path, f"turn {number}")
        for answer in one.answers:
            if answer.instrument not in round_.instruments:
                raise _changed(
                    path, f"turn {number}", f"the round does not ask for {answer.instrument}"
                )
        if one != Said(**at):
            said.append(one)
    return Ratings(
        round=round_,
        rater=found.rater,
        handed_in=found.handed_in,
        turns=turns,
        said=tuple(said),
        switches=found.round.switches,
    )


def _said_of(turn: _Turn, at: dict[str, Any], path: Path, place: str) -> Said:
    def each(kind: str, make: Callable[[dict[str, Any]], _Made]) -> tuple[_Made, ...]:
        parts = getattr(turn, kind)
        return tuple(
            _checked(lambda: make(part.model_dump()), path, f"{place}, {kind} {number}")  # noqa: B023
            for number, part in enumerate(parts, start=1)
        )

    sitting = turn.sitting
    return Said(
        **at,
        answers=each("answers", lambda one: Answer(**at, **one)),
        marks=each(
            "marks",
            lambda one: Mark(**at, **{**one, "outlines": outlines_of(one["outlines"])}),
        ),
        landmarks=each("landmarks", lambda one: Landmark(**at, **one)),
        amendments=each("amendments", lambda one: Amendment(**at, **one)),
        sitting=None
        if sitting is None
        else _checked(lambda: Sitting(**at, **sitting.model_dump()), path, f"{place}, sitting"),
    )


def _checked(make: Callable[[], _Made], path: Path, place: str) -> _Made:
    try:
        return make()
    except ValueError as error:
        raise _changed(path, place, str(error)) from error


def _place(where: Sequence[str | int]) -> str:
    """Say where in the file, with the turns numbered from 1: ``turn 3, answers 1, value``."""
    parts = [str(one + 1) if isinstance(one, int) else f", {one} " for one in where]
    return "".join(parts).strip(" ,").replace("turns ", "turn ").replace(" ,", ",")


def _changed(path: Path, place: str, why: str) -> InputError:
    return InputError(f"no ratings of NeoPain: {why}", file=path, place=place, remedy=_AS_WRITTEN)


def _none(path: Path) -> InputError:
    return InputError(
        "is no file of a rater's answers", file=path, remedy=f"give a {PREFIX}RATER{SUFFIX}"
    )
