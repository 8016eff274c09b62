"""What can be done beside the next computation: writing maps and rows, making masks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import ParamSpec, Self

P = ParamSpec("P")

MOST_WAITING = 64
"""Pieces of work that may wait: what they hold is in memory."""


class Beside:
    """One thread that does what it is handed, in that order, while the caller goes on.

    TensorFlow's computations leave Python's lock alone, so that another thread has the core that
    they leave idle. When the block ends everything was done, also where it ends with an error:
    what was computed is kept. What a piece of work raises is raised by the next call, or at the
    end of the block.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._waiting: deque[Future[object]] = deque()

    def do(self, work: Callable[P, object], *given: P.args, **named: P.kwargs) -> None:
        """Hand over a piece of work; waits where too much is waiting."""
        self._waiting.append(self._thread.submit(work, *given, **named))
        while self._waiting and (self._waiting[0].done() or len(self._waiting) > MOST_WAITING):
            self._waiting.popleft().result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._thread.shutdown(wait=True)
        if error is None:
            for piece in self._waiting:
                piece.result()
