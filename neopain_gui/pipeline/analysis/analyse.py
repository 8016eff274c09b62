"""Everything that a report says of a study's agreement, in one go through its photographs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neopain_gui.agreement.faces import FaceMasks
from neopain_gui.agreement.measures import COUNTED, FAMILY, FURTHER, MEASURES
from neopain_gui.dataset.face_image import FaceImage, neonates_of
from neopain_gui.faces import Face
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.people import Ceiling
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.maps import ContourMask, ExtractionModel
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.analysis.ceiling import ceilings, people_rows
from neopain_gui.pipeline.analysis.classifiers import evaluations
from neopain_gui.pipeline.analysis.equivalence import equivalence_rows
from neopain_gui.pipeline.analysis.looking import gain_rows
from neopain_gui.pipeline.analysis.map_and_fixation_rows import fixation_rows, map_rows
from neopain_gui.pipeline.analysis.measuring import with_values
from neopain_gui.pipeline.analysis.mixed import mixed_rows
from neopain_gui.pipeline.analysis.one_thread import one_thread
from neopain_gui.pipeline.analysis.pairs import summarise
from neopain_gui.pipeline.analysis.ranks import rank_agreement, rank_rows
from neopain_gui.pipeline.analysis.regions import (
    RegionCounter,
    agreement_in_regions,
    agreement_in_regions_of,
    region_rows,
    regions_on_photographs,
)
from neopain_gui.pipeline.analysis.relations import relations
from neopain_gui.pipeline.analysis.scores import score_rows
from neopain_gui.pipeline.analysis.winners import winners
from neopain_gui.pipeline.compare import compare_study, default_models
from neopain_gui.pipeline.eye_tracking.group_maps import KeptFixations
from neopain_gui.pipeline.photographs.facial_regions import own_names, regions_on
from neopain_gui.pipeline.settings.study_settings import gaze_settings
from neopain_gui.study import Result, Study

ANALYSIS_VERSION = 7
"""Raised when the same study gives other numbers: what was kept of it is worked out again."""


@one_thread()
def analyse(
    study: Study,
    settings: MaskSettings,
    *,
    image_ids: Sequence[str] | None = None,
    models: Sequence[ExtractionModel] | None = None,
    job: Job = NULL_JOB,
) -> Analysis:
    """Compare a study's extraction models and say what it means.

    Parameters
    ----------
    study : Study
        Open.
    settings : MaskSettings
        What makes the contour masks.
    image_ids : sequence of str, optional
        The photographs; all by default.
    models : sequence of ExtractionModel, optional
        The extraction models; those of a comparison by default.
    job : Job, optional
        Told of progress; asked whether to stop.
    """
    chosen = sorted(models if models is not None else default_models(study))
    names = [model.name for model in chosen]
    drawn = study.regions.all()
    own = own_names(drawn, drawn if image_ids is None else image_ids)
    masks, counter = FaceMasks(models=names), RegionCounter(models=names, own=own)

    def watch(image: FaceImage, face: Face, found: Sequence[tuple[Result, ContourMask]]) -> None:
        by_name = {mask.model.name: mask.values for _, mask in found}
        masks.add(image.id, by_name, face.box)
        maps = {result.model.name: study.results.relevance_of(result) for result, _ in found}
        counter.add(regions_on(face, drawn.get(image.id, {})), face.box, maps)

    comparison = compare_study(
        study,
        settings,
        image_ids=image_ids,
        models=chosen,
        measures=[one for one in MEASURES if one.on_masks is not None],
        watch=watch,
        job=PartOfJob(job, 0.0, 0.45),
    )
    fixations = KeptFixations(study, gaze_settings(study))
    ids, part = [image.id for image in comparison.images], PartOfJob(job, 0.45, 0.55)
    people = people_rows(study, settings, ids, fixations=fixations, job=part)
    if not comparison.images:
        return Analysis(comparison=comparison)
    maps = map_rows(study, comparison, PartOfJob(job, 0.55, 0.65))
    at_fixations = fixation_rows(study, comparison, PartOfJob(job, 0.65, 0.7), fixations)
    comparison = with_values(comparison, maps, at_fixations)
    pairs = summarise(comparison, masks, comparison.table.measures, PartOfJob(job, 0.7, 0.9))
    seen = _in_the_face(comparison, masks, counter)
    bounds = tuple(ceilings(study, people))
    return Analysis(
        comparison=comparison,
        pairs=tuple(one for one in pairs if one.metric in COUNTED),
        further=tuple(one for one in pairs if one.metric in FURTHER),
        **seen,
        region_sources=tuple(sorted(counter.sources)),
        drawn={one: drawn[one] for one in masks.image_ids if one in drawn},
        ceilings=bounds,
        people=tuple(people),
        winners=tuple(winners(comparison)),
        relations=tuple(relations(study, comparison, FAMILY)),
        classifiers=tuple(evaluations(study, comparison.images)),
        scores=tuple(score_rows(study, comparison.images)),
        maps=tuple(maps),
        at_fixations=tuple(at_fixations),
        **_inferred(study, comparison, bounds, seen, fixations, PartOfJob(job, 0.9, 1.0)),
    )


def _inferred(
    study: Study,
    comparison: Comparison,
    bounds: Sequence[Ceiling],
    seen: dict[str, tuple[Any, ...]],
    fixations: KeptFixations,
    job: Job,
) -> dict[str, tuple[Any, ...]]:
    """Return what :class:`Analysis` says beyond "is there a difference?", by its names."""
    equivalent, mixed, looks = (
        PartOfJob(job, begin, end) for begin, end in ((0.0, 0.5), (0.5, 0.8), (0.8, 1.0))
    )
    return {
        "equivalences": tuple(equivalence_rows(study, comparison, bounds, equivalent)),
        "mixed": tuple(mixed_rows(comparison, seen["regions_on_photographs"], mixed)),
        "gains": tuple(gain_rows(study, comparison, looks, fixations)),
    }


def _in_the_face(
    comparison: Comparison, masks: FaceMasks, counter: RegionCounter
) -> dict[str, tuple[Any, ...]]:
    """Return what :class:`Analysis` says of the features of the face, by its names."""
    labels = [str(image.label) if image.label else "" for image in comparison.images]
    neonates = neonates_of(comparison.images)
    rows = region_rows(counter, masks, labels, neonates)
    ranks = rank_rows(counter, masks.image_ids)
    return {
        "regions": tuple(rows),
        "ranks": tuple(rank_agreement(rows, ranks, labels, neonates)),
        "ranks_by_photograph": tuple(ranks),
        "in_regions": tuple(
            one
            for pair in comparison.table.pairs
            for one in agreement_in_regions(counter, masks, neonates, pair)
        ),
        "regions_on_photographs": tuple(regions_on_photographs(counter, masks, labels)),
        "in_regions_on_photographs": tuple(
            (image_id, a, b, region, float(values[row]))
            for a, b in comparison.table.pairs
            for region, values in agreement_in_regions_of(counter, masks, (a, b), "iou").items()
            for row, image_id in enumerate(masks.image_ids)
        ),
    }
