"""Short work that either process can do: hours of another job hold nobody up who waits for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from neopain_gui.pipeline.work import Lane, Work

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs


def on_a_free_lane(jobs: Jobs, work: Work) -> Work:
    """Return work of the engine's lane, or of training's while only the engine is busy."""
    busy = any(task.visible for task in jobs.unfinished(Lane.ENGINE))
    elsewhere = busy and not jobs.unfinished(Lane.TRAINING)
    return replace(work, lane=Lane.TRAINING) if elsewhere else work
