"""The same work on many things, on all cores, in their order.

Processes, for most of what takes time here holds Python's lock. The own process works like the
others and never waits for one to start: they are started only when what is left takes longer than
a start, so that little work is done at once and where it is. They stay for a while, since what
follows is often the next step of the same: looking at photographs, then copying them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

from neopain_gui.jobs import NULL_JOB, Job

Thing = TypeVar("Thing")
Outcome = TypeVar("Outcome")

WORTH_A_START = 0.4
"""Seconds of work that have to be left before further processes are started."""
IDLE_SECONDS = 15.0
"""For how long further processes wait for more work."""
_MEASURED = 0.05
"""Seconds after which it is known how long the rest will take."""
_AT_ONCE = 4
"""Things that a process is sent together; it has two such lots at most."""
_AHEAD = 64
"""Things that may be finished beyond the first that is not: what is held in memory."""
_READY = -1
"""What a process answers when it knows what is worked on, which may take long to import: until
then it is sent no things, for nobody is to wait for them."""
_PATIENCE = 2.0
"""Seconds that a process has to end what it has begun when the work is stopped."""


def in_order(
    work: Callable[[Thing], Outcome],
    things: Sequence[Thing],
    *,
    job: Job = NULL_JOB,
    text: str = "",
    cores: int | None = None,
) -> Generator[Outcome, None, None]:
    """Yield what comes of each thing, in their order.

    Parameters
    ----------
    work : callable(thing) -> outcome
        A module-level function or a ``functools.partial`` of one; it, things and outcomes can be
        pickled. What it raises is raised where its outcome would have been yielded.
    things : sequence
        What is worked on.
    job : Job
        Asked before each outcome whether to stop; told how many there have been.
    text : str
        What the job is told beside it.
    cores : int, optional
        How many processes work, this one included; as many as there are cores by default.

    Notes
    -----
    When the generator is closed, or anything is raised, no process is at work any more: what one
    has begun it finishes, and nothing else.
    """
    team = _Team(work, things, (os.cpu_count() or 1) if cores is None else cores)
    try:
        for done in range(len(things)):
            job.check()
            job.progress(done, len(things), text)
            yield team.outcome(done, job)
    finally:
        team.end()
    job.progress(len(things), len(things), text)


class _Team:
    """The own process and those that help it."""

    def __init__(self, work: Callable[[Any], Any], things: Sequence[Any], cores: int) -> None:
        self._work, self._things = work, things
        self._next = 0  # the first that nobody works on
        self._given_back: list[int] = []
        self._outcomes: dict[int, tuple[bool, Any]] = {}
        self._more = cores - 1
        if multiprocessing.current_process().daemon is True:  # such may have no children
            self._more = 0
        self._helpers: dict[Connection, _Helper] = {}
        for helper in _idle_helpers(self._more):
            self._employ(helper)
        self._begun = time.perf_counter()
        self._own = 0

    def outcome(self, number: int, job: Job) -> Any:
        """Work, or wait, until the outcome of a thing is there; return it or raise."""
        while number not in self._outcomes:
            self._start_if_worth_it()
            self._hear(0.0)
            self._hand_out(number)
            mine = self._take(number + _AHEAD)
            if mine is not None:
                self._outcomes[mine] = _done(self._work, self._things[mine])
                self._own += 1
            elif number not in self._outcomes:
                job.check()
                self._hear(0.05)
        fine, found = self._outcomes.pop(number)
        if not fine:
            raise found
        return found

    def end(self) -> None:
        """Let the helpers go; those that are at work end with what they have begun."""
        free = [one for one in self._helpers.values() if not one.has]
        busy = [one for one in self._helpers.values() if one.has]
        self._helpers.clear()
        for helper in free:
            _keep_for_a_while(helper)
        _end(busy)

    def _take(self, limit: int) -> int | None:
        """Return a thing that nobody works on; None where there is none before the limit."""
        if self._given_back:
            return self._given_back.pop()
        if self._next < min(limit, len(self._things)):
            self._next += 1
            return self._next - 1
        return None

    def _start_if_worth_it(self) -> None:
        spent = time.perf_counter() - self._begun
        if self._more < 1 or spent < _MEASURED or not self._own:
            return
        left = (len(self._things) - self._next) * spent / self._own
        if left < WORTH_A_START:
            self._more = 0  # later it is worth it even less
        try:
            while self._more > 0:
                self._employ(_Helper())
        except OSError:  # no memory, no more processes: then without
            self._more = 0

    def _employ(self, helper: _Helper) -> None:
        """Tell a process what is worked on; it is sent the first things when it knows."""
        self._more -= 1
        helper.ready = False
        self._helpers[helper.connection] = helper
        try:
            helper.connection.send(self._work)
        except Exception:  # noqa: BLE001 - gone, or what cannot be sent: then it is done here
            self._lose(helper.connection)

    def _hand_out(self, number: int) -> None:
        for connection, helper in list(self._helpers.items()):
            while helper.ready and len(helper.has) <= _AT_ONCE:
                lot = [
                    one for _ in range(_AT_ONCE) if (one := self._take(number + _AHEAD)) is not None
                ]
                if not lot:
                    return
                helper.has += lot
                try:
                    connection.send([(one, self._things[one]) for one in lot])
                except Exception:  # noqa: BLE001 - as above
                    self._lose(connection)
                    break

    def _hear(self, seconds: float) -> None:
        if not self._helpers:
            return
        ready = wait(self._helpers, seconds)
        for connection in [one for one in self._helpers if one in ready]:
            try:
                number, outcome = connection.recv()
            except (EOFError, OSError):
                self._lose(connection)
                continue
            if number == _READY:
                self._helpers[connection].ready = True
                continue
            self._helpers[connection].has.remove(number)
            self._outcomes[number] = outcome

    def _lose(self, connection: Connection) -> None:
        """Take back what a process had that is no more."""
        helper = self._helpers.pop(connection)
        self._given_back += helper.has
        _end([helper])


class _Helper:
    """A further process; ``has`` is what it was sent and has not answered."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_help, args=(theirs,), daemon=True)
        self.ready = False
        self.has: list[int] = []
        try:
            self.process.start()
        except OSError:
            self.connection.close()
            raise
        finally:
            theirs.close()


