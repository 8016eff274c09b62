"""What a benchmark says, and how time is taken."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Row(NamedTuple):
    """A measurement; lower is better, the unit stands in the name.

    ``peer`` is the same work done the usual way in the same run (not a number where there is
    none), ``limit`` the most that ``measured`` may be.
    """

    name: str
    measured: float
    peer: float = float("nan")
    limit: float = float("nan")

    @property
    def ratio(self) -> float:
        """How many times as much the peer needs."""
        return self.peer / self.measured


def milliseconds(work: Callable[[], object], repeats: int) -> float:
    """Return the median time of a call, after one that does not count."""
    work()
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return 1000 * median(times)
