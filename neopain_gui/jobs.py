"""How long work reports on itself and is stopped.

Every long function takes a ``job``; with :data:`NULL_JOB` it simply runs to its end. The same
function therefore serves the window, the command line and the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobMessage:
    """What a job hands out before its end: small, picklable, no arrays.

    Each kind is a class of its own, so that whoever reads it knows what is in it.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(JobMessage):
    """A sentence for people, of which nothing else follows."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver(JobMessage):
    """Something was left out, and why: a photograph's id, a file's name, a method's."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun(JobMessage):
    """Of a job's photographs, which it takes in their order, it has come to this one."""

    image_id: str


class Job(Protocol):
    """What a long function may say and ask while it works."""

    def check(self) -> None:
        """Raise :class:`~neopain_gui.errors.Cancelled` if the user has stopped the job."""

    def progress(self, done: float, total: float, text: str = "") -> None:
        """Report that ``done`` of ``total`` units are finished; ``text`` names the present one."""

    def partial(self, message: JobMessage) -> None:
        """Hand out an intermediate result."""


class NullJob:
    """A job that nobody watches and nobody stops."""

    def check(self) -> None:
        """Never stops."""

    def progress(self, done: float, total: float, text: str = "") -> None:
        """Say nothing."""

    def partial(self, message: JobMessage) -> None:
        """Drop the message."""


NULL_JOB: Job = NullJob()


class Reached:
    """How far a job is, as a share in [0, 1] that never falls.

    Stages that overlap, or begin again, must not take back what a person has been told.
    """

    def __init__(self) -> None:
        self.share = 0.0

    def at(self, done: float, total: float) -> float:
        """Return the share after ``done`` of ``total``; where the total is not known, the last."""
        if total > 0 and done > self.share * total:  # false for NaN
            self.share = min(1.0, done / total)
        return self.share


class PartOfJob:
    """The share of a job that one of its stages may report on.

    Parameters
    ----------
    job : Job
        The whole.
    start, stop : float
        The share of the whole that this part covers, in [0, 1].
    """

    def __init__(self, job: Job, start: float, stop: float) -> None:
        self._job, self._start, self._stop = job, start, stop
        self._reached = Reached()

    def check(self) -> None:
        """Stop when the whole is stopped."""
        self._job.check()

    def progress(self, done: float, total: float, text: str = "") -> None:
        """Report as a share of the whole."""
        share = self._reached.at(done, total) if total else self._reached.at(1, 1)
        self._job.progress(self._start + (self._stop - self._start) * share, 1.0, text)

    def partial(self, message: JobMessage) -> None:
        """Pass the message on."""
        self._job.partial(message)


@contextmanager
def part(job: Job, start: float, stop: float) -> Iterator[Job]:
    """Report a stage as the share [start, stop] of the whole job."""
    yield PartOfJob(job, start, stop)


def track(items: Iterable[T], job: Job, *, total: int, text: str = "") -> Iterator[T]:
    """Yield ``items``, checking for a stop before each and reporting progress after each."""
    for done, item in enumerate(items):
        job.check()
        job.progress(done, total, text)
        yield item
    job.progress(total, total, text)
