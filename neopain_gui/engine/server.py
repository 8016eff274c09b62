"""The engine's side: take a request, run it, report, until the window's process is gone."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
import traceback
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from neopain_gui.crashes.report import write_error
from neopain_gui.crashes.watching import ENGINE, Watch
from neopain_gui.engine.messages import Done, Failed, Message, Partial, Progress, Request
from neopain_gui.engine.quiet import keep_all_off_the_terminal
from neopain_gui.errors import Cancelled, EngineError, EnvironmentFault, NeoPainError
from neopain_gui.jobs import JobMessage

#: Progress is for people: more than this many messages a second are thrown away.
PROGRESS_PER_SECOND = 20
#: The window stays smooth on a busy machine when the engine yields to it.
NICENESS = 5
#: Seconds that a job has to stop by itself when the window is gone, where the system ends nothing.
GRACE = 0.5

IN_THE_ENGINE = "an error in the engine"


class ChannelJob:
    """A job whose reports go through one connection; through another comes who is to stop."""

    def __init__(self, connection: Connection, stop: Connection, number: int) -> None:
        self._connection, self._stop, self._number = connection, stop, number
        self._stopped = False
        self._last_progress = -1.0

    def check(self) -> None:
        """Raise ``Cancelled`` when asked to stop, or when there is nobody left to report to."""
        try:
            while self._stop.poll():
                self._stopped |= self._stop.recv() == self._number
        except (EOFError, OSError):
            raise Cancelled("The window is gone.") from None
        if self._stopped:
            raise Cancelled

    def progress(self, done: float, total: float, text: str = "") -> None:
        """Send progress, not more often than a person can see."""
        now = time.monotonic()
        if done >= total or now - self._last_progress > 1 / PROGRESS_PER_SECOND:
            self._last_progress = now
            self._connection.send(Progress(done=done, total=total, text=text))

    def partial(self, message: JobMessage) -> None:
        """Send an intermediate result."""
        self._connection.send(Partial(message=message))


def serve(connection: Connection, stop: Connection) -> None:
    """Run requests one after the other; the target of the engine process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_all_off_the_terminal()
    Watch(ENGINE).begin()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    _end_with_parent()
    while True:
        try:
            request: Request = connection.recv()
        except (EOFError, OSError):
            return
        try:
            job = ChannelJob(connection, stop, request.number)
            _send(connection, _outcome(request, job))
        except (BrokenPipeError, ConnectionResetError):
            return


def _end_with_parent() -> None:
    """End this process with the window's, whatever the job is busy with.

    A long call into a library asks nobody whether to stop, and may keep Python's other threads
    waiting, so the system itself is to end the process; where it cannot, a thread waits.
    Results are written as a whole or not at all, so the end may come at any moment.
    """
    parent = parent_process()
    if parent is None:
        return
    threading.Thread(target=_wait_for, args=(parent,), name="end-with-parent", daemon=True).start()
    with suppress(ImportError, AttributeError, OSError):  # Windows has no such signal
        import fcntl

        # the descriptor becomes readable when the parent is gone, and for nothing else; a process
        # that is told so, and has not said what to do then, is ended
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        flags = fcntl.fcntl(parent.sentinel, fcntl.F_GETFL)
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, flags | os.O_ASYNC)


def _wait_for(parent: BaseProcess) -> None:
    parent.join()
    time.sleep(GRACE)
    os._exit(1)


def _outcome(request: Request, job: ChannelJob) -> Message:
    """Run one request: the end of a job, and so one of the two places that catch everything."""
    try:
        job.check()
        return Done(result=request.function(job, **request.arguments))
    except NeoPainError as error:
        return Failed(error=error)
    except MemoryError as error:
        write_error(IN_THE_ENGINE, error)
        return Failed(error=EnvironmentFault("There is not enough memory for this job."))
    except BaseException as error:  # noqa: BLE001
        write_error(IN_THE_ENGINE, error)
        text = f"{type(error).__name__}: {error}"
        details = "".join(traceback.format_exception(error))
        return Failed(error=EngineError(f"The computation failed ({text})."), details=details)


def _send(connection: Connection, message: Message) -> None:
    """Send an outcome, or say why it cannot travel; it is pickled before a byte is written."""
    try:
        connection.send(message)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        connection.send(Failed(error=EngineError(f"The result cannot be sent back ({error}).")))
