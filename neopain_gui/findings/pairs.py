"""One pair of extraction models and one metric."""

from __future__ import annotations

import math
from dataclasses import dataclass

from neopain_gui.agreement.class_tests import Difference
from neopain_gui.agreement.intervals import Interval
from neopain_gui.agreement.resampling import Permuted


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSummary:
    """What is known of a pair by a metric.

    Attributes
    ----------
    model_a, model_b, metric : str
        Which pair and metric.
    all_images, pain, no_pain : Interval
        Means over photographs with intervals over neonates; NaN where there are none.
    n_pain, n_no_pain, undefined : int
        Photographs in the means, and those of either class where the metric is undefined.
    chance : float
        Mean of what independent masks of the same coverages give by this metric.
    above_chance : Interval
        Mean of each photograph's value less its own chance level; its p is Student's t over
        neonates.
    own, shuffled, mean_map : float
        Means on the common grid: of the photographs' own masks, with masks of other neonates'
        photographs of the same class, and with what every face gets.
    beyond_shuffled : Permuted
        Own against shuffled, by exchanging neonates.
    independent : Difference
        Pain against no pain as Table 5 tests it (4.2.2).
    paired : Difference
        The same with a neonate's two photographs as a pair.
    paired_difference : Interval
        Mean of what neonates have more in pain than at rest.
    p_holm, p_bh : float
        ``independent.p`` corrected within the family; NaN where the metric is in none.
    paired_p_holm, paired_p_bh : float
        ``paired.p``, likewise.
    shuffled_p_holm, shuffled_p_bh, chance_p_holm, chance_p_bh : float
        ``beyond_shuffled.p`` and ``above_chance.p``, likewise.
    family, paired_family, shuffled_family, chance_family : str
        What each of these was corrected with; empty where it is in no family.
    hedges, cliff : Interval
        Effect sizes, > 0 where the measure is higher in pain.
    on_photographs : tuple of (str, float, float, float)
        Of each photograph own, shuffled and mean_map: what these are means of.
    """

    model_a: str
    model_b: str
    metric: str
    all_images: Interval
    pain: Interval
    no_pain: Interval
    n_pain: int
    n_no_pain: int
    undefined: int
    chance: float
    above_chance: Interval
    own: float
    shuffled: float
    mean_map: float
    beyond_shuffled: Permuted
    independent: Difference
    paired: Difference
    paired_difference: Interval
    p_holm: float = math.nan
    p_bh: float = math.nan
    paired_p_holm: float = math.nan
    paired_p_bh: float = math.nan
    shuffled_p_holm: float = math.nan
    shuffled_p_bh: float = math.nan
    chance_p_holm: float = math.nan
    chance_p_bh: float = math.nan
    family: str = ""
    paired_family: str = ""
    shuffled_family: str = ""
    chance_family: str = ""
    hedges: Interval
    cliff: Interval
    on_photographs: tuple[tuple[str, float, float, float], ...] = ()
