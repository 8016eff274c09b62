"""A training by itself for hours: paused between two batches, and a machine that sleeps is told.

Who pauses writes a file into the run's folder, so that it does not matter which process trains,
nor whether the one that asked is still there. Nothing of a training follows from a clock.
"""

from __future__ import annotations

import time
from pathlib import Path

from neopain_gui.counted import duration
from neopain_gui.errors import EnvironmentFault, reason
from neopain_gui.jobs import Job, JobMessage, Said
from neopain_gui.training.epoch import Paused
from neopain_gui.training.run_folder import PAUSE

_LOOK = 0.2
"""Seconds between two looks at whether a pause is over."""
_SLEPT = 60.0
"""Seconds that the clock is ahead of the time the machine was awake: it slept, or was set."""


def pause(run: Path) -> None:
    """Let the training in a folder wait before its next batch; it keeps its memory.

    Raises
    ------
    EnvironmentFault
        The folder cannot be written to.
    """
    try:
        (run / PAUSE).touch()
    except OSError as error:
        raise EnvironmentFault(f"{run.name}: cannot be paused: {reason(error)}.") from error


def go_on(run: Path) -> None:
    """End a pause; harmless where there is none."""
    (run / PAUSE).unlink(missing_ok=True)


def is_paused(run: Path) -> bool:
    """Say whether somebody has paused the training in a folder."""
    return (run / PAUSE).exists()


class Attended:
    """A training's job: it waits while the training is paused, and says when the machine slept.

    A pause of an earlier time is over when a training begins or goes on.

    Parameters
    ----------
    job : Job
        Asked before each batch whether to stop; a pause can be stopped too.
    run : Path
        The training's folder.
    """

    def __init__(self, job: Job, run: Path) -> None:
        self._job, self._run = job, run
        self._ahead = _ahead()
        go_on(run)

    def check(self) -> None:
        """Wait while it is paused; raise ``Cancelled`` if it is stopped."""
        self._job.check()
        if is_paused(self._run):
            self._job.partial(Paused(on=True))
            while is_paused(self._run):
                self._job.check()
                time.sleep(_LOOK)
            self._job.partial(Paused(on=False))
        slept = _ahead() - self._ahead
        self._ahead += slept
        if slept > _SLEPT:
            self._job.partial(
                Said(
                    text=f"The machine slept for {duration(slept)}, or its clock was set; the "
                    "training goes on from where it was."
                )
            )

    def progress(self, done: float, total: float, text: str = "") -> None:
        """Pass it on."""
        self._job.progress(done, total, text)

    def partial(self, message: JobMessage) -> None:
        """Pass it on."""
        self._job.partial(message)


def _ahead() -> float:
    """Return how far the clock is ahead of the time that the machine has been awake.

    Where the second counts sleep too (Windows), nothing is noticed and nothing is said.
    """
    return time.time() - time.monotonic()
