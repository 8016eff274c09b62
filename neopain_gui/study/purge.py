"""Removing for good: no byte of what a study has no more stays in its folder.

Each step can be done again, so that a purge that was killed is simply begun anew: the table
``to_purge`` says until the very end that it is due.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.study.backup import backups
from neopain_gui.study.blobs import BLOBS_FOLDER
from neopain_gui.study.faults import BACKUPS_FOLDER
from neopain_gui.study.files import write_private
from neopain_gui.study.holdings import FOLDERS, TABLES
from neopain_gui.study.map_store import SUFFIX, sweep_maps
from neopain_gui.study.mask_store import MASKS_FOLDER
from neopain_gui.study.migrations import version_of
from neopain_gui.study.photographs import IMAGES_FOLDER
from neopain_gui.study.predictions import forget_predictions
from neopain_gui.study.removal import clean_settings, join_participant
from neopain_gui.study.trainings import sweep_faces, sweep_removed

THUMBNAILS_FOLDER = "thumbnails"
STATISTICS_FOLDER = "statistics"
_BLOB_TABLES = {table: holds.blob for table, holds in TABLES.items() if holds.blob}


def sweep_files(connection: sqlite3.Connection, study: Path) -> None:
    """Delete blobs, thumbnails and copies that no row knows, and all kept statistics and masks.

    Trainings that were taken out go too, and so do the faces that trainings keep of photographs
    that are no more.

    Raises
    ------
    OSError
        A file could not be deleted.
    """
    keys = _keys(connection)
    if (study / BLOBS_FOLDER).is_dir():
        sweep_maps(study / BLOBS_FOLDER, keys)
    _keep(study / BLOBS_FOLDER, {f"{key}.npy" for key in keys}, spared=SUFFIX)
    copies = {row[0] for row in connection.execute("SELECT path FROM images")}
    _keep(study / IMAGES_FOLDER, {path.removeprefix(f"{IMAGES_FOLDER}/") for path in copies})
    _keep(study / STATISTICS_FOLDER, set())
    _keep(study / MASKS_FOLDER, set())
    sweep_thumbnails(connection, study)
    sweep_removed(study)
    sweep_faces(study, {row[0] for row in connection.execute("SELECT sha256 FROM images")})


def sweep_thumbnails(connection: sqlite3.Connection, study: Path) -> None:
    """Delete the small pictures of photographs that the study does not have."""
    known = {row[0] for row in connection.execute("SELECT sha256 FROM images")}
    for entry in _entries(study / THUMBNAILS_FOLDER):
        if entry.name[:64] not in known:
            entry.unlink(missing_ok=True)


def _keep(folder: Path, names: set[str], *, spared: str = "") -> None:
    for entry in _entries(folder):
        if entry.name not in names and not (spared and entry.suffix == spared):
            entry.unlink(missing_ok=True)


def _entries(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if not one.is_dir()] if folder.is_dir() else []


def _keys(connection: sqlite3.Connection) -> set[str]:
    return {
        row[0]
        for table, column in _BLOB_TABLES.items()
        for row in connection.execute(f"SELECT {column} FROM {table}")
    }


class Backups:
    """The backups of a study, and what it has: nothing else stays in them.

    Participants who were renamed stay, under their present pseudonym; neonates likewise.

    Parameters
    ----------
    connection : sqlite3.Connection
        The study's, of which what it has is read.
    study : Path
        The study folder.
    """

    def __init__(self, connection: sqlite3.Connection, study: Path) -> None:
        self._folder = study / BACKUPS_FOLDER
        rows = connection.execute("SELECT id, sha256, neonate_id FROM images").fetchall()
        self._images = {row[0]: (row[1], row[2]) for row in rows}
        self._neonates = {
            row[0]: row[1] for row in connection.execute("SELECT id, dataset FROM neonates")
        }
        self._people = {row[0] for row in connection.execute("SELECT id FROM participants")}
        self._rounds = {row[0] for row in connection.execute("SELECT token FROM rounds")}
        self._keys = _keys(connection)
        renamed = connection.execute("SELECT former, present FROM to_purge ORDER BY rowid")
        self._renamed = {row[0]: row[1] for row in renamed if row[0]}

    def clean(self, job: Job = NULL_JOB) -> list[str]:
        """Write each backup anew without what the study has no more.

        Returns
        -------
        list of str
            Names of backups that could not be read and were deleted.

        Raises
        ------
        OSError, EnvironmentFault
            A backup could not be written; it is as it was.
        """
        if not self._folder.is_dir():
            return []
        known, lost = backups(self._folder), []
        for entry in _entries(self._folder):
            if entry not in known:
                entry.unlink(missing_ok=True)  # unfinished, or a journal
        for done, file in enumerate(known):
            job.progress(done, len(known), "removing from the backups")
            try:
                content = self._cleaned(file)
            except sqlite3.DatabaseError:
                file.unlink(missing_ok=True)
                lost.append(file.name)
                continue
            if content != file.read_bytes():
                write_private(file, content)
        job.progress(len(known), len(known))
        return lost

    def _cleaned(self, file: Path) -> bytes:
        # A backup has no log beside it, and none shall be made.
        source = f"{file.absolute().as_uri()}?immutable=1"
        with (
            closing(sqlite3.connect(source, uri=True)) as stored,
            closing(sqlite3.connect(":memory:", isolation_level=None)) as copy,
        ):
            stored.backup(copy)
            copy.row_factory = sqlite3.Row
            if version_of(copy) < 1:
                raise sqlite3.DatabaseError("not a study")
            tables = {
                row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type='table'")
            }
            copy.execute("BEGIN")
            self._rename(copy, tables)
            self._neonates_anew(copy)
            self._drop(copy, tables)
            copy.execute("COMMIT")
            copy.execute("VACUUM")
            return bytes(copy.serialize())

    def _rename(self, copy: sqlite3.Connection, tables: set[str]) -> None:
        if "participants" not in tables:
            return
        there = {row[0] for row in copy.execute("SELECT id FROM participants")}
        for former in there - self._people:
            name = _last(former, self._renamed)
            if name not in self._people:
                continue
            if name in there:  # the two were joined
                join_participant(copy, former, name)
                continue
            for table, holds in TABLES.items():
                if holds.participant and table in tables:
                    copy.execute(
                        f"UPDATE {table} SET {holds.participant} = ? WHERE {holds.participant} = ?",
                        (name, former),
                    )

    def _neonates_anew(self, copy: sqlite3.Connection) -> None:
        """Give photographs of neonates that are no more the neonate that they have now."""
        for row in copy.execute("SELECT id, neonate_id FROM images").fetchall():
            now = self._images.get(row["id"])
            if now is not None and row["neonate_id"] not in {None, *self._neonates}:
                if now[1] is not None:
                    copy.execute(
                        "INSERT OR IGNORE INTO neonates VALUES (?, ?)",
                        (now[1], self._neonates[now[1]]),
                    )
                copy.execute("UPDATE images SET neonate_id = ? WHERE id = ?", (now[1], row["id"]))

    def _drop(self, copy: sqlite3.Connection, tables: set[str]) -> None:
        gone = [
            (row["id"],)
            for row in copy.execute("SELECT id, sha256 FROM images")
            if self._images.get(row["id"], ("",))[0] != row["sha256"]
        ]
        for table, holds in TABLES.items():
            if table not in tables:
                continue
            if holds.image:
                copy.executemany(f"DELETE FROM {table} WHERE {holds.image} = ?", gone)
            if holds.participant:
                self._only(copy, table, holds.participant, self._people)
            if holds.round:
                self._only(copy, table, holds.round, self._rounds)
            if table == "neonates":
                self._only(copy, table, holds.neonate, self._neonates)
            if holds.blob:
                self._only(copy, table, holds.blob, self._keys)
            if table == "to_purge":
                copy.execute("DELETE FROM to_purge")
        if "predictions" in tables:
            rows = copy.execute("SELECT DISTINCT image_id FROM predictions").fetchall()
            forget_predictions(copy, [row[0] for row in rows])
        clean_settings(copy)

    @staticmethod
    def _only(copy: sqlite3.Connection, table: str, column: str, known: Iterable[str]) -> None:
        there = {row[0] for row in copy.execute(f"SELECT DISTINCT {column} FROM {table}")}
        gone = [(one,) for one in there - set(known) if one is not None]
        copy.executemany(f"DELETE FROM {table} WHERE {column} = ?", gone)


def _last(name: str, renamed: Mapping[str, str]) -> str:
    """Follow a pseudonym to the one that its participant has now."""
    seen = {name}
    while (later := renamed.get(name)) is not None and later not in seen:
        name = later
        seen.add(name)
    return name


def shrink(connection: sqlite3.Connection) -> bool:
    """Write the database anew and empty its log, so that nothing deleted is left in either.

    Returns
    -------
    bool
        False where another program reads the study just now: then it has to be done again.
    """
    connection.execute("UPDATE to_purge SET former = '', present = ''")
    connection.execute("VACUUM")
    if not _emptied(connection):
        return False
    connection.execute("DELETE FROM to_purge")
    return _emptied(connection)


def _emptied(connection: sqlite3.Connection) -> bool:
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


def sync_folders(study: Path) -> None:
    """Make the deletion of files last, where the system can be asked to."""
    for name in FOLDERS:
        with suppress(OSError):
            number = os.open(study / name, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)
