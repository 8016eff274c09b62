"""Tables of the features of the face as people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from neopain_gui.faces.regions import FEATURES
from neopain_gui.findings.analysis import Analysis
from neopain_gui.reports.shown_table import (
    MEAN,
    NOTHING,
    ShownCell,
    ShownTable,
    mean_cells,
    number,
    p_value,
    share,
    table_of,
)

_LABELS = (("pain", "Pain"), ("no pain", "No pain"), ("all", "All photographs"))


def regions_table(findings: Analysis) -> ShownTable:
    """Return which features of the face each model stresses, with and without pain."""
    sections = []
    features = list(dict.fromkeys(one.region for one in findings.regions))
    for label, heading in _LABELS:
        rows = []
        for model in (one.name for one in findings.comparison.by_kind):
            its = {
                one.region: one
                for one in findings.regions
                if (one.model, one.label) == (model, label)
            }
            cells = [
                ShownCell(
                    text=number(its[name].density.value),
                    bold=its[name].rank == 1,
                    hint=f"{share(its[name].share.value)} of the relevance; "
                    f"{share(its[name].coverage.value)} of the region inside the mask; "
                    f"rank {number(its[name].rank, 0)}; {its[name].density.n} photographs",
                )
                for name in features
            ]
            rows.append((ShownCell(text=model), *cells))
        sections.append((heading, tuple(rows)))
    return table_of(
        "regions",
        "Relevance by feature of the face, for each extraction model",
        ("", *(name.capitalize() for name in features)),
        sections,
        (
            "Share of the relevance divided by share of the face’s area: 1 is an even map. Means "
            "over photographs; n, SD and intervals feature by feature below. Bold: the highest "
            "value of the row.",
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


def features_table(findings: Analysis) -> ShownTable:
    """Return what each model gives each feature, with all that belongs beside a mean."""
    sections = [
        (
            heading,
            tuple(
                (
                    ShownCell(text=f"{one.model}, {one.region}"),
                    *mean_cells(one.density),
                    ShownCell(text=NOTHING if math.isnan(one.rank) else number(one.rank, 0)),
                    ShownCell(text=share(one.share.value)),
                    ShownCell(text=share(one.coverage.value)),
                )
                for one in findings.regions
                if one.label == label
            ),
        )
        for label, heading in _LABELS
    ]
    return table_of(
        "regions_means",
        "Relevance by feature of the face, feature by feature",
        ("Extraction model, feature", "Density", *MEAN[1:], "Rank", "Share", "Covered"),
        sections,
        (
            "Density: share of the relevance divided by share of the face’s area; its SD over "
            "photographs and its interval over neonates. Covered: part of the feature inside the "
            "contour mask. Intervals of shares and coverages: regions.csv.",
        ),
    )


def ranks_table(findings: Analysis) -> ShownTable:
    """Return how alike two models rank the features."""
    sections = [
        (
            heading,
            tuple(
                (
                    ShownCell(text=f"{one.model_a} and {one.model_b}"),
                    ShownCell(text=number(one.tau, 3)),
                    ShownCell(text=str(one.features)),
                    ShownCell(text=p_value(one.p)),
                    *mean_cells(one.within),
                )
                for one in findings.ranks
                if one.label == label
            ),
        )
        for label, heading in _LABELS
    ]
    return table_of(
        "region_ranks",
        "Do two extraction models rank the features of the face alike? Kendall’s τ",
        ("Pair", "τ of the means", "Features", "p", "Mean of τ", *MEAN[1:]),
        sections,
        (
            "τ of the means: of the mean densities of the class, with the p of a τ of so many "
            "features. Mean of τ: over photographs, within each of which the features are ranked.",
        ),
    )


def in_regions_table(findings: Analysis) -> ShownTable:
    """Return within which features two models agree."""
    features = list(dict.fromkeys(one.region for one in findings.in_regions))
    found: dict[tuple[str, str], dict[str, float]] = {}
    for one in findings.in_regions:
        found.setdefault((one.model_a, one.model_b), {})[one.region] = one.iou.value
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
            *(
                ShownCell(text=number(its[name]), bold=name in FEATURES and its[name] == most[pair])
                for name in features
            ),
        )
        for pair, its in found.items()
    )
    return table_of(
        "region_agreement",
        "Agreement within each feature of the face (intersection over union)",
        ("Pair", *(name.capitalize() for name in features)),
        (("", rows),),
        (
            "Means over photographs; n, SD and intervals feature by feature below. Bold: the "
            "highest of the row.",
            *_own_note(features),
        ),
    )


def features_agreement_table(findings: Analysis) -> ShownTable:
    """Return the agreement within each feature, with all that belongs beside a mean."""
    features = list(dict.fromkeys(one.region for one in findings.in_regions))
    sections = [
        (
            feature.capitalize(),
            tuple(
                (ShownCell(text=f"{one.model_a} and {one.model_b}"), *mean_cells(one.iou))
                for one in findings.in_regions
                if one.region == feature
            ),
        )
        for feature in features
    ]
    return table_of(
        "region_agreement_means",
        "Agreement within each feature of the face, feature by feature",
        ("Pair", "IoU", *MEAN[1:]),
        sections,
    )
