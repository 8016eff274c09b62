"""Light work beside the window whose results are kept in memory: what is wanted most comes first.

Who wants something says so with a rank; a new list of wishes takes the place of that rank's
former one, so that nobody waits for what is no longer wanted. One thread works through them all.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from neopain_gui.errors import NeoPainError
from neopain_gui.jobs import NULL_JOB, Job, JobMessage

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs, Task

Wish = Callable[[], object]

_CALM_MS = 70
"""Longer than the pause between two repeats of a key that is held."""


class Rank(IntEnum):
    """What is wanted most has the lowest number."""

    FIGURES = 0
    TILES = 1
    PANES = 2
    NEXT = 3
    LATER = 4


class Wishes:
    """Wishes of several ranks, changed by the window and granted in a thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wishes: dict[Rank, list[Wish]] = {rank: [] for rank in Rank}
        self._held = False

    def replace(self, rank: Rank, wishes: Iterable[Wish]) -> None:
        """Take these in place of the former ones of a rank."""
        listed = list(wishes)[::-1]
        with self._lock:
            self._wishes[rank] = listed

    def clear(self) -> None:
        """Want nothing any more."""
        with self._lock:
            for wishes in self._wishes.values():
                wishes.clear()

    def hold(self, held: bool) -> None:
        """Grant only what comes next, or everything again."""
        with self._lock:
            self._held = held

    def pop(self) -> tuple[Rank, Wish] | None:
        """Return what is wanted most; None if nothing is."""
        with self._lock:
            for rank, wishes in self._grantable():
                if wishes:
                    return rank, wishes.pop()
        return None

    def __bool__(self) -> bool:
        with self._lock:
            return any(wishes for _, wishes in self._grantable())

    def _grantable(self) -> list[tuple[Rank, list[Wish]]]:
        return [pair for pair in self._wishes.items() if not self._held or pair[0] is Rank.NEXT]


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted(JobMessage):
    """A wish of this rank was granted, or could not be."""

    rank: Rank


def grant(wishes: Wishes, job: Job = NULL_JOB) -> None:
    """Grant wishes until there are none; each is a message :class:`Granted`.

    What cannot be read now is passed over: it is told of when a person asks for it.
    """
    while (next_one := wishes.pop()) is not None:
        job.check()
        rank, wish = next_one
        with suppress(NeoPainError):
            wish()
        job.partial(Granted(rank=rank))


class Reader(QObject):
    """Has wishes granted in a thread of the window's process.

    While somebody holds the arrow key only the maps that come next are read: figures and film
    strips of photographs that pass by would take the time that the window needs to draw them.

    Signals
    -------
    granted(rank: Rank)
        One wish of this rank was granted, or could not be.
    failed(error: BaseException)
        Something went wrong that nobody foresaw.
    """

    granted = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._wishes = Wishes()
        self._task: Task | None = None
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._release)

    def stepped(self) -> None:
        """Hold back for a moment what nobody can look at who steps on at once."""
        self._wishes.hold(True)
        self._calm.start()

    def _release(self) -> None:
        self._wishes.hold(False)
        self._begin()

    def want(self, rank: Rank, wishes: Iterable[Wish]) -> None:
        """Have these granted, and none of this rank that were wanted before.

        A wish is called in another thread; it keeps what it makes in memory.
        """
        self._wishes.replace(rank, wishes)
        self._begin()

    def clear(self) -> None:
        """Want nothing any more, and leave what is being read."""
        self._wishes.clear()
        if self._task is not None:
            self._task.cancel()

    @property
    def busy(self) -> bool:
        """True while wishes are granted."""
        return self._task is not None

    def _begin(self) -> None:
        if self._task is None and self._wishes:
            self._task = self._jobs.local(
                grant,
                title="Read ahead",
                kwargs={"wishes": self._wishes},
                visible=False,
                repeatable=False,
                on_partial=self._granted,
                on_failed=self.failed.emit,
                on_end=self._ended,
            )

    def _granted(self, message: JobMessage) -> None:
        if isinstance(message, Granted):
            self.granted.emit(message.rank)

    def _ended(self) -> None:
        self._task = None
        self._begin()
