"""Columns in little memory, and back to the last bit.

An hour at 1,200 samples a second has 4.3 million rows. Most columns say the same for seconds, times
go on by equal steps, and numbers were written with few decimals: each piece of a column is kept in
the shortest of these forms that gives back the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]

DECIMALS = 3
"""As many are tried: more do not fit into 16 bits."""
FEW = 64
"""Values by which a form is tried before all are looked at."""


class Packed(Protocol):
    """A piece of a column."""

    def unpack(self) -> Values:
        """Return the values."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Values as they are."""

    values: Values

    def unpack(self) -> Values:
        """Return the values."""
        return self.values


@dataclass(frozen=True, slots=True)
class Runs:
    """Values that stay for a while, and how many rows each stays."""

    values: Values
    counts: NDArray[np.uint32]

    def unpack(self) -> Values:
        """Return the values."""
        return np.repeat(self.values, self.counts)


@dataclass(frozen=True, slots=True)
class Flags:
    """Eight truth values in a byte."""

    bits: NDArray[np.uint8]
    rows: int

    def unpack(self) -> Values:
        """Return the values."""
        return np.unpackbits(self.bits, count=self.rows).astype(bool)


@dataclass(frozen=True, slots=True)
class Steps:
    """Whole numbers as the first one and the steps between them, each less the smallest."""

    first: int
    least: int
    steps: NDArray[np.unsignedinteger]
    dtype: np.dtype[Any]

    def unpack(self) -> Values:
        """Return the values."""
        made = np.empty(len(self.steps) + 1, np.int64)
        made[0] = self.first
        np.cumsum(self.steps.astype(np.int64) + self.least, out=made[1:])
        made[1:] += self.first
        return made.astype(self.dtype, copy=False)


@dataclass(frozen=True, slots=True)
class Decimal:
    """Numbers with few decimals as whole ones from the smallest on; the largest code is NaN."""

    least: int
    power: int
    codes: NDArray[np.uint16]
    dtype: np.dtype[Any]

    def unpack(self) -> Values:
        """Return the values."""
        made = (self.codes.astype(np.float64) + self.least) / self.power
        made[self.codes == _NAN] = np.nan
        return made.astype(self.dtype, copy=False)


_NAN = np.iinfo(np.uint16).max


def pack(values: Values) -> Packed:
    """Return values in the shortest form that is known and gives back the same bits.

    >>> pack(np.array([5, 5, 5, 5, 5, 5, 5, 7], dtype=np.float64).repeat(100)).values
    array([5., 7.])
    """
    if len(values) < FEW:
        return Plain(values)
    bits = _bits(values)
    new = np.flatnonzero(bits[1:] != bits[:-1]) + 1
    if (len(new) + 1) * (values.itemsize + 4) * 2 < values.nbytes:
        starts = np.append(0, new)
        counts = np.diff(starts, append=len(values)).astype(np.uint32)
        return Runs(values[starts], counts)
    if values.dtype == bool:
        return Flags(np.packbits(values), len(values))
    made = _steps(values) if values.itemsize == 8 else None
    if made is None and values.dtype.kind == "f":
        made = _decimal(values)
    if made is not None and np.array_equal(_bits(made.unpack()), bits):
        return made
    return Plain(values)


def _bits(values: Values) -> Values:
    return np.ascontiguousarray(values).view(f"u{values.itemsize}")


def _steps(values: Values) -> Packed | None:
    some = values[:FEW]
    if values.dtype.kind == "f" and not (np.isfinite(some).all() and (some % 1 == 0).all()):
        return None
    if values.dtype.kind == "f" and not (np.abs(values) < 2.0**53).all():  # NaN is not, either
        return None
    whole = values.astype(np.int64)
    steps = np.diff(whole)
    least = int(steps.min())
    if int(steps.max()) - least > np.iinfo(np.uint32).max:
        return None
    size = np.min_scalar_type(int(steps.max()) - least)
    return Steps(int(whole[0]), least, (steps - least).astype(size), values.dtype)


def _decimal(values: Values) -> Packed | None:
    known = np.isfinite(values)
    some = values[known][:FEW].astype(np.float64)
    if not len(some):
        return None
    for power in (10**places for places in range(DECIMALS + 1)):
        if not ((np.rint(some * power) / power).astype(values.dtype) == some).all():
            continue
        scaled = np.rint(values.astype(np.float64) * power)
        least, most = scaled[known].min(), scaled[known].max()
        if most - least >= _NAN:
            return None
        codes = np.where(known, scaled - least, _NAN).astype(np.uint16)
        return Decimal(int(least), power, codes, values.dtype)
    return None
