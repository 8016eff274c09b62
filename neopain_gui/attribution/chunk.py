"""How many images go through a network at once: measured on this machine, kept in the cache.

More at once costs memory and delays a stop; on some machines it saves time. What is chosen
changes no result beyond the last bits, and is kept with it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui import __version__
from neopain_gui.errors import EnvironmentFault
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.locations import cache_folder
from neopain_gui.provenance import canonical_json, software_versions

LONGEST = 0.3
"""Seconds that a chunk may take, so that a stop is noticed in time."""
CANDIDATES = (1, 2, 4, 8, 16)
_GAIN = 0.95
"""A larger chunk has to save at least a twentieth, else the smaller one is taken."""
_FILE = "chunks.json"
_known: dict[str, int] = {}

Run = Callable[[NDArray[np.float32]], Any]


def chunk_for(name: str, shape: tuple[int, ...], run: Run) -> int:
    """Return how many images to evaluate at once, measuring it the first time on a machine.

    Parameters
    ----------
    name : str
        Of the architecture.
    shape : tuple of int
        (H, W, C) of an image.
    run : callable
        Evaluates gradients of a batch of images, shape (m, H, W, C).

    Returns
    -------
    int
        The fastest per image of 1, 2, 4, 8 and 16 whose pass takes at most 300 ms; 1 where none
        does.
    """
    key = _key(name, shape)
    if key not in _known:
        kept = _read()
        if key not in kept:
            kept[key] = fastest(lambda count: _seconds(run, count, shape))
            _write(kept)
        _known.update(kept)
    return _known[key]


def fastest(seconds: Callable[[int], float]) -> int:
    """Choose a chunk from what a pass of each candidate takes; stops at the first too slow."""
    best, least = 1, float("inf")
    for count in CANDIDATES:
        taken = seconds(count)
        if taken > LONGEST and count > 1:
            break
        if taken / count < _GAIN * least:
            best, least = count, taken / count
    return best


def _seconds(run: Run, count: int, shape: tuple[int, ...]) -> float:
    images = np.zeros((count, *shape), np.float32)
    np.asarray(run(images))  # the first call prepares
    times = []
    for _ in range(3):
        start = perf_counter()
        np.asarray(run(images))
        times.append(perf_counter() - start)
    return min(times)


def _key(name: str, shape: tuple[int, ...]) -> str:
    tensorflow = software_versions()["tensorflow"]
    sides = "x".join(map(str, shape))
    return f"{name} {sides}, {os.cpu_count()} cores, TensorFlow {tensorflow}, {__version__}"


def _read() -> dict[str, int]:
    """Return what was measured before; a file that is not ours counts for nothing."""
    try:
        stored = json.loads((cache_folder() / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(stored, dict):
        return {}
    return {key: chunk for key, chunk in stored.items() if chunk in CANDIDATES}


def _write(chunks: dict[str, int]) -> None:
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
        write_bytes_atomic(cache_folder() / _FILE, (canonical_json(chunks) + "\n").encode())
    except (EnvironmentFault, OSError):
        return  # measured again next time
