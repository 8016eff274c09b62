"""A map that grows while it is computed, told to whoever watches the job."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.geometry import Box
from neopain_gui.jobs import JobMessage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neopain_gui.classifiers.registry import ClassifierInfo
    from neopain_gui.jobs import Job
    from neopain_gui.pipeline.maps.choice import Choice

EVERY = 0.25
"""Seconds between two messages: more often than that nobody can follow."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Growing(JobMessage):
    """An unfinished map, to be looked at and never kept.

    Attributes
    ----------
    image_id : str
        The photograph.
    classifier, method, target : str
        What it will be a map of.
    box : Box
        The face.
    shape : (int, int)
        Of the grid.
    pixels : bytes
        One byte a pixel, 255 for ``top``; a message holds no array.
    top : float
        The largest relevance.
    """

    image_id: str
    classifier: str
    method: str
    target: str
    box: Box
    shape: tuple[int, int]
    pixels: bytes
    top: float

    @property
    def values(self) -> NDArray[np.float32]:
        """The relevance, float32 (h, w), to one part in 255."""
        grid = np.frombuffer(self.pixels, np.uint8).reshape(self.shape)
        return grid.astype(np.float32) * np.float32(self.top / 255)


class GrowthWatch:
    """Passes on what a method's ``watch`` sees, as messages :class:`Growing`."""

    def __init__(
        self,
        image_id: str,
        info: ClassifierInfo,
        choice: Choice,
        box: Box,
        job: Job,
    ) -> None:
        self._image_id, self._info, self._choice = image_id, info, choice
        self._box, self._job = box, job
        self._window = info.network.preprocessing.window((box.height, box.width))
        self._last = -EVERY

    def __call__(self, _number: int, values: NDArray[np.float32]) -> None:
        """Send the map so far, not more often than a person can see."""
        now, values = monotonic(), values[self._window]
        top = float(values.max())
        if now - self._last < EVERY or not 0 < top < float("inf"):
            return
        self._last = now
        grey = np.clip(np.rint(values * (255 / top)), 0, 255).astype(np.uint8)
        message = Growing(
            image_id=self._image_id,
            classifier=self._info.id,
            method=self._choice.method,
            target=self._choice.target,
            box=self._box,
            shape=(values.shape[0], values.shape[1]),
            pixels=grey.tobytes(),
            top=top,
        )
        self._job.partial(message)
