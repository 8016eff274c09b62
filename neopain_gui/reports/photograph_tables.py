"""What the means of a report are of, photograph by photograph: for whoever computes them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.faces import Face, FaceRegions
from neopain_gui.findings.analysis import Analysis
from neopain_gui.reports.label_source import with_label_source
from neopain_gui.reports.sheet import Cell, Sheet

_REGIONS = ("image", "label", "model", "region", "share", "density", "coverage", "area")


def photograph_sheets(findings: Analysis) -> list[Sheet]:
    """Return those of the tables that have rows."""
    sheets = [
        Sheet(
            name="baselines_photographs",
            says="What the baselines are means of: every pair and metric on every photograph.",
            header=("image", "model_a", "model_b", "metric", "on_grid", "shuffled", "mean_map"),
            rows=tuple(
                (image, one.model_a, one.model_b, one.metric, *values)
                for one in findings.pairs
                for image, *values in one.on_photographs
            ),
        ),
        Sheet(
            name="regions_photographs",
            says="What the relevance by feature is the mean of, photograph by photograph.",
            header=_REGIONS,
            rows=tuple(
                tuple(getattr(one, name) or None if name == "label" else getattr(one, name)
                      for name in _REGIONS)
                for one in findings.regions_on_photographs
            ),
        ),
        Sheet(
            name="region_agreement_photographs",
            says="What the agreement within each feature is the mean of, photograph by photograph.",
            header=("image", "model_a", "model_b", "region", "iou"),
            rows=tuple(findings.in_regions_on_photographs),
        ),
    ]  # fmt: skip
    there = [sheet for sheet in sheets if sheet.rows]
    return with_label_source(there, findings.comparison.label_source)


def faces_sheet(images: Sequence[FaceImage], faces: Mapping[str, Face]) -> Sheet:
    """Return where the faces are over which everything was compared."""
    rows: list[tuple[Cell, ...]] = []
    for image in images:
        face = faces[image.id]
        rows.append(
            (
                image.id,
                image.width,
                image.height,
                *face.box.as_tuple(),
                str(face.source),
                face.score,
                face.chosen,
            )
        )
    return Sheet(
        name="faces",
        says="The face boxes over which everything was compared, in pixels of the photographs.",
        header=(
            *("image", "width", "height", "left", "top", "right", "bottom"),
            *("source", "score", "chosen_by_person"),
        ),
        rows=tuple(rows),
    )


def folds_sheet(rows: Mapping[tuple[str, str, str], Mapping[str, Any]]) -> Sheet:
    """Return which networks of cross-validated classifiers explained each photograph.

    Parameters
    ----------
    rows : Mapping
        The facts of that name by photograph, classifier and what sets the way apart.
    """
    return Sheet(
        name="folds",
        says="Which folds’ networks explained each photograph of a cross-validated classifier; of "
        "several the mean of their maps is meant.",
        header=("image", "classifier", "folds", "of", "explained_by", "says"),
        rows=tuple(
            (
                image,
                classifier,
                " ".join(map(str, facts["used"])),
                int(facts["of"]),
                str(facts["why"]),
                str(facts["said"]),
            )
            for (image, classifier, _), facts in rows.items()
        ),
    )


def outlines_sheet(regions: Mapping[str, FaceRegions]) -> Sheet:
    """Return the outlines of every feature of every face, point by point."""
    return Sheet(
        name="outlines",
        says="The outlines of the features of every face, as they were counted, in pixels of the "
        "photograph, centres at whole numbers.",
        header=("image", "region", "placed_by", "outline", "point", "x", "y"),
        rows=tuple(
            (image_id, region, str(one.source_of(region)), outline, point, float(x), float(y))
            for image_id, one in regions.items()
            for region, outlines in one.outlines.items()
            for outline, points in enumerate(outlines, 1)
            for point, (x, y) in enumerate(points, 1)
        ),
        in_workbook=False,
    )