_idle: list[_Helper] = []
_idle_lock = threading.Lock()
_timers: list[threading.Timer] = []


def _idle_helpers(count: int) -> list[_Helper]:
    """Take processes that wait for work, at most so many."""
    with _idle_lock:
        found = [_idle.pop() for _ in range(min(count, len(_idle)))]
    _end([one for one in found if not one.process.is_alive()])
    return [one for one in found if one.process.is_alive()]


def _keep_for_a_while(helper: _Helper) -> None:
    with _idle_lock:
        _idle.append(helper)
        for timer in _timers:
            timer.cancel()
        _timers[:] = [threading.Timer(IDLE_SECONDS, end_idle)]
        _timers[0].daemon = True
        _timers[0].start()


def end_idle() -> None:
    """End the processes that wait for work."""
    with _idle_lock:
        found = _idle[:]
        _idle.clear()
    _end(found)


def _end(helpers: Sequence[_Helper]) -> None:
    for helper in helpers:
        helper.connection.close()
    until = time.monotonic() + _PATIENCE
    for helper in helpers:
        helper.process.join(max(0.0, until - time.monotonic()))
        if helper.process.is_alive():
            helper.process.kill()
            helper.process.join()


def _done(work: Callable[[Any], Any], thing: Any) -> tuple[bool, Any]:
    try:
        return True, work(thing)
    except Exception as error:  # noqa: BLE001 - raised again where the outcome is asked for
        return False, error


def _help(connection: Connection) -> None:
    """Work on what is sent until nobody is there to send it; what a further process runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(
        Exception
    ):  # the other process is gone, or has stopped, or sends what is not here
        work: Callable[[Any], Any] | None = None
        while True:
            sent = connection.recv()
            if callable(sent):
                work = sent
                connection.send((_READY, None))
            elif work is not None:
                for number, thing in sent:
                    connection.send((number, _done(work, thing)))
