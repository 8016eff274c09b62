"""Which copies train: those in which a detector still finds a face (section 3.3.3).

A copy without a face is dropped and not drawn again, so that a photograph trains with at most as
many copies as are asked for. Only the numbers of the copies are kept; pictures follow from them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from neopain_gui.counted import counted, matching
from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.percentages import percent
from neopain_gui.training.augmentation.change import drawn
from neopain_gui.training.augmentation.ranges import Augmentation
from neopain_gui.training.augmentation.warp import Picture, made

FindsFace = Callable[[Picture], bool]
"""Whether there is a face in a picture: what the study's detectors say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The copies that train.

    Attributes
    ----------
    numbers : tuple of tuple of int
        For each photograph the numbers of its copies, rising from 1.
    drawn : int
        How many copies were drawn in all.
    """

    numbers: tuple[tuple[int, ...], ...]
    drawn: int

    @property
    def dropped(self) -> int:
        """How many copies had no face."""
        return self.drawn - sum(map(len, self.numbers))

    def said(self) -> str:
        """Return in a sentence how many were dropped."""
        if not self.drawn:
            return "No augmented copies were drawn."
        if not self.dropped:
            return f"All {counted(self.drawn, 'augmented copy', 'augmented copies')} train."
        without = sum(not some for some in self.numbers)
        left = f"; {counted(without, 'photograph')} {matching(without, 'has', 'have')} none left"
        return (
            f"Of {counted(self.drawn, 'augmented copy', 'augmented copies')} "
            f"{self.dropped:,} ({percent(self.dropped / self.drawn, '.1f')}) "
            f"{matching(self.dropped, 'was', 'were')} dropped, because no face was found in "
            f"{matching(self.dropped, 'it', 'them')}{left if without else ''}."
        )


def copy_of(
    picture: Picture, photograph: str, number: int, ranges: Augmentation, seed: int
) -> Picture:
    """Return a copy of a face crop; equal arguments give equal pixels.

    Parameters
    ----------
    picture : ndarray of uint8, shape (H, W, 3)
        The face crop, RGB.
    photograph : str
        SHA-256 of the photograph's file.
    number : int
        Which copy, from 1.
    """
    return made(picture, drawn(ranges, seed, photograph, number))


def accept(
    crops: Sequence[Picture],
    photographs: Sequence[str],
    ranges: Augmentation,
    seed: int,
    finds_face: FindsFace | None,
    job: Job = NULL_JOB,
    *,
    begun: Sequence[Sequence[int]] = (),
    keep: Callable[[Sequence[Sequence[int]]], None] | None = None,
) -> Accepted:
    """Draw copies of every photograph and keep the numbers of those that train.

    Parameters
    ----------
    crops : sequence of ndarray of uint8, shape (H, W, 3)
        Face crops, RGB; asked for one after the other.
    photographs : sequence of str
        Their photographs' SHA-256.
    finds_face : callable or None
        What the study's detectors say; None where ``ranges`` asks for no check.
    job : Job, optional
        Asked whether to stop before each copy.
    begun : sequence of sequence of int, optional
        What was accepted of the first photographs before, and need not be looked at again.
    keep : callable, optional
        Called after each photograph with what is accepted so far.

    Raises
    ------
    InputError
        No face was found in any copy.
    Cancelled
        The job was stopped.
    """
    everything = tuple(range(1, ranges.copies + 1))
    drawn_in_all = ranges.copies * len(photographs)
    if not ranges.copies or not ranges.face_check:
        return Accepted(numbers=(everything,) * len(photographs), drawn=drawn_in_all)
    if finds_face is None:
        raise ValueError("a face check needs a detector")
    numbers = [tuple(some) for some in begun]
    for position, name in enumerate(photographs):
        if position < len(begun):
            continue
        crop = crops[position]
        kept = []
        for number in everything:
            job.check()
            if finds_face(copy_of(crop, name, number, ranges, seed)):
                kept.append(number)
        numbers.append(tuple(kept))
        if keep is not None:
            keep(numbers)
        job.progress(position + 1, len(photographs), "looking for faces in augmented copies")
    if photographs and not any(numbers):
        raise InputError(
            f"no face was found in any of {drawn_in_all:,} augmented copies",
            remedy="choose another detector of faces, train without the check of faces, or "
            "without copies",
            command="choose another detector of faces, or train without copies: --copies 0",
        )
    return Accepted(numbers=tuple(numbers), drawn=drawn_in_all)
