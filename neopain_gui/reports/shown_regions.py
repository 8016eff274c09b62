"""Tables of the features of the face as people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from neopain_gui.faces.regions import FEATURES
from neopain_gui.reports.findings import Findings, Ranks
from neopain_gui.reports.shown_table import (
    NOTHING,
    ShownCell,
    ShownTable,
    interval_text,
    number,
    p_value,
    share,
)


def regions_table(findings: Findings) -> ShownTable:
    """Return which features of the face each model stresses, with and without pain."""
    sections = []
    features = list(dict.fromkeys(one.region for one in findings.regions))
    for label, heading in (("pain", "Pain"), ("no pain", "No pain"), ("all", "All photographs")):
        rows = []
        for model in findings.comparison.table.models:
            its = {
                one.region: one
                for one in findings.regions
                if (one.model, one.label) == (model, label)
            }
            cells = [
                ShownCell(
                    text=number(its[name].density),
                    bold=its[name].rank == 1,
                    hint=f"{share(its[name].share)} of the relevance; "
                    f"{share(its[name].coverage)} of the region inside the mask; "
                    f"rank {number(its[name].rank, 0)}; {its[name].n} photographs",
                )
                for name in features
            ]
            rows.append((ShownCell(text=model), *cells))
        sections.append((heading, tuple(rows)))
    return ShownTable(
        name="regions",
        title="Relevance by feature of the face, for each extraction model",
        header=("", *(name.capitalize() for name in features)),
        sections=tuple(sections),
        notes=(
            "Share of the relevance divided by share of the face’s area: 1 is an even map. Bold: "
            "the "
            "highest value of the row.",
            *_own_note(features),
        ),
    )


def _own_note(regions: Sequence[str]) -> tuple[str, ...]:
    own = [name for name in regions if name not in FEATURES]
    if not own:
        return ()
    return (
        f"Regions of one’s own are not ranked and not in bold: {', '.join(own)}. They are means "
        "over "
        "the photographs on which they were drawn; regions.csv says how many.",
    )


def _tau(found: Ranks | None) -> ShownCell:
    if found is None or math.isnan(found.tau):
        return ShownCell(text=NOTHING)
    return ShownCell(
        text=f"{number(found.tau)} ({interval_text(found.within)})", hint=f"p {p_value(found.p)}"
    )


def in_regions_table(findings: Findings) -> ShownTable:
    """Return within which features two models agree."""
    features = list(dict.fromkeys(region for _, _, region, _ in findings.in_regions))
    found: dict[tuple[str, str], dict[str, float]] = {}
    for a, b, region, value in findings.in_regions:
        found.setdefault((a, b), {})[region] = value
    tau = {(one.model_a, one.model_b, one.label): one for one in findings.ranks}
    most = {
        pair: max(
            (one for name, one in its.items() if name in FEATURES and not math.isnan(one)),
            default=math.nan,
        )
        for pair, its in found.items()
    }
    rows = tuple(
        (
            ShownCell(text=f"{pair[0]} and {pair[1]}"),
            *(_tau(tau.get((*pair, label))) for label in ("pain", "no pain")),
            *(
                ShownCell(text=number(its[name]), bold=name in FEATURES and its[name] == most[pair])
                for name in features
            ),
        )
        for pair, its in found.items()
    )
    return ShownTable(
        name="region_agreement",
        title="Agreement within each feature of the face (intersection over union)",
        header=(
            "Pair",
            "Kendall’s τ, pain",
            "Kendall’s τ, no pain",
            *(name.capitalize() for name in features),
        ),
        sections=(("", rows),),
        notes=(
            "Kendall’s τ compares the order in which the two rank the features, by the means over "
            "the photographs of a class; in brackets the mean of τ within each photograph with its "
            "95 % interval over neonates. Bold: the highest of the row.",
            *_own_note(features),
        ),
    )
