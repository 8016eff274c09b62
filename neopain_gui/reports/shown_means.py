"""Means of agreement as people read them: Tables 3 and 4, and pair by pair."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from neopain_gui.agreement.measures import FAMILY, OVERLAP, measure_of
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.reports.agreement_tables import best_partners, class_mean
from neopain_gui.reports.analysis_tables import metrics_of
from neopain_gui.reports.bands import BY_CHANCE, band
from neopain_gui.reports.chance import BesideChance, beside_chance
from neopain_gui.reports.shown_table import (
    MEAN,
    NOTHING,
    Rows,
    ShownCell,
    ShownTable,
    ends,
    mean_cells,
    number,
    table_of,
)

_DECIMALS = 4
"""As Tables 3 to 5 of the dissertation."""
"""The measure that is never written without its chance level."""
_NUMBERS = {PainLabel.PAIN: 3, PainLabel.NO_PAIN: 4}


def means_table(
    findings: Analysis, label: PainLabel, metrics: Sequence[str] = FAMILY
) -> ShownTable:
    """Return Table 3 or 4: means of one class, each row's best in bold."""
    best = best_partners(findings, label)
    chances = beside_chance(findings.comparison, label)
    n = sum(image.label is label for image in findings.comparison.images)

    def cell(one: PairSummary, model: str, partner: str) -> ShownCell:
        mean, count = class_mean(one, label)
        above = chances[one.model_a, one.model_b].above or measure_of(one.metric).chance is None
        text = number(mean.value, _DECIMALS)
        if count not in (0, n):
            text = f"{text} (n = {count})"
        return ShownCell(
            text=text,
            bold=partner in best[one.metric, model],
            band=band(one.metric, mean.value) if above else "chance",
            hint=f"{ends(mean)} over {mean.neonates} neonates; SD {number(mean.sd, 3)}; {count} "
            f"photographs{'' if above else f'; {BY_CHANCE}'}",
        )

    place = _NUMBERS[label]
    return table_of(
        f"table{place}",
        f"Mean agreement on the {n} photographs of {label} (Table {place} of the dissertation)",
        ("", *(one.name for one in findings.comparison.by_kind)),
        matrix(findings, cell, "1", metrics),
        (
            f"Means over {n} photographs, or n where fewer have a value; SD, intervals and chance "
            "pair by pair below. Bold: the best partner of each row on the photographs that all "
            "its partners have, where two overlap by more than chance. Strong, moderate, weak: the "
            "dissertation’s section 4.2.2. Grey with stripes: not above chance.",
        ),
    )


def pairs_means_table(
    findings: Analysis, label: PainLabel | None, metrics: Sequence[str] = FAMILY
) -> ShownTable:
    """Return the means of one class or of all, with all that belongs beside a mean."""
    chances = beside_chance(findings.comparison, label)

    def row(one: PairSummary) -> tuple[ShownCell, ...]:
        mean = one.all_images if label is None else class_mean(one, label)[0]
        beside = chances[one.model_a, one.model_b]
        first, *rest = mean_cells(mean, measure_of(one.metric).decimals)
        shown = by_chance(first.text, beside, one.metric)
        return (pair_cell(one), shown, *rest, *chance_cells(one, beside, metrics))

    number_of = _NUMBERS.get(label) if label else None
    of = f"photographs of {label}" if label else "all photographs"
    return table_of(
        f"table{number_of}_pairs" if number_of else "means_pairs",
        f"Mean agreement on {of}, pair by pair",
        ("Pair", *MEAN, *chance_head(metrics)),
        by_metric(findings, row, metrics),
        (
            "SD over photographs (divided by n less 1). Interval: Student’s t over neonates with "
            f"df degrees of freedom.{chance_note(metrics)}",
        ),
    )


def matrix(
    findings: Analysis,
    cell: Callable[[PairSummary, str, str], ShownCell],
    diagonal: str,
    metrics: Sequence[str],
) -> list[tuple[str, Rows]]:
    """Return every two models as a matrix, a section a metric."""
    models = [one.name for one in findings.comparison.by_kind]
    sections = []
    for metric in _those(every(findings), metrics):
        by_pair = {
            frozenset((one.model_a, one.model_b)): one
            for one in every(findings)
            if one.metric == metric
        }
        rows = tuple(
            (
                ShownCell(text=model),
                *(
                    ShownCell(text=diagonal)
                    if model == partner
                    else cell(one, model, partner)
                    if (one := by_pair.get(frozenset((model, partner)))) is not None
                    else ShownCell(text=NOTHING)
                    for partner in models
                ),
            )
            for model in models
        )
        sections.append((measure_of(metric).title, rows))
    return sections


def by_metric(
    findings: Analysis,
    row: Callable[[PairSummary], tuple[ShownCell, ...]],
    metrics: Sequence[str] = FAMILY,
) -> list[tuple[str, Rows]]:
    """Return a row for each pair, a section a metric."""
    return sections_of(every(findings), row, metrics)


def every(findings: Analysis) -> list[PairSummary]:
    """Return what is known of pairs, by all measures."""
    return [*findings.pairs, *findings.further]


def sections_of(
    pairs: Sequence[PairSummary],
    row: Callable[[PairSummary], tuple[ShownCell, ...]],
    metrics: Sequence[str],
) -> list[tuple[str, Rows]]:
    """Return a row for each of some pairs, a section a metric."""
    return [
        (
            measure_of(metric).title,
            tuple(row(one) for one in pairs if one.metric == metric),
        )
        for metric in _those(pairs, metrics)
    ]


def pair_cell(one: PairSummary) -> ShownCell:
    """Return a pair's name."""
    return ShownCell(text=f"{one.model_a} and {one.model_b}")


def chance_head(metrics: Sequence[str]) -> tuple[str, ...]:
    """Return the head of the chance level, which stands beside the overlap alone."""
    return ("Chance",) if OVERLAP in metrics else ()


def chance_cells(
    one: PairSummary, beside: BesideChance, metrics: Sequence[str]
) -> tuple[ShownCell, ...]:
    """Return what stands under :func:`chance_head`; empty in a row of another measure."""
    text = number(beside.chance, measure_of(OVERLAP).decimals) if one.metric == OVERLAP else ""
    return tuple(ShownCell(text=text) for _ in chance_head(metrics))


def chance_note(metrics: Sequence[str]) -> str:
    """Say what the chance level is, and what is grey; nothing where no measure has one."""
    if OVERLAP in metrics:
        return " Chance: overlap of independent masks of the same sizes; grey: not above it."
    if any(measure_of(metric).chance is not None for metric in metrics):
        return " Grey: the two overlap by no more than chance gives."
    return ""


def by_chance(text: str, beside: BesideChance, metric: str) -> ShownCell:
    """Return a mean, grey where the two overlap by no more than chance gives.

    That is said of measures with a chance level alone: a distance may be short all the same.
    """
    if beside.above or math.isnan(beside.overlap) or measure_of(metric).chance is None:
        return ShownCell(text=text)
    return ShownCell(text=text, band="chance", hint=BY_CHANCE)


def _those(pairs: Sequence[PairSummary], metrics: Sequence[str]) -> list[str]:
    return [metric for metric in metrics_of(pairs) if metric in metrics]
