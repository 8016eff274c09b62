"""The scores of pain that people gave, and what is read into them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

WITH_PAIN = 3.0
"""A score of at least this says "with pain" (Carlini et al. 2020)."""

PAIN_SEEN, REST_SEEN = 6.0, 2.0
"""A photograph in pain is recognised from the one on, one at rest up to the other (Barros 2021)."""

HIGHEST = 10.0
"""The verbal numerical scale goes from 0 to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PainScore:
    """How much pain a participant saw in a photograph.

    Attributes
    ----------
    participant_id, image_id : str
        Who, in which photograph.
    score : float
        0 to 10.
    round : str
        The round in which it was given; empty where it came with a recording.
    """

    participant_id: str
    image_id: str
    score: float
    round: str = ""


class Band(StrEnum):
    """The bands of Silva et al. 2021."""

    LOW = "0–2"
    MIDDLE = "3–5"
    HIGH = "6–10"


class RecognitionPair(StrEnum):
    """The four kinds of pairs of answers of Barros et al. 2021, for one neonate.

    The first letter says whether pain was recognised in the photograph in pain, the second whether
    rest was in the one at rest.
    """

    YY = "YY"
    YN = "YN"
    NY = "NY"
    NN = "NN"


def says_pain(score: float, cut: float = WITH_PAIN) -> bool:
    """Say whether a score means "with pain".

    >>> says_pain(3), says_pain(2.5)
    (True, False)
    """
    return score >= cut


def band(score: float) -> Band:
    """Return the band of a score; what lies between two whole numbers belongs to the lower band.

    >>> band(2).value, band(2.9).value, band(6).value
    ('0–2', '0–2', '6–10')
    """
    if score < WITH_PAIN:
        return Band.LOW
    return Band.MIDDLE if score < PAIN_SEEN else Band.HIGH


def recognition_pair(in_pain: float, at_rest: float) -> RecognitionPair:
    """Return the kind of a pair of scores, for a neonate's photographs in pain and at rest.

    >>> [recognition_pair(*pair).value for pair in ((7, 1), (5, 0), (9, 4))]
    ['YY', 'NY', 'YN']
    """
    pain, rest = in_pain >= PAIN_SEEN, at_rest <= REST_SEEN
    return RecognitionPair(("Y" if pain else "N") + ("Y" if rest else "N"))
