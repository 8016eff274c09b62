"""How much people agree with each other, and who agrees most, as tables."""

from __future__ import annotations

from neopain_gui.findings.analysis import Analysis
from neopain_gui.reports.sheet import Sheet, interval_columns, sheet_of


def ceiling_sheet(findings: Analysis) -> Sheet:
    """Return how much the people of each group agree with each other."""
    return sheet_of(
        "ceiling",
        "How much people of a group agree with each other, where there are recordings. Half "
        "and half is the lower bound and half and all the upper bound of what a map can reach with "
        "the group; one and rest and one and all are those of what it can reach with a single "
        "person. Intervals of 95 % over neonates, of single people over people too.",
        findings.ceilings,
        {
            **{name: name for name in ("group", "metric", "bound")},
            "value": "value.value",
            **interval_columns("", "value"),
            **{name: name for name in ("participants", "photographs")},
            "neonates": "value.neonates",
            "comparisons": "comparisons",
        },
    )


def participants_sheet(findings: Analysis) -> Sheet:
    """Return what the ceilings are means of."""
    columns = ("group", "image", "participant", "bound", "metric", "value")
    return sheet_of(
        "ceiling_participants",
        "What the bounds of ceiling are means of: each person, or the mean over the halvings "
        "of a group, on each photograph.",
        findings.people,
        {name: name for name in columns},
    )


def winners_sheet(findings: Analysis) -> Sheet:
    """Return with whom each model agrees most, and how sure that is."""
    return sheet_of(
        "best_partners",
        "With whom each extraction model agrees most, on the photographs that all partners "
        "have: share is how often it does in bootstrap samples of neonates, lead by how much it "
        "leads the next best (interval of 95 % over neonates).",
        findings.winners,
        {
            **{name: name for name in ("metric", "model", "label", "among")},
            "best": "found.best",
            "value": "found.value.value",
            **interval_columns("", "found.value"),
            "share": "found.share",
            "second": "found.second",
            "lead": "found.difference.value",
            **interval_columns("lead_", "found.difference"),
            **{name: f"found.{name}" for name in ("photographs", "neonates")},
            "photographs_of_some": "found.some",
            **{name: f"found.{name}" for name in ("lacking", "undefined")},
            "because": "found.why",
        },
    )
