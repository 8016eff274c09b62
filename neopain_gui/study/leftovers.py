"""What a process that was killed left behind: found, and only what is surely one's own removed.

Before photographs are copied into a study a list of them is written, and removed when they are in
its database. A list that is still there when the study is next opened for writing says which
copies belong to nobody. Copies that are in no list belong to nobody either (an older backup was
put in place, perhaps): they are counted, and a person decides.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from neopain_gui.counted import matching
from neopain_gui.study.files import write_private
from neopain_gui.study.lock import StudyLock
from neopain_gui.study.photographs import IMAGES_FOLDER
from neopain_gui.study_opener import OPENER

COPYING = "copying"
_COPY = re.compile(r"([0-9a-f]{64})(\.[A-Za-z0-9]{1,8})?")
_PREFIX = ".unfinished-"
_UNFINISHED = re.compile(re.escape(_PREFIX) + r"[A-Za-z0-9_]{8}")
_MAKING = "making.lock"
_OURS = re.compile(
    r"blobs|thumbnails|statistics|masks|backups|images|study\.lock|maps\.lock|making\.lock"
    rf"|study\.sqlite(-wal|-shm|-journal)?|{re.escape(OPENER)}"
)
_SURELY_DEAD = 3600.0
"""Seconds after which a study is not being made any more, where no lock says so."""


@contextmanager
def copying(study: Path, sha256s: Iterable[str]) -> Iterator[None]:
    """Keep the list of what is copied into a study for as long as the block lasts."""
    note = study / IMAGES_FOLDER / COPYING
    write_private(note, "\n".join(sha256s).encode())
    try:
        yield
    finally:  # whoever failed has taken back what was copied
        note.unlink(missing_ok=True)


def clear_copies(study: Path, known: Collection[str]) -> str:
    """Remove the copies of an import that was killed; say so.

    Parameters
    ----------
    study : Path
        The study folder, open for writing.
    known : collection of str
        The paths of the photographs in its database.

    Returns
    -------
    str
        A sentence; empty where nothing was found.
    """
    note = study / IMAGES_FOLDER / COPYING
    if not note.is_file():
        return ""
    listed = set(note.read_text(encoding="ascii", errors="replace").split())
    gone = [file for file in stray_copies(study, known) if file.name[:64] in listed]
    for file in gone:
        file.unlink(missing_ok=True)
    note.unlink(missing_ok=True)
    if not gone:
        return ""
    left = "1 copy that it left in the study was"
    if len(gone) > 1:
        left = f"{len(gone)} copies that it left in the study were"
    return f"An import of photographs had been interrupted: {left} removed. Add them again."


def stray_copies(study: Path, known: Collection[str]) -> list[Path]:
    """Return the copies of photographs in a study that none of its photographs is."""
    folder = study / IMAGES_FOLDER
    if not folder.is_dir():
        return []
    return sorted(
        file
        for file in folder.iterdir()
        if _COPY.fullmatch(file.name)
        and f"{IMAGES_FOLDER}/{file.name}" not in known
        and file.is_file()
        and not file.is_symlink()
    )


@contextmanager
def unfinished_study(parent: Path) -> Iterator[Path]:
    """Make a folder beside the place of a study that is being made; it goes with the block.

    As long as its lock is held nobody takes it for something left behind.
    """
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))  # 0700
    lock = StudyLock(folder, _MAKING)
    lock.acquire()
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def forget_making(folder: Path) -> None:
    """Remove the lock's file from a study that is whole now."""
    (folder / _MAKING).unlink(missing_ok=True)


def clear_unfinished(parent: Path) -> str:
    """Remove studies in a folder whose making was killed; say so."""
    count = 0
    with suppress(OSError):
        for folder in sorted(parent.glob(f"{_PREFIX}*")):
            if _is_dead(folder):
                shutil.rmtree(folder, ignore_errors=True)
                count += not folder.exists()
    if not count:
        return ""
    what = "A study that was" if count == 1 else f"{count} studies that were"
    was = matching(count, "was", "were")
    return f"{what} half made when NeoPain was stopped {was} removed from {parent.name}."


def clear_left(folder: Path, known: Collection[str]) -> tuple[str, ...]:
    """Remove both, copies in a study and studies beside it; return sentences about it."""
    try:
        found = (clear_copies(folder, known), clear_unfinished(folder.parent))
    except OSError:
        return ()  # the next time, perhaps
    return tuple(filter(None, found))


def _is_dead(folder: Path) -> bool:
    """Say whether a folder is a half-made study of ours that nobody is making any more."""
    if not _UNFINISHED.fullmatch(folder.name) or folder.is_symlink() or not folder.is_dir():
        return False
    if not all(_OURS.fullmatch(entry.name) for entry in folder.iterdir()):
        return False
    if not (folder / _MAKING).exists():
        return time.time() - folder.stat().st_mtime > _SURELY_DEAD
    lock = StudyLock(folder, _MAKING)
    if lock.acquire() is not None:
        return False
    lock.release()
    return True
