"""How much people agree with each other, and who agrees most, as tables."""

from __future__ import annotations

from neopain_gui.reports.findings import Findings
from neopain_gui.reports.sheet import Sheet


def ceiling_sheet(findings: Findings) -> Sheet:
    """Return how much the people of each group agree with each other."""
    return Sheet(
        name="ceiling",
        says="How much people of a group agree with each other, where there are recordings. Half "
        "and half is the lower bound and half and all the upper bound of what a map can reach with "
        "the group; one and rest and one and all are those of what it can reach with a single "
        "person. Intervals of 95 % over neonates, of single people over people too.",
        header=(
            *("group", "metric", "bound", "value", "low", "high", "sd", "df"),
            *("participants", "photographs", "neonates", "comparisons"),
        ),
        rows=tuple(
            (
                one.group,
                one.metric,
                str(one.bound),
                one.value.value,
                one.value.low,
                one.value.high,
                one.value.sd,
                one.value.df,
                one.participants,
                one.photographs,
                one.value.neonates,
                one.comparisons,
            )
            for one in findings.ceilings
        ),
    )


def participants_sheet(findings: Findings) -> Sheet:
    """Return what the ceilings are means of."""
    return Sheet(
        name="ceiling_participants",
        says="What the bounds of ceiling are means of: each person, or the mean over the halvings "
        "of a group, on each photograph.",
        header=("group", "image", "participant", "bound", "metric", "value"),
        rows=tuple(
            (one.group, one.image, one.participant or None, str(one.bound), one.metric, one.value)
            for one in findings.people
        ),
    )


def winners_sheet(findings: Findings) -> Sheet:
    """Return with whom each model agrees most, and how sure that is."""
    return Sheet(
        name="best_partners",
        says="With whom each extraction model agrees most, on the photographs that all partners "
        "have: share is how often it does in bootstrap samples of neonates, lead by how much it "
        "leads the next best (interval of 95 % over neonates).",
        header=(
            *("metric", "model", "label", "among", "best", "value", "low", "high", "share"),
            *("second", "lead", "lead_low", "lead_high", "photographs", "neonates"),
            *("photographs_of_some", "lacking", "undefined", "because"),
        ),
        rows=tuple(
            (
                one.metric,
                one.model,
                one.label,
                one.among,
                one.found.best or None,
                one.found.value.value,
                one.found.value.low,
                one.found.value.high,
                one.found.share,
                one.found.second or None,
                one.found.difference.value,
                one.found.difference.low,
                one.found.difference.high,
                one.found.photographs,
                one.found.neonates,
                one.found.some,
                "; ".join(one.found.lacking) or None,
                "; ".join(one.found.undefined) or None,
                one.found.why or None,
            )
            for one in findings.winners
        ),
    )
