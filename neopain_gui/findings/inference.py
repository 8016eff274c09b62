"""What tests say that ask more than "is there a difference?"."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Between(StrEnum):
    """What an equivalence is between."""

    CLASSES = "pain and no pain"
    MODELS = "two extraction models"


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """Within which difference values count as equivalent.

    Attributes
    ----------
    metric : str
        Of which measure.
    value : float
        In its unit, > 0.
    source : str
        Where it comes from, in words: set by somebody, and when; or the default.
    """

    metric: str
    value: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EquivalenceRow:
    """Two one-sided tests over neonates, and what the study could have found.

    Attributes
    ----------
    between : Between
        Of a pair's agreement in pain and without; or of two extraction models' agreement with
        ``partner``.
    model_a, model_b, partner, metric : str
        Which; ``partner`` is empty between classes.
    difference, low, high : float
        Mean over neonates (pain less no pain; with the first less with the second), and its 90 %
        interval.
    margin : Margin
        Half the width of what counts as equivalent.
    p, p_holm : float
        Of equivalence, and corrected in its family.
    family : str
        What was corrected together.
    p_difference : float
        Of the paired t test against no difference, two-sided.
    bayes_factor : float
        How much better a difference predicts these values than none (BF10).
    finding : str
        At the level of 5 %, by the corrected p where there is a family.
    neonates : int
        Pairs.
    smallest : float
        The smallest difference that a study of this size finds four times in five.
    needed : int or None
        Neonates that would find the observed difference four times in five; None where more than
        1,000 would be needed.
    """

    between: Between
    model_a: str
    model_b: str
    metric: str
    difference: float
    low: float
    high: float
    margin: Margin
    p: float
    p_difference: float
    bayes_factor: float
    finding: str
    neonates: int
    smallest: float
    needed: int | None
    partner: str = ""
    p_holm: float = math.nan
    family: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """A line of a mixed model.

    Attributes
    ----------
    model : str
        Which model, in words: what it explains.
    formula : str
        Its fixed and random effects.
    kind : str
        ``"effect"``, ``"mean"``, ``"contrast"``, ``"deviation"`` (of what varies) or ``"note"``.
    name : str
        Of the effect, levels or group.
    value, error, df, t, p, low, high, p_holm : float
        NaN where there is none; ``low`` and ``high`` of 95 %.
    family : str
        What the contrasts were corrected with.
    values : int
        Values in the model.
    """

    model: str
    formula: str
    kind: str
    name: str
    value: float = math.nan
    error: float = math.nan
    df: float = math.nan
    t: float = math.nan
    p: float = math.nan
    low: float = math.nan
    high: float = math.nan
    p_holm: float = math.nan
    family: str = ""
    values: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GainRow:
    """What an extraction model says of where a group looks, beyond the centre of the face.

    Attributes
    ----------
    group, model : str
        Whose fixations; the model is empty for the centre alone.
    odds, odds_low, odds_high, odds_p, odds_p_holm : float
        Log odds that a cell is fixated for a standard deviation of the map.
    family : str
        What was corrected together.
    bits, bits_low, bits_high : float
        Information gain, in bits a fixation: of a map over the centre alone; of the centre over an
        even spread.
    fixations, participants, photographs, neonates : int
        How many.
    why : str
        Why a figure is missing.
    """

    group: str
    model: str
    odds: float
    odds_low: float
    odds_high: float
    odds_p: float
    bits: float
    bits_low: float
    bits_high: float
    fixations: int
    participants: int
    photographs: int
    neonates: int
    why: str = ""
    odds_p_holm: float = math.nan
    family: str = ""
