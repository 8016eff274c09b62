"""Files inside a study: whole or not there, readable by their owner only."""

from __future__ import annotations

from contextlib import suppress
from math import inf
from pathlib import Path

from neopain_gui.imaging import write_bytes_atomic

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def write_private(target: Path, content: bytes, *, sync: bool = True) -> None:
    """Write ``<study>/<subfolder>/<name>`` atomically; the subfolder is made if need be.

    ``sync`` is that of :func:`~neopain_gui.imaging.write_bytes_atomic`.

    Raises
    ------
    OSError
        The subfolder cannot be made.
    EnvironmentFault
        The file cannot be written; an earlier file of this name is intact.
    """
    target.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    write_bytes_atomic(target, content, sync=sync)
    target.chmod(PRIVATE_FILE)


def remove_unfinished(study: Path, before: float = inf) -> None:
    """Remove what a killed process left half written.

    Parameters
    ----------
    study : Path
        The study folder.
    before : float
        Seconds since 1970; what was written later may be somebody's who is at it.
    """
    for unfinished in study.glob("*/.*.tmp"):
        with suppress(OSError):  # rubbish that stays does no harm
            if unfinished.stat().st_mtime < before:
                unfinished.unlink(missing_ok=True)
