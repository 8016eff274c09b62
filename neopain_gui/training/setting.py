"""Settings of a training: what each is called, what it means and what it may be, in one place.

A class of settings is a frozen dataclass whose fields are made by :func:`setting`. Files, forms
and sentences follow from what is said there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, cast

from neopain_gui.counted import listed
from neopain_gui.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of a setting.

    Attributes
    ----------
    title : str
        For people.
    explained : str
        A sentence or two on what it does.
    low, high : float
        What a number, or each number of several, lies between, both included.
    count : tuple of int
        How many numbers there are at least and at most, where it is several.
    """

    title: str
    explained: str
    low: float = -math.inf
    high: float = math.inf
    count: tuple[int, int] = (0, 1000)


def setting(
    default: Any,
    title: str,
    explained: str,
    between: tuple[float, float] = (-math.inf, math.inf),
    count: tuple[int, int] = (0, 1000),
) -> Any:
    """Return a field of a class of settings with its default and what is known of it."""
    about = About(title=title, explained=explained, low=between[0], high=between[1], count=count)
    return field(default=default, metadata={"about": about})


def about(entry: Field[Any]) -> About:
    """Return what is known of a setting."""
    known: About = entry.metadata["about"]
    return known


def settings_of(record: Any) -> Iterator[tuple[str, Field[Any], Any]]:
    """Yield every setting with its place, such as ``"augmentation.copies"``, and its value.

    Settings that stand for themselves come first, then those of each part.
    """
    parts = []
    for entry in fields(record):
        value = getattr(record, entry.name)
        if is_dataclass(value):
            parts.append((entry.name, value))
        elif "about" in entry.metadata:
            yield entry.name, entry, value
    for name, value in parts:
        for place, entry, inner in settings_of(value):
            yield f"{name}.{place}", entry, inner


def replaced(record: Any, place: str, value: Any) -> Any:
    """Return a record of settings with another value at a place of :func:`settings_of`.

    Raises
    ------
    InputError
        It cannot be that.
    """
    name, _, inner = place.partition(".")
    part = replaced(getattr(record, name), inner, value) if inner else value
    return replace(record, **{name: part})


def check(record: Any) -> None:
    """Refuse what a setting of a record may not be.

    Raises
    ------
    InputError
        The first of them, in one sentence that names it and says what is possible.
    """
    for entry in fields(record):
        if "about" in entry.metadata:
            _check(entry, getattr(record, entry.name))


def as_given(entry: Field[Any], value: Any) -> Any:
    """Return a value as it was read from a file in the kind that its setting has.

    Raises
    ------
    InputError
        It is of another kind.
    """
    default = entry.default
    if isinstance(default, StrEnum):
        kinds = [str(kind) for kind in type(default)]
        if value not in kinds:
            raise _refused(
                entry,
                f"must be one of {listed([f'“{kind}”' for kind in kinds])}, not {_shown(value)}",
            )
        return type(default)(value)
    if isinstance(default, tuple):
        if not isinstance(value, list | tuple):
            raise _refused(entry, f"must be a list in square brackets, not {_shown(value)}")
        return tuple(_number_as(default[0], item) if default else item for item in value)
    return _number_as(default, value)


def _number_as(default: Any, value: Any) -> Any:
    """A whole number may stand for one with a point."""
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _check(entry: Field[Any], value: Any) -> None:
    known, default = about(entry), entry.default
    if isinstance(default, tuple):
        _check_several(entry, value)
        return
    if type(value) is not type(default):
        raise _refused(entry, f"must be {_KINDS[_kind(default)]}, not {_shown(value)}")
    if isinstance(value, int | float) and not known.low <= value <= known.high:
        raise _refused(entry, f"must be {_range(known)}, not {_shown(value)}")


def _check_several(entry: Field[Any], value: Any) -> None:
    known, default = about(entry), cast(tuple[Any, ...], entry.default)
    least, most = known.count
    if not isinstance(value, tuple) or not least <= len(value) <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        raise _refused(entry, f"must be a list of {wanted} values, not {_shown(value)}")
    kind: type[Any] = type(default[0]) if default else str
    for item in value:
        if type(item) is not kind:
            raise _refused(entry, f"must hold only {_PLURALS[kind]}, not {_shown(item)}")
        if isinstance(item, int | float) and not known.low <= item <= known.high:
            raise _refused(entry, f"must lie {_range(known)}, not at {_shown(item)}")


_KINDS = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}
_PLURALS = {int: "whole numbers", float: "numbers", str: "texts"}


def _kind(default: Any) -> type:
    return str if isinstance(default, str) else type(default)


def _range(known: About) -> str:
    ends = (known.low, known.high)
    low, high = (f"{end:,}" if isinstance(end, int) else f"{end:g}" for end in ends)
    return f"between {low} and {high}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        value = list(value)
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _refused(entry: Field[Any], problem: str) -> InputError:
    return InputError(f"{about(entry).title.lower()} {problem}", remedy="change it")
