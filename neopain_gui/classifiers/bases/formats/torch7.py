"""Files of Torch7 (``.t7``), such as Oxford's ``VGG_FACE.t7``; written by Lua, little-endian.

Numbers as they stand in the file: 32 bits for kinds, counts of tables and indexes of objects, 64
bits for sizes. Functions are passed over, never run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui.classifiers.bases.formats.contents import Contents, Layer, Stored, product
from neopain_gui.classifiers.bases.formats.stream import Stream, opened
from neopain_gui.classifiers.bases.formats.strided import Storage, lying, strided

_NIL, _NUMBER, _STRING, _TABLE, _OBJECT, _BOOLEAN, _FUNCTION, _OLDER, _NEWER = range(9)
_DEPTH, _OBJECTS = 60, 100_000
_AXES = 8
_STORAGES = {
    "torch.FloatStorage": "<f4",
    "torch.DoubleStorage": "<f8",
    "torch.HalfStorage": "<f2",
    "torch.CudaStorage": "<f4",
    "torch.LongStorage": "<i8",
    "torch.IntStorage": "<i4",
    "torch.ShortStorage": "<i2",
    "torch.ByteStorage": "u1",
    "torch.CharStorage": "i1",
}


@dataclass(slots=True)
class _Thing:
    """An object of a class of Torch's; of a module, its fields."""

    kind: str
    fields: Any = field(default_factory=dict)


def recognises(head: bytes) -> bool:
    """Tell by the first bytes: an object or a table, the first of the file."""
    return head[:4] in (b"\4\0\0\0", b"\3\0\0\0") and head[4:8] == b"\1\0\0\0"


def contents(path: Path) -> Contents:
    """Say what is in it."""
    with opened(path) as stream:
        root = _Reader(stream, path).read(0)
    modules = list(_modules(root, set()))
    normalised = any("running_mean" in module.fields for module in modules)
    return Contents(
        format="Torch7",
        layers=tuple(_layers(modules)),
        foreign="a network with batch normalisation" if normalised else "",
    )


class _Reader:
    """Reads object after object; those that are named again are not read again."""

    def __init__(self, stream: Stream, path: Path) -> None:
        self._stream = stream
        self._path = path
        self._known: dict[int, Any] = {}
        self._count = 0

    def read(self, depth: int) -> Any:
        self._count += 1
        if depth > _DEPTH or self._count > _OBJECTS:
            raise ValueError("too many objects, or too deep")
        stream, kind = self._stream, self._stream.number("<i")
        if kind == _NIL:
            return None
        if kind == _NUMBER:
            return stream.unpack("<d")[0]
        if kind == _STRING:
            return self._text()
        if kind == _BOOLEAN:
            return stream.number("<i") == 1
        if kind == _FUNCTION:
            return self._function(depth)
        readers: dict[int, Callable[[int, int], Any]] = {
            _TABLE: self._table,
            _OBJECT: self._object,
            _OLDER: self._known_function,
            _NEWER: self._known_function,
        }
        index = stream.number("<i")
        if index not in self._known:
            self._known[index] = None  # what contains itself
            self._known[index] = readers[kind](index, depth)
        return self._known[index]

    def _text(self) -> str:
        return self._stream.take(self._stream.number("<i")).decode("latin-1")

    def _function(self, depth: int) -> None:
        self._stream.skip(self._stream.number("<i"))
        self.read(depth + 1)

    def _known_function(self, _index: int, depth: int) -> None:
        self._function(depth)

    def _table(self, index: int, depth: int) -> dict[Any, Any]:
        table: dict[Any, Any] = {}
        self._known[index] = table
        for _ in range(self._stream.number("<i")):
            key, value = self.read(depth + 1), self.read(depth + 1)
            if isinstance(key, str | float | bool):
                table[key] = value
        return table

    def _object(self, index: int, depth: int) -> Any:
        kind = self._text()
        if kind.startswith("V "):
            kind = self._text()
        if kind in _STORAGES:
            count = self._stream.number("<q")
            width = np.dtype(_STORAGES[kind]).itemsize
            at = self._stream.skip(count * width)
            return lying(self._path, at, _STORAGES[kind], count)
        if kind.startswith("torch.") and kind.endswith("Tensor"):
            return self._tensor(depth)
        if kind.endswith("Storage"):
            raise ValueError(f"a storage of an unknown kind: {kind}")
        thing = _Thing(kind)
        self._known[index] = thing
        thing.fields = self.read(depth + 1)
        return thing

    def _tensor(self, depth: int) -> Stored | None:
        axes = self._stream.number("<i")
        if not 0 <= axes <= _AXES:
            raise ValueError("an array with an impossible number of axes")
        sizes = self._stream.unpack(f"<{axes}q")
        steps = self._stream.unpack(f"<{axes}q")
        first = self._stream.number("<q") - 1
        storage = self.read(depth + 1)
        if not isinstance(storage, Storage):
            return None  # an empty array has no storage
        return strided(storage, first, sizes, steps)


def _modules(thing: Any, seen: set[int]) -> Iterator[_Thing]:
    """Yield the modules in their order, those inside others too."""
    if not isinstance(thing, _Thing) or id(thing) in seen or not isinstance(thing.fields, dict):
        return
    seen.add(id(thing))
    inner = thing.fields.get("modules")
    if isinstance(inner, dict):
        for key in sorted(key for key in inner if isinstance(key, float)):
            yield from _modules(inner[key], seen)
    else:
        yield thing


def _layers(modules: list[_Thing]) -> Iterator[Layer]:
    for number, module in enumerate(modules, start=1):
        weight, bias = module.fields.get("weight"), module.fields.get("bias")
        if isinstance(weight, Stored):
            name = f"{module.kind} {number}"
            held = bias if isinstance(bias, Stored) else None
            yield Layer(name, _unfolded(weight, module.fields), held)


def _unfolded(weight: Stored, fields: dict[Any, Any]) -> Stored:
    """Give the kernel of a ``SpatialConvolutionMM``, kept as a matrix, its four axes."""
    wanted = [fields.get(name) for name in ("nOutputPlane", "nInputPlane", "kH", "kW")]
    if len(weight.shape) != 2 or not all(isinstance(size, float) for size in wanted):
        return weight
    shape = tuple(int(size) for size in wanted if size is not None)
    if product(shape) != weight.count:
        return weight
    return Stored(shape, weight.dtype, lambda: weight.read().reshape(shape))
