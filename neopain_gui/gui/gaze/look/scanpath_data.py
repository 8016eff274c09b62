"""What the gaze view draws of one participant's look at the photograph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gui.base.counts import fixations

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Path:
    """One trial as it is drawn, in the photograph's pixels.

    Attributes
    ----------
    participant : str
        A pseudonym.
    group : str
        The observer group; empty if nobody said.
    fixations : ndarray of float64, shape (n, 4)
        Begin and duration in milliseconds since the photograph appeared, x, y.
    samples : ndarray of float64, shape (m, 3)
        Milliseconds, x, y; NaN where no eye was found. Empty where only fixations were exported.
    valid_share : float or None
        Share of the samples in which an eye was found.
    scale : float
        Pixels of the photograph for each pixel of the screen.
    excluded : str
        Why the participant is left out of group maps; empty if they are not.
    """

    participant: str
    group: str
    fixations: Array
    samples: Array
    valid_share: float | None
    scale: float = 1.0
    excluded: str = ""

    @property
    def end_ms(self) -> float:
        """When it ends, milliseconds."""
        ends = [0.0]
        if len(self.samples):
            ends.append(float(self.samples[-1, 0]))
        if len(self.fixations):
            ends.append(float((self.fixations[:, 0] + self.fixations[:, 1]).max()))
        return max(ends)

    def in_words(self) -> str:
        """Say how many fixations there are, for how long, and which was the longest."""
        who = f"{self.participant}, {self.group}" if self.group else self.participant
        if not len(self.fixations):
            return f"{who}: no fixation"
        longest = self.fixations[int(np.argmax(self.fixations[:, 1]))]
        return (
            f"{who}: {fixations(len(self.fixations))} in {self.end_ms / 1000:.1f} s, the longest "
            f"of {longest[1]:.0f} ms at x {longest[2]:.0f}, y {longest[3]:.0f}"
        )

    def at(self, ms: float) -> tuple[float, float] | None:
        """Return where the eyes are at a time; None where they are not known."""
        if len(self.samples):
            row = int(np.searchsorted(self.samples[:, 0], ms, side="right")) - 1
            if row < 0:
                return None
            x, y = self.samples[row, 1:]
            return (float(x), float(y)) if np.isfinite(x + y) else None
        inside = (self.fixations[:, 0] <= ms) & (ms < self.fixations[:, :2].sum(axis=1))
        found = self.fixations[inside]
        return (float(found[0, 2]), float(found[0, 3])) if len(found) else None
