"""What SQLite says of a study's file, in plain words."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neopain_gui.errors import EnvironmentFault, NeoPainError, StudyError, public_name

BACKUPS_FOLDER = "backups"
_MACHINE = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk could not be read or written",
    sqlite3.SQLITE_READONLY: "the file may not be written to",
    sqlite3.SQLITE_PERM: "the file may not be opened",
    sqlite3.SQLITE_CANTOPEN: "the file could not be opened",
    sqlite3.SQLITE_NOMEM: "there is not enough memory",
    sqlite3.SQLITE_BUSY: "another program holds the file",
    sqlite3.SQLITE_LOCKED: "another program holds the file",
}
_LITTLE = 1 << 20
"""Bytes; with less the disk counts as full."""


@contextmanager
def plain_errors(file: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file or the machine into ours; broken constraints are bugs."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.Error as error:
        raise _translated(error, file) from error
    except UnicodeDecodeError as error:
        raise damaged(file) from error


def _translated(error: sqlite3.Error, file: Path) -> NeoPainError:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and (why := _MACHINE.get(code & 0xFF)):
        if code & 0xFF == sqlite3.SQLITE_IOERR and is_full(file):
            why = _MACHINE[sqlite3.SQLITE_FULL]
        return EnvironmentFault(f"{title(file)}: {why}; nothing was changed.")
    if code == sqlite3.SQLITE_NOTADB:
        return StudyError(f"{file.name} is not a database", file=file.parent, remedy=restore(file))
    return damaged(file)


def title(file: Path) -> str:
    """Return what a person calls a study; one that is being made has no name yet."""
    name = file.parent.name
    return name if name == public_name(file.parent) else "The new study"


def is_full(file: Path) -> bool:
    """Say whether the disk on which a file lies has no room."""
    try:
        return shutil.disk_usage(file.parent).free < _LITTLE
    except OSError:
        return False


def restore(file: Path) -> str:
    """Say how a backup takes a database's place: a log that is left there would be put into it."""
    log = file.with_name(f"{file.name}-wal")
    first = f"delete {log.name} and " if log.exists() and log.stat().st_size else ""
    return f"{first}put the newest file of the folder {BACKUPS_FOLDER} in the place of {file.name}"


def damaged(file: Path) -> StudyError:
    """Return the error for a database that is not whole."""
    return StudyError(f"{file.name} is damaged", file=file.parent, remedy=restore(file))
