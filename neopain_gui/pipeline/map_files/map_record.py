"""The record beside an exported map: complete enough to make the map again to the byte.

It holds hashes, places, parameters and versions; no path and no name of a user or a machine.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib import format as npy

from neopain_gui.maps import ContourMask, RelevanceMap
from neopain_gui.provenance import Provenance, sha256_bytes, software_versions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neopain_gui.masks import MaskSettings

MAP_RECORD = {"kind": "map", "version": 1}
"""What a record says of itself; the version is raised when the format changes."""
WHITE = 65535
"""Of the 16-bit picture: the map's maximum."""


def mask_record(
    mask: ContourMask, relevance: Provenance, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Return how a contour mask and its map were made.

    ``software`` is what computed the map, where its facts say so, else what is running.
    """
    known = dict(facts)
    known.pop("seconds", None)  # of the computer, not of the map
    software = known.pop("software", None) or software_versions()
    return {
        "software": software,
        "extraction_model": mask.model.name,
        "box": list(mask.box.as_tuple()),
        "coverage": round(mask.coverage, 6),
        "empty": mask.empty,
        "mask": mask.provenance.as_dict(),
        "relevance": relevance.as_dict(),
        "facts": known,
    }


def map_record(
    relevance: RelevanceMap, mask: ContourMask, facts: Mapping[str, Any], settings: MaskSettings
) -> dict[str, Any]:
    """Return the record of one map: what made it, what it is, how its mask was cut.

    ``map.maximum`` is the scale of the 16-bit picture: value = grey / 65535 · maximum.
    """
    values = relevance.values
    return {
        **mask_record(mask, relevance.provenance, facts),
        "record": MAP_RECORD,
        "mask_settings": settings.as_dict(),
        "map": {
            "sha256": map_sha256(values),
            "dtype": "float32",
            "shape": list(values.shape),
            "maximum": float(values.max()),
        },
    }


def map_sha256(values: NDArray[np.float32]) -> str:
    """Return the SHA-256 of a map's values: float32, little-endian, row by row."""
    return sha256_bytes(np.ascontiguousarray(values, dtype="<f4").tobytes())


def npy_bytes(values: NDArray[np.float32]) -> bytes:
    """Return a map as a ``.npy`` file, float32 little-endian: the grid's own values."""
    stream = io.BytesIO()
    npy.write_array(
        stream, np.ascontiguousarray(values, dtype="<f4"), version=(1, 0), allow_pickle=False
    )
    return stream.getvalue()


def grey_16(values: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Return a map as 16-bit grey: 0 stays 0, the maximum becomes 65535.

    Parameters
    ----------
    values : ndarray of float32, shape (h, w)
        Finite, ≥ 0.

    Returns
    -------
    ndarray of uint16, shape (h, w)
        Rounded to the nearest: off by at most half of maximum / 65535.
    """
    top = float(values.max())
    share = values.astype(np.float64) / top if top > 0 else values
    return np.rint(share * WHITE).astype(np.uint16)
