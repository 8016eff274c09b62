"""The tables of a report that people read, in their order."""

from __future__ import annotations

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.inference import Between
from neopain_gui.reports.label_source import shown_with_label_source
from neopain_gui.reports.shown_baselines import baselines_table, ceiling_table, chance_table
from neopain_gui.reports.shown_classes import p_table, pair_tests_table, paired_table, sizes_table
from neopain_gui.reports.shown_inference import equivalence_table, gains_table, mixed_table
from neopain_gui.reports.shown_means import means_table, pairs_means_table
from neopain_gui.reports.shown_regions import (
    features_agreement_table,
    features_table,
    in_regions_table,
    ranks_table,
    regions_table,
)
from neopain_gui.reports.shown_table import ShownTable


def shown_tables(findings: Analysis) -> list[ShownTable]:
    """Return a report's tables that people read."""
    made = [
        means_table(findings, PainLabel.PAIN),
        pairs_means_table(findings, PainLabel.PAIN),
        means_table(findings, PainLabel.NO_PAIN),
        pairs_means_table(findings, PainLabel.NO_PAIN),
        p_table(findings),
        pair_tests_table(findings),
        paired_table(findings),
        sizes_table(findings),
        chance_table(findings),
        baselines_table(findings),
    ]
    if findings.ceilings:
        made.append(ceiling_table(findings))
    if findings.equivalences:
        made += [
            equivalence_table(findings),
            equivalence_table(findings, between=Between.MODELS),
        ]
    if findings.mixed:
        made.append(mixed_table(findings))
    if findings.gains:
        made.append(gains_table(findings))
    if findings.regions:
        made += [
            regions_table(findings),
            features_table(findings),
            ranks_table(findings),
            in_regions_table(findings),
            features_agreement_table(findings),
        ]
    return shown_with_label_source(made, findings.comparison.label_source)
