"""The window's side: start the engine, send it one job at a time, survive its death."""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from neopain_gui.crashes.redaction import dump_lines, function_name
from neopain_gui.crashes.report import write_report
from neopain_gui.crashes.watching import left_by
from neopain_gui.engine.messages import Done, Failed, Message, Partial, Progress, Request
from neopain_gui.engine.server import serve
from neopain_gui.errors import Cancelled, EngineError
from neopain_gui.jobs import JobMessage

#: Seconds that a cancelled job may take to stop by itself before its process is ended.
PATIENCE = 2.0
_POLL = 0.05

OnProgress = Callable[[float, float, str], None]
OnPartial = Callable[[JobMessage], None]


class Engine:
    """One spawned process that runs module-level functions ``(job, **arguments)``.

    The process starts with the first job, or earlier with :meth:`start`, and is started anew
    after a death. :meth:`run` is called from a worker thread; one call at a time.
    """

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._one_job = threading.Lock()
        self._state = threading.Lock()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._stop: Connection | None = None
        self._number = 0
        self._running = False
        self._cancelled_at: float | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the living engine, None when there is none."""
        process = self._process
        return process.pid if process is not None and process.is_alive() else None

    def start(self) -> None:
        """Start the process unless it lives."""
        with self._state:
            self._ensure()

    def run(
        self,
        function: Callable[..., Any],
        arguments: Mapping[str, Any],
        *,
        on_progress: OnProgress | None = None,
        on_partial: OnPartial | None = None,
    ) -> Any:
        """Run ``function(job, **arguments)`` in the engine and wait for it.

        Parameters
        ----------
        function : callable
            A module-level function whose first argument is a job.
        arguments : Mapping
            Picklable keyword arguments; paths rather than arrays.
        on_progress, on_partial : callable, optional
            Called in this thread for every report.

        Returns
        -------
        Any
            What the function returned.

        Raises
        ------
        Cancelled
            :meth:`cancel` was called.
        EngineError
            The process died, or the function failed unexpectedly (``__notes__`` has the
            traceback).
        NeoPainError
            What the function raised on purpose.
        """
        with self._one_job:
            connection = self._begin(function, dict(arguments))
            try:
                return self._listen(connection, on_progress, on_partial)
            except (EOFError, OSError) as error:
                raise self._obituary(function) from error
            finally:
                with self._state:
                    self._running, self._cancelled_at = False, None

    def cancel(self) -> None:
        """Ask the running job to stop; if it does not answer in time its process is ended."""
        with self._state:
            if self._running and self._cancelled_at is None and self._stop is not None:
                self._cancelled_at = time.monotonic()
                with suppress(OSError):  # it died: who listens to it says so
                    self._stop.send(self._number)

    def stop(self) -> None:
        """End the process; a running job fails."""
        with self._state:
            self._end()

    def _ensure(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._connection is None:
            self._end()
            self._connection, theirs = self._context.Pipe()
            # not an event: one would outlive a window that is killed, and hold its lock for ever
            # where the engine is killed while it looks
            asked, self._stop = self._context.Pipe(duplex=False)
            self._process = self._context.Process(
                target=serve, args=(theirs, asked), name="neopain-engine", daemon=True
            )
            self._process.start()
            theirs.close()
            asked.close()
        return self._connection

    def _begin(self, function: Callable[..., Any], arguments: dict[str, Any]) -> Connection:
        with self._state:
            self._running = True
            self._number += 1
            request = Request(number=self._number, function=function, arguments=arguments)
            connection = self._ensure()
            try:
                connection.send(request)
            except OSError:  # it died while idle: a new one gets the job
                connection = self._ensure_anew()
                connection.send(request)
            return connection

    def _ensure_anew(self) -> Connection:
        self._end()
        return self._ensure()

    def _listen(
        self, connection: Connection, on_progress: OnProgress | None, on_partial: OnPartial | None
    ) -> Any:
        while True:
            if not connection.poll(_POLL):
                self._give_up_if_deaf()
                continue
            message: Message = connection.recv()
            match message:
                case Progress() if on_progress:
                    on_progress(message.done, message.total, message.text)
                case Partial() if on_partial and self._cancelled_at is None:
                    on_partial(message.message)
                case Done():
                    return message.result
                case Failed():
                    if message.details:
                        message.error.add_note(message.details)
                    raise message.error

    def _give_up_if_deaf(self) -> None:
        since = self._cancelled_at
        if since is not None and time.monotonic() - since > PATIENCE:
            self.stop()
            raise Cancelled

    def _obituary(self, function: Callable[..., Any]) -> Exception:
        process = self._process
        if self._cancelled_at is not None:
            return Cancelled()
        code = None
        if process is not None:
            process.join(1.0)
            code = process.exitcode
        why = "unexpectedly"
        if code is not None and code < 0:
            why = f"by signal {signal.Signals(-code).name}, often a lack of memory"
        self._report(f"the engine's process was ended ({why})", function)
        return EngineError(
            f"The engine process was ended ({why}); "
            "nothing is lost, start the job again and a new engine starts with it."
        )

    def _report(self, what: str, function: Callable[..., Any] | None = None) -> None:
        """Keep what is known of an end that nobody wanted; of one that we made there is nothing."""
        pid = self._process.pid if self._process is not None else None
        left = left_by(pid) if pid is not None else None
        lines = dump_lines(left.dump) if left is not None else []
        if function is not None:
            lines.insert(0, f"During {function_name(function)}")
        if lines:
            write_report(what, lines)

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join(5.0)
            self._report("the engine's process was ended")
            self._process = None
        for end in (self._connection, self._stop):
            if end is not None:
                end.close()
        self._connection = self._stop = None
