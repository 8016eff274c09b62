"""What a file of weights holds, before any of it is read: names, shapes, where the numbers lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import WeightsError

REMEDY = "choose a file that is whole"
_WIDEST = 64 << 20
"""Bytes of one array that are read at once: three times VGG-Face's largest in double precision."""
Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """An array that has not been read yet."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    fetch: Callable[[], Numbers] = field(repr=False)

    @property
    def count(self) -> int:
        """How many numbers it has."""
        return product(self.shape)

    def read(self) -> Numbers:
        """Read it; the caller has seen that its shape is a wanted one."""
        if self.count * self.dtype.itemsize > _WIDEST:
            raise ValueError("an array is larger than any of VGG-Face's")
        return self.fetch()


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer with weights; of what is no convolution, ``kernel`` may have any shape."""

    name: str
    kernel: Stored
    bias: Stored | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a file is, as far as it can be told without reading its numbers.

    Attributes
    ----------
    format : str
        For people.
    layers : tuple of Layer
        From the input on, fully connected layers too.
    colours : str
        ``"RGB"`` or ``"BGR"``: what the first kernel expects.
    uncertain : tuple of str
        Sentences: what is not in the file and was taken from where such files come from.
    foreign : str
        Why it is no VGG-Face, where that can be told: ``"VGG16 trained on ImageNet"``.
    title, licence : str
        What it says of itself.
    synthetic : bool
        True if it says that it has only seen phantoms.
    """

    format: str
    layers: tuple[Layer, ...]
    colours: str = "BGR"
    uncertain: tuple[str, ...] = ()
    foreign: str = ""
    title: str = ""
    licence: str = ""
    synthetic: bool = False


def product(sizes: Iterable[int]) -> int:
    """Multiply sizes as whole numbers of any length: nothing wraps round."""
    result = 1
    for size in sizes:
        result *= size
    return result


def plain(path: Path, at: int, shape: tuple[int, ...], dtype: Any, order: str = "C") -> Stored:
    """Return an array whose numbers lie in one piece in a file, from the byte ``at`` on."""
    kind = np.dtype(dtype)

    def fetch() -> Numbers:
        return arranged(piece(path, at, product(shape) * kind.itemsize), kind, shape, order)

    return Stored(shape, kind, fetch)


def arranged(data: bytes, kind: np.dtype[Any], shape: tuple[int, ...], order: str) -> Numbers:
    """Make an array of bytes."""
    flat: Numbers = np.frombuffer(data, kind)
    return flat.reshape(shape[::-1]).T if order == "F" else flat.reshape(shape)


def piece(path: Path, at: int, size: int) -> bytes:
    """Read a piece of a file whose size has been checked."""
    with path.open("rb") as file:
        file.seek(at)
        data = file.read(size)
    if len(data) != size:
        raise EOFError
    return data


def paired(arrays: dict[str, Stored]) -> tuple[Layer, ...]:
    """Make layers of arrays named ``conv1.weight``, ``conv1.bias``, in their order."""
    layers = []
    for name, array in arrays.items():
        stem, _, what = name.rpartition(".")
        if what in ("weight", "kernel"):
            layers.append(Layer(stem, array, arrays.get(f"{stem}.bias")))
    return tuple(layers)


def of_pytorch(arrays: dict[str, Stored], form: str) -> Contents:
    """Say what arrays are that a PyTorch module names, whatever kind of file they lie in.

    The two published conversions differ in their names and in the order of colours:
    ``conv1_1`` is the one made from MatConvNet's file, ``conv_1_1`` the one made from Torch7's.
    """
    arrays = {name.removeprefix("module."): array for name, array in arrays.items()}
    layers = paired(arrays)
    first = layers[0].name if layers else ""
    normalised = any(name.endswith(".running_mean") for name in arrays)
    named = {"conv1_1": "RGB", "conv_1_1": "BGR"}
    unsure = () if first in named else (
        "The file does not say in which order it expects colours; RGB is assumed, as PyTorch's "
        "own networks take them.",
    )  # fmt: skip
    return Contents(
        format=form,
        layers=layers,
        colours=named.get(first, "RGB"),
        uncertain=unsure,
        foreign="a network with batch normalisation" if normalised else "",
    )


def refuse(path: Path, what: str) -> WeightsError:
    """Return the error for a file that no honest program wrote."""
    return WeightsError(
        f"the file {what}, which no weight file needs", file=path, remedy="do not use it"
    )
