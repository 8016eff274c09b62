"""Tables as people read them: pairs as a matrix, the best in bold, a section a metric."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from neopain_gui.agreement.class_tests import ALPHA, Test
from neopain_gui.agreement.intervals import Interval
from neopain_gui.dataset.records import PainLabel
from neopain_gui.reports.analysis_tables import best_partners, class_mean, metrics_of
from neopain_gui.reports.bands import BY_CHANCE, band
from neopain_gui.reports.chance import BesideChance, beside_chance
from neopain_gui.reports.findings import Ceiling, Findings, Pair
from neopain_gui.reports.shown_regions import in_regions_table, regions_table
from neopain_gui.reports.shown_table import (
    METRIC_NAMES,
    NOTHING,
    ShownCell,
    ShownTable,
    interval_text,
    number,
    p_value,
)
from neopain_gui.reports.tables import METRICS


def shown_tables(findings: Findings) -> list[ShownTable]:
    """Return a report's tables that people read."""
    made = [
        means_table(findings, PainLabel.PAIN),
        means_table(findings, PainLabel.NO_PAIN),
        p_table(findings),
        differences_table(findings),
        baselines_table(findings),
    ]
    if findings.ceilings:
        made.append(ceiling_table(findings))
    if findings.regions:
        made += [regions_table(findings), in_regions_table(findings)]
    return made


def means_table(findings: Findings, label: PainLabel) -> ShownTable:
    """Return Table 3 or 4: means of one class, each row's best in bold."""
    best = best_partners(findings, label)
    chances = beside_chance(findings.comparison, label)

    def cell(one: Pair, model: str, partner: str) -> ShownCell:
        mean, n = class_mean(one, label)
        pair = (one.model_a, one.model_b)
        text, hint = number(mean.value), ""
        if one.metric == "overlap" and not math.isnan(mean.value):
            text = f"{text}, chance {number(chances[pair].chance)}"
        if not chances[pair].above:
            hint = f"; {BY_CHANCE}"
        return ShownCell(
            text=text,
            bold=partner in best[one.metric, model],
            band=band(one.metric, mean.value) if chances[pair].above else "chance",
            hint=f"{number(mean.low)} to {number(mean.high)} over neonates; {n} photographs{hint}",
        )

    in_pain = label is PainLabel.PAIN
    n = sum(image.label is label for image in findings.comparison.images)
    return _matrix(
        findings,
        name="table3" if in_pain else "table4",
        title=f"Mean agreement on the {n} photographs of {label}"
        f" (Table {3 if in_pain else 4} of the dissertation)",
        cell=cell,
        diagonal="1",
        notes=(
            "Bold: the best partner of each row on the photographs that all its partners have, "
            "where two overlap by more than independent masks of the same sizes would (chance). "
            "The words strong, moderate and weak are those of the dissertation’s section 4.2.2. "
            "What is grey with stripes is not above chance and has none.",
        ),
    )


def p_table(findings: Findings) -> ShownTable:
    """Return Table 5: p-values of pain against no pain, with the test of each."""
    signs = {Test.STUDENT: "t", Test.MANN_WHITNEY: "U"}

    def cell(one: Pair, _model: str, _partner: str) -> ShownCell:
        found = one.independent
        if found.test is Test.NONE:
            return ShownCell(text=NOTHING, hint=found.why)
        return ShownCell(
            text=f"{p_value(found.p)} {signs[found.test]}",
            bold=found.p < ALPHA,
            hint=f"{found.test}, statistic {number(found.statistic)}, n = {found.n[0]} and "
            f"{found.n[1]}",
        )

    return _matrix(
        findings,
        name="table5",
        title="Does agreement differ between pain and no pain? p-values (Table 5 of the "
        "dissertation)",
        cell=cell,
        diagonal=NOTHING,
        notes=(
            f"Bold: p < {ALPHA:g} before any correction. t: Student’s t; U: Mann–Whitney U, where "
            "Shapiro and Wilk’s test calls a class not normal.",
        ),
    )


