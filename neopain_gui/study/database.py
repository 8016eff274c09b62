"""The SQLite file of a study: opening it safely, transactions, errors in plain words.

One connection serves all threads of a process, guarded by a lock that a transaction holds from
its beginning to its end: no thread sees half of another's edit. Statements take well below a
millisecond, so nobody waits long.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from neopain_gui.errors import EnvironmentFault, StudyError, reason
from neopain_gui.study import migrations
from neopain_gui.study.backup import make_backup
from neopain_gui.study.examine import examine_shape
from neopain_gui.study.faults import BACKUPS_FOLDER, is_full, plain_errors, title

DATABASE_FILE = "study.sqlite"
_BUSY_SECONDS = 10.0

_NO_SHARED_MEMORY = (
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY),
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR),
)


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

    def exchange(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Go on with another connection, to a database that is the same or newer.

        Parameters
        ----------
        connect : callable
            Makes it when the present one is closed. If it fails, the file is read as before.

        Raises
        ------
        StudyError
            The study has been closed meanwhile.
        """
        with self._lock:
            if not self._open:
                raise StudyError("the study has been closed", file=self.file.parent)
            self._connection.close()
            try:
                self._connection = connect()
            except BaseException:
                self._connection = connect_to_read(self.file)
                raise
            self.version = len(migrations.steps())

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


def create_database(file: Path, name: str) -> None:
    """Make the database of a new study."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with plain_errors(file), closing(_connect(file, "mode=rw")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        migrations.migrate(connection, migrations.steps())
        connection.execute("INSERT INTO study VALUES (1, ?)", (name,))


def open_to_read(file: Path) -> Database:
    """Open a database without changing it, after looking whether it has the shape of a study's.

    What it holds is looked at by :func:`.examine.examine_whole`, before or beside the reading.

    Raises
    ------
    StudyError
        Not a study, or damaged. A version newer than ours is no error here.
    """
    with plain_errors(file):
        connection = connect_to_read(file)
        try:
            return Database(connection, file, examine_shape(connection, file))
        except BaseException:
            connection.close()
            raise


def read_as_newest(database: Database) -> None:
    """Go on with a copy in memory that has all steps: every query knows the newest version only."""
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        with database.alone() as connection:
            connection.backup(copy)
            copy.row_factory = sqlite3.Row
            _restrain(copy)
            migrations.migrate(copy, migrations.steps())
    except BaseException:
        copy.close()
        raise
    database.exchange(lambda: copy)


def connect_to_read(file: Path) -> sqlite3.Connection:
    """Return a connection that cannot change a database."""
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
            full = is_full(file)
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


def back_up(file: Path, version: int, check: Callable[[], None]) -> None:
    """Keep a copy of a database that is whole.

    Parameters
    ----------
    file : Path
        The database.
    version : int
        Its version.
    check : callable
        Called from time to time; may raise to stop it.

    Raises
    ------
    EnvironmentFault
        It could not be made.
    """
    with plain_errors(file), closing(connect_to_read(file)) as connection:
        try:
            make_backup(connection, file.parent / BACKUPS_FOLDER, version, check)
        except OSError as error:
            raise EnvironmentFault(
                f"{title(file)}: no backup could be made, because {reason(error)}."
            ) from error


def connect_to_write(file: Path, *, network: bool) -> sqlite3.Connection:
    """Return a connection to a database that is whole and not newer, after migrating it.

    Raises
    ------
    EnvironmentFault
        The machine refused.
    """
    with plain_errors(file):
        connection = _connect(file, "mode=rw")
        try:
            connection.execute(f"PRAGMA journal_mode = {'DELETE' if network else 'WAL'}")
            connection.execute(f"PRAGMA synchronous = {'FULL' if network else 'NORMAL'}")
            migrations.migrate(connection, migrations.steps())
        except BaseException:
            connection.close()
            raise
    return connection


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


def _restrain(connection: sqlite3.Connection) -> None:
    """Make the settings that a file from elsewhere demands."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten, and writing the file anew leaves no copy elsewhere.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
