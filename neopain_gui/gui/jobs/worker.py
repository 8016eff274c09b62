"""One job, one thread, exactly one end.

A :class:`Task` lives in the window's thread and is all that panels see. Its thread only stores
what happened; the terminal signal is sent by the window's thread after the thread is gone, so
that nobody can be told twice or be told while work still runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from neopain_gui.errors import Cancelled
from neopain_gui.gui.jobs.orders import Order
from neopain_gui.gui.jobs.reporter import Reporter
from neopain_gui.jobs import Begun, Reached


class TaskState(StrEnum):
    """Where a job is in its life."""

    QUEUED = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "stopped"


ENDED = frozenset({TaskState.DONE, TaskState.FAILED, TaskState.CANCELLED})


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

    Attributes
    ----------
    at : str
        The photograph whose turn it is; empty before the first.

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
    given_up()
        Somebody has asked for the end of this job, not only for that of the program.
    """

    started = Signal()
    progressed = Signal(float, float, str)
    partial = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    given_up = Signal()

    def __init__(self, order: Order) -> None:
        super().__init__()
        self.title, self.lane, self.work = order.title, order.lane, order.work
        self.arguments = dict(order.arguments)
        self.priority, self.key, self.visible = order.priority, order.key, order.visible
        self.kept = order.kept and order.work is not None and order.work.kept
        self.told = order.on_failed is not None
        self.state = TaskState.QUEUED
        self.error: BaseException | None = None
        self.done_units, self.total_units, self.text = 0.0, 0.0, ""
        self._reached, self.at = Reached(), ""
        self.again: Callable[[], Task] | None = None
        self._started_at = 0.0
        self._on_cancel = order.on_cancel
        self._reporter = Reporter()
        self._reporter.progressed.connect(self._progress)
        self._reporter.handed_out.connect(self._partial)
        self._thread = _Thread(order.run, self._reporter)
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
        if not self.over and not self._reporter.stopped:
            self.given_up.emit()
            self.put_off()

    def put_off(self) -> None:
        """Stop, or never begin, without anybody having given it up: a study may keep it."""
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
        if isinstance(message, Begun):
            self.at = message.image_id
            self.progressed.emit(self.done_units, self.total_units, self.text)
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
