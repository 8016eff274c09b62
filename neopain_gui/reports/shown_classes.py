"""Pain against no pain as people read it: Table 5, paired tests, sizes of effects."""

from __future__ import annotations

from collections.abc import Sequence

from neopain_gui.agreement.class_tests import ALPHA, Difference, Test
from neopain_gui.agreement.intervals import Interval
from neopain_gui.agreement.measures import FAMILY, measure_of
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.reports.chance import BesideChance, beside_chance
from neopain_gui.reports.shown_means import (
    by_chance,
    by_metric,
    chance_cells,
    chance_head,
    chance_note,
    matrix,
    pair_cell,
)
from neopain_gui.reports.shown_table import (
    NOTHING,
    ShownCell,
    ShownTable,
    ends,
    number,
    p_cell,
    p_value,
    table_of,
)

_SIGNS = {Test.STUDENT: "t", Test.MANN_WHITNEY: "U"}
INDEPENDENT = (
    "These tests, the dissertation’s, take all photographs for photographs of different neonates; "
    "where they are of the same neonates, the paired tests are right."
)
"""A caution, wherever Table 5 stands."""


def p_table(findings: Analysis, metrics: Sequence[str] = FAMILY) -> ShownTable:
    """Return Table 5: p-values of pain against no pain, with the test of each."""

    def cell(one: PairSummary, _model: str, _partner: str) -> ShownCell:
        found = one.independent
        if found.test is Test.NONE:
            return ShownCell(text=NOTHING, hint=found.why)
        return ShownCell(
            text=f"{p_value(found.p, 4)} {_SIGNS[found.test]}",
            bold=found.p < ALPHA,
            hint=f"{_named(found)}, statistic {number(found.statistic, 3)}, "
            f"n = {found.n[0]} and {found.n[1]}",
        )

    return table_of(
        "table5",
        "Does agreement differ between pain and no pain? p-values (Table 5 of the dissertation)",
        ("", *(one.name for one in findings.comparison.by_kind)),
        matrix(findings, cell, NOTHING, metrics),
        (
            f"Bold: p < {ALPHA:g} before any correction; n, statistic, df and corrected p below. "
            "t: Student’s t; U: Mann and Whitney’s U, where Shapiro and Wilk’s test calls a class "
            "not normal.",
        ),
    )


def pair_tests_table(findings: Analysis, metrics: Sequence[str] = FAMILY) -> ShownTable:
    """Return the tests of Table 5 pair by pair, corrected for how many they are."""
    pain, no_pain = (
        beside_chance(findings.comparison, label) for label in (PainLabel.PAIN, PainLabel.NO_PAIN)
    )

    def row(one: PairSummary) -> tuple[ShownCell, ...]:
        pair = (one.model_a, one.model_b)
        return (
            pair_cell(one),
            *_mean(one, one.pain, pain[pair], one.n_pain, metrics),
            *_mean(one, one.no_pain, no_pain[pair], one.n_no_pain, metrics),
            *_test_cells(one.independent),
            p_cell(one.p_holm),
            p_cell(one.p_bh),
        )

    chance = chance_head(metrics)
    return table_of(
        "table5_tests",
        "Pain against no pain: each test of Table 5, corrected for how many they are",
        ("Pair", "Pain", "SD", *chance, "n", "No pain", "SD", *chance, "n", "Test", "Statistic",
         "df", "p", "Holm", "B–H"),
        by_metric(findings, row, metrics),
        (
            f"{INDEPENDENT} Bold: p < {ALPHA:g}. Holm and Benjamini–Hochberg (B–H) correct within "
            f"a family ({_family(findings)}). Intervals of the means: Tables 3 and 4, pair by "
            f"pair.{chance_note(metrics)}",
        ),
    )  # fmt: skip


def paired_table(findings: Analysis, metrics: Sequence[str] = FAMILY) -> ShownTable:
    """Return pain against no pain neonate by neonate."""

    def row(one: PairSummary) -> tuple[ShownCell, ...]:
        found, decimals = one.paired_difference, measure_of(one.metric).decimals
        return (
            pair_cell(one),
            ShownCell(text=number(found.value, decimals)),
            ShownCell(text=number(found.sd, decimals)),
            ShownCell(text=ends(found, decimals)),
            ShownCell(text=str(found.neonates)),
            *_test_cells(one.paired),
            p_cell(one.paired_p_holm),
            p_cell(one.paired_p_bh),
        )

    return table_of(
        "table5_paired",
        "Pain against no pain, neonate by neonate",
        ("Pair", "Difference", "SD", "95 % interval", "Neonates", "Test", "Statistic", "df", "p",
         "Holm", "B–H"),
        by_metric(findings, row, metrics),
        (
            "Difference: mean over neonates of their agreement in pain less that in no pain, "
            f"with Student’s t interval. Bold: p < {ALPHA:g}. Holm and Benjamini–Hochberg (B–H) "
            f"correct within a family ({next((p.paired_family for p in findings.pairs), '')}).",
        ),
    )  # fmt: skip


def sizes_table(findings: Analysis, metrics: Sequence[str] = FAMILY) -> ShownTable:
    """Return how large the difference between the classes is."""

    def row(one: PairSummary) -> tuple[ShownCell, ...]:
        return (
            pair_cell(one),
            ShownCell(text=number(one.hedges.value, 3)),
            ShownCell(text=ends(one.hedges)),
            ShownCell(text=number(one.cliff.value, 3)),
            ShownCell(text=ends(one.cliff)),
            ShownCell(text=number(one.hedges.df, 0)),
            ShownCell(text=str(one.hedges.n)),
            ShownCell(text=str(one.hedges.neonates)),
        )

    return table_of(
        "table5_sizes",
        "Pain against no pain: sizes of effects",
        ("Pair", "Hedges’ g", "95 % interval", "Cliff’s δ", "95 % interval", "df", "Photographs",
         "Neonates"),
        by_metric(findings, row, metrics),
        (
            f"{_above_0(metrics)} Intervals: Student’s t on the jackknife’s error, "
            "each neonate left out with its photographs of both classes.",
        ),
    )  # fmt: skip


def _mean(
    one: PairSummary, mean: Interval, beside: BesideChance, n: int, metrics: Sequence[str]
) -> tuple[ShownCell, ...]:
    """Return a class's mean, its SD, for the overlap its chance level, and its photographs."""
    decimals = measure_of(one.metric).decimals
    return (
        by_chance(number(mean.value, decimals), beside, one.metric),
        ShownCell(text=number(mean.sd, decimals)),
        *chance_cells(one, beside, metrics),
        ShownCell(text=str(n)),
    )


def _test_cells(found: Difference) -> tuple[ShownCell, ...]:
    """Return the test, its statistic, degrees of freedom and p; or why there is none."""
    return (
        ShownCell(text=found.why if found.test is Test.NONE else _named(found)),
        ShownCell(text=number(found.statistic, 3)),
        ShownCell(text=number(found.df, 0)),
        p_cell(found.p),
    )


def _named(found: Difference) -> str:
    return str(found.test).replace("'", "’")


def _above_0(metrics: Sequence[str]) -> str:
    """Say what an effect above 0 means."""
    if any(measure_of(metric).lower_is_better for metric in metrics):
        return "Above 0: a larger distance in pain, so less agreement."
    return "Above 0: more agreement in pain."


def _family(findings: Analysis) -> str:
    return next((one.family for one in findings.pairs if one.family), "no tests")
