"""Safetensors: our own kept bases, and what others made of PyTorch's files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui.classifiers.bases.base import KEPT
from neopain_gui.classifiers.bases.formats.contents import (
    Contents,
    Numbers,
    Stored,
    of_pytorch,
    paired,
    refuse,
)
from neopain_gui.natural_order import natural_key

_LONGEST = 1 << 20
"""Bytes of the header; VGG-Face's has three thousand."""
_KINDS = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}
_ORDER = "channel_order"


def recognises(head: bytes) -> bool:
    """Tell by the first bytes: how long the header is, and the brace that it begins with."""
    return head[8:9] == b"{" and int.from_bytes(head[:8], "little") < 1 << 40


def description(path: Path) -> dict[str, str]:
    """Return what a file says of itself."""
    with _opened(path) as file:
        return dict(file.metadata() or {})


def contents(path: Path) -> Contents:
    """Say what is in it."""
    with _opened(path) as file:
        said = dict(file.metadata() or {})
        arrays = {}
        for name in sorted(file.keys(), key=natural_key):
            part = file.get_slice(name)
            if part.get_dtype() not in _KINDS:
                raise refuse(path, "holds numbers that are not plain floating-point numbers")
            kind = np.dtype(_KINDS[part.get_dtype()])
            arrays[name] = Stored(tuple(part.get_shape()), kind, _fetch(path, name))
    if KEPT in said:
        about: dict[str, Any] = json.loads(said[KEPT])
        return Contents(
            format="NeoPain's base",
            layers=paired(arrays),
            title=str(about.get("title", "")),
            licence=str(about.get("licence", "")),
        )
    found = of_pytorch(arrays, "safetensors")
    if said.get(_ORDER) in ("RGB", "BGR"):
        return Contents(
            format=found.format,
            layers=found.layers,
            colours=said[_ORDER],
            foreign=found.foreign,
        )
    return found


def _opened(path: Path) -> Any:
    from safetensors import SafetensorError, safe_open

    with path.open("rb") as file:
        if int.from_bytes(file.read(8), "little") > _LONGEST:
            raise ValueError("the header is enormous")
    try:
        return safe_open(path, framework="numpy")
    except SafetensorError as error:
        raise ValueError(str(error)) from error


def _fetch(path: Path, name: str) -> Any:
    def fetch() -> Numbers:
        with _opened(path) as file:
            numbers: Numbers = file.get_tensor(name)
            return numbers

    return fetch