def _matrix(
    findings: Findings,
    *,
    name: str,
    title: str,
    cell: Callable[[Pair, str, str], ShownCell],
    diagonal: str,
    notes: tuple[str, ...],
) -> ShownTable:
    models = findings.comparison.table.models
    sections = []
    for metric in _of_tables(findings.pairs):
        by_pair = {
            frozenset((one.model_a, one.model_b)): one
            for one in findings.pairs
            if one.metric == metric
        }
        rows = tuple(
            (
                ShownCell(text=model),
                *(
                    ShownCell(text=diagonal)
                    if model == partner
                    else cell(by_pair[frozenset((model, partner))], model, partner)
                    for partner in models
                ),
            )
            for model in models
        )
        sections.append((METRIC_NAMES[metric], rows))
    return ShownTable(
        name=name, title=title, header=("", *models), sections=tuple(sections), notes=notes
    )


def _of_tables(pairs: Sequence[Pair]) -> list[str]:
    return [metric for metric in metrics_of(pairs) if metric in METRICS]


def differences_table(findings: Findings) -> ShownTable:
    """Return what better practice says beside Table 5: corrected, paired, with sizes."""
    sections = []
    pain, no_pain = (
        beside_chance(findings.comparison, label) for label in (PainLabel.PAIN, PainLabel.NO_PAIN)
    )
    for metric in _of_tables(findings.pairs):
        rows = tuple(
            (
                ShownCell(text=f"{one.model_a} and {one.model_b}"),
                _mean(one, one.pain, pain, chance=True),
                _mean(one, one.no_pain, no_pain, chance=True),
                _p(one.independent.p),
                _p(one.p_holm),
                _p(one.p_bh),
                _p(one.paired.p, str(one.paired.test) if one.paired.p >= 0 else one.paired.why),
                _p(one.paired_p_holm),
                ShownCell(text=interval_text(one.hedges)),
                ShownCell(text=interval_text(one.cliff)),
            )
            for one in findings.pairs
            if one.metric == metric
        )
        sections.append((METRIC_NAMES[metric], rows))
    family = next((one.family for one in findings.pairs if one.family), "no tests")
    return ShownTable(
        name="table5_beside",
        title="Pain and no pain: corrected for the number of tests, paired, with effect sizes",
        header=("Pair", "Pain", "No pain", "p", "Holm", "B–H", "Paired p", "Paired, Holm",
                "Hedges’ g", "Cliff’s δ"),
        sections=tuple(sections),
        notes=(
            f"Bold: p < {ALPHA:g}. Holm and Benjamini–Hochberg (B–H) correct within a family "
            f"({family}). Paired: a neonate’s photographs with "
            "and without pain are compared with each other. Effect sizes above 0 mean more "
            "agreement in pain; 95 % intervals over neonates, by jackknife. Chance: overlap of "
            "independent masks of the same sizes, over the photographs of that class; grey is not "
            "above it.",
        ),
    )  # fmt: skip


def _mean(
    one: Pair,
    mean: Interval,
    chances: Mapping[tuple[str, str], BesideChance],
    *,
    chance: bool = False,
) -> ShownCell:
    """Return a mean, grey where the two overlap by no more than chance gives.

    With its chance level in the cell, or with its interval where that has a column.
    """
    beside = chances[one.model_a, one.model_b]
    text = number(mean.value) if chance else interval_text(mean)
    if math.isnan(mean.value):
        return ShownCell(text=text)
    if chance and one.metric == "overlap":
        text = f"{text}, chance {number(beside.chance)}"
    if beside.above:
        return ShownCell(text=text)
    return ShownCell(text=text, band="chance", hint=BY_CHANCE)


def _p(p: float, hint: str = "") -> ShownCell:
    return ShownCell(text=p_value(p), bold=p < ALPHA, hint=hint)


