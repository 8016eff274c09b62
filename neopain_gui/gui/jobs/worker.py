"""One job, one thread, exactly one end.

A :class:`Task` lives in the window's thread and is all that panels see. Its thread only stores
what happened; the terminal signal is sent by the window's thread after the thread is gone, so
that nobody can be told twice or be told while work still runs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from neopain_gui.errors import Cancelled
from neopain_gui.jobs import JobMessage, Reached

_PROGRESS_INTERVAL = 0.04
"""Seconds between two progress messages: more often than that nobody sees."""


class TaskState(StrEnum):
    """Where a job is in its life."""

    QUEUED = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "stopped"


ENDED = frozenset({TaskState.DONE, TaskState.FAILED, TaskState.CANCELLED})


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


class _Thread(QThread):
    """Runs one function and keeps what came of it."""

    def __init__(self, work: Callable[[Reporter], Any], reporter: Reporter) -> None:
        super().__init__()
        self._work = work
        self._reporter = reporter
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self) -> None:
        """One of the two places that catch everything: the end of a job."""
        try:
            self._reporter.check()
            self.result = self._work(self._reporter)
        except BaseException as error:  # noqa: BLE001 - SystemExit in a thread would be lost too
            self.error = error


_TOO_EARLY = 0.05


class Task(QObject):
    """A job as the window sees it.

    Signals
    -------
    started()
        The job has left the queue.
    progressed(done: float, total: float, text: str)
    partial(message: JobMessage)
        An intermediate result; none arrives after :meth:`cancel`.
    done(result), failed(error), cancelled()
        Exactly one of them, once.
    ended()
        Right after that one.
    """

    started = Signal()
    progressed = Signal(float, float, str)
    partial = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(
        self,
        work: Callable[[Reporter], Any],
        *,
        title: str,
        priority: int = 0,
        key: str = "",
        visible: bool = True,
        on_cancel: Callable[[], None] | None = None,
        arguments: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self.title = title
        self.arguments = dict(arguments or {})
        self.priority = priority
        self.key = key
        self.visible = visible
        self.state = TaskState.QUEUED
        self.error: BaseException | None = None
        self.done_units, self.total_units, self.text = 0.0, 0.0, ""
        self._reached = Reached()
        self.again: Callable[[], Task] | None = None
        self._started_at = 0.0
        self._on_cancel = on_cancel
        self._reporter = Reporter()
        self._reporter.progressed.connect(self._progress)
        self._reporter.handed_out.connect(self._partial)
        self._thread = _Thread(work, self._reporter)
        self._thread.finished.connect(self._finish)

    @property
    def over(self) -> bool:
        """True after the terminal signal."""
        return self.state in ENDED

    @property
    def stopping(self) -> bool:
        """True between the wish to stop and the end."""
        return self._reporter.stopped and not self.over

    @property
    def share(self) -> float | None:
        """Finished share in [0, 1]; None while unknown."""
        return min(1.0, self.done_units / self.total_units) if self.total_units > 0 else None

    @property
    def seconds_left(self) -> float | None:
        """Estimate from the pace so far; None while too early to say.

        What is made ready first, such as demo weights, is no measure of what follows.
        """
        share, spent = self.share or 0.0, time.monotonic() - self._started_at
        if self.state is not TaskState.RUNNING or share < _TOO_EARLY or spent < 1.0:
            return None
        return spent * (1.0 - share) / share

    def start(self) -> None:
        """Begin; called by the lane."""
        self.state = TaskState.RUNNING
        self._started_at = time.monotonic()
        self.started.emit()
        self._thread.start()

    def cancel(self) -> None:
        """Stop, or never begin. Harmless after the end."""
        if self.over or self._reporter.stopped:
            return
        self._reporter.stop()
        if self.state is TaskState.QUEUED:
            self._end(TaskState.CANCELLED)
        elif self._on_cancel is not None:
            self._on_cancel()

    def wait(self, seconds: float) -> bool:
        """Block until the thread is gone; for closing the window and for tests."""
        return bool(self._thread.wait(int(seconds * 1000)))

    @Slot(float, float, str)
    def _progress(self, done: float, total: float, text: str) -> None:
        if self.state is TaskState.RUNNING:
            done = self._reached.at(done, total) * total
            self.done_units, self.total_units, self.text = done, total, text
            self.progressed.emit(done, total, text)

    @Slot(object)
    def _partial(self, message: object) -> None:
        if self.state is TaskState.RUNNING and not self._reporter.stopped:
            self.partial.emit(message)

    @Slot()
    def _finish(self) -> None:
        self._thread.wait()
        error = self._thread.error
        if self._reporter.stopped or isinstance(error, Cancelled):
            self._end(TaskState.CANCELLED)
        elif error is not None:
            self.error = error
            self._end(TaskState.FAILED)
        else:
            self._end(TaskState.DONE)

    def _end(self, state: TaskState) -> None:
        result, self._thread.result = self._thread.result, None
        self.state = state
        if state is TaskState.DONE:
            self.done.emit(result)
        elif state is TaskState.FAILED:
            self.failed.emit(self.error)
        else:
            self.cancelled.emit()
        self.ended.emit()
