"""Reading the record beside an exported map: it may come from anybody and be damaged."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from unicodedata import category

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from neopain_gui.errors import InputError
from neopain_gui.geometry import Box
from neopain_gui.imaging import read_provenance
from neopain_gui.masks import MaskSettings
from neopain_gui.provenance import Provenance, canonical_json

KINDS = ("map", "strip")
MAX_BYTES = 4 << 20
_ASK = "give the JSON file that NeoPain wrote beside a map"
_EXPORT_AGAIN = "take the file as it was exported"

_UNPRINTABLE = ("Cc", "Zl", "Zp")


def _one_line(text: str) -> str:
    if any(category(letter) in _UNPRINTABLE for letter in text):
        raise ValueError("it is not one line of text")
    return text


Line = Annotated[str, Field(max_length=400), AfterValidator(_one_line)]
"""What may stand in a sentence for the user."""
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Side = Annotated[int, Field(ge=0, le=1_000_000)]
Sides = tuple[Side, Side, Side, Side]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, allow_inf_nan=False)


class Made(_Part):
    """What made a map, as :class:`~neopain_gui.provenance.Provenance` keeps it."""

    stage: str
    version: int
    inputs: dict[str, Any]

    @property
    def provenance(self) -> Provenance:
        """The same as a provenance."""
        return Provenance(stage=self.stage, version=self.version, inputs=self.inputs)


FoldNumber = Annotated[int, Field(ge=1, le=1000)]
FoldNumbers = Annotated[list[FoldNumber], Field(min_length=1, max_length=1000)]


class FoldsMade(_Part):
    """Which networks of a cross-validated classifier made a map."""

    training: Sha256
    of: FoldNumber
    used: FoldNumbers


class FoldsSaid(_Part):
    """Why these, as it was said beside the map."""

    why: Annotated[Line, Field(min_length=1)]
    said: Line


class Inputs(_Part):
    """What determines a map of an attribution."""

    image: Sha256
    box: Sides
    weights: Sha256
    architecture: str
    class_order: Annotated[list[Line], Field(min_length=2, max_length=10_000)]
    preprocessing: dict[str, Any]
    method: str
    target: Line
    parameters: dict[str, str | int | float]
    layer: str | None
    references: Annotated[list[tuple[Sha256, Sides]], Field(max_length=1000)] = []
    folds: FoldsMade | None = None


class Facts(_Part):
    """Those of a map's figures that are needed to make it again."""

    classifier: Annotated[str, Field(max_length=200)]
    target_choice: str
    chunk: Annotated[int, Field(ge=1, le=1 << 20)] | None = None
    rounding_map: Annotated[float, Field(ge=0, le=1)] | None = None
    folds: FoldsSaid | None = None

    @property
    def but_for_the_layer(self) -> Facts:
        """The same without what differs between the layers of a strip."""
        return self.model_copy(update={"rounding_map": None})


class Map(_Part):
    """What a map is."""

    sha256: Sha256
    dtype: Literal["float32"]
    shape: tuple[Side, Side]
    maximum: Annotated[float, Field(ge=0)]


class MapRecord(_Part):
    """The record of one map; see :func:`~neopain_gui.pipeline.map_files.map_record.map_record`."""

    software: dict[Line, Line]
    extraction_model: Line
    mask: Made
    mask_settings: dict[str, Any]
    relevance: Made
    facts: Facts
    map: Map

    @cached_property
    def inputs(self) -> Inputs:
        """What determines the map."""
        return Inputs.model_validate_json(canonical_json(self.relevance.inputs))

    @property
    def box(self) -> Box:
        """The face."""
        return _box(self.inputs.box)

    @property
    def references(self) -> list[tuple[str, Box]]:
        """The photographs without pain that it was compared with: SHA-256 and face."""
        return [(sha256, _box(sides)) for sha256, sides in self.inputs.references]

    @property
    def settings(self) -> MaskSettings:
        """How the contour mask is cut."""
        return MaskSettings.from_dict(self.mask_settings)


class Drawn(_Part):
    """What drew a figure."""

    version: int
    matplotlib: Line


class StripRecord(_Part):
    """The record of a film strip.

    See :func:`~neopain_gui.pipeline.map_files.strips.strip_figures`.
    """

    photograph: Annotated[str, Field(min_length=1, max_length=400)]
    phantom: bool
    figure: Drawn
    maps: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=200)]


