"""A setting's value as a person types it."""

from __future__ import annotations

import re
from dataclasses import Field
from typing import Any

from neopain_gui.errors import InputError
from neopain_gui.training.setting import about

_KINDS = {int: ("a whole number", "200"), float: ("a number", "0.5")}


def written(value: Any) -> str:
    """Return a value as it stands in a field.

    >>> written(1e-06), written((512, 512)), written(200)
    ('1e-06', '512, 512', '200')
    """
    if isinstance(value, tuple):
        return ", ".join(map(written, value))
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def typed(entry: Field[Any], text: str) -> Any:
    """Return what a person typed as a setting's value, in the kind that it has.

    Numbers of a list are separated by commas, semicolons or spaces.

    Raises
    ------
    InputError
        It is no such number.
    """
    default = entry.default
    if isinstance(default, tuple):
        parts = [part for part in re.split(r"[,;\s]+", text) if part]
        return tuple(_number(entry, part, default[0]) for part in parts)
    return _number(entry, text.strip(), default)


def _number(entry: Field[Any], text: str, like: Any) -> Any:
    kind = type(like)
    try:
        return kind(text)
    except ValueError:
        what, example = _KINDS[kind]
        raise InputError(
            f"{about(entry).title.lower()} is {what}, not “{text}”", remedy=f"write it as {example}"
        ) from None
