"""Equivalence, mixed models and looks beyond the centre, as tables of one observation a row."""

from __future__ import annotations

from neopain_gui.findings.analysis import Analysis
from neopain_gui.reports.sheet import Sheet, sheet_of


def inference_sheets(findings: Analysis) -> list[Sheet]:
    """Return the tables that there is something to say in."""
    sheets = (equivalence_sheet(findings), mixed_sheet(findings), gains_sheet(findings))
    return [sheet for sheet in sheets if sheet.rows]


def equivalence_sheet(findings: Analysis) -> Sheet:
    """Return two one-sided tests, Bayes factors and what the study could have found."""
    return sheet_of(
        "equivalence",
        "Whether agreement is equivalent in pain and no pain, and that of two extraction models "
        "with a partner: two one-sided tests over neonates, the Bayes factor of the paired t, and "
        "the power of a study of this size.",
        findings.equivalences,
        {
            **{name: name for name in ("between", "model_a", "model_b", "partner", "metric")},
            **{name: name for name in ("difference", "low", "high")},
            "margin": "margin.value",
            "margin_source": "margin.source",
            **{name: name for name in ("p", "p_holm", "family", "p_difference", "bayes_factor")},
            **{name: name for name in ("finding", "neonates")},
            "smallest_found": "smallest",
            "neonates_needed": "needed",
        },
    )


def mixed_sheet(findings: Analysis) -> Sheet:
    """Return the mixed models, line by line."""
    columns = ("model", "formula", "kind", "name", "value", "error", "df", "t", "p")
    return sheet_of(
        "mixed_models",
        "Linear mixed models with neonates as a random effect: effects, estimated means, contrasts "
        "of pain less no pain, standard deviations of what varies, notes.",
        findings.mixed,
        {name: name for name in (*columns, "low", "high", "p_holm", "family", "values")},
    )


def gains_sheet(findings: Analysis) -> Sheet:
    """Return what each map says of where a group looks."""
    odds = ("odds", "odds_low", "odds_high", "odds_p", "odds_p_holm", "family")
    bits = ("bits", "bits_low", "bits_high")
    return sheet_of(
        "looks_beyond_centre",
        "What each extraction model says of where a group looks: log odds that a cell of the grid "
        "is fixated, beside the distance from the centre of the face; and bits a fixation gained "
        "over the centre alone. A row without a model is the centre alone, over an even spread.",
        findings.gains,
        {
            name: name
            for name in (
                *("group", "model", *odds, *bits, "fixations", "participants", "photographs"),
                *("neonates", "why"),
            )
        },
    )
