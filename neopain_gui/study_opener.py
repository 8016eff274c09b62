"""The name of the small file in a study's folder that opens the study with a double-click.

Desktops know what a file is by its ending, and of a folder only that it is one. The file holds
nothing of the study: it means the folder that it lies in, whatever that is called.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

OPENER = "Open in NeoPain.neopain-study"
ENDING = ".neopain-study"
STUDY = ".neopain"


def opens(path: Path) -> bool:
    """Say whether a name is that of such a file."""
    return path.name.endswith(ENDING)


def folder_of(path: Path) -> Path:
    """Return the folder that is meant: of such a file, or of a link to one, the one around it."""
    with suppress(OSError, RuntimeError):
        if opens(path) and path.is_file():
            return path.resolve().parent
    return path


def names_study(path: Path) -> bool:
    """Say whether a study is meant, going by the name alone."""
    return path.name.endswith((STUDY, ENDING))
