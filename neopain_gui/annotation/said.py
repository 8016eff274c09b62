"""All that a rater says of a photograph when it is its turn."""

from __future__ import annotations

from dataclasses import dataclass

from neopain_gui.annotation.answers import Amendment, Answer, Landmark, Mark, Sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that a rater says at one turn; a step of undo keeps two of it.

    Attributes
    ----------
    round, rater, image_id : str
        In which round, who, of which photograph.
    repeat : int
        See :class:`~neopain_gui.annotation.answers.Turn`.
    answers : tuple of Answer
        Answers.
    marks : tuple of Mark
        Regions.
    landmarks : tuple of Landmark
        Points.
    sitting : Sitting or None
        How long it took; None for a photograph that was not on the page yet.
    amendments : tuple of Amendment
        What was changed after handing in.
    """

    round: str
    rater: str
    image_id: str
    repeat: int = 0
    answers: tuple[Answer, ...] = ()
    marks: tuple[Mark, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    sitting: Sitting | None = None
    amendments: tuple[Amendment, ...] = ()
