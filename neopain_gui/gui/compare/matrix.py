"""The numbers of the matrix. Knows nothing of Qt."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.agreement import partners
from neopain_gui.agreement.intervals import Interval, mean_over_neonates
from neopain_gui.agreement.measures import OVERLAP
from neopain_gui.agreement.metrics import above_chance
from neopain_gui.dataset.face_image import PainLabel, neonates_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neopain_gui.agreement.counts import Counts
    from neopain_gui.agreement.measure import Measure
    from neopain_gui.agreement.pairs import PairAgreement
    from neopain_gui.agreement.table import AgreementTable
    from neopain_gui.findings.comparison import Comparison


EMPTY, WHOLE = "empty mask", "whole mask"


class Scope(StrEnum):
    """Which photographs the matrix speaks of."""

    PHOTOGRAPH = "this photograph"
    ALL = "all photographs"
    PAIN = "pain"
    NO_PAIN = "no pain"
    DIFFERENCE = "pain − no pain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One pair of extraction models.

    Attributes
    ----------
    value : float
        The measure, or its mean over the photographs where it is defined; NaN if nowhere. Of
        ``Scope.DIFFERENCE``: the mean for pain less that for no pain.
    chance : float
        Mean overlap of independent masks of these coverages, over the same photographs; NaN if
        there are none.
    used, compared : int
        Photographs where the measure is defined, and all where the pair was compared.
    reasons : tuple of (str, int)
        Why it is undefined on the others, and how often.
    above : bool
        Whether the two overlap by more than chance gives, over the photographs of the pair; true
        of a measure that has no chance level.
    trivial : int
        Photographs in the value on which a mask is empty or covers everything: their overlap says
        how large the other one is, and nothing else.
    whole : int
        Those of them on which no mask is empty, but one covers everything.
    decimals : int
        With how many the value is written.
    interval : callable, optional
        Works out what stands beside a mean: its SD, its interval over neonates. Whoever points at
        it asks; for a matrix of many models it would take too long.
    """

    value: float
    chance: float
    used: int
    compared: int
    reasons: tuple[tuple[str, int], ...] = ()
    above: bool = True
    trivial: int = 0
    whole: int = 0
    decimals: int = 3
    interval: Callable[[], Interval] | None = field(default=None, compare=False)

    @property
    def alone(self) -> str:
        """What stands for an overlap where it says nothing wherever there is a value."""
        if not self.used or self.trivial < self.used:
            return ""
        if not self.whole:
            return EMPTY
        return WHOLE if self.whole == self.used else f"empty or {WHOLE}"

    @property
    def text(self) -> str:
        """The value as the tables print it; a dash where it is undefined."""
        return written(self.value, self.decimals)

    @property
    def beside_chance(self) -> str:
        """An overlap with its chance level, which it cannot be read without."""
        return beside_chance(self.value, self.chance, self.alone)


def written(value: float, decimals: int = 3) -> str:
    """Return a value as the tables print it; a dash where it is undefined."""
    return "–" if math.isnan(value) else f"{value:.{decimals}f}".replace("-", "−")


def beside_chance(overlap: float, chance: float, alone: str = "") -> str:
    """Return an overlap with its chance level, as it is written wherever it stands.

    Of a mask that is empty or covers everything it would say only how large the other one is:
    then ``alone`` says which.

    >>> beside_chance(0.85, 0.86), beside_chance(0.94, 0.94, WHOLE)
    ('0.850, chance 0.860', 'whole mask')
    """
    if alone:
        return alone
    known = not math.isnan(overlap) and not math.isnan(chance)
    return f"{written(overlap)}, chance {chance:.3f}" if known else written(overlap)


def photographs_in(
    comparison: Comparison, scope: Scope, image_id: str, visible: Collection[str] | None = None
) -> list[int]:
    """Return the rows of the comparison's table that a scope means.

    ``visible`` are the photographs that the browser's filter lets through; all where it is None.
    The chosen photograph is meant whether it is among them or not.
    """
    images = comparison.images
    if scope is Scope.PHOTOGRAPH:
        return [row for row, image in enumerate(images) if image.id == image_id]
    wanted = {
        Scope.ALL: (None, PainLabel.PAIN, PainLabel.NO_PAIN),
        Scope.PAIN: (PainLabel.PAIN,),
        Scope.NO_PAIN: (PainLabel.NO_PAIN,),
        Scope.DIFFERENCE: (PainLabel.PAIN, PainLabel.NO_PAIN),
    }[scope]
    return [
        row
        for row, image in enumerate(images)
        if image.label in wanted and (visible is None or image.id in visible)
    ]


