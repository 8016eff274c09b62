"""What the statistics say: the report's own tables, of one measure. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from neopain_gui.agreement.measures import FAMILY, measure_of
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.findings.inference import Between
from neopain_gui.reports.shown_baselines import baselines_table, ceiling_table, chance_table
from neopain_gui.reports.shown_classes import (
    INDEPENDENT,
    p_table,
    pair_tests_table,
    paired_table,
    sizes_table,
)
from neopain_gui.reports.shown_inference import equivalence_table, gains_table, mixed_table
from neopain_gui.reports.shown_maps_and_fixations import relations_table
from neopain_gui.reports.shown_means import pairs_means_table
from neopain_gui.reports.shown_regions import features_table, ranks_table, regions_table
from neopain_gui.reports.shown_table import MARKED, ShownCell, ShownTable

if TYPE_CHECKING:
    from neopain_gui.findings.analysis import Analysis


class Page(StrEnum):
    """The tables that can be chosen."""

    TABLE_5 = "Pain against no pain (tests of Table 5)"
    MATRIX = "Table 5 as a matrix of p"
    EQUIVALENT = "Equivalent in pain and no pain?"
    MODELS_ALIKE = "Do two extraction models agree equally?"
    MIXED = "Mixed models of pain and no pain"
    PAIRED = "Pain against no pain, neonate by neonate"
    SIZES = "Sizes of effects"
    PAIN = "Means on pain (Table 3)"
    NO_PAIN = "Means on no pain (Table 4)"
    ALL = "Means on all photographs"
    CHANCE = "Compared with chance"
    BASELINES = "Compared with other faces"
    PEOPLE = "People among themselves"
    LOOKS = "Where people look, beyond the centre"
    RELATIONS = "What agreement goes with"
    FEATURES = "Features of the face"
    FEATURE_MEANS = "Features of the face, with intervals"
    RANKS = "Rankings of the features"


def _relations(analysis: Analysis, metrics: Sequence[str]) -> ShownTable:
    return relations_table([one for one in analysis.relations if one.metric in metrics])


_TABLES: dict[Page, Callable[[Analysis, Sequence[str]], ShownTable]] = {
    Page.TABLE_5: pair_tests_table,
    Page.MATRIX: p_table,
    Page.EQUIVALENT: equivalence_table,
    Page.MODELS_ALIKE: lambda found, metrics: equivalence_table(found, metrics, Between.MODELS),
    Page.MIXED: lambda found, _: mixed_table(found),
    Page.PAIRED: paired_table,
    Page.SIZES: sizes_table,
    Page.PAIN: lambda found, metrics: pairs_means_table(found, PainLabel.PAIN, metrics),
    Page.NO_PAIN: lambda found, metrics: pairs_means_table(found, PainLabel.NO_PAIN, metrics),
    Page.ALL: lambda found, metrics: pairs_means_table(found, None, metrics),
    Page.CHANCE: chance_table,
    Page.BASELINES: baselines_table,
    Page.PEOPLE: ceiling_table,
    Page.LOOKS: lambda found, _: gains_table(found),
    Page.RELATIONS: _relations,
    Page.FEATURES: lambda found, _: regions_table(found),
    Page.FEATURE_MEANS: lambda found, _: features_table(found),
    Page.RANKS: lambda found, _: ranks_table(found),
}
_CAUTIONS = {Page.TABLE_5: INDEPENDENT, Page.MATRIX: INDEPENDENT}
PLACED = frozenset({Page.FEATURES, Page.FEATURE_MEANS, Page.RANKS})
"""Tables of features of the face: of no measure of agreement."""
OF_NO_MEASURE = PLACED | {Page.MIXED, Page.LOOKS}
"""Tables that no measure is chosen for."""
OF_FAMILY = frozenset({Page.EQUIVALENT, Page.MODELS_ALIKE})
"""Tables of the measures of Table 5 alone."""
_BESIDE = frozenset({Page.CHANCE, Page.BASELINES, Page.PEOPLE, Page.RELATIONS})
"""Tables of the measures that follow from counts alone."""


def table_of(analysis: Analysis, page: Page, metric: str) -> ShownTable:
    """Return a table of one section: what a row is of stands in a column where there are more."""
    made = _TABLES[page](analysis, (metric,))
    if all(heading in ("", measure_of(metric).title) for heading, _ in made.sections):
        rows = tuple(row for _, some in made.sections for row in some)
        return replace(made, sections=(("", rows),))
    rows = tuple(
        (row[0], ShownCell(text=heading), *row[1:]) for heading, some in made.sections
        for row in some
    )  # fmt: skip
    return replace(made, header=(made.header[0], "Of", *made.header[1:]), sections=(("", rows),))


def explanation(analysis: Analysis, page: Page, shown: ShownTable, metric: str) -> tuple[str, str]:
    """Return what must be known before a table is read, and how it is read."""
    if page in _BESIDE and measure_of(metric).from_counts is None:
        name = measure_of(metric).title
        return (
            f"{name} is not in this table: choose a measure of pixels that masks share, such as "
            "overlap.",
            "",
        )
    if page in OF_FAMILY and metric not in FAMILY:
        others = ", ".join(measure_of(one).title for one in FAMILY)
        return f"{measure_of(metric).title} is not in this table: choose one of {others}.", ""
    if not any(rows for _, rows in shown.sections):
        return "There is nothing to show: this study has none of it.", ""
    caution, said = _CAUTIONS.get(page, ""), " ".join(shown.notes)
    said = said.replace(caution, "").strip() if caution else said
    if page in PLACED:
        said = f"{said} Features are placed by {' and '.join(analysis.region_sources)}."
    if MARKED in said:  # what an interval does not hold is said first
        caution, said = f"{caution} {MARKED}".strip(), said.replace(MARKED, "").strip()
    if not caution:
        caution, _, said = said.partition(". ")
        caution = f"{caution.rstrip('.')}."
    return caution, " ".join(f"{caution} {said}".split()) if said else ""
