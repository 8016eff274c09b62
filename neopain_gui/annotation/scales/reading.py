"""Scales as files: those that come with NeoPain, and those of a study."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from neopain_gui import locations
from neopain_gui.annotation.faults import fault_of
from neopain_gui.annotation.scales.definition import Scale
from neopain_gui.errors import InputError, reason

LARGEST = 1_000_000
"""Bytes of a definition."""
ORDER = (
    "nfcs", "nfcs-5", "nips", "pipp", "pipp-r", "cries", "n-pass", "comfortneo", "edin", "biip",
)  # fmt: skip
"""In which lists name those that come with NeoPain."""


def scale_folder() -> Path:
    """Return where the scales lie that come with NeoPain."""
    return locations.resources() / "scales"


def scales() -> dict[str, Scale]:
    """Return the scales that come with NeoPain, by id."""
    return dict(_shipped())


@cache
def _shipped() -> dict[str, Scale]:
    return {one: read_scale(scale_folder() / f"{one}.json") for one in ORDER}


def read_scale(path: Path) -> Scale:
    """Read a definition from a file.

    Raises
    ------
    InputError
        It cannot be read, or is not a definition that can be used; says which part.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"it cannot be read: {reason(error)}", file=path, remedy="choose another file"
        ) from None
    return scale_of_text(data, file=path)


def scale_of_text(text: str | bytes, file: Path | None = None) -> Scale:
    """Read a definition from JSON; see :func:`read_scale`."""
    if len(text) > LARGEST:
        raise InputError("this is too large for a scale", file=file, remedy="choose another file")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(
            "this is no scale: it is not JSON", file=file, remedy="choose a scale's JSON file"
        ) from None
    if isinstance(found, dict):
        found.pop("$schema", None)
    try:
        return Scale.model_validate_json(json.dumps(found))
    except ValidationError as error:
        raise InputError(
            f"the scale cannot be used: {fault_of(error).words}",
            file=file,
            remedy="mend it there",
        ) from None


def scale_text(scale: Scale) -> str:
    """Write a definition as JSON, as :func:`scale_of_text` reads it."""
    made = {"$schema": "schema.json", **scale.model_dump(mode="json", exclude_defaults=True)}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def scale_schema() -> dict[str, Any]:
    """Return the JSON schema of definitions, which lies beside them as ``schema.json``."""
    schema = Scale.model_json_schema()
    schema["properties"]["$schema"] = {"type": "string"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