def _tested(found: Interval) -> str:
    return f"t {number(found.statistic)}, df {number(found.df, 0)}"


def baselines_table(findings: Findings) -> ShownTable:
    """Return agreement beside chance, other neonates and what every face gets."""
    sections = []
    everywhere = beside_chance(findings.comparison)
    family = next((one.shuffled_family for one in findings.pairs if one.shuffled_family), "none")
    for metric in _of_tables(findings.pairs):
        rows = tuple(
            (
                ShownCell(text=f"{one.model_a} and {one.model_b}"),
                _mean(one, one.all_images, everywhere),
                ShownCell(text=number(one.chance)),
                ShownCell(text=interval_text(one.above_chance)),
                _p(one.above_chance.p, _tested(one.above_chance)),
                _p(one.chance_p_holm),
                ShownCell(text=number(one.own)),
                ShownCell(text=number(one.shuffled)),
                ShownCell(text=number(one.mean_map)),
                _p(one.beyond_shuffled.p, f"difference {number(one.beyond_shuffled.difference)}"),
                _p(one.shuffled_p_holm),
            )
            for one in findings.pairs
            if one.metric == metric
        )
        sections.append((METRIC_NAMES[metric], rows))
    return ShownTable(
        name="baselines",
        title="Agreement compared with chance, other neonates and the average face",
        header=(
            "Pair",
            "Agreement",
            "Chance",
            "Above chance",
            "p",
            "Holm",
            "Same photograph",
            "Other neonates",
            "Average face",
            "p",
            "Holm",
        ),
        sections=tuple(sections),
        notes=(
            "Chance: what independent masks of the same coverages would reach; grey agreement "
            "overlaps by no more. Above chance: each photograph’s value less its own chance level, "
            "with the p of Student’s t over neonates. Other neonates: with the other "
            "model’s masks of photographs of other neonates of the same class (shuffled baseline). "
            "Average face: with the region that the other model marks on the faces of other "
            "neonates in general (mean-map baseline). Compare these two with the column Same "
            "photograph, which like them is on a common grid over the face; the column Agreement "
            "is in the photograph’s pixels. Last p: same photograph against other neonates, by "
            f"exchange of neonates. Holm corrects within a family ({family}). Bold: p < {ALPHA:g}.",
        ),
    )


BOUNDS = {
    "half and half": "Lower bound with the group: one half and the other half",
    "half and all": "Upper bound with the group: one half and the whole group",
    "one and rest": "Lower bound with a person: one person and the rest of the group",
    "one and all": "Upper bound with a person: one person and the whole group",
}
"""Who is compared with whom, and what that bounds."""


def ceiling_table(findings: Findings) -> ShownTable:
    """Return how much people of a group agree with each other."""
    metrics = list(dict.fromkeys(one.metric for one in findings.ceilings))
    found: dict[tuple[str, str], list[Ceiling]] = {}
    for one in findings.ceilings:
        found.setdefault((one.group, one.bound), []).append(one)
    sections = []
    for bound, heading in BOUNDS.items():
        rows = tuple(
            (
                ShownCell(
                    text=f"{group} ({its[0].participants}; {its[0].photographs} photographs)"
                ),
                *(ShownCell(text=interval_text(one.value)) for one in its),
            )
            for (group, its_bound), its in found.items()
            if its_bound == bound
        )
        if rows:
            sections.append((heading, rows))
    return ShownTable(
        name="ceiling",
        title="The human ceiling: how much people of a group agree with each other",
        header=("Group (participants)", *(METRIC_NAMES[metric] for metric in metrics)),
        sections=tuple(sections),
        notes=(
            "A classifier’s map meets the map of a group. One that shows what the whole group sees "
            "agrees with it at least as two halves of the group do with each other, and at most as "
            "a half does with the whole that it is part of. The bounds with a single person are "
            "those of Nili et al. (2014). Means over photographs; 95 % intervals over neonates, "
            "with single people over neonates and people.",
        ),
    )
