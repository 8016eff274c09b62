"""A file that is there for as long as a process lives, into which a native crash writes.

Whoever ends in good order removes it. One that is found without its process tells how that ended:
with what ``faulthandler`` wrote it crashed, and empty it was ended from outside, of which nothing
more is claimed. The system holds a lock on it, so that a process is never taken for dead while it
lives, whatever its number.
"""

from __future__ import annotations

import faulthandler
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from neopain_gui.crashes.report import crash_folder

WINDOW, ENGINE = "window", "engine"
_FILE = re.compile(rf"(?P<role>{WINDOW}|{ENGINE})-(?P<pid>\d+)-\d+\.txt")
_LARGEST = 200_000
_FORGOTTEN = 30 * 24 * 3600.0
"""Seconds after which a file goes whose lock nobody can ask for, as on some network's disks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A process of ours that did not end in good order.

    Attributes
    ----------
    role : str
        ``window`` or ``engine``.
    dump : str
        What ``faulthandler`` wrote of it; empty where it was ended from outside.
    """

    role: str
    dump: str


def _folder() -> Path:
    return crash_folder() / "running"


class Watch:
    """The file of this process; without effect where it cannot be made.

    Parameters
    ----------
    role : str
        ``window`` or ``engine``.
    """

    def __init__(self, role: str) -> None:
        self._path = _folder() / f"{role}-{os.getpid()}-{time.time_ns()}.txt"
        self._stream: IO[str] | None = None

    def begin(self) -> None:
        """Make the file, and let native crashes write into it."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._stream = self._path.open("x", encoding="utf-8")
            self._path.chmod(0o600)
            with suppress(OSError):  # some network's disks have no locks
                _lock(self._stream)
            faulthandler.enable(self._stream, all_threads=True)
        except OSError:
            self.end()

    def end(self) -> None:
        """Remove it: this process ends in good order."""
        if self._stream is not None:
            faulthandler.disable()
            self._stream.close()
            self._stream = None
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def left_behind() -> list[Ended]:
    """Return the processes that ended otherwise since the last time this was asked."""
    return [ended for file in _files() if (ended := _taken(file)) is not None]


def left_by(pid: int) -> Ended | None:
    """Return how a process ended of which it is known that it has; forget its file."""
    return next((_taken(file, pid) for file in _files() if f"-{pid}-" in file.name), None)


def _files() -> Iterator[Path]:
    with suppress(OSError):
        yield from sorted(file for file in _folder().iterdir() if _FILE.fullmatch(file.name))


def _taken(file: Path, dead: int = 0) -> Ended | None:
    """Take the file of a process away if that is gone, and return what it says."""
    name = _FILE.fullmatch(file.name)
    mine = name is None or int(name["pid"]) == os.getpid()
    if name is None or mine or not (dead or _is_free(file)):
        return None
    mine_now = file.with_name(f".{os.getpid()}-{file.name}")
    try:
        file.rename(mine_now)  # two windows that start together say it once
        with mine_now.open(encoding="utf-8", errors="replace") as stream:
            dump = stream.read(_LARGEST)
        mine_now.unlink()
    except OSError:
        return None
    return Ended(role=name["role"], dump=dump)


def _lock(stream: IO[str]) -> None:
    """Hold the file for as long as this process lives; Windows does so with any that is open."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_free(file: Path) -> bool:
    """Say whether the process of a file is surely gone."""
    if sys.platform == "win32":
        return True  # renaming it fails as long as it is open
    import fcntl

    try:
        with file.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except BlockingIOError:
        return False
    except OSError:
        return _is_forgotten(file)


def _is_forgotten(file: Path) -> bool:
    with suppress(OSError):
        if time.time() - file.stat().st_mtime > _FORGOTTEN:
            file.unlink(missing_ok=True)
    return False
