"""The SQLite file of a study: opening it safely, transactions, errors in plain words.

One connection serves all threads of a process, guarded by a lock that a transaction holds from
its beginning to its end: no thread sees half of another's edit. Statements take well below a
millisecond, so nobody waits long.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from neopain_gui.errors import EnvironmentFault, NeoPainError, StudyError, public_name, reason
from neopain_gui.study import migrations
from neopain_gui.study.backup import make_backup

DATABASE_FILE = "study.sqlite"
BACKUPS_FOLDER = "backups"
_BUSY_SECONDS = 10.0
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

_NO_SHARED_MEMORY = (
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY),
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR),
)
_LITTLE = 1 << 20
"""Bytes; with less the disk counts as full."""


class Database:
    """An open study database.

    Parameters
    ----------
    connection : sqlite3.Connection
        In autocommit mode, usable from every thread.
    file : Path
        The database file.
    version : int
        Its version.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path, version: int) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self._open = True
        self.file = file
        self.version = version

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query.

        Raises
        ------
        StudyError
            The study is closed or damaged.
        EnvironmentFault
            The machine refused.
        """
        with self._lock, self._plain_errors():
            return self._connection.execute(sql, parameters).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit everything done in the block together, or nothing of it.

        Raises
        ------
        StudyError
            The study is closed or damaged.
        EnvironmentFault
            The machine refused; the study is as it was before.
        """
        with self._lock, self._plain_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # A failed COMMIT leaves the transaction open; a full disk may have ended it.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def script(self, sql: str) -> None:
        """Carry out statements that read and change nothing that is kept."""
        with self._lock, self._plain_errors():
            self._connection.executescript(sql)

    @contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """Hand out the connection for what cannot be done within a transaction.

        Raises
        ------
        StudyError
            The study is closed or damaged.
        EnvironmentFault
            The machine refused.
        """
        with self._lock, self._plain_errors():
            yield self._connection

    @property
    def is_open(self) -> bool:
        """False after :meth:`close`."""
        return self._open

    @property
    def newer(self) -> bool:
        """True when a newer NeoPain wrote it."""
        return self.version > len(migrations.steps())

    def too_new(self) -> StudyError:
        """Return the error for what this NeoPain cannot read in a newer study."""
        return StudyError(
            "it was written by a newer NeoPain and this one cannot read it",
            file=self.file.parent,
            remedy="update NeoPain",
        )

    def close(self) -> None:
        """Close; whoever still asks gets a :class:`StudyError`."""
        with self._lock:
            self._open = False
            self._connection.close()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        if not self._open:
            raise StudyError("the study has been closed", file=self.file.parent)
        try:
            with plain_errors(self.file):
                yield
        except StudyError:
            if self.newer:
                raise self.too_new() from None
            raise


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
        raise _damaged(file) from error


def _translated(error: sqlite3.Error, file: Path) -> NeoPainError:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and (why := _MACHINE.get(code & 0xFF)):
        if code & 0xFF == sqlite3.SQLITE_IOERR and _is_full(file):
            why = _MACHINE[sqlite3.SQLITE_FULL]
        return EnvironmentFault(f"{title(file)}: {why}; nothing was changed.")
    if code == sqlite3.SQLITE_NOTADB:
        return StudyError(f"{file.name} is not a database", file=file.parent, remedy=_restore(file))
    return _damaged(file)


def title(file: Path) -> str:
    """Return what a person calls a study; one that is being made has no name yet."""
    name = file.parent.name
    return name if name == public_name(file.parent) else "The new study"


