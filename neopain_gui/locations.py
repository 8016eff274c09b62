"""Where NeoPain's own files and the user's files are.

Asking makes nothing: a home that cannot be written to is still one to read from. Whoever writes
makes the folder first.

What is kept for the user lies where the system wants it, unless ``NEOPAIN_HOME`` names a folder or
a file called ``portable`` lies beside the program, as on a stick: then it is all in one folder.
``NEOPAIN_MODELS`` names folders of weight files that all users of a machine share.
"""

from __future__ import annotations

import os
import sys
import tempfile
from functools import cache
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_HOME = "NEOPAIN_HOME"
_MODELS = "NEOPAIN_MODELS"
_PORTABLE = "portable"
_BESIDE = "NeoPain data"


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


def program_folder() -> Path:
    """Return the folder in which the program lies: a bundle's, a source tree, or the package's."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    source = _PACKAGE.parent
    return source if (source / "pyproject.toml").is_file() else _PACKAGE


def own_home() -> Path | None:
    """Return the one folder that holds all that is kept for the user, if somebody chose one."""
    named = os.environ.get(_HOME, "").strip()
    if named:
        return Path(named).expanduser()
    program = program_folder()
    return program / _BESIDE if (program / _PORTABLE).is_file() else None


def user_models() -> Path:
    """Return the user's own folder of weight files, beside the program's."""
    return data_folder() / "models"


def shared_models() -> tuple[Path, ...]:
    """Return the folders of weight files that all users of the machine share; only read."""
    named = os.environ.get(_MODELS, "").split(os.pathsep)
    return tuple(Path(one.strip()).expanduser() for one in named if one.strip())


def cache_folder() -> Path:
    """Return the user's cache folder; it holds nothing about any study.

    Where the home is missing or cannot be written to, that is a folder of the user's own among the
    temporary ones: what can be made again is lost with the next start of the computer.
    """
    home = own_home()
    usual = home / "cache" if home else platformdirs.user_cache_path("neopain", appauthor=False)
    return usual if _may_be_made(usual) else _temporary() or usual


def _may_be_made(folder: Path) -> bool:
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    return os.access(there, os.W_OK)


def _temporary() -> Path | None:
    """Return a folder among the temporary ones that nobody else has put there."""
    if sys.platform == "win32":
        return None
    folder = Path(tempfile.gettempdir()) / f"neopain-{os.getuid()}"
    try:
        whose = folder.lstat().st_uid
    except OSError:
        return folder  # whoever writes makes it
    return folder if whose == os.getuid() and not folder.is_symlink() else None


def data_folder() -> Path:
    """Return the folder for what the program keeps for the user."""
    home = own_home()
    return home / "data" if home else Path(platformdirs.user_data_path("neopain", appauthor=False))


def state_folder() -> Path:
    """Return the folder for what the program notes of itself: reports of faults."""
    home = own_home()
    return (
        home / "state" if home else Path(platformdirs.user_state_path("neopain", appauthor=False))
    )


def settings_folder() -> Path:
    """Return the user's settings folder."""
    home = own_home()
    if home:
        return home / "settings"
    return Path(platformdirs.user_config_path("neopain", appauthor=False))


def pictures_folder() -> Path:
    """Return the user's folder for pictures."""
    return Path(platformdirs.user_pictures_path())


def documents_folder() -> Path:
    """Return the user's documents folder."""
    return Path(platformdirs.user_documents_path())
