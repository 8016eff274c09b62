"""What the features of the face say, as tables of one observation a row."""

from __future__ import annotations

from neopain_gui.reports.findings import Findings
from neopain_gui.reports.sheet import Sheet


def regions_sheet(findings: Findings) -> Sheet:
    """Return what every extraction model gives every feature of the face."""
    return Sheet(
        name="regions",
        says="Relevance and coverage by feature of the face; a density of 1 is what an even map "
        "gives.",
        header=("model", "region", "label", "share", "density", "coverage", "rank", "photographs"),
        rows=tuple(
            (
                one.model,
                one.region,
                one.label,
                one.share,
                one.density,
                one.coverage,
                one.rank,
                one.n,
            )
            for one in findings.regions
        ),
    )


def drawn_sheet(findings: Findings) -> Sheet:
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


def ranks_sheet(findings: Findings) -> Sheet:
    """Return how alike the models' rankings of the features are."""
    return Sheet(
        name="region_ranks",
        says="Kendall's τ between the extraction models' rankings of the features by density: of "
        "the means over a class's photographs, and the mean of τ within each photograph with its "
        "interval of 95 % over neonates.",
        header=(
            *("model_a", "model_b", "label", "kendall_tau", "p", "within", "low", "high"),
            *("sd", "photographs", "neonates"),
        ),
        rows=tuple(
            (
                one.model_a,
                one.model_b,
                one.label,
                one.tau,
                one.p,
                one.within.value,
                one.within.low,
                one.within.high,
                one.within.sd,
                one.within.n,
                one.within.neonates,
            )
            for one in findings.ranks
        ),
    )


def ranks_on_photographs_sheet(findings: Findings) -> Sheet:
    """Return how alike the models' rankings of the features are on each photograph."""
    return Sheet(
        name="region_ranks_photographs",
        says="Kendall's τ between the extraction models' rankings of the features by density, on "
        "each photograph.",
        header=("image", "model_a", "model_b", "kendall_tau"),
        rows=tuple(
            (one.image, one.model_a, one.model_b, one.tau) for one in findings.ranks_by_photograph
        ),
    )


def in_regions_sheet(findings: Findings) -> Sheet:
    """Return how much two models agree within each feature."""
    return Sheet(
        name="region_agreement",
        says="Mean intersection over union of two models' masks within a feature of the face.",
        header=("model_a", "model_b", "region", "iou"),
        rows=tuple(findings.in_regions),
    )
