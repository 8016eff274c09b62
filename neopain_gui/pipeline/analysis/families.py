"""Families of tests: over which p-values are corrected together, and how they are named.

By default the dissertation's: all pairs by the three metrics of its Table 5, 45 tests of six
extraction models. Other measures nearly repeat these or were never a question of their own: beside
them no corrected p-value stands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from neopain_gui.agreement.class_tests import Adjustment, adjusted
from neopain_gui.agreement.measures import FAMILY, measure_of
from neopain_gui.counted import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A p-value corrected within its family.

    Attributes
    ----------
    holm, bh : float
        After Holm and after Benjamini and Hochberg; NaN where the test is in no family.
    family : str
        What was corrected together, and how many tests that is; empty where it is in none.
    """

    holm: float = math.nan
    bh: float = math.nan
    family: str = ""


def corrected(p: Sequence[float], metrics: Sequence[str], what: str = "pairs") -> list[Corrected]:
    """Correct p-values within the family of the metrics of Table 5.

    Parameters
    ----------
    p : sequence of float
        In [0, 1], or NaN where nothing could be tested.
    metrics : sequence of str
        The metric of each; those that are not of Tables 3 to 5 are in no family.
    what : str
        What there is one test of by each metric, for the family's name.

    >>> [one.family for one in corrected([0.01, 0.2, 0.5], ["cosine", "overlap", "iou"])]
    ['2 tests: pairs × cosine, overlap', '2 tests: pairs × cosine, overlap', '']
    """
    places = [place for place, metric in enumerate(metrics) if metric in FAMILY]
    mine = [p[place] for place in places]
    there = {metrics[place] for place in places}
    named = ", ".join(measure_of(metric).short for metric in FAMILY if metric in there)
    count = sum(not math.isnan(one) for one in mine)
    family = f"{counted(count, 'test')}: {what} × {named}"
    made = [Corrected() for _ in p]
    both = (adjusted(mine, how) for how in (Adjustment.HOLM, Adjustment.BENJAMINI_HOCHBERG))
    for place, holm, bh in zip(places, *both, strict=True):
        made[place] = Corrected(holm=holm, bh=bh, family=family)
    return made
