"""How much methods agree about one classifier: the dissertation's question b.

Maps of faces share the place of the face, so that two maps resemble one another whatever they
were made from. What the same two methods reach on two *different* photographs is the level that
their agreement on one has to beat.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from neopain_gui.faithfulness.similarity import MEASURES, Likeness, MaskedMap, likeness
from neopain_gui.faithfulness.statistics import Mean, mean_of
from neopain_gui.jobs import NULL_JOB, Job


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodPair:
    """The agreement of two methods.

    Attributes
    ----------
    method_a, method_b : str
    measures : Mapping of str to Mean
        Of each measure of :class:`Likeness`, over the photographs.
    shuffled : Mapping of str to Mean
        The same with the second method's map of another photograph; nothing with a single one.
    """

    method_a: str
    method_b: str
    measures: Mapping[str, Mean]
    shuffled: Mapping[str, Mean]


def method_agreement(
    maps: Sequence[Mapping[str, MaskedMap]], *, seed: int = 0, job: Job = NULL_JOB
) -> list[MethodPair]:
    """Compare every two methods on the same classifier.

    Parameters
    ----------
    maps : sequence of Mapping of str to MaskedMap
        For each photograph the methods' maps, all on one grid; photographs of one classifier.
    seed : int
        Of the bootstrap.
    job : Job, optional
        Checked before each pair.

    Returns
    -------
    list of MethodPair
        In the order of the first photograph's methods. The shuffled level compares photograph i
        with photograph i + 1, the last with the first.
    """
    names = list(maps[0]) if maps else []
    pairs = list(combinations(names, 2))
    found = []
    for done, (a, b) in enumerate(pairs):
        job.check()
        job.progress(done, len(pairs), f"{a} and {b}")
        here = [likeness(one[a], one[b]) for one in maps]
        others = [*maps[1:], maps[0]] if len(maps) > 1 else []
        there = [likeness(one[a], other[b]) for one, other in zip(maps, others, strict=False)]
        found.append(
            MethodPair(
                method_a=a,
                method_b=b,
                measures=_means(here, seed),
                shuffled=_means(there, seed),
            )
        )
    job.progress(len(pairs), len(pairs))
    return found


def _means(rows: Sequence[Likeness], seed: int) -> dict[str, Mean]:
    return {name: mean_of([getattr(row, name) for row in rows], seed=seed) for name in MEASURES}


def above_chance(pair: MethodPair, measure: str) -> float:
    """Return how much more alike two methods are on one photograph than on two; NaN if unknown."""
    here = pair.measures[measure].value
    there = pair.shuffled[measure].value if pair.shuffled else math.nan
    return here - there
