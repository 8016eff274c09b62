"""Copies of a study's database, made when it is opened for writing and before it is migrated."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from neopain_gui.provenance import sha256_file

KEEP = 10
_PAGES = 2048
_NAME = re.compile(r"\d{8}T\d{12}-v\d+\.sqlite")


def backups(folder: Path) -> list[Path]:
    """Return the backups in a study's backup folder, the oldest first."""
    return sorted(entry for entry in folder.iterdir() if _NAME.fullmatch(entry.name))


def make_backup(
    connection: sqlite3.Connection,
    folder: Path,
    version: int,
    check: Callable[[], None] = lambda: None,
) -> Path:
    """Copy a database with SQLite's backup interface and keep the newest copies.

    A copy equal to the newest one is not kept twice: opening a study ten times without a change
    must not push out the copies of its earlier states.

    Parameters
    ----------
    connection : sqlite3.Connection
        The database to copy.
    folder : Path
        Where backups go; made if need be.
    version : int
        The database's version, part of the copy's name.
    check : callable
        Called every few megabytes; may raise to stop it.

    Returns
    -------
    Path
        The copy, complete on the disk, or the newest one if nothing changed since.

    Raises
    ------
    OSError, sqlite3.Error
        It could not be written; nothing is left behind.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    earlier = backups(folder)
    unfinished = folder / "unfinished"
    unfinished.unlink(missing_ok=True)
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
            connection.backup(copy, pages=_PAGES, progress=lambda *_: check())
        if earlier and sha256_file(earlier[-1]) == sha256_file(unfinished):
            return earlier[-1]
        with unfinished.open("rb+") as stream:
            os.fsync(stream.fileno())
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-v{version}.sqlite"
        final = unfinished.replace(folder / name)
    finally:
        unfinished.unlink(missing_ok=True)
    for old in backups(folder)[:-KEEP]:
        old.unlink(missing_ok=True)
    return final
