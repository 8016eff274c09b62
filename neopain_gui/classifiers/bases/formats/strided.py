"""An array as PyTorch and Torch7 keep it: a part of a storage, seen through sizes and steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui.classifiers.bases.formats.contents import Numbers, Stored, piece, product

_TIMES = 4
"""How much more of a storage is read than the array has: a slice of a larger one is honest."""


@dataclass(frozen=True, slots=True)
class Storage:
    """Numbers in a row, of which parts can be read: the first one and how many."""

    dtype: np.dtype[Any]
    count: int
    part: Callable[[int, int], bytes]


def lying(path: Path, at: int, dtype: str, count: int) -> Storage:
    """Return the storage whose bytes lie in a file, from the byte ``at`` on."""
    kind = np.dtype(dtype)

    def part(first: int, many: int) -> bytes:
        return piece(path, at + first * kind.itemsize, many * kind.itemsize)

    return Storage(kind, count, part)


def strided(storage: Storage, first: int, sizes: Sequence[int], steps: Sequence[int]) -> Stored:
    """Return an array within a storage.

    Parameters
    ----------
    storage : Storage
        What it lies in.
    first : int
        Where the array's first number is.
    sizes, steps : sequence of int
        An axis each.

    Raises
    ------
    ValueError
        A size, step or place is negative, or the array reaches beyond its storage.
    """
    if len(sizes) != len(steps) or min((first, *sizes, *steps)) < 0:
        raise ValueError("an array's sizes and steps are impossible")
    shape, kind = tuple(sizes), storage.dtype
    many = 1 + sum((size - 1) * step for size, step in zip(sizes, steps, strict=True))
    if 0 not in shape and first + many > storage.count:
        raise ValueError("an array reaches beyond its storage")

    def fetch() -> Numbers:
        if many > _TIMES * product(shape):
            raise ValueError("an array is scattered over its storage")
        flat = np.frombuffer(storage.part(first, many), kind)
        inner = [step * kind.itemsize for step in steps]
        return np.array(np.lib.stride_tricks.as_strided(flat, shape, inner, writeable=False))

    return Stored(shape, kind, fetch)
