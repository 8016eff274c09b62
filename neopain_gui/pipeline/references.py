"""Photographs at rest that a method compares with: which ones, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from neopain_gui.dataset.records import FaceImage, PainLabel
from neopain_gui.faces import crop
from neopain_gui.geometry import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from neopain_gui.study import Study

MOST = 32
"""References at the most, spread evenly over the study: each has to be read and kept."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """A face crop at rest.

    Attributes
    ----------
    sha256 : str
        Of the photograph's file.
    box : Box
        The face.
    crop : ndarray of uint8, shape (h, w, 3)
        RGB.
    """

    sha256: str
    box: Box
    crop: NDArray[np.uint8]

    @property
    def record(self) -> list[str | list[int]]:
        """What the provenance keeps."""
        return [self.sha256, list(self.box.as_tuple())]


class References:
    """The photographs of a study that are labelled *no pain* and have a face.

    Parameters
    ----------
    study : Study
        Open.
    """

    def __init__(self, study: Study) -> None:
        faces = study.faces()
        self._at_rest = [
            (image, faces[image.id].box)
            for image in study.images()
            if image.label is PainLabel.NO_PAIN and image.id in faces
        ]
        self._read = lru_cache(maxsize=2 * MOST)(
            lambda image_id, box: crop(study.photograph(image_id), box)
        )

    def of(self, image: FaceImage) -> list[Reference]:
        """Return those for a photograph: none of its own neonate, at most :data:`MOST`."""
        return [
            Reference(sha256=one.sha256, box=box, crop=self._read(one.id, box))
            for one, box in self._chosen(image)
        ]

    def _chosen(self, image: FaceImage) -> Sequence[tuple[FaceImage, Box]]:
        others = [
            (one, box)
            for one, box in self._at_rest
            if one.id != image.id and (image.neonate is None or one.neonate != image.neonate)
        ]
        step = len(others) / min(MOST, len(others)) if others else 1.0
        return [others[int(place * step)] for place in range(min(MOST, len(others)))]
