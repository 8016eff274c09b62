"""The numbers of the matrix. Knows nothing of Qt."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from neopain_gui.dataset.records import PainLabel

if TYPE_CHECKING:
    from neopain_gui.agreement import PairAgreement
    from neopain_gui.pipeline.compare import AgreementRow, Comparison


class Metric(StrEnum):
    """The measures of section 3.6."""

    OVERLAP = "overlap"
    COSINE = "cosine"
    SPEARMAN = "spearman"

    @property
    def range(self) -> tuple[float, float]:
        """Smallest and largest possible value: the ends of the shading."""
        return (-1.0, 1.0) if self is Metric.SPEARMAN else (0.0, 1.0)


class Scope(StrEnum):
    """Which photographs the matrix speaks of."""

    PHOTOGRAPH = "this photograph"
    ALL = "all photographs"
    PAIN = "pain"
    NO_PAIN = "no pain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One pair of extraction models.

    Attributes
    ----------
    value : float
        The measure, or its mean over the photographs where it is defined; NaN if nowhere.
    chance : float
        Mean overlap of independent masks of these coverages, over the same photographs; NaN if
        there are none.
    used, compared : int
        Photographs where the measure is defined, and all where the pair was compared.
    reasons : tuple of (str, int)
        Why it is undefined on the others, and how often.
    """

    value: float
    chance: float
    used: int
    compared: int
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def text(self) -> str:
        """The value as the tables print it; a dash where it is undefined."""
        return "–" if math.isnan(self.value) else f"{self.value:.3f}"


def rows_in(comparison: Comparison, scope: Scope, image_id: str) -> list[AgreementRow]:
    """Return the rows of the photographs that a scope means."""
    if scope is Scope.PHOTOGRAPH:
        return [row for row in comparison.rows if row.image.id == image_id]
    if scope is Scope.ALL:
        return list(comparison.rows)
    label = PainLabel(str(scope))
    return [row for row in comparison.rows if row.image.label is label]


def cells(rows: Iterable[AgreementRow], metric: Metric) -> Mapping[frozenset[str], Cell]:
    """Return the mean of a measure for every pair of extraction models, by the pair's names.

    An undefined value is left out of the mean and counted, never taken for a number
    (decision 18).
    """
    by_pair: dict[frozenset[str], list[PairAgreement]] = {}
    for row in rows:
        by_pair.setdefault(frozenset((row.pair.model_a, row.pair.model_b)), []).append(row.pair)
    return {pair: _cell(agreements, metric) for pair, agreements in by_pair.items()}


def _cell(agreements: Sequence[PairAgreement], metric: Metric) -> Cell:
    defined = [a for a in agreements if not math.isnan(getattr(a, metric))]
    undefined = [a for a in agreements if math.isnan(getattr(a, metric))]
    return Cell(
        value=_mean([getattr(a, metric) for a in defined]),
        chance=_mean([a.chance_overlap for a in defined]),
        used=len(defined),
        compared=len(agreements),
        reasons=tuple(Counter(a.flag or "undefined" for a in undefined).most_common()),
    )


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else math.nan


def photographs(rows: Iterable[AgreementRow]) -> int:
    """Return how many photographs some rows come from."""
    return len({row.image.id for row in rows})
