"""Where NeoPain keeps what, said without anybody's name, and whether it can be used."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from neopain_gui import locations
from neopain_gui.counted import bytes_in_words
from neopain_gui.crashes.report import crash_folder
from neopain_gui.study.lock import on_network

_KNOWN = frozenset(
    {
        *(".local", "share", "state", ".config", ".cache", "neopain", "models", "crashes"),
        *("Library", "Application Support", "Caches", "AppData", "Local", "Roaming"),
        *("NeoPain data", "cache", "data", "settings", "Cache"),
    }
)
"""Names of folders that the system or NeoPain gives, and no person."""


def kept_where() -> list[tuple[str, Path]]:
    """Return what is kept, and where; asking makes nothing."""
    return [
        ("Settings", locations.settings_folder()),
        ("Your own models", locations.user_models()),
        ("Demo study", locations.data_folder()),
        ("What can be made again", locations.cache_folder()),
        ("Reports of faults", crash_folder()),
    ]


def without_names(path: Path) -> str:
    """Return a folder's place with only those of its parts that no person has named.

    Examples
    --------
    >>> without_names(Path.home() / ".cache" / "neopain").replace(os.sep, "/")
    '~/.cache/neopain'
    >>> without_names(Path("/data/Maria/neopain")).replace(os.sep, "/")
    '…/neopain'
    """
    parts = path.parts
    with suppress(ValueError, RuntimeError):  # it lies elsewhere, or there is no home
        within = path.relative_to(Path.home()).parts
        if all(part in _KNOWN for part in within):
            return str(Path("~", *within))
    last = len(parts)
    while last and parts[last - 1] in _KNOWN:
        last -= 1
    return str(Path("…", *parts[last:]))


def state_of(path: Path) -> str:
    """Say whether a folder is there and can be written to, on what disk, and what is free."""
    there = path
    while not there.exists() and there != there.parent:
        there = there.parent
    said = [] if path.is_dir() else ["not there yet" if not path.exists() else "no folder"]
    said.append("can be written to" if os.access(there, os.W_OK) else "can only be read")
    if on_network(there):
        said.append("on a network's disk")
    with suppress(OSError):
        said.append(f"{bytes_in_words(shutil.disk_usage(there).free)} free")
    return ", ".join(said)
