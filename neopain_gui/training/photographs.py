"""What is trained on: photographs as records, and where their faces come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from neopain_gui.dataset.face_image import PainLabel

Pixels = NDArray[np.uint8]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """A photograph as a training needs to know it.

    Attributes
    ----------
    id, sha256 : str
        Its name, and the SHA-256 of its file.
    neonate, dataset : str
        Whose it is, and where it comes from.
    label : PainLabel
        The data set's own.
    box : tuple of int
        The face: left, top, right, bottom.
    stimulus : str
        Empty if unknown.
    """

    id: str
    sha256: str
    neonate: str
    label: PainLabel
    box: tuple[int, int, int, int]
    dataset: str = ""
    stimulus: str = ""


class Faces(Protocol):
    """Where the faces of photographs come from."""

    def crop(self, position: int) -> Pixels:
        """Return the face of the photograph at a position, uint8 (h, w, 3), RGB."""


@dataclass(frozen=True, slots=True)
class CropsInMemory:
    """Faces that are there already."""

    crops: Sequence[Pixels]

    def crop(self, position: int) -> Pixels:
        """Return one."""
        return self.crops[position]


MakeCopy = Callable[[Pixels, str, int], Pixels]
"""Makes a copy of a face crop, given its photograph's SHA-256 and the copy's number, from 1."""


class Samples:
    """Photographs and their augmented copies in a fixed order: each before its copies.

    Parameters
    ----------
    photographs : sequence of Photograph
    copies : sequence of sequence of int
        The numbers of the copies of each that are used, from 1.
    faces : Faces
    make_copy : callable, optional
        Where there are copies.
    """

    def __init__(
        self,
        photographs: Sequence[Photograph],
        copies: Sequence[Sequence[int]],
        faces: Faces,
        make_copy: MakeCopy | None = None,
    ) -> None:
        pairs = [
            (position, number)
            for position, numbers in enumerate(copies)
            for number in (0, *numbers)
        ]
        self.photograph: Indices = np.array([position for position, _ in pairs], np.intp)
        self.number: Indices = np.array([number for _, number in pairs], np.intp)
        labels = [photographs[position].label is PainLabel.PAIN for position, _ in pairs]
        self.pain: NDArray[np.bool_] = np.array(labels, np.bool_)
        self._photographs, self._faces, self._make_copy = photographs, faces, make_copy
        self._last: tuple[int, Pixels] | None = None

    def __len__(self) -> int:
        return len(self.photograph)

    def originals(self, positions: Indices) -> Indices:
        """Return the rows of photographs themselves."""
        rows = np.flatnonzero(self.number == 0)
        return np.asarray(rows[positions], np.intp)

    def with_copies(self, positions: Indices) -> Indices:
        """Return the rows of photographs and their copies."""
        return np.flatnonzero(np.isin(self.photograph, positions))

    def crop(self, row: int) -> Pixels:
        """Return the face of a row."""
        position, number = int(self.photograph[row]), int(self.number[row])
        if self._last is None or self._last[0] != position:
            self._last = (position, self._faces.crop(position))
        if not number:
            return self._last[1]
        assert self._make_copy is not None
        return self._make_copy(self._last[1], self._photographs[position].sha256, number)


class AsSequence(Sequence[Pixels]):
    """Faces as a sequence, each cut out when it is asked for."""

    def __init__(self, faces: Faces, count: int) -> None:
        self._faces, self._count = faces, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, position: Any) -> Any:
        return self._faces.crop(position)
