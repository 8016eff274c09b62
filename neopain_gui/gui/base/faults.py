"""The window's one boundary for what nobody expected, and how every error is worded."""

from __future__ import annotations

import faulthandler
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from neopain_gui import __version__, locations
from neopain_gui.errors import NeoPainError, refusal

_LOG_LIMIT = 200_000


def describe(error: BaseException) -> tuple[str, str]:
    """Return (sentence for the user, details for whoever mends it; empty if there are none)."""
    if isinstance(error, NeoPainError):
        return str(error), "\n".join(getattr(error, "__notes__", []))
    if isinstance(error, MemoryError):
        return "There is not enough memory for this: close other programs and try again.", ""
    if isinstance(error, OSError) and error.strerror:
        return refusal(error), ""
    details = "".join(traceback.format_exception(error))
    return (
        "Something went wrong that should not have; your study is safe. "
        "The details help us mend it.",
        details,
    )


def crash_log() -> Path:
    """Return the file that keeps where unexpected errors happened."""
    return locations.cache_folder() / "crash.log"


def write_crash_log(error: BaseException) -> None:
    """Append type and place of an error: no message, no path outside the program, no name."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"NeoPain {__version__}, Python {sys.version.split()[0]}: {type(error).__name__}"]
    lines += [f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    try:
        path = crash_log()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LOG_LIMIT:
            path.unlink()
        with path.open("a", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
    except OSError:
        return  # a log that cannot be written must not hide the error it is about


class Boundary:
    """Catches what escapes from the window's event handlers.

    Parameters
    ----------
    show : callable(sentence, details)
        Tells the user.
    """

    def __init__(self, show: Callable[[str, str], object]) -> None:
        self._show = show
        self._previous = sys.excepthook
        self._native: TextIO | None = None

    def install(self) -> None:
        """Begin to catch; native crashes leave their frames in the log."""
        sys.excepthook = self._caught
        try:
            crash_log().parent.mkdir(parents=True, exist_ok=True)
            self._native = crash_log().open("a", encoding="utf-8")
            faulthandler.enable(self._native, all_threads=True)
        except OSError:
            self._native = None

    def remove(self) -> None:
        """Put things back as they were."""
        sys.excepthook = self._previous
        if self._native is not None:
            faulthandler.disable()
            self._native.close()
            self._native = None

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            self._previous(kind, error, trace)
            return
        sentence, details = describe(error)
        if details:
            self._previous(kind, error, trace)
            write_crash_log(error)
        self._show(sentence, details)
