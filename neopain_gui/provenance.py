"""What made a result: the record that travels with it and the key that names it.

A result's key is the SHA-256 of everything that made it, so that nothing stale is shown and what is
there is not computed again. Times, paths and machine names are not part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from neopain_gui import __version__

_SOFTWARE = ("tensorflow", "keras", "numpy", "scipy", "scikit-image", "pillow")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Everything that determines a result.

    Attributes
    ----------
    stage : str
        Name of the computation, for example ``"attribution.grad_cam"``.
    version : int
        Version of that computation's code; raised when its numbers change.
    inputs : Mapping[str, Any]
        JSON-serialisable: image and weights hashes, crop, parameters. No path, no name.
    """

    stage: str
    version: int
    inputs: Mapping[str, Any] = field(default_factory=dict)
    _key: str = field(default="", init=False, repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Return what the key is made of, as plain JSON types."""
        return {"stage": self.stage, "version": self.version, "inputs": dict(self.inputs)}

    @property
    def key(self) -> str:
        """SHA-256 of the canonical JSON of :meth:`as_dict`, 64 hexadecimal digits.

        Worked out once: whoever steps through photographs asks for dozens a moment.
        """
        if not self._key:
            key = sha256_bytes(canonical_json(self.as_dict()).encode())
            object.__setattr__(self, "_key", key)
        return self._key


def canonical_json(value: Any) -> str:
    """Serialise with sorted keys and no white space: equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_bytes(data: bytes) -> str:
    """Return the SHA-256 of ``data`` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_file(path: Path) -> str:
    """Return the SHA-256 of a file's content, read in chunks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def software_versions() -> dict[str, str]:
    """Return the versions of NeoPain and of the libraries that make its numbers."""
    return dict(_software_versions())


@cache
def _software_versions() -> dict[str, str]:
    versions = {"neopain": __version__}
    for name in _SOFTWARE:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = "not installed"
    return versions
