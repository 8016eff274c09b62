"""One process a run: two that train into one folder would overwrite each other's epochs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job, Said
from neopain_gui.training.run_folder import LOCK


@contextmanager
def held(run: Path, job: Job = NULL_JOB) -> Iterator[None]:
    """Hold a run's folder, which is there, for as long as it is trained into.

    The system gives it back whatever becomes of the process. Where the file system knows no
    locks, that is said, and the training goes on.

    Raises
    ------
    InputError
        Another process holds it.
    """
    lock = FileLock(run / LOCK, mode=0o600, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InputError(
            "another window or command is training into this folder",
            file=run,
            remedy="wait until it is done, or choose another folder",
            command="wait until it is done, or choose another folder with --out",
        ) from error
    except (OSError, NotImplementedError):
        job.partial(
            Said(
                text=f"{run.name} cannot be locked: do not train into it from anywhere else "
                "meanwhile."
            )
        )
    try:
        yield
    finally:
        lock.release(force=True)
