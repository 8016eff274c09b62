"""A protocol as a file that people read and change (TOML)."""

from __future__ import annotations

import json
import textwrap
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from neopain_gui.errors import InputError, reason
from neopain_gui.training.presets import HONEST, preset
from neopain_gui.training.protocol import FineTuning, Head, Protocol, Search
from neopain_gui.training.setting import about, as_given, settings_of

_LARGEST = 1 << 20
_WIDTH = 96
PARTS = {"head": Head, "fine_tuning": FineTuning, "search": Search}
"""Parts that a protocol may be without; ``head = false`` says so."""


def protocol_text(protocol: Protocol) -> str:
    """Write a protocol as TOML, each setting with a comment on what it means."""
    lines = ["# How a classifier is trained and tested. What is not named is as in the preset.", ""]
    lines += [f"{name} = false" for name in PARTS if getattr(protocol, name) is None]
    section = ""
    for place, entry, value in settings_of(protocol):
        part, _, name = place.rpartition(".")
        if part != section:
            section = part
            lines += ["", f"[{part}]"]
        lines += [f"# {line}" for line in textwrap.wrap(about(entry).explained, _WIDTH)]
        lines.append(f"{name} = {_written(value)}")
    return "\n".join(lines) + "\n"


def read_protocol(name: str, architecture: str | None = None) -> Protocol:
    """Return a protocol by the name of a preset or the path of a file.

    Parameters
    ----------
    name : str
        ``"honest"``, ``"paper"``, or a file.
    architecture : str, optional
        What it has to be for; by default what the file says, or n_cnn.

    Raises
    ------
    InputError
        There is none, or it cannot be used: which file and which setting.
    """
    if not Path(name).suffix and not Path(name).exists():
        return preset(name, architecture or Protocol().architecture)
    file = Path(name)
    return protocol_from(_text(file), file, architecture)


def protocol_from(text: str, file: Path | None = None, architecture: str | None = None) -> Protocol:
    """Read what :func:`protocol_text` writes, or a part of it.

    Raises
    ------
    InputError
        It is no protocol; the sentence names the setting.
    """
    try:
        given = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(
            f"it is not TOML: {_what(error)}", file=file, remedy="write it as `name = value`"
        ) from error
    stated = given.get("architecture")
    if architecture and stated not in (None, architecture):
        raise InputError(
            f"it is for {stated}, and {architecture} is to be trained",
            file=file,
            place="architecture",
            remedy=f"choose {stated}, or another protocol",
        )
    try:
        return _of(given, str(architecture or stated or Protocol().architecture), file)
    except InputError as error:
        raise error if error.file else _in_file(error, file, None) from error


def protocol_on_record(said: Mapping[str, Any]) -> Protocol:
    """Return the protocol of a run's record, where each setting stands in plain JSON types.

    Raises
    ------
    InputError
        It is none.
    """
    given = {name: False if value is None else value for name, value in said.items()}
    return _of(given, str(said.get("architecture")), None)


def _of(given: Mapping[str, Any], architecture: str, file: Path | None) -> Protocol:
    start = preset(str(given.get("preset", HONEST)), architecture)
    protocol: Protocol = _filled(start, given, file, "")
    return protocol


def _filled(record: Any, given: Mapping[str, Any], file: Path | None, within: str) -> Any:
    """Return a record of settings with those that are given."""
    known = {entry.name: entry for entry in fields(record)}
    values: dict[str, Any] = {}
    for name, value in given.items():
        place = f"{within}.{name}" if within else name
        entry = known.get(name)
        if entry is None:
            raise InputError(
                f"there is no setting “{name}”" + (f" in [{within}]" if within else ""),
                file=file,
                place=place,
                remedy=f"name one of {', '.join(known)}",
            )
        try:
            values[name] = (
                as_given(entry, value)
                if "about" in entry.metadata
                else _part(record, name, value, file)
            )
        except InputError as error:
            raise error if error.file else _in_file(error, file, place) from error
    try:
        return replace(record, **values)
    except InputError as error:
        raise _in_file(error, file, f"[{within}]" if within else None) from error


def _part(record: Protocol, name: str, value: Any, file: Path | None) -> Any:
    """Return a part of the protocol, such as its augmentation."""
    if value is False and name in PARTS:
        return None
    if not isinstance(value, dict):
        raise InputError(
            "it is a part with settings of its own", remedy=f"write them below a line [{name}]"
        )
    start = getattr(record, name)
    return _filled(PARTS[name]() if start is None else start, value, file, name)


def _in_file(error: InputError, file: Path | None, place: str | None) -> InputError:
    return InputError(error.problem, file=file, place=error.place or place, remedy=error.remedy)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, str):
        # what JSON escapes TOML reads alike, but for a delete character, which TOML forbids
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")
    return repr(value)


def _what(error: Exception) -> str:
    text = str(error)
    return text[:1].lower() + text[1:] if text else "too deep"


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST:
            raise InputError(
                "it is too large for a protocol", file=file, remedy="choose another file"
            )
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("it is not text", file=file, remedy="save it as UTF-8") from error
    except OSError as error:
        raise InputError(f"cannot be read: {reason(error)}", file=file) from error
