"""The window's one boundary for what nobody expected, and how every error is worded."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from neopain_gui.crashes.report import write_error
from neopain_gui.crashes.watching import WINDOW, Watch
from neopain_gui.errors import NeoPainError, refusal


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


def is_unexpected(error: BaseException) -> bool:
    """Say whether an error is a fault of the program, or of its memory, that is to be kept."""
    if isinstance(error, NeoPainError):
        return False  # what the engine did not expect it has kept itself
    return isinstance(error, MemoryError) or bool(describe(error)[1])


class Boundary(QObject):
    """Catches what escapes from the window's event handlers and threads, and keeps a report of it.

    Parameters
    ----------
    show : callable(sentence, details)
        Tells the user.

    Signals
    -------
    caught(sentence: str, details: str)
    """

    caught = Signal(str, str)

    def __init__(self, show: Callable[[str, str], object]) -> None:
        super().__init__()
        self._previous = sys.excepthook
        self._of_threads = threading.excepthook
        self._watch = Watch(WINDOW)
        self._show = show
        self.caught.connect(self._tell)  # from a thread it is told in the window's

    def _tell(self, sentence: str, details: str) -> None:
        self._show(sentence, details)

    def install(self) -> None:
        """Begin to catch; native crashes leave their frames on the disk."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread
        self._watch.begin()

    def remove(self) -> None:
        """Put things back as they were: this process ends in good order."""
        sys.excepthook = self._previous
        threading.excepthook = self._of_threads
        self._watch.end()

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            self._previous(kind, error, trace)
            return
        if is_unexpected(error):
            self._previous(kind, error, trace)
            write_error("an error in the window", error)
        self.caught.emit(*describe(error))

    def _caught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        self._of_threads(caught)
        error = caught.exc_value
        if error is None or isinstance(error, SystemExit):
            return
        if is_unexpected(error):
            write_error("an error of work beside the window", error)
        with suppress(RuntimeError):  # the window is gone
            self.caught.emit(*describe(error))
