"""What a part of the plain-language summary is."""

from __future__ import annotations

from dataclasses import dataclass

CHOSEN_BY = "spearman"
"""What the closest model is chosen by: of the metrics of Table 3 the one that is 0 at chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is said of one group of people.

    Attributes
    ----------
    heading, lead : str
        Whom it is about, and the answer.
    points : tuple of (str, str)
        What each further sentence is about, and the sentence.
    """

    heading: str
    lead: str
    points: tuple[tuple[str, str], ...] = ()
