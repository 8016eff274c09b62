"""What a function in a thread is given: its way to say how far it is, and to hear that it stops."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QObject, Signal

from neopain_gui.errors import Cancelled
from neopain_gui.jobs import JobMessage

_PROGRESS_INTERVAL = 0.04
"""Seconds between two progress messages: more often than that nobody sees."""


class Reporter(QObject):
    """The :class:`~neopain_gui.jobs.Job` that a function in a thread is given."""

    progressed = Signal(float, float, str)
    handed_out = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._stop = threading.Event()
        self._last = 0.0

    @property
    def stopped(self) -> bool:
        """True once somebody asked for the end."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask for the end; safe from every thread."""
        self._stop.set()

    def check(self) -> None:
        """Raise Cancelled once somebody asked for the end."""
        if self._stop.is_set():
            raise Cancelled

    def progress(self, done: float, total: float, text: str = "") -> None:
        """Pass progress on, at most 25 times a second."""
        now = time.monotonic()
        if now - self._last >= _PROGRESS_INTERVAL or done >= total or done == 0:
            self._last = now
            self.progressed.emit(float(done), float(total), text)

    def partial(self, message: JobMessage) -> None:
        """Pass an intermediate result on."""
        self.handed_out.emit(message)
