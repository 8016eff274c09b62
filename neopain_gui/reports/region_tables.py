"""What the features of the face say, as tables of one observation a row."""

from __future__ import annotations

from neopain_gui.findings.analysis import Analysis
from neopain_gui.reports.sheet import Sheet, interval_columns, sheet_of

_OF_REGIONS = ("share", "density", "coverage")
_INTERVAL = {"low": "low", "high": "high", "sd": "sd"}


def regions_sheet(findings: Analysis) -> Sheet:
    """Return what every extraction model gives every feature of the face."""
    columns = {name: name for name in ("model", "region", "label")}
    for name in _OF_REGIONS:
        columns |= {name: f"{name}.value"}
        columns |= {f"{name}_{end}": f"{name}.{end}" for end in _INTERVAL}
    return sheet_of(
        "regions",
        "Relevance and coverage by feature of the face; a density of 1 is what an even map "
        "gives. Intervals of 95 % over neonates.",
        findings.regions,
        {**columns, "df": "density.df", "rank": "rank", "photographs": "density.n",
         "neonates": "density.neonates"},
    )  # fmt: skip


def drawn_sheet(findings: Analysis) -> Sheet:
    """Return the outlines that somebody drew, point by point."""
    return Sheet(
        name="drawn_regions",
        says="Regions that were drawn by hand, in pixels of the photograph, centres at whole "
        "numbers; all others are a template on the face.",
        header=("image", "region", "outline", "point", "x", "y"),
        rows=tuple(
            (image_id, region, outline, point, float(x), float(y))
            for image_id, regions in findings.drawn.items()
            for region, outlines in regions.items()
            for outline, points in enumerate(outlines, 1)
            for point, (x, y) in enumerate(points, 1)
        ),
    )


def ranks_sheet(findings: Analysis) -> Sheet:
    """Return how alike the models' rankings of the features are."""
    return sheet_of(
        "region_ranks",
        "Kendall's τ between the extraction models' rankings of the features by density: of "
        "the means over a class's photographs, and the mean of τ within each photograph with its "
        "interval of 95 % over neonates.",
        findings.ranks,
        {
            **{name: name for name in ("model_a", "model_b", "label")},
            "kendall_tau": "tau",
            "features": "features",
            "p": "p",
            "within": "within.value",
            **interval_columns("", "within"),
            "photographs": "within.n",
            "neonates": "within.neonates",
        },
    )


def ranks_on_photographs_sheet(findings: Analysis) -> Sheet:
    """Return how alike the models' rankings of the features are on each photograph."""
    return sheet_of(
        "region_ranks_photographs",
        "Kendall's τ between the extraction models' rankings of the features by density, on "
        "each photograph.",
        findings.ranks_by_photograph,
        {**{name: name for name in ("image", "model_a", "model_b")}, "kendall_tau": "tau"},
    )


def in_regions_sheet(findings: Analysis) -> Sheet:
    """Return how much two models agree within each feature."""
    return sheet_of(
        "region_agreement",
        "Mean intersection over union of two models' masks within a feature of the face; "
        "intervals of 95 % over neonates.",
        findings.in_regions,
        {
            **{name: name for name in ("model_a", "model_b", "region")},
            "iou": "iou.value",
            **interval_columns("", "iou"),
            "photographs": "iou.n",
            "neonates": "iou.neonates",
        },
    )
