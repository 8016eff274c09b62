"""The whole look at a study's database, while the study is read already.

Nothing is written before it has ended well: whoever wants to waits a moment, and is told to try
again later where that is not enough.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from neopain_gui.errors import StudyError
from neopain_gui.study.database import connect_to_read
from neopain_gui.study.examine import examine_whole
from neopain_gui.study.faults import plain_errors

PATIENCE = 2.0
"""Seconds for which a change waits: as long as a window may stand still."""


_STEPS = 50_000
"""Of SQLite, after which it is asked whether to stop."""


class Stopped(Exception):
    """The study is being closed."""


class Looking:
    """A look at every page, index and value, on a connection of its own.

    Parameters
    ----------
    file : Path
        The database, whose shape was found good.
    version : int
        Its version.
    then : callable
        What is done when nothing was found, still before anybody else may write: the backup, for
        example. Is handed a function that raises when there is no time left for it.

    Attributes
    ----------
    error : Exception or None
        What was found, or what went wrong.
    """

    def __init__(
        self, file: Path, version: int, then: Callable[[Callable[[], None]], None]
    ) -> None:
        self.error: Exception | None = None
        self._file, self._version, self._then = file, version, then
        self._connection: sqlite3.Connection | None = None
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="whole study", daemon=True)

    def start(self) -> None:
        """Look in a thread."""
        self._thread.start()

    @property
    def ended(self) -> bool:
        """True when it is over, whatever was found."""
        return self._ended.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end; False where it did not come in time."""
        return self._ended.wait(seconds)

    def stop(self) -> None:
        """Give up, and return when nothing of it goes on; harmless when it is over."""
        self._stop.set()
        connection = self._connection
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.interrupt()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    def require(self) -> None:
        """Return when it has ended well.

        Raises
        ------
        NeoPainError
            What was found, or a sentence that it still goes on.
        """
        if threading.current_thread() is self._thread:
            return  # it does what may be done already
        if not self._ended.wait(PATIENCE):
            raise StudyError(
                "it is still being looked through for damage, and nothing is changed before that "
                "has ended",
                file=self._file.parent,
                remedy="try again in a moment",
            )
        if self.error is not None:
            raise self.error

    def _run(self) -> None:
        try:
            look_through(self._file, self._version, self._take)
            self._check()
            self._then(self._check)
        except Stopped:
            pass
        except Exception as error:  # noqa: BLE001 — whoever wants to write is told
            if not self._stop.is_set():  # else it was interrupted
                self.error = error
        finally:
            self._ended.set()

    def _take(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.set_progress_handler(self._stop.is_set, _STEPS)
        self._check()

    def _check(self) -> None:
        if self._stop.is_set():
            raise Stopped


def look_through(
    file: Path, version: int, take: Callable[[sqlite3.Connection], None] = lambda _: None
) -> None:
    """Look at everything in a database whose shape was found good.

    Parameters
    ----------
    file : Path
        The database.
    version : int
        Its version.
    take : callable
        Is handed the connection, which another thread may interrupt.

    Raises
    ------
    StudyError
        It is damaged.
    EnvironmentFault
        The machine refused.
    """
    with plain_errors(file), closing(connect_to_read(file)) as connection:
        take(connection)
        examine_whole(connection, file, version)
