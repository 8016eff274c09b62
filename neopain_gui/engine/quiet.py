"""What libraries print by themselves goes to a file, and never between our sentences.

TensorFlow, its C++ parts and the codecs write to file descriptor 2 whenever they like, also before
anybody could tell them not to, and when they die. So the descriptor itself is turned to a file.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from neopain_gui import locations

_LIMIT = 200_000
_OUT, _ERR = 1, 2
_NO_INFORMATION = ("TF_CPP_MIN_LOG_LEVEL", "1")
"""TensorFlow reads this when it is loaded: the log has its warnings and errors."""
_TALKATIVE = ("tensorflow", "onnxruntime")


def library_log() -> Path:
    """Return the file that keeps what libraries said in the last few runs."""
    return locations.cache_folder() / "libraries.log"


def keep_libraries_off_the_terminal() -> None:
    """Leave the terminal to our own sentences, in the process of a command.

    ``sys.stderr`` writes to where it did; what libraries print goes to their log, which is made
    when the first of the talkative ones is loaded: listing things makes no folder.
    """
    os.environ.setdefault(*_NO_INFORMATION)
    ours = sys.stderr
    if ours is None:  # the stream is closed: there is no terminal to keep anything from
        return
    try:
        kept = os.dup(_ERR)
        _turn(_ERR, os.open(os.devnull, os.O_WRONLY))
    except OSError:
        return
    ours.flush()
    sys.stderr = open(  # noqa: SIM115, PTH123
        kept, "w", encoding=ours.encoding, errors=ours.errors, buffering=1
    )
    # Python's own ways of speaking; TensorFlow makes itself one to the terminal where none is.
    logging.basicConfig(stream=sys.__stderr__)
    logging.captureWarnings(True)
    sys.meta_path.insert(0, _WhenOneIsLoaded())


def keep_all_off_the_terminal() -> None:
    """Turn whatever is printed to the log: the engine speaks through its connection."""
    os.environ.setdefault(*_NO_INFORMATION)
    for stream in (_OUT, _ERR):
        with suppress(OSError):
            _turn(stream, _log())


class _WhenOneIsLoaded(MetaPathFinder):
    """Finds no module; sees that one of the talkative libraries is about to be loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Open the log in time."""
        if fullname in _TALKATIVE:
            sys.meta_path.remove(self)
            with suppress(OSError):
                _turn(_ERR, _log())
        return None


def _turn(stream: int, file: int) -> None:
    """Let a descriptor end in a file that is open, which is closed under its own number."""
    try:
        os.dup2(file, stream)
    finally:
        os.close(file)


def _log() -> int:
    """Open the log, or nothing where it cannot be written."""
    path = library_log()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        return os.open(os.devnull, os.O_WRONLY)
    if os.fstat(log).st_size > _LIMIT:
        os.ftruncate(log, 0)
    return log
