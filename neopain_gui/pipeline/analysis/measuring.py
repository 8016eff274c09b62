"""A comparison by measures that do not follow from counts of pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.measures import MEASURES, measure_of
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.maps import FixationRow, MapRow
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.maps import ExtractionModel
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.analysis.map_and_fixation_rows import fixation_rows, map_rows
from neopain_gui.pipeline.compare import compare_study
from neopain_gui.study import Study


def compare_by(
    study: Study,
    settings: MaskSettings,
    metrics: Sequence[str] = (),
    *,
    image_ids: Sequence[str] | None = None,
    models: Sequence[ExtractionModel] | None = None,
    job: Job = NULL_JOB,
) -> Comparison:
    """Compare as :func:`~neopain_gui.pipeline.compare.compare_study` does, by further metrics too.

    Parameters
    ----------
    study : Study
        Open.
    settings : MaskSettings
        What makes the contour masks.
    metrics : sequence of str
        Besides all that follow from counts of pixels.
    image_ids, models
        As there.
    job : Job, optional
        Told of progress; asked whether to stop.

    Raises
    ------
    ValueError
        There is no such metric.
    """
    wanted = [measure_of(name) for name in metrics]
    of_maps = [one for one in wanted if one.on_maps is not None]
    at_fixations = [one for one in wanted if one.on_fixations is not None]
    first = 0.5 if of_maps or at_fixations else 1.0
    compared = compare_study(
        study,
        settings,
        image_ids=image_ids,
        models=models,
        measures=[one for one in wanted if one.on_masks is not None],
        job=PartOfJob(job, 0.0, first),
    )
    rest = PartOfJob(job, first, 1.0)
    maps = map_rows(study, compared, rest, of_maps) if of_maps else []
    people = fixation_rows(study, compared, rest, measures=at_fixations) if at_fixations else []
    return with_values(compared, maps, people, metrics)


def with_values(
    comparison: Comparison,
    maps: Sequence[MapRow],
    at_fixations: Sequence[FixationRow],
    metrics: Sequence[str] | None = None,
) -> Comparison:
    """Return a comparison with the values of these rows, by all measures of maps or by some.

    Of a directed measure a pair has the mean of both ways, of a map at a group's fixations the
    value of that, and of two groups the mean of either's map at the other's fixations.
    """
    found: dict[str, dict[tuple[str, frozenset[str]], list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    wanted = [one for one in MEASURES if metrics is None or one.id in metrics]
    for one in wanted:
        if one.on_maps is not None:
            for row in maps:
                here = row.image, frozenset((row.model_a, row.model_b))
                found[one.id][here] += [row.values[name] for name, _, _ in one.columns]
        if one.on_fixations is not None:
            for at in at_fixations:
                found[one.id][at.image, frozenset((at.model, at.group))].append(at.values[one.id])
    further = {
        one.id: _arranged(comparison, found[one.id])
        for one in wanted
        if one.on_maps is not None or one.on_fixations is not None
    }
    table = comparison.table
    return replace(comparison, table=replace(table, further={**table.further, **further}))


def _arranged(
    comparison: Comparison, values: Mapping[tuple[str, frozenset[str]], Sequence[float]]
) -> NDArray[np.float64]:
    """Return values in the table's order, shape (photographs, pairs); NaN where there is none."""
    table = comparison.table
    rows = {image_id: row for row, image_id in enumerate(table.image_ids)}
    places = {frozenset(pair): place for place, pair in enumerate(table.pairs)}
    made = np.full((len(rows), len(places)), np.nan)
    for (image_id, pair), some in values.items():
        known = [value for value in some if np.isfinite(value)]
        if known and pair in places:
            made[rows[image_id], places[pair]] = sum(known) / len(known)
    return made
