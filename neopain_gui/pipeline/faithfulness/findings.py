"""What examining maps found: one row an observation, and the means over neonates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from statistics import median
from typing import Any

from neopain_gui.faithfulness.statistics import Mean, mean_of
from neopain_gui.reports import tidy_table

RANDOM_SPEARMAN = "random_spearman"
"""The measure of the summary that says how alike maps are when nothing is learnt."""

SECONDS = "seconds"
"""The measure of the summary that says how long a map takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRow:
    """A map and the score that it explains."""

    classifier: str
    method: str
    control: bool
    image: str
    neonate: str
    label: str
    target: str
    score: float
    empty: bool
    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveRow:
    """The areas under the two curves of one order; ``order`` is a method or a kind of chance."""

    classifier: str
    order: str
    image: str
    neonate: str
    deletion_auc: float
    insertion_auc: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """One point of a curve."""

    classifier: str
    order: str
    image: str
    curve: str
    area: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityRow:
    """How much noise changed one map."""

    classifier: str
    method: str
    image: str
    neonate: str
    radius: int
    samples: int
    maximum: float
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomisationRow:
    """One map after one step of the cascade, beside the trained classifier's."""

    classifier: str
    method: str
    image: str
    neonate: str
    step: int
    stage: str
    cosine: float
    spearman: float
    ssim: float
    mask_cosine: float
    mask_overlap: float
    mask_chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """How alike two methods' maps are, and two methods' maps of different photographs."""

    classifier: str
    method_a: str
    method_b: str
    measure: str
    mean: float
    low: float
    high: float
    n: int
    undefined: int
    shuffled: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalisationRow:
    """How much of a map lies where pain and rest truly differ; ``truth`` says by what measure."""

    classifier: str
    method: str
    control: bool
    image: str
    neonate: str
    truth: str
    share: float
    mask_share: float
    area: float
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionRow:
    """How much the score fell when a region was covered; rank 1 is the largest fall."""

    classifier: str
    image: str
    neonate: str
    placed_by: str
    region: str
    area: float
    fill: str
    score: float
    change: float
    rank: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """How much relevance a map gives a region; rank 1 is the most."""

    classifier: str
    method: str
    image: str
    neonate: str
    region: str
    share: float
    density: float
    rank_share: float
    rank_density: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRow:
    """Kendall's τ between what regions contribute and what a map gives them."""

    classifier: str
    method: str
    image: str
    neonate: str
    fill: str
    tau_share: float
    tau_density: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """The mean of a measure over neonates with its standard deviation and its 95 % interval."""

    classifier: str
    method: str
    measure: str
    mean: float
    sd: float
    low: float
    high: float
    n: int
    undefined: int


@dataclass(slots=True, kw_only=True)
class Findings:
    """Everything that was found so far; each list is a file."""

    maps: list[MapRow] = field(default_factory=list)
    curves: list[CurveRow] = field(default_factory=list)
    curve_points: list[PointRow] = field(default_factory=list)
    sensitivity: list[SensitivityRow] = field(default_factory=list)
    randomisation: list[RandomisationRow] = field(default_factory=list)
    agreement: list[AgreementRow] = field(default_factory=list)
    localisation: list[LocalisationRow] = field(default_factory=list)
    contributions: list[ContributionRow] = field(default_factory=list)
    regions: list[RegionRow] = field(default_factory=list)
    rank_agreement: list[RankRow] = field(default_factory=list)

    def tables(self, seed: int = 0) -> dict[str, str]:
        """Return the CSV of each list that has a row, by its name, and the summary."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        found["summary"] = self.summary(seed)
        return {name: _table(rows) for name, rows in found.items() if rows}

    def summary(self, seed: int = 0) -> list[SummaryRow]:
        """Return the mean of each measure for each classifier and method."""
        whole = [row for row in self.randomisation if row.stage == _last(self.randomisation, row)]
        return [
            *_split(self.localisation, "truth", ("share", "area", "gain", "mask_share"), seed),
            *_means(self.curves, "deletion_auc", seed),
            *_means(self.curves, "insertion_auc", seed),
            *_means(self.sensitivity, "maximum", seed, name="sensitivity_maximum"),
            *_means(self.sensitivity, "mean", seed, name="sensitivity_mean"),
            *_means(whole, "spearman", seed, name=RANDOM_SPEARMAN),
            *_means(whole, "ssim", seed, name="random_ssim"),
            *_means(whole, "mask_overlap", seed, name="random_mask_overlap"),
            *_split(self.rank_agreement, "fill", ("tau_share", "tau_density"), seed),
            *_medians(row for row in self.maps if row.seconds is not None),
        ]


def _split(rows: Sequence[Any], by: str, measures: Sequence[str], seed: int) -> list[SummaryRow]:
    """Return the means of measures for each value of a column."""
    return [
        row
        for value in dict.fromkeys(getattr(each, by) for each in rows)
        for measure in measures
        for row in _means(
            [each for each in rows if getattr(each, by) == value],
            measure,
            seed,
            name=f"{measure} ({value})",
        )
    ]


def _last(rows: Iterable[RandomisationRow], like: RandomisationRow) -> str:
    return max((r for r in rows if r.classifier == like.classifier), key=lambda r: r.step).stage


def _means(rows: Iterable[Any], measure: str, seed: int, *, name: str = "") -> list[SummaryRow]:
    """Return the means over neonates: a neonate with several photographs counts once."""
    grouped: dict[tuple[str, str], dict[str, list[float]]] = {}
    for row in rows:
        of = (row.classifier, row.order if isinstance(row, CurveRow) else row.method)
        grouped.setdefault(of, {}).setdefault(row.neonate, []).append(getattr(row, measure))
    return [
        _summary(classifier, method, name or measure, mean_of(_each_once(neonates), seed=seed))
        for (classifier, method), neonates in grouped.items()
    ]


def _medians(rows: Iterable[MapRow]) -> list[SummaryRow]:
    """Return the seconds of a map: the median, since the first one of a method is traced."""
    grouped: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        grouped.setdefault((row.classifier, row.method), []).append(row.seconds or 0.0)
    return [
        _summary(
            classifier,
            method,
            SECONDS,
            Mean(value=median(seconds), low=math.nan, high=math.nan, n=len(seconds)),
        )
        for (classifier, method), seconds in grouped.items()
    ]


def _each_once(neonates: Mapping[str, list[float]]) -> list[float]:
    """Return one value per neonate: the mean of those of its photographs that are defined."""
    found = []
    for values in neonates.values():
        defined = [value for value in values if not math.isnan(value)]
        found.append(math.fsum(defined) / len(defined) if defined else math.nan)
    return found


def _summary(classifier: str, method: str, measure: str, mean: Mean) -> SummaryRow:
    return SummaryRow(
        classifier=classifier,
        method=method,
        measure=measure,
        mean=mean.value,
        sd=mean.sd,
        low=mean.low,
        high=mean.high,
        n=mean.n,
        undefined=mean.undefined,
    )


def _table(rows: list[Any]) -> str:
    names = [each.name for each in fields(rows[0])]
    return tidy_table(names, ([getattr(row, name) for name in names] for row in rows))
