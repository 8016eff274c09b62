"""One queue: what waits, what runs, and whether anything begins at all."""

from __future__ import annotations

from collections.abc import Callable

from neopain_gui.gui.jobs.worker import Task
from neopain_gui.pipeline.work import Lane


class Queue:
    """The jobs of a lane.

    Parameters
    ----------
    lane : Lane
        Which.
    width : int
        How many run at a time.

    Attributes
    ----------
    waiting, running : list of Task
        Unfinished; those that wait in the order in which they begin.
    paused : bool
        Whether nothing begins; what runs goes on to its end.
    """

    def __init__(self, lane: Lane, width: int) -> None:
        self.lane, self.width = lane, width
        self.waiting: list[Task] = []
        self.running: list[Task] = []
        self.paused = False

    @property
    def unfinished(self) -> list[Task]:
        """Running ones first."""
        return [*self.running, *self.waiting]

    def add(self, task: Task) -> None:
        """Let a job wait: the lower its priority number, the sooner it begins."""
        self.waiting.append(task)
        self.waiting.sort(key=lambda item: item.priority)

    def begin(self, may: Callable[[Task], bool]) -> None:
        """Begin as many as there is room for; one that may not yet lets the next one pass."""
        for task in list(self.waiting):
            if self.paused or len(self.running) >= self.width:
                return
            if may(task) and task in self.waiting:
                self.waiting.remove(task)
                self.running.append(task)
                task.start()

    def take_out(self, task: Task) -> None:
        """Forget a job that has ended."""
        for tasks in (self.waiting, self.running):
            if task in tasks:
                tasks.remove(task)
