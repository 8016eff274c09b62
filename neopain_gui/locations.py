"""Where NeoPain's own files and the user's files are.

Asking makes nothing: a home that cannot be written to is still one to read from. Whoever writes
makes the folder first.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


@cache
def _shipped(name: str) -> Path:
    """Find a top-level folder in a source tree, or its copy inside an installed package."""
    source = _PACKAGE.parent / name
    return source if (_PACKAGE.parent / "pyproject.toml").is_file() else _PACKAGE / f"_{name}"


def resources() -> Path:
    """Return the folder with icons, theme and help."""
    return _shipped("resources")


def models() -> Path:
    """Return the folder with ``models.toml`` and weight files."""
    return _shipped("models")


def native_list() -> Path:
    """Return the list of the native libraries in a bundle; elsewhere there is none."""
    return _PACKAGE / "_licences" / "native.json"


def user_models() -> Path:
    """Return the user's own folder of weight files, beside the program's."""
    return data_folder() / "models"


def cache_folder() -> Path:
    """Return the user's cache folder; it holds nothing about any study."""
    return Path(platformdirs.user_cache_path("neopain", appauthor=False))


def data_folder() -> Path:
    """Return the folder for what the program keeps for the user."""
    return Path(platformdirs.user_data_path("neopain", appauthor=False))


def settings_folder() -> Path:
    """Return the user's settings folder."""
    return Path(platformdirs.user_config_path("neopain", appauthor=False))


def pictures_folder() -> Path:
    """Return the user's folder for pictures."""
    return Path(platformdirs.user_pictures_path())


def documents_folder() -> Path:
    """Return the user's documents folder."""
    return Path(platformdirs.user_documents_path())
