"""Writing files so that they are whole or not there, readable by their owner only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

TEMPORARY_FOLDER = ".tmp"
PRIVATE_FOLDER = 0o700


def write_atomically(target: Path, content: bytes) -> None:
    """Write a file in a subfolder of a study: temporary name, fsync, rename.

    Parameters
    ----------
    target : Path
        ``<study>/<subfolder>/<name>``; the subfolder is made if need be.
    content : bytes
        Everything the file shall hold.

    Raises
    ------
    OSError
        It could not be written; an earlier file of this name is intact.
    """
    target.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    temporary = target.parent.parent / TEMPORARY_FOLDER
    temporary.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=temporary)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def remove_unfinished(study: Path) -> None:
    """Remove what a killed process left half written."""
    temporary = study / TEMPORARY_FOLDER
    if temporary.is_dir():
        for entry in temporary.iterdir():
            entry.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a rename last; only where folders can be opened (not on Windows)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