def _is_full(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < _LITTLE
    except OSError:
        return False


def _restore(file: Path) -> str:
    """Say how a backup takes a database's place: a log that is left there would be put into it."""
    log = file.with_name(f"{file.name}-wal")
    first = f"delete {log.name} and " if log.exists() and log.stat().st_size else ""
    return f"{first}put the newest file of the folder {BACKUPS_FOLDER} in the place of {file.name}"


def _damaged(file: Path) -> StudyError:
    return StudyError(f"{file.name} is damaged", file=file.parent, remedy=_restore(file))


def create_database(file: Path, name: str) -> None:
    """Make the database of a new study."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with plain_errors(file), closing(_connect(file, "mode=rw")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        migrations.migrate(connection, migrations.steps())
        connection.execute("INSERT INTO study VALUES (1, ?)", (name,))


def open_to_read(file: Path) -> Database:
    """Open a database without changing it, after looking whether it is whole and a study's.

    One of an older version is read from a copy in memory that has been brought to ours: every
    query knows the newest version only.

    Raises
    ------
    StudyError
        Not a study, or damaged. A version newer than ours is no error here.
    """
    steps = migrations.steps()
    with plain_errors(file):
        connection = _connect_to_read(file)
        try:
            version = _examine(connection, file)
            if version < len(steps):
                connection = _migrated_copy(connection, steps)
            return Database(connection, file, version)
        except BaseException:
            connection.close()
            raise


def _migrated_copy(connection: sqlite3.Connection, steps: Sequence[str]) -> sqlite3.Connection:
    """Return a copy in memory that has all steps, and close what it was made from."""
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with closing(connection):
        try:
            connection.backup(copy)
            copy.row_factory = sqlite3.Row
            _restrain(copy)
            migrations.migrate(copy, steps)
        except BaseException:
            copy.close()
            raise
    return copy


def _connect_to_read(file: Path) -> sqlite3.Connection:
    connection = _connect(file, "mode=ro")
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in _NO_SHARED_MEMORY:
            raise
        # In a folder that cannot be written to, or on a full disk, SQLite can make no shared
        # memory for the write-ahead log. Where the log is empty the file is the whole study.
        log = file.with_name(f"{file.name}-wal")
        if log.exists() and log.stat().st_size > 0:
            full = _is_full(file)
            where = "while the disk is full" if full else "in a folder that cannot be written to"
            raise StudyError(
                f"its newest changes cannot be read {where}",
                file=file.parent,
                remedy="make room on it" if full else "copy the study to another folder",
            ) from error
        return _connect(file, "immutable=1")
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_write(file: Path, *, network: bool) -> Database:
    """Open a database that :func:`open_to_read` found whole and not newer; back up, migrate.

    Raises
    ------
    EnvironmentFault
        No backup could be made, or the machine refused something else.
    """
    steps = migrations.steps()
    with plain_errors(file):
        connection = _connect(file, "mode=rw")
        try:
            present = migrations.version_of(connection)
            try:
                make_backup(connection, file.parent / BACKUPS_FOLDER, present)
            except OSError as error:
                raise EnvironmentFault(
                    f"{title(file)}: no backup could be made, because {reason(error)}."
                ) from error
            connection.execute(f"PRAGMA journal_mode = {'DELETE' if network else 'WAL'}")
            connection.execute(f"PRAGMA synchronous = {'FULL' if network else 'NORMAL'}")
            migrations.migrate(connection, steps)
        except BaseException:
            connection.close()
            raise
    return Database(connection, file, len(steps))


def _connect(file: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?{how}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_SECONDS,
    )
    connection.row_factory = sqlite3.Row
    _restrain(connection)
    return connection


def _examine(connection: sqlite3.Connection, file: Path) -> int:
    """Return the version of a whole study; refuse everything else.

    The checks run on a copy in memory: SQLite ignores CHECK constraints in a file that it may
    not write to, and this one may not be changed. For 20,000 results they take 0.1 s.
    """
    if not file.stat().st_size:
        raise StudyError(f"{file.name} is empty", file=file.parent, remedy=_restore(file))
    if connection.execute("PRAGMA application_id").fetchone()[0] != migrations.APPLICATION_ID:
        raise StudyError(f"{file.name} was not written by NeoPain", file=file.parent)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        connection.backup(copy)
        _restrain(copy)
        version = migrations.version_of(copy)
        # Not quick_check: it leaves out whether the indexes agree with their tables.
        findings = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
        if version < 1 or findings != ["ok"]:
            raise _damaged(file)
        steps = migrations.steps()
        # No version of NeoPain makes views or triggers: they would run a stranger's statements.
        if any(kind in ("view", "trigger") for kind, *_ in migrations.shape_of(copy)):
            raise _damaged(file)
        if version <= len(steps):
            # Not a table, trigger or view more or less than our own steps make.
            if migrations.shape_of(copy) != migrations.expected_shape(steps[:version]):
                raise _damaged(file)
            if copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise _damaged(file)
        return version


def _restrain(connection: sqlite3.Connection) -> None:
    """Make the settings that a file from elsewhere demands."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten, and writing the file anew leaves no copy elsewhere.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
