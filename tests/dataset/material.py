"""Makes small data sets of pictures that all differ."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from neopain_gui.imaging import png_bytes


def photograph(path: Path, *, seed: str | None = None) -> Path:
    """Write a 24 × 20 picture that follows from its path, or from ``seed``."""
    digest = hashlib.sha256((seed or str(path)).encode()).digest()
    random = np.random.default_rng(list(digest))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png_bytes(random.integers(0, 256, (20, 24, 3), dtype=np.uint8)))
    return path


def folder_with(root: Path, *files: str) -> Path:
    """Write pictures at relative paths and return the folder."""
    for file in files:
        photograph(root / file)
    return root