def cells(
    comparison: Comparison, rows: Sequence[int], measure: Measure, scope: Scope = Scope.ALL
) -> Mapping[frozenset[str], Cell]:
    """Return the mean of a measure for every pair of extraction models, by the pair's names.

    An undefined value is left out of the mean and counted, never taken for a number
    (decision 18). A pair that was compared on none of the photographs has no cell.
    """
    if scope is Scope.DIFFERENCE:
        return _differences(comparison, rows, measure)
    table, chosen = comparison.table, list(rows)
    compared = table.compared[chosen]
    values, chance = table.values(measure.id)[chosen], table.values("chance_overlap")[chosen]
    overlap = table.values(OVERLAP)[chosen]
    empty, whole = (one[chosen] for one in _alone(table.counts))
    trivial = empty | whole
    made = {}
    for place, pair in enumerate(table.pairs):
        there = compared[:, place]
        if not there.any():
            continue
        defined = np.isfinite(values[:, place])
        undefined = np.flatnonzero(there & ~defined)
        both = there & np.isfinite(overlap[:, place])
        alone = [table.pair(chosen[row], place) for row in undefined]
        why = Counter(reason(one, measure) for one in alone)
        made[frozenset(pair)] = Cell(
            value=_mean(values[defined, place].tolist()),
            chance=_mean(chance[defined, place].tolist()),
            used=int(defined.sum()),
            compared=int(there.sum()),
            reasons=tuple(why.most_common()),
            above=measure.chance is None
            or above_chance(
                _mean(overlap[both, place].tolist()), _mean(chance[both, place].tolist())
            ),
            trivial=int((defined & trivial[:, place]).sum()) if measure.chance else 0,
            whole=int((defined & whole[:, place]).sum()) if measure.chance else 0,
            decimals=measure.decimals,
            interval=partial(_over_neonates, comparison, chosen, values[:, place], measure.range),
        )
    return made


def _over_neonates(
    comparison: Comparison,
    rows: Sequence[int],
    values: NDArray[np.float64],
    within: tuple[float, float],
) -> Interval:
    whose = neonates_of(comparison.images[row] for row in rows)
    return mean_over_neonates(values, whose, within=within)


def _differences(
    comparison: Comparison, rows: Sequence[int], measure: Measure
) -> Mapping[frozenset[str], Cell]:
    """Return the mean for pain less the mean for no pain."""
    by_label = [
        cells(comparison, [row for row in rows if comparison.images[row].label is label], measure)
        for label in (PainLabel.PAIN, PainLabel.NO_PAIN)
    ]
    pain, rest = by_label
    return {
        pair: Cell(
            value=pain[pair].value - rest[pair].value,
            chance=pain[pair].chance - rest[pair].chance,
            used=pain[pair].used + rest[pair].used,
            compared=pain[pair].compared + rest[pair].compared,
            reasons=pain[pair].reasons + rest[pair].reasons,
            above=pain[pair].above or rest[pair].above,
            trivial=pain[pair].trivial + rest[pair].trivial,
            whole=pain[pair].whole + rest[pair].whole,
            decimals=measure.decimals,
        )
        for pair in pain.keys() & rest.keys()
    }


def agreeing_most(
    comparison: Comparison,
    rows: Sequence[int],
    measure: Measure,
    found: Mapping[frozenset[str], Cell],
) -> tuple[Mapping[str, frozenset[str]], tuple[str, str] | None]:
    """Return each model's best partners, and the two that agree most of all."""
    table = comparison.table
    above = [
        pair
        for pair in table.pairs
        if (cell := found.get(frozenset(pair))) is not None and cell.above
    ]
    of = table, measure.id, rows, above
    return partners.best_partners(*of), partners.best_pair(*of)


def why_undefined(agreement: PairAgreement) -> str:
    """Say which mask of a pair is empty or covers everything; nothing where none does."""
    said = {0.0: "is empty", 1.0: "covers the whole face"}
    masks = (
        (agreement.model_a, agreement.coverage_a),
        (agreement.model_b, agreement.coverage_b),
    )
    return "; ".join(f"the mask of {name} {said[share]}" for name, share in masks if share in said)


def reason(agreement: PairAgreement, measure: Measure) -> str:
    """Say why a measure is undefined: of masks mostly because one is empty or covers all."""
    return (why_undefined(agreement) if measure.of_masks else "") or measure.undefined


def figures(table: AgreementTable, measure: Measure, place: int) -> tuple[list[str], list[bool]]:
    """Return a pair's value on each photograph as it is written, and whether chance is passed."""
    values = table.values(measure.id)[:, place].tolist()
    if measure.id != OVERLAP:
        return [written(value, measure.decimals) for value in values], [True] * len(values)
    chances = table.values("chance_overlap")[:, place].tolist()
    empty, whole = (one[:, place] for one in _alone(table.counts))
    alone = np.where(empty, EMPTY, np.where(whole, WHOLE, "")).tolist()
    both = list(zip(values, chances, strict=True))
    texts = [
        beside_chance(*one, "" if math.isnan(one[0]) else what)
        for one, what in zip(both, alone, strict=True)
    ]
    return texts, [math.isnan(value) or above_chance(value, chance) for value, chance in both]


def _alone(counts: Counts) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where a mask is empty, and where else one covers the whole region."""
    empty: NDArray[np.bool_] = (counts.in_a == 0) | (counts.in_b == 0)
    whole: NDArray[np.bool_] = (counts.in_a == counts.pixels) | (counts.in_b == counts.pixels)
    return empty, whole & ~empty


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else math.nan
