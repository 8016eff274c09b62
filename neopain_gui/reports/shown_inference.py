"""Equivalence, mixed models and looks beyond the centre, as people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from neopain_gui.agreement.class_tests import ALPHA
from neopain_gui.agreement.measures import FAMILY, measure_of
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.inference import Between, EquivalenceRow, GainRow, ModelRow
from neopain_gui.reports.shown_table import (
    NOTHING,
    Rows,
    ShownCell,
    ShownTable,
    number,
    p_cell,
    table_of,
)


def equivalence_table(
    findings: Analysis,
    metrics: Sequence[str] = FAMILY,
    between: Between = Between.CLASSES,
) -> ShownTable:
    """Return whether agreement is equivalent, beside whether it differs."""
    found = [one for one in findings.equivalences if one.between is between]
    sections = [
        (
            measure_of(metric).title,
            tuple(_equivalence(one) for one in found if one.metric == metric),
        )
        for metric in metrics
    ]
    margins = {
        f"{measure_of(one.metric).title} ± {number(one.margin.value, 3)} ({one.margin.source})": 0
        for one in found
        if one.metric in metrics
    }
    family = next((one.family for one in found if one.family), "none")
    classes = between is Between.CLASSES
    return table_of(
        "equivalence" if classes else "equivalence_models",
        "Are pain and no pain equivalent?"
        if classes
        else "Do two extraction models agree with a group equally?",
        ("Pair" if classes else "Extraction models", "Finding", "Difference", "90 % interval",
         "Margin", "Equivalent: Holm", "Different: p", "Bayes factor", "Neonates",
         "Smallest found", "Needed"),
        [one for one in sections if one[1]],
        (
            "Two one-sided t tests over neonates with a margin chosen beforehand; what is neither "
            "different nor equivalent is undecided, whatever its p. "
            f"Margins: {'; '.join(margins) or 'none'}. Holm within a family ({family}); the "
            "finding is by p-values after Holm. Bayes factor: above 3 the values speak for a "
            "difference, below 1/3 for none. Smallest found: the difference that four of five "
            "studies of this size would find; needed: neonates that would find the observed "
            f"one. Bold: p < {ALPHA:g}.",
        ),
    )  # fmt: skip


def _equivalence(one: EquivalenceRow) -> tuple[ShownCell, ...]:
    if one.between is Between.CLASSES:
        name = f"{one.model_a} and {one.model_b}"
    else:
        name = f"{one.model_a} less {one.model_b}, with {one.partner}"
    low_high = f"{number(one.low, 3)} to {number(one.high, 3)}" if one.neonates > 1 else NOTHING
    return (
        ShownCell(text=name),
        ShownCell(text=one.finding or NOTHING),
        ShownCell(text=number(one.difference, 3)),
        ShownCell(text=low_high),
        ShownCell(text=number(one.margin.value, 3)),
        p_cell(one.p_holm),
        p_cell(one.p_difference),
        ShownCell(text=_factor(one.bayes_factor)),
        ShownCell(text=str(one.neonates)),
        ShownCell(text=number(one.smallest, 3)),
        ShownCell(text=_needed(one)),
    )


def _factor(value: float) -> str:
    if math.isnan(value):
        return NOTHING
    if value >= 1000:
        return "> 1000"
    return number(value, 2) if value >= 0.01 else "< 0.01"


def _needed(one: EquivalenceRow) -> str:
    if one.needed is not None:
        return str(one.needed)
    return "> 1000" if math.isfinite(one.smallest) else NOTHING


def mixed_table(findings: Analysis) -> ShownTable:
    """Return the contrasts of pain less no pain of every mixed model, with their means."""
    sections: dict[str, list[ModelRow]] = {}
    said: dict[str, list[str]] = {}
    for row in findings.mixed:
        if row.kind == "contrast":
            sections.setdefault(row.model, []).append(row)
        elif row.kind == "note":
            said.setdefault(row.name, []).append(row.model)
    formulas = dict.fromkeys(row.formula for row in findings.mixed)
    return table_of(
        "mixed_models",
        "Pain less no pain, neonates as a random effect",
        ("Contrast", "Estimate", "Standard error", "95 % interval", "t", "df", "p", "Holm",
         "Values"),
        [(heading, tuple(_contrast(one) for one in some)) for heading, some in sections.items()],
        (
            f"Linear mixed models ({'; '.join(formulas)}) by restricted likelihood, degrees of "
            "freedom by Satterthwaite; "
            "contrasts of estimated means, Holm within each model. "
            f"Bold: p < {ALPHA:g}.",
            *(
                f"{note.rstrip('.')}. This is so of: {'; '.join(models)}."
                for note, models in said.items()
            ),
        ),
    )  # fmt: skip


def _contrast(one: ModelRow) -> tuple[ShownCell, ...]:
    return (
        ShownCell(text=one.name),
        ShownCell(text=number(one.value, 3)),
        ShownCell(text=number(one.error, 3)),
        ShownCell(text=f"{number(one.low, 3)} to {number(one.high, 3)}"),
        ShownCell(text=number(one.t, 2)),
        ShownCell(text=number(one.df, 1)),
        p_cell(one.p),
        p_cell(one.p_holm),
        ShownCell(text=str(one.values)),
    )


def gains_table(findings: Analysis) -> ShownTable:
    """Return what each map says of where each group looks, the most telling first."""
    groups = dict.fromkeys(one.group for one in findings.gains)
    sections: list[tuple[str, Rows]] = []
    for group in groups:
        mine = [one for one in findings.gains if one.group == group]
        alone = [one for one in mine if not one.model]
        others = sorted(
            (one for one in mine if one.model),
            key=lambda one: -one.bits if math.isfinite(one.bits) else math.inf,
        )
        sections.append((group, tuple(_gain(one) for one in (*alone, *others))))
    family = next((one.family for one in findings.gains if one.family), "none")
    return table_of(
        "looks_beyond_centre",
        "Where people look, beyond the centre of the face",
        ("Extraction model", "Bits a fixation", "95 % interval", "Log odds", "95 % interval",
         "p", "Holm", "Fixations", "Participants", "Photographs"),
        sections,
        (
            "Any map in the middle of a face agrees with gaze, because people look there. Bits a "
            "fixation: how much better the map and the centre together tell a fixation’s place "
            "than the centre alone, on neonates that the weights were not learned of; of the "
            "centre alone, better than an even spread. Log odds that a cell of a grid over the "
            "face is fixated, for a standard deviation of the map, beside distance from the "
            f"centre and its square; over participants and neonates. {family}. Bold: "
            f"p < {ALPHA:g}.",
        ),
    )  # fmt: skip


def _gain(one: GainRow) -> tuple[ShownCell, ...]:
    nothing = one.why if math.isnan(one.bits) else NOTHING
    return (
        ShownCell(text=one.model or "The centre alone"),
        ShownCell(text=number(one.bits, 3)),
        ShownCell(text=_ends(one.bits_low, one.bits_high) or nothing),
        ShownCell(text=number(one.odds, 2)),
        ShownCell(text=_ends(one.odds_low, one.odds_high, 2) or NOTHING),
        p_cell(one.odds_p),
        p_cell(one.odds_p_holm),
        ShownCell(text=str(one.fixations)),
        ShownCell(text=str(one.participants)),
        ShownCell(text=str(one.photographs)),
    )


def _ends(low: float, high: float, decimals: int = 3) -> str:
    if math.isnan(low):
        return ""
    return f"{number(low, decimals)} to {number(high, decimals)}"
