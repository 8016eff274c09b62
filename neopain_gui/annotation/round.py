"""A round: who rates which photographs with what, in which way."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal, get_args

ScoreBy = Literal["numbers", "slider", "line"]
"""How a score of 0 to 10 is given: by keys, a slider with numbers, or a line without."""

LABEL, SCORE, NOTE, REGIONS = "label", "score", "note", "regions"
"""Instruments that every study has."""
SCALE, LANDMARKS = "scale:", "landmarks:"
"""An instrument that begins so goes on with the id of a scale, or of a set of landmarks."""

SHOWN_SECONDS = 7.0
"""How long each photograph was seen in the dissertation, section 3.2."""
SCORES_APART = 0.3
"""Share of its range: scores that are 3 of 10 apart are a disagreement, by default."""
LONGEST_NAME = 60
"""Characters of a round's name."""
MOST_APART = 100
"""Positions; nobody remembers a face for longer."""
MOST_REPEATS = 0.5
"""Share of the photographs that come again, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What raters are asked, of which photographs.

    Attributes
    ----------
    name : str
        Told apart by it inside a study; see :func:`round_name`.
    token : str
        Hexadecimal digits drawn when the round was made: a file of another round that only has the
        same name is told by it. See :func:`new_token`.
    instruments : tuple of str
        What is asked: ``"label"``, ``"score"``, ``"note"``, ``"regions"``, ``"landmarks:SET"``,
        ``"scale:ID"``; in this order on the page.
    raters : tuple of str
        Ids of participants.
    image_ids : tuple of str
        The photographs.
    seed : int
        What order and repeats are drawn from; see :mod:`~neopain_gui.annotation.order`.
    repeats : float
        Share of the photographs that every rater sees twice, 0 to :data:`MOST_REPEATS`.
    apart : int
        Positions by which two photographs of a neonate differ at least, 1 for no matter.
    blind : bool
        Whether everything is hidden that could tell the answer: label, neonate, file name, scores,
        maps, gaze, other raters.
    face_only : bool
        Whether the face alone is shown.
    seconds : float or None
        How long a photograph is seen; None for as long as the rater likes.
    regions : tuple of str
        Names that are offered for regions; empty for the features of the face.
    score_by : {"numbers", "slider", "line"}
        How a score is given.
    made : str
        When, in ISO 8601.
    """

    name: str
    token: str
    instruments: tuple[str, ...]
    raters: tuple[str, ...]
    image_ids: tuple[str, ...]
    seed: int
    repeats: float = 0.10
    apart: int = 5
    blind: bool = True
    face_only: bool = False
    seconds: float | None = None
    regions: tuple[str, ...] = ()
    score_by: ScoreBy = "numbers"
    made: str

    def __post_init__(self) -> None:
        if round_name(self.name) != self.name:
            raise ValueError(f"a round's name is as round_name makes it, not {self.name!r}")
        if not self.instruments or not all(is_instrument(one) for one in self.instruments):
            raise ValueError("a round asks something that NeoPain knows")
        for what in (self.instruments, self.raters, self.image_ids, self.regions):
            if len(set(what)) != len(what):
                raise ValueError("a round names nothing twice")
        if not 0 <= self.repeats <= MOST_REPEATS:
            raise ValueError(f"the share of repeats lies between 0 and {MOST_REPEATS}")
        if not 1 <= self.apart <= MOST_APART:
            raise ValueError(f"photographs of a neonate are 1 to {MOST_APART} positions apart")
        if self.seconds is not None and not 0 < self.seconds <= 3600:
            raise ValueError("a photograph is seen for more than 0 and at most 3600 seconds")
        if self.score_by not in get_args(ScoreBy):
            raise ValueError("a score is given by numbers, slider or line")


def is_instrument(text: str) -> bool:
    """Say whether this is the id of an instrument.

    >>> is_instrument("score"), is_instrument("scale:nfcs"), is_instrument("scale:")
    (True, True, False)
    """
    if text in (LABEL, SCORE, NOTE, REGIONS):
        return True
    return any(text.startswith(kind) and text != kind for kind in (SCALE, LANDMARKS))


def round_name(text: str) -> str:
    """Return a name for a round, without space around it.

    Raises
    ------
    ValueError
        It is empty, too long, or has characters that cannot be printed.
    """
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ValueError(f"a round's name has 1 to {LONGEST_NAME} characters")
    return name


def new_token() -> str:
    """Return a new round's token."""
    return secrets.token_hex(16)
