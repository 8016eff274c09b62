"""Copies to look at before a training begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neopain_gui.training.augmentation.copies import FindsFace, copy_of
from neopain_gui.training.augmentation.ranges import Augmentation
from neopain_gui.training.augmentation.warp import Picture


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Example:
    """A copy to look at.

    Attributes
    ----------
    position : int
        Of its photograph.
    number : int
        Which copy of it, from 1.
    picture : ndarray of uint8, shape (H, W, 3)
        RGB.
    dropped : bool
        Whether it does not train, because no face was found in it.
    """

    position: int
    number: int
    picture: Picture
    dropped: bool


def examples(
    crops: Sequence[Picture],
    photographs: Sequence[str],
    ranges: Augmentation,
    seed: int,
    finds_face: FindsFace | None = None,
    *,
    most: int = 24,
) -> Iterator[Example]:
    """Yield copies to look at, the very ones that train: the first of each photograph, then on.

    Parameters
    ----------
    finds_face : callable, optional
        What the study's detectors say; without it no copy is called dropped.
    most : int
        How many there are at most.
    """
    checks = ranges.face_check and finds_face is not None
    turns = (
        (position, number)
        for number in range(1, ranges.copies + 1)
        for position in range(len(photographs))
    )
    for (position, number), _ in zip(turns, range(most), strict=False):
        picture = copy_of(crops[position], photographs[position], number, ranges, seed)
        dropped = checks and finds_face is not None and not finds_face(picture)
        yield Example(position=position, number=number, picture=picture, dropped=dropped)
