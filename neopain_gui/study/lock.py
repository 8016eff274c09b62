"""One writer a study: the lock, and the file systems on which SQLite must be careful."""

from __future__ import annotations

import os
import re
from pathlib import Path

from filelock import FileLock, Timeout

LOCK_FILE = "study.lock"
_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = re.compile(r"nfs\d?|cifs|smb\w*|9p|afs|ceph|glusterfs|lustre|ncpfs|fuse\.(sshfs|rclone)")


class StudyLock:
    """The right to change a study, held until :meth:`release` or the end of the process.

    Parameters
    ----------
    folder : Path
        The study folder.
    name : str
        Of the lock's file in it.
    """

    def __init__(self, folder: Path, name: str = LOCK_FILE) -> None:
        # A soft lock would write the process and the machine into the study; thread_local=False
        # because a study may be closed by another thread than the one that opened it.
        self._lock = FileLock(folder / name, mode=0o600, thread_local=False, fallback_to_soft=False)

    def acquire(self) -> str | None:
        """Try to get the lock without waiting.

        Returns
        -------
        str or None
            None when the lock is held; otherwise why not, as the end of a sentence.
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return "it is open in another NeoPain window or command"
        except OSError:
            return "its folder cannot be written to"
        return None

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        self._lock.release(force=True)


def on_network(folder: Path) -> bool:
    """Say whether a folder lies on a network file system, where that can be told.

    SQLite's write-ahead log needs memory shared between processes, which a network file system
    does not give (https://sqlite.org/wal.html).
    """
    resolved = folder.resolve()
    if resolved.drive.startswith("\\\\"):
        return True
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    kind = _file_system(mounts, resolved)
    return _NETWORK.fullmatch(kind) is not None


def _file_system(mounts: str, folder: Path) -> str:
    """Return the type of the innermost mount that holds ``folder``; see proc(5), mountinfo."""
    found, kind = "", ""
    for line in mounts.splitlines():
        before, separator, after = line.partition(" - ")
        fields = before.split(" ")
        if not separator or len(fields) < 5:
            continue
        # mountinfo writes space, tab, newline and backslash as octal escapes.
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4])
        if len(point) >= len(found) and os.path.commonpath([point, folder]) == point:
            found, kind = point, after.split(" ")[0]
    return kind
