"""An average face as a volume of one layer, as programs for brain images read it (NIfTI-1).

The face is a coronal layer in the usual directions: x to the right of whoever it is, z upwards.
Lengths are distances between the eyes, for which the format has no unit: it says none is known.
"""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from neopain_gui.faces.regions import TEMPLATE_BOX

_HEADER, _OFFSET = 348, 352
_FLOAT32 = 16


def nifti_bytes(values: NDArray[np.floating], says: str) -> bytes:
    """Return a file ``.nii`` with float32 values.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        On the neutral face, from the top, from the neonate's right.
    says : str
        What it is; of its letters 79 bytes are kept.
    """
    rows, columns = values.shape
    left, top, right, bottom = TEMPLATE_BOX
    cell = (right - left) / columns, (bottom - top) / rows
    # The neonate's right is the photograph's left: x falls with the columns, z with the rows.
    start = (-(left + cell[0] / 2), 0.0, -(top + cell[1] / 2))
    made = struct.pack("<i10s18sihcB", _HEADER, b"", b"", 0, 0, b"r", 0)
    made += struct.pack("<8h", 3, columns, 1, rows, 1, 1, 1, 1)
    made += struct.pack("<3f4h", 0, 0, 0, 0, _FLOAT32, 32, 0)  # intent, type, bits, first layer
    made += struct.pack("<8f", 1, cell[0], 1, cell[1], 0, 0, 0, 0)
    made += struct.pack("<3fhBB", _OFFSET, 1, 0, 0, 0, 0)  # scale 1, no slices, no unit
    made += struct.pack("<4f2i", 0, 0, 0, 0, 0, 0)
    made += struct.pack("<80s24s", says.encode()[:79], b"NeoPain")
    made += struct.pack("<2h", 0, 2)  # the affine below alone: onto one's own standard
    made += struct.pack("<6f", 0, 0, 0, 0, 0, 0)
    made += struct.pack("<4f", -cell[0], 0, 0, start[0])
    made += struct.pack("<4f", 0, 1, 0, start[1])
    made += struct.pack("<4f", 0, 0, -cell[1], start[2])
    made += struct.pack("<16s4s", b"", b"n+1\0")
    made += b"\0" * (_OFFSET - len(made))  # no extensions
    # columns run fastest, then the one layer, then rows: the array as it lies in memory
    return made + np.ascontiguousarray(values, "<f4").tobytes()
