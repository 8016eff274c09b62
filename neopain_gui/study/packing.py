"""A map as few bytes, and the same bits out of them.

The bytes of all values are put apart by their place in the value, which is what compression can
use: signs and exponents stand together. Where it helps, each value is first replaced by how it
differs from what its neighbours above and to the left let expect. A layer's map that is enlarged
cells is kept as its cells.

What is packed begins with a line of JSON that says how; the SHA-256 in it is of the map's own
values, so that nothing comes out that did not go in, whatever enlarges or unpacks it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.imaging.enlarge import enlarged
from neopain_gui.provenance import canonical_json

Float = NDArray[np.float32]
MAX_BYTES = 64 << 20
"""Of a map's values."""
BILINEAR = "bilinear, pixel centres aligned"
"""What ``enlarged`` says: by :func:`neopain_gui.imaging.enlarge.enlarged`."""
PLAIN, DIFFERENCES = "values", "differences"
_LINE = 1024
"""Bytes; a line has some 200."""


def packed(values: Float, cells: Float | None = None) -> bytes:
    """Return what :func:`unpacked` makes the same map of; not compressed yet.

    Parameters
    ----------
    values : ndarray of float32, shape (h, w)
        The map.
    cells : ndarray of float32, shape (h', w'), optional
        What it was enlarged from. It counts only where enlarging it gives ``values`` to the bit.

    Raises
    ------
    ValueError
        No such map, or more than 64 MB.
    """
    if values.ndim != 2 or not values.size or values.dtype != np.dtype("<f4"):
        raise ValueError(f"a map is (h, w) float32, not {values.dtype} {values.shape}")
    if values.nbytes > MAX_BYTES:
        raise ValueError(f"a map has at most {MAX_BYTES} bytes, not {values.nbytes}")
    said: dict[str, Any] = {"sha256": _sha256(values), "shape": list(values.shape)}
    kept = values
    if cells is not None and cells.size < values.size and _gives(cells, values):
        kept = cells
        said |= {"cells": list(cells.shape), "enlarged": BILINEAR}
    numbers = np.ascontiguousarray(kept, "<f4").view("<u4")
    ways = {PLAIN: _apart(numbers), DIFFERENCES: _apart(_differences(numbers))}
    said["way"] = min(ways, key=lambda way: len(zlib.compress(ways[way], 1)))
    return canonical_json(said).encode() + b"\n" + ways[said["way"]]


def unpacked(content: bytes) -> Float:
    """Return a map that was packed.

    Raises
    ------
    ValueError, TypeError, LookupError, RecursionError
        Something else was, or not a bit is to be trusted.
    """
    line, found, body = content[:_LINE].partition(b"\n")
    if not found:
        raise ValueError("no line that says how it is packed")
    said = json.loads(line)
    shape = _shape(said["shape"])
    kept = _shape(said["cells"]) if "cells" in said else shape
    body = content[len(line) + 1 :]
    if len(body) != 4 * kept[0] * kept[1]:
        raise ValueError("shape and length disagree")
    numbers = np.frombuffer(body, np.uint8).reshape(4, -1).T.copy().view("<u4").reshape(kept)
    if said["way"] == DIFFERENCES:
        numbers = _summed(numbers)
    elif said["way"] != PLAIN:
        raise ValueError("packed in an unknown way")
    values = numbers.view("<f4").astype(np.float32, copy=False)
    if "cells" in said:
        if said["enlarged"] != BILINEAR:
            raise ValueError("enlarged in an unknown way")
        values = enlarged(values, shape)
    if _sha256(values) != said["sha256"]:
        raise ValueError("not the values that were packed")
    return values


def _gives(cells: Float, values: Float) -> bool:
    made = enlarged(np.asarray(cells, np.float32), (values.shape[0], values.shape[1]))
    return np.array_equal(made.view("<u4"), np.ascontiguousarray(values).view("<u4"))


def _shape(sides: Any) -> tuple[int, int]:
    height, width = sides
    if not (isinstance(height, int) and isinstance(width, int) and height > 0 and width > 0):
        raise ValueError("no sides of a map")
    if 4 * height * width > MAX_BYTES:
        raise ValueError("too large for a map")
    return height, width


def _sha256(values: Float) -> str:
    return hashlib.sha256(np.ascontiguousarray(values, "<f4").data).hexdigest()


def _apart(numbers: NDArray[np.uint32]) -> bytes:
    """Return the first bytes of all numbers, then the second ones, and so on."""
    return np.ascontiguousarray(numbers).view(np.uint8).reshape(-1, 4).T.tobytes()


def _differences(numbers: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Take away what left, above and above left let expect; signs go to the last bit."""
    made = numbers.copy()
    made[:, 1:] -= numbers[:, :-1]
    made[1:] -= made[:-1].copy()
    return (made << np.uint32(1)) ^ (np.uint32(0) - (made >> np.uint32(31)))


def _summed(numbers: NDArray[np.uint32]) -> NDArray[np.uint32]:
    made = (numbers >> np.uint32(1)) ^ (np.uint32(0) - (numbers & np.uint32(1)))
    rows = np.cumsum(made, axis=0, dtype=np.uint32)
    return np.cumsum(rows, axis=1, dtype=np.uint32)
