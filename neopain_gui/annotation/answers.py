"""What raters say: answers, marks, landmarks; when; and what was changed or decided afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite
from typing import Literal, get_args

import numpy as np

from neopain_gui.annotation.round import LABEL, NOTE, SCALE, SCORE
from neopain_gui.faces.drawn import FURTHEST, Outlines, region_name
from neopain_gui.people.scores import HIGHEST

PAIN, NO_PAIN = 1.0, 0.0
"""Values of the answer to the instrument ``"label"``; "cannot tell" has none and is not codable."""

LONGEST_NOTE = 4000
"""Characters."""

Weight = Literal[1, 2, 3]
"""How much a region counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A photograph's turn for a rater.

    Attributes
    ----------
    image_id : str
        Which photograph.
    repeat : int
        0 for the first time that the rater sees it, 1 for the second.
    """

    image_id: str
    repeat: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer.

    Attributes
    ----------
    round, rater, image_id : str
        In which round, by whom, of which photograph.
    repeat : int
        See :class:`Turn`.
    instrument : str
        See :class:`~neopain_gui.annotation.round.Round`.
    version : str
        Of the scale's definition; empty for other instruments.
    item : str
        The scale's item; empty for other instruments.
    value : float or None
        :data:`PAIN` or :data:`NO_PAIN` of a label, 0 to 10 of a score, the level of an item; None
        for a note and where nothing could be said.
    codable : bool
        False where the rater said that nothing can be said: "cannot tell", "not codable". Never 0.
    text : str
        A note.
    """

    round: str
    rater: str
    image_id: str
    repeat: int = 0
    instrument: str
    version: str = ""
    item: str = ""
    value: float | None = None
    codable: bool = True
    text: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not (self.codable and isfinite(self.value)):
            raise ValueError("what cannot be told has no value, and a value is a number")
        if self.instrument == LABEL and self.value not in (None, PAIN, NO_PAIN):
            raise ValueError("a label is pain, no pain, or cannot be told")
        if self.instrument == SCORE and not 0 <= (self.value or 0.0) <= HIGHEST:
            raise ValueError(f"a score lies between 0 and {HIGHEST:g}, not at {self.value:g}")
        if self.instrument == NOTE and (self.value is not None or not self.codable):
            raise ValueError("a note is text")
        named = {bool(self.item), bool(self.version)}
        if named != {self.instrument.startswith(SCALE)}:
            raise ValueError("an answer to a scale, and to nothing else, names version and item")
        if len(self.text) > LONGEST_NOTE:
            raise ValueError(f"a note has at most {LONGEST_NOTE:,} characters")

    @property
    def says_something(self) -> bool:
        """False for an answer that takes back what was said before."""
        return self.value is not None or not self.codable or bool(self.text)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mark:
    """A region that a rater drew.

    Attributes
    ----------
    round, rater, image_id : str
        In which round, by whom, on which photograph.
    repeat : int
        See :class:`Turn`.
    name : str
        What it is, as :func:`~neopain_gui.faces.drawn.region_name` makes it.
    outlines : Outlines
        Rings in the photograph's pixels, pixel centres at whole numbers. What lies inside follows
        the even-odd rule over all rings together: a ring inside another is a hole; so it is with
        rings that touch and with outlines that cross themselves.
    weight : {1, 2, 3}
        How much it counts.
    """

    round: str
    rater: str
    image_id: str
    repeat: int = 0
    name: str
    outlines: Outlines
    weight: Weight = 1

    def __post_init__(self) -> None:
        if region_name(self.name) != self.name:
            raise ValueError(f"a region's name is as region_name makes it, not {self.name!r}")
        if self.weight not in get_args(Weight):
            raise ValueError("a region's weight is 1, 2 or 3")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mark) or self._turn != other._turn:
            return False
        rings = self.outlines, other.outlines
        return len(rings[0]) == len(rings[1]) and all(map(np.array_equal, *rings))

    def __hash__(self) -> int:
        return hash((self._turn, tuple(map(len, self.outlines))))

    @property
    def _turn(self) -> tuple[object, ...]:
        return (self.round, self.rater, self.image_id, self.repeat, self.name, self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A point of the face.

    Attributes
    ----------
    round, rater, image_id : str
        In which round, by whom, on which photograph.
    repeat : int
        See :class:`Turn`.
    set, name : str
        Which set of landmarks, which of its points.
    x, y : float
        In the photograph's pixels, pixel centres at whole numbers.
    visible : bool
        False where something hides it and its place was guessed.
    """

    round: str
    rater: str
    image_id: str
    repeat: int = 0
    set: str
    name: str
    x: float
    y: float
    visible: bool = True

    def __post_init__(self) -> None:
        if not (self.set and self.name):
            raise ValueError("a landmark names its set and itself")
        if not max(abs(self.x), abs(self.y)) <= FURTHEST:
            raise ValueError("a landmark lies too far from the photograph")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """How long a rater looked at a photograph.

    Attributes
    ----------
    round, rater, image_id : str
        In which round, who, at which photograph.
    repeat : int
        See :class:`Turn`.
    seconds : float
        All times together that the photograph was on the page, without pauses.
    done : bool
        Whether the rater went on with all questions answered.
    at : str
        When it was last on the page, in ISO 8601.
    """

    round: str
    rater: str
    image_id: str
    repeat: int = 0
    seconds: float
    done: bool
    at: str

    def __post_init__(self) -> None:
        if not 0 <= self.seconds < inf:
            raise ValueError("a photograph is seen for no less than 0 seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A change of what had been handed in.

    Attributes
    ----------
    round, rater, image_id : str
        In which round, whose, of which photograph.
    repeat : int
        See :class:`Turn`.
    at : str
        When, in ISO 8601.
    reason : str
        Why; never empty.
    what : str
        What it was before and is now, as a sentence.
    """

    round: str
    rater: str
    image_id: str
    repeat: int = 0
    at: str
    reason: str
    what: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a change of what was handed in has a reason")
        if len(self.reason) > LONGEST_NOTE:
            raise ValueError(f"a reason has at most {LONGEST_NOTE:,} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What counts where raters disagree.

    Attributes
    ----------
    round, image_id, instrument, item : str
        Of what.
    value : float or None
        As of an :class:`Answer`.
    codable : bool
        As of an :class:`Answer`.
    text : str
        What there is to say beside the reason.
    reason : str
        Why; never empty.
    at : str
        When, in ISO 8601.
    by : str
        The participant who decided; empty where nobody was named.
    """

    round: str
    image_id: str
    instrument: str
    item: str = ""
    value: float | None
    codable: bool = True
    text: str = ""
    reason: str
    at: str
    by: str = ""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a decision has a reason")
        if self.value is not None and not (self.codable and isfinite(self.value)):
            raise ValueError("what cannot be told has no value, and a value is a number")
