"""Several networks asked as one: the mean of what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.scorer import PROBABILITY, Gradient, Scoring


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of the scores of several networks, and of their gradients.

    It has no layers of its own: whoever looks into layers looks into each network's.

    Attributes
    ----------
    members : tuple of callable
        Each gives a network when it is asked for: they need not all be in memory at once.
    """

    members: tuple[Callable[[], Scoring], ...]

    def each(self) -> Iterator[Scoring]:
        """Give the networks, one after the other."""
        for member in self.members:
            yield member()

    def scores(
        self, inputs: NDArray[np.float32], kind: str = PROBABILITY
    ) -> NDArray[np.floating[Any]]:
        """Return the mean score of every class for inputs (n, H, W, C), shape (n, classes)."""
        total: NDArray[np.floating[Any]] = sum(  # type: ignore[assignment] # it starts with 0
            np.asarray(one.scores(inputs, kind), np.float64) for one in self.each()
        )
        return np.asarray(total / len(self.members), np.float32)

    @property
    def gradient(self) -> Gradient | None:
        """The mean of the gradients; None where the networks have none."""
        return self._gradient if self.members[0]().gradient is not None else None

    @property
    def layers(self) -> None:
        """None: there is no one network."""
        return

    def _gradient(
        self, inputs: NDArray[np.float32], targets: NDArray[np.int32], kind: str
    ) -> NDArray[np.float32]:
        total = np.zeros(inputs.shape, np.float64)
        for one in self.each():
            assert one.gradient is not None  # all are of one architecture
            total += one.gradient(inputs, targets, kind)
        return np.asarray(total / len(self.members), np.float32)
