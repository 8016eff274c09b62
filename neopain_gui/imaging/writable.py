"""Whether something can be written to a place: found out before anything slow, without a trace."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from neopain_gui.errors import EnvironmentFault, InputError, refusal

_LITTLE = 4096
_LONGEST = 255
"""Bytes of a name, where the system does not say how many it takes."""


def require_folder(path: Path) -> None:
    """Make sure that a folder is there, or can be made, and can be written to; make nothing.

    Raises
    ------
    EnvironmentFault
        It cannot be made: a file in the way, no access, a name that is too long, a full disk.
    """
    _require(path.absolute(), about=path)


def _require(folder: Path, about: Path) -> None:
    try:
        there, missing = _nearest(folder)
        _refuse_long_names(there, missing)
        if not there.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "", str(there))
        # only so does every system say that a disk is full or can only be read
        with tempfile.TemporaryFile(dir=there, buffering=0) as stream:
            stream.write(bytes(_LITTLE))
    except OSError as error:
        raise EnvironmentFault(refusal(error, about)) from error


def require_file(path: Path) -> None:
    """Make sure of the same for a file.

    Raises
    ------
    InputError
        It is a folder.
    EnvironmentFault
        It cannot be written.
    """
    try:
        if path.is_dir():
            raise InputError(
                "is a folder",
                file=path,
                remedy="give the file another name",
                command="give the name of a file with --out",
            )
        _refuse_long_names(*_nearest(path.absolute()))
    except OSError as error:
        raise EnvironmentFault(refusal(error, path)) from error
    _require(path.absolute().parent, about=path)


def _nearest(path: Path) -> tuple[Path, list[str]]:
    """Return the nearest of a path and what is above it that is there, and the names below."""
    missing: list[str] = []
    while True:
        try:
            path.stat()
        except FileNotFoundError:
            missing.append(path.name)
            path = path.parent
        else:
            return path, missing


def _refuse_long_names(there: Path, names: list[str]) -> None:
    try:
        longest = os.pathconf(there, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):  # Windows has no such question
        longest = _LONGEST
    if any(len(os.fsencode(name)) > longest for name in names):
        raise OSError(errno.ENAMETOOLONG, "", str(there))