def read_record(path: Path) -> dict[str, Any]:
    """Read a record as plain JSON types: a JSON file, or a picture that carries one.

    Raises
    ------
    InputError
        It is not there, too large, not JSON, or not a record of ours.
    """
    value = read_provenance(path) if path.suffix.lower() == ".png" else _read_json(path)
    if isinstance(value, dict):
        record = value.get("record")
        if isinstance(record, dict) and record.get("kind") in KINDS:
            return value
    raise InputError("is no record of a map", file=path, remedy=_ASK)


def _read_json(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("is no record of a map", file=path, remedy=_ASK)
        return json.loads(path.read_text("utf-8"), parse_constant=_refuse)
    except OSError as error:
        raise InputError("cannot be read", file=path, remedy=_ASK) from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            "is damaged, or no record of a map: it cannot be read as JSON", file=path, remedy=_ASK
        ) from error


def parse_strip(value: dict[str, Any], path: Path) -> tuple[StripRecord, list[MapRecord]]:
    """Check the record of a strip and that of each of its maps.

    Raises
    ------
    InputError
        As for :func:`parse_map`, or the maps are not those of one strip.
    """
    _check_version(value, path)
    try:
        strip = StripRecord.model_validate_json(canonical_json(value))
    except ValidationError as error:
        raise _damaged(path, _place(error)) from error
    maps = []
    for number, one in enumerate(strip.maps):
        if not isinstance(one.get("record"), dict):
            raise _damaged(path, f"maps.{number}.record")
        maps.append(parse_map(one, path))
    for record in maps:
        # they differ in their layer and in what follows from it
        alike = (
            record.relevance.inputs | {"layer": None} == maps[0].relevance.inputs | {"layer": None}
            and (record.relevance.stage, record.relevance.version)
            == (maps[0].relevance.stage, maps[0].relevance.version)
            and record.facts.but_for_the_layer == maps[0].facts.but_for_the_layer
            and record.mask_settings == maps[0].mask_settings
        )
        if not alike:
            raise _damaged(path, "its maps are not those of one strip")
    if len({record.inputs.layer for record in maps}) != len(maps):
        raise _damaged(path, "a layer is there twice")
    return strip, maps


def parse_map(value: dict[str, Any], path: Path) -> MapRecord:
    """Check the record of one map, part for part.

    Raises
    ------
    InputError
        It is damaged, was changed by hand, is of a newer NeoPain, or nothing that is computed.
    """
    _check_version(value, path)
    try:
        # as JSON: there an array may stand for a tuple and a text for a label
        record = MapRecord.model_validate_json(canonical_json(value))
        computed = record.relevance.stage.startswith("attribution.")
        if computed:
            _ = record.box, record.references, record.settings
            if (record.inputs.folds is None) != (record.facts.folds is None):
                raise ValueError("facts.folds")
    except ValidationError as error:
        raise _damaged(path, _place(error)) from error
    except (InputError, ValueError) as error:
        raise _damaged(path, str(error).rstrip(".")) from error
    if not computed:
        raise InputError(
            f"the map of {record.extraction_model} was not computed by a classifier",
            file=path,
            remedy="import the heatmap picture again",
        )
    # the mask's part names the map by the hash of what made it
    if record.mask.inputs.get("map") != record.relevance.provenance.key:
        raise _damaged(path, "its parts do not belong together")
    return record


def _check_version(value: dict[str, Any], path: Path) -> None:
    version = value["record"].get("version")
    if not isinstance(version, int) or version < 1:
        raise _damaged(path, "record.version")
    if version > 1:
        raise InputError(
            "was written by a newer NeoPain", file=path, remedy="use that version to repeat it"
        )


def _damaged(path: Path, where: str) -> InputError:
    return InputError(
        "is damaged or was changed by hand", file=path, place=where, remedy=_EXPORT_AGAIN
    )


def _place(error: ValidationError) -> str:
    return ".".join(shown(str(step)) for step in error.errors()[0]["loc"])


def shown(name: str) -> str:
    """Return a name of anybody's so that it can stand in a sentence: on one line, not too long."""
    plain = "".join("□" if category(letter) in _UNPRINTABLE else letter for letter in name)
    return plain if len(plain) <= 40 else f"{plain[:39]}…"


def _box(sides: Sides) -> Box:
    left, top, right, bottom = sides
    return Box(left=left, top=top, right=right, bottom=bottom)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
