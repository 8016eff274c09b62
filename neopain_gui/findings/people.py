"""How much people agree with each other, and what they and classifiers said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from neopain_gui.agreement.intervals import Interval
from neopain_gui.agreement.winners import Lead


class Bound(StrEnum):
    """Who is compared with whom."""

    HALVES = "half and half"
    HALF_AND_ALL = "half and all"
    ONE_AND_REST = "one and rest"
    ONE_AND_ALL = "one and all"

    @property
    def of_group(self) -> bool:
        """Whether it is for agreement with a group's map; else with a single person's."""
        return self in (Bound.HALVES, Bound.HALF_AND_ALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """How much the people of a group agree with each other.

    Attributes
    ----------
    group, metric : str
        Which.
    bound : Bound
        Who is compared with whom.
    value : Interval
        Mean over photographs, and over people where single ones are compared; with an interval
        over neonates, and over people too where single ones are compared.
    participants, photographs, comparisons : int
        How many people, on how many photographs, and how many values together.
    """

    group: str
    metric: str
    bound: Bound
    value: Interval
    participants: int
    photographs: int
    comparisons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRow:
    """What a ceiling is a mean of.

    Attributes
    ----------
    group, image : str
        Which.
    participant : str
        Who is compared with the rest or with all; empty where halves are.
    bound : Bound
        Who is compared with whom.
    metric : str
        By what.
    value : float
        The agreement, of halves the mean over the halvings; NaN where it is undefined.
    """

    group: str
    image: str
    participant: str
    bound: Bound
    metric: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """What an extraction model's classifier, or a group of people, said of a photograph.

    Attributes
    ----------
    image, of : str
        The photograph, and the extraction model or the group.
    classifier : str
        Its name; empty for people.
    pain, no_pain : float
        The classifier's scores of both classes, in [0, 1]; NaN for people.
    predicted : str
        The class of its highest score; empty for people.
    score : float
        Mean of the people's 0–10 scores; NaN for classifiers.
    participants : int
        How many people gave a score; 0 for classifiers.
    """

    image: str
    of: str
    classifier: str = ""
    pain: float = math.nan
    no_pain: float = math.nan
    predicted: str = ""
    score: float = math.nan
    participants: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """With whom an extraction model agrees most.

    Attributes
    ----------
    model, metric : str
        Whose partner, and by what.
    label : str
        ``"pain"``, ``"no pain"`` or ``"all"``: on which photographs.
    among : str
        ``"all"`` other models, or the maps of ``"classifiers"`` alone, for a group of people.
    found : Lead
        Who, and how sure.
    """

    model: str
    metric: str
    label: str
    among: str
    found: Lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a pair's agreement goes with something else, photograph by photograph.

    Attributes
    ----------
    model_a, model_b, metric : str
        The pair and its metric.
    to : str
        ``"correct"``: whether the classifier's class is the label; ``"confidence"``: the score of
        the class that it gives; ``"score of people"``: the mean 0–10 score.
    of : str
        The extraction model whose classifier it is, or the group of people.
    found : Interval
        Spearman's coefficient; for ``"correct"`` the mean agreement where it is right less that
        where it is wrong; with interval and test over neonates.
    p_holm, p_bh : float
        Its p corrected within the family of all relations; NaN where the metric is in none.
    family : str
        What it was corrected with; empty where it is in no family.
    """

    model_a: str
    model_b: str
    metric: str
    to: str
    of: str
    found: Interval
    p_holm: float = math.nan
    p_bh: float = math.nan
    family: str = ""
