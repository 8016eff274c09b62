"""How long a fold takes, of the processor and by the clock, over all the times it was gone on with.

The figures are for the card; nothing of a training follows from them.
"""

from __future__ import annotations

import json
import time

from neopain_gui.training.kept import Standing


class Spent:
    """Counts what has gone by since it was last asked."""

    def __init__(self) -> None:
        self._processor, self._clock = time.process_time(), time.monotonic()

    def add_to(self, standing: Standing) -> None:
        """Add what has gone by since the last time."""
        processor, clock = time.process_time(), time.monotonic()
        standing.processor_seconds += processor - self._processor
        standing.seconds += clock - self._clock
        self._processor, self._clock = processor, clock

    def text(self, standing: Standing) -> str:
        """Add the rest, and return a fold's time as JSON."""
        self.add_to(standing)
        said = {
            "epochs": standing.epoch,
            "seconds": round(standing.seconds, 1),
            "processor_seconds": round(standing.processor_seconds, 1),
        }
        return json.dumps(said) + "\n"
