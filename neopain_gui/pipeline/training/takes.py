"""What a training will take on this machine, in numbers and in words."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from neopain_gui.counted import bytes_in_words, counted, duration
from neopain_gui.errors import EnvironmentFault
from neopain_gui.training.costs import Cost, cost_of
from neopain_gui.training.fold_plan import FoldPlan
from neopain_gui.training.photographs import Photograph

_REFERENCE = 52.7e9
"""Multiplications of a matrix a second of processor, where the prices were measured."""
_SHARED = 0.8
"""Share of the work that a machine's cores divide among themselves."""
_SURE = 1.5
"""By how much this may be wrong either way."""
_SIDE = 96
"""Of the matrix that is multiplied: larger ones are shared out among threads, which wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a training will take.

    Attributes
    ----------
    seconds_low, seconds_high : float
        On this machine: with as few epochs as patience permits, and with all of them.
    disk_bytes : int
        At most; what copies without a face would take is not saved beforehand.
    memory_bytes : int
        Roughly.
    how : str
        A sentence on what the time was worked out from.
    builds : bool
        Whether the demo base is built first, which is counted in.
    """

    seconds_low: float
    seconds_high: float
    disk_bytes: int
    memory_bytes: int
    how: str
    builds: bool = False

    def said(self) -> str:
        """Return it in a sentence."""
        low, high = duration(self.seconds_low), duration(self.seconds_high)
        time_taken = f"about {high}" if low == high else f"between {low} and {high}"
        first = " NeoPain builds the demo base first, which is counted in." if self.builds else ""
        return (
            f"It will take {time_taken}, up to {bytes_in_words(self.disk_bytes)} of disk and about "
            f"{bytes_in_words(self.memory_bytes)} of memory.{first}"
        )

    def require_disk(self, folder: Path) -> None:
        """Find out whether the disk of a folder, made or not, has room.

        Raises
        ------
        EnvironmentFault
            It has not.
        """
        there = next(each for each in (folder, *folder.parents) if each.exists())
        free = shutil.disk_usage(there).free
        if self.disk_bytes > free:
            raise EnvironmentFault(
                f"The training takes up to {bytes_in_words(self.disk_bytes)}, and the disk has "
                f"{bytes_in_words(free)} left: make room, make fewer copies, or use another disk."
            )


def estimate_of(
    plan: FoldPlan,
    photographs: Sequence[Photograph],
    *,
    half: bool = False,
    only: Sequence[int] = (),
    builds: bool = False,
) -> Estimate:
    """Estimate a training whose folds are known, without TensorFlow, in well under a second.

    Parameters
    ----------
    plan : FoldPlan
    photographs : sequence of Photograph
    half : bool
        Whether what a base gives is kept in half precision.
    only : sequence of int, optional
        The folds that are trained; all by default.
    builds : bool
        Whether the demo base is built first.
    """
    cost = cost_of(plan, photographs, half=half, folds=only, builds=builds)
    cores = _cores()
    pace = _REFERENCE / multiplications() * (1 - _SHARED + _SHARED / cores)
    return Estimate(
        seconds_low=cost.least * pace / _SURE,
        seconds_high=cost.greatest * pace * _SURE,
        disk_bytes=cost.disk,
        memory_bytes=cost.memory,
        how=_how(cost, cores),
        builds=builds,
    )


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # not everywhere
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def multiplications() -> float:
    """Return how many multiplications this machine does in a second of processor, one core's."""
    matrix = np.random.default_rng(0).random((_SIDE, _SIDE), np.float32)
    result, best = np.empty_like(matrix), 0.0
    for _ in range(4):
        begun, done, spent = time.process_time(), 0, 0.0
        while spent < 0.01:
            np.matmul(matrix, matrix, out=result)
            done += 1
            spent = time.process_time() - begun
        best = max(best, done * _SIDE**3 / spent)
    return best


def _how(cost: Cost, cores: int) -> str:
    epochs = _between(cost.fewest, cost.most)
    if cost.most_tuning:
        epochs += f" and {_between(cost.fewest_tuning, cost.most_tuning)} of fine-tuning"
    return (
        f"Worked out for {epochs} of each fold, from measured prices and how fast this machine "
        f"multiplies on its {cores} cores, if nothing else works on it."
    )


def _between(fewest: int, most: int) -> str:
    few = "" if fewest == most else f"{fewest} to "
    return f"{few}{counted(most, 'epoch')}"
