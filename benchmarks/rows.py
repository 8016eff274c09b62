"""What a benchmark says, and how time is taken."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple

CLEARLY = 1.5
"""How many times as much as it may be is no chance of the run any more."""


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
        """How many times as much the peer needs; not a number where nothing was measured."""
        return self.peer / self.measured if self.measured else float("nan")


class Sized(NamedTuple):
    """A measurement in a study of a size, and what it was in the next smaller one.

    ``of`` is what there are ``size`` of. What stays ``flat`` is not to grow at all; all else may
    grow as the study does. Differences of ``noise`` mean nothing.
    """

    word: str
    title: str
    unit: str
    size: int
    measured: float
    limit: float = float("nan")
    smaller: Sized | None = None
    of: str = "photographs"
    flat: bool = False
    noise: float = 0.0

    @property
    def name(self) -> str:
        """The title with the number of photographs, the unit, and how it has grown."""
        said = f"{self.title}, {self.size:,} {self.of} ({self.unit})"
        if self.smaller is None or not self.smaller.measured > 0:
            return said
        grown, more = self.measured / self.smaller.measured, self.size / self.smaller.size
        return f"{said}, {grown:.2g} × that of {self.smaller.size:,}, which are {more:.2g} × fewer"

    @property
    def peer(self) -> float:
        """What it would be if it grew as it may; more is worse than linear, or not flat."""
        if self.smaller is None:
            return float("nan")
        return self.smaller.measured * (1 if self.flat else self.size / self.smaller.size)

    @property
    def ratio(self) -> float:
        """The peer in proportion to what was measured: below 1 it grows more than it may."""
        return self.peer / self.measured if self.measured else float("nan")

    @property
    def grows(self) -> bool:
        """Whether it has clearly grown more than the study, or at all where it is to stay flat."""
        return self.measured > CLEARLY * self.peer + self.noise

    @property
    def line(self) -> str:
        """Word, size, value and unit, for programs."""
        return f"{self.word} {self.size} {self.measured:.6g} {self.unit}"


class Missing(NamedTuple):
    """A peer that could not be measured, and why."""

    peer: str
    why: str


def side_by_side(
    ours: Callable[[], object], theirs: Callable[[], object], repeats: int
) -> tuple[float, float]:
    """Return the median milliseconds of two calls, taken in turns so that both see the same load.

    Each is called once beforehand, which does not count.
    """
    ours()
    theirs()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(repeats):
        for work, taken in zip((ours, theirs), times, strict=True):
            start = perf_counter()
            work()
            taken.append(perf_counter() - start)
    return 1000 * median(times[0]), 1000 * median(times[1])


def milliseconds(work: Callable[[], object], repeats: int) -> float:
    """Return the median time of a call, after one that does not count."""
    work()
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return 1000 * median(times)
