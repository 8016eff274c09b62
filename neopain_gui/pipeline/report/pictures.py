"""Which figures a report has, and what stands under them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.measures import FAMILY, OVERLAP, measure_of
from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.findings.analysis import Analysis
from neopain_gui.jobs import Job
from neopain_gui.pipeline.map_files.export import slug
from neopain_gui.pipeline.report.gather import grid_rows
from neopain_gui.reports.charts import Violin, heat_table, region_chart, violins
from neopain_gui.reports.drawing import Drawing, Format
from neopain_gui.reports.photo_grid import Row, Show, photo_grid
from neopain_gui.study import Study

MOST_PAIRS = 32
"""Violins in a figure: more could not be read."""
MOST_ROWS, MOST_COLUMNS = 10, 8
"""Photographs of a class and extraction models in a grid."""
MOST_MODELS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A figure that is still to be drawn.

    Attributes
    ----------
    name : str
        Of its files.
    section : str
        Of the page.
    title, alt, caption : str
        What stands above it, what it shows for who cannot see it, what stands below.
    draw : callable
        Makes it.
    kind : str
        Which format the page shows.
    folded : bool
        Whether the page shows it on demand only.
    """

    name: str
    section: str
    title: str
    alt: str
    caption: str
    draw: Drawing
    kind: Format = "svg"
    folded: bool = False


def charts(analysis: Analysis) -> Iterator[Picture]:
    """Yield the figures of numbers."""
    if not analysis.pairs:
        return
    for metric in FAMILY:
        yield _heat(analysis, metric)
    for metric in FAMILY:
        yield from _violins(analysis, metric)
    if analysis.regions:
        yield _regions(analysis)


def _heat(analysis: Analysis, metric: str) -> Picture:
    models = [model.name for model in analysis.comparison.by_kind][:MOST_MODELS]
    at = {name: place for place, name in enumerate(models)}
    parts = [(label, np.full((len(models),) * 2, np.nan)) for label in ("Pain", "No pain", "All")]
    for one in analysis.pairs:
        if one.metric == metric and one.model_a in at and one.model_b in at:
            a, b = at[one.model_a], at[one.model_b]
            for (_, matrix), mean in zip(
                parts, (one.pain, one.no_pain, one.all_images), strict=True
            ):
                matrix[a, b] = matrix[b, a] = mean.value
    known = np.concatenate([matrix[np.isfinite(matrix)] for _, matrix in parts])
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    name = measure_of(metric).title
    title = f"{name}: means by class"
    return Picture(
        name=f"means_{metric}",
        section="agreement",
        title=title,
        alt=f"{title}, a matrix of {len(models)} extraction models for pain, no pain and all.",
        caption=f"{name} of every two extraction models. {_of(models, analysis)}",
        draw=lambda: heat_table(title, models, parts, low, high),
        folded=metric != OVERLAP,
    )


def _of(models: Sequence[str], analysis: Analysis) -> str:
    all_of_them = len(analysis.comparison.models)
    if len(models) == all_of_them:
        return "The numbers are those of Tables 3 and 4."
    return f"The first {len(models)} of {all_of_them} models; all are in the tables."


def _violins(analysis: Analysis, metric: str) -> Iterator[Picture]:
    networks = {one.name for one in analysis.comparison.models if one.of_classifier}
    table, images = analysis.comparison.table, analysis.comparison.images
    values = table.values(metric)
    masks = [
        np.array([image.label is label for image in images], bool)
        for label in (PainLabel.PAIN, PainLabel.NO_PAIN)
    ]
    chance = np.where(np.isfinite(values), table.chance(metric), np.nan)
    groups: dict[str, list[Violin]] = {"alike": [], "across": []}
    for place, (a, b) in enumerate(table.pairs):
        across = (a in networks) != (b in networks)
        groups["across" if across else "alike"].append(
            Violin(
                name=f"{a} and {b}",
                pain=values[masks[0], place],
                no_pain=values[masks[1], place],
                chance=(_known_mean(chance[masks[0], place]), _known_mean(chance[masks[1], place])),
            )
        )
    said = {"alike": "among networks and among people", "across": "of networks with people"}
    for group, some in groups.items():
        if not some:
            continue
        title = f"{measure_of(metric).title} {said[group]}"
        shown = some[:MOST_PAIRS]
        more = "" if len(shown) == len(some) else f" The first {len(shown)} of {len(some)} pairs."
        yield Picture(
            name=f"violins_{metric}_{group}",
            section="classes",
            title=title,
            alt=f"{title}: split violins of {len(shown)} pairs, pain and no pain.",
            caption=f"{title}, as in Figure 17 of the dissertation: a point is a photograph.{more}",
            draw=_drawing(title, measure_of(metric), shown),
            folded=metric != OVERLAP,
        )


def _known_mean(values: NDArray[np.float64]) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else math.nan


def _drawing(title: str, measure: Measure, some: Sequence[Violin]) -> Drawing:
    return lambda: violins(title, measure.with_unit, some, measure.range)


def _regions(analysis: Analysis) -> Picture:
    models = [model.name for model in analysis.comparison.by_kind][:MOST_MODELS]
    regions = list(dict.fromkeys(row.region for row in analysis.regions))
    found = {(row.model, row.region, row.label): row.density.value for row in analysis.regions}
    density = {
        (model, region): (found[model, region, "pain"], found[model, region, "no pain"])
        for model in models
        for region in regions
    }
    title = "Relevance by feature of the face"
    return Picture(
        name="regions_chart",
        section="regions",
        title=title,
        alt=f"{title}: bars of {len(models)} extraction models for pain and no pain.",
        caption="Share of relevance over share of area: beyond the dashed line a feature gets more "
        "than an even map would give it.",
        draw=lambda: region_chart(title, regions, models, density),
    )


def grids(study: Study, analysis: Analysis, *, photographs: bool, job: Job) -> Iterator[Picture]:
    """Yield photographs × extraction models, a figure a class and way of showing them."""
    compared = analysis.comparison
    models = compared.by_kind[:MOST_COLUMNS]
    labels: tuple[PainLabel | None, ...] = (PainLabel.PAIN, PainLabel.NO_PAIN, None)
    for label in labels:
        its = [image for image in compared.images if image.label is label]
        if not its:
            continue
        rows, unread = grid_rows(
            study, its[:MOST_ROWS], models, compared.settings, photographs=photographs, job=job
        )
        ways: tuple[Show, ...] = ("heatmaps", "contour masks")
        for show in ways:
            yield _grid(label, show, rows, its, analysis, unread)


def _grid(
    label: PainLabel | None,
    show: Show,
    rows: list[Row],
    its: Sequence[FaceImage],
    analysis: Analysis,
    unread: Sequence[str],
) -> Picture:
    models = [model.name for model in analysis.comparison.by_kind]
    heads = models[:MOST_COLUMNS]
    what = str(label) if label else "no label"
    title = f"{show.capitalize()} on photographs of {what}"
    caption = f"{len(rows)} of {len(its)} photographs of {what}."
    if len(heads) < len(models):
        caption += f" The first {len(heads)} of {len(models)} extraction models."
    if unread:
        caption += f" The photographs of {', '.join(unread)} could not be read."
    return Picture(
        name=f"grid_{slug(what.replace(' ', '_'))}_{slug(show.replace(' ', '_'))}",
        section="photographs",
        title=title,
        alt=f"{title}: {len(rows)} photographs, {len(heads)} extraction models.",
        caption=caption,
        draw=lambda: photo_grid(title, heads, rows, show),
        kind="png",
        folded=show == "heatmaps",
    )
