"""Everything that a report says of a study's agreement, in one go through its photographs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from neopain_gui.agreement.faces import FaceMasks
from neopain_gui.agreement.measures import COUNTED, FAMILY, FURTHER, MEASURES
from neopain_gui.dataset.face_image import FaceImage, neonates_of
from neopain_gui.faces import Face
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.maps import ContourMask, ExtractionModel
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.analysis.ceiling import Ceiling, PeopleRow, ceilings, people_rows
from neopain_gui.pipeline.analysis.classifiers import evaluations
from neopain_gui.pipeline.analysis.map_and_fixation_rows import (
    FixationRow,
    MapRow,
    fixation_rows,
    map_rows,
)
from neopain_gui.pipeline.analysis.measuring import with_values
from neopain_gui.pipeline.analysis.one_thread import one_thread
from neopain_gui.pipeline.analysis.pairs import PairSummary, summarise
from neopain_gui.pipeline.analysis.ranks import RankAgreement, RankRow, rank_agreement, rank_rows
from neopain_gui.pipeline.analysis.regions import (
    RegionAgreement,
    RegionCounter,
    RegionOnPhotograph,
    RegionRow,
    agreement_in_regions,
    agreement_in_regions_of,
    region_rows,
    regions_on_photographs,
)
from neopain_gui.pipeline.analysis.relations import Relation, relations
from neopain_gui.pipeline.analysis.scores import ScoreRow, score_rows
from neopain_gui.pipeline.analysis.winners import Winner, winners
from neopain_gui.pipeline.compare import Comparison, compare_study, default_models
from neopain_gui.pipeline.eye_tracking.group_maps import KeptFixations
from neopain_gui.pipeline.photographs.facial_regions import Drawn, own_names, regions_on
from neopain_gui.pipeline.settings.study_settings import gaze_settings
from neopain_gui.study import Result, Study
from neopain_gui.training.metrics import Evaluation

ANALYSIS_VERSION = 4
"""Raised when the same study gives other numbers: what was kept of it is worked out again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What was found.

    Attributes
    ----------
    comparison : Comparison
        Every pair on every photograph.
    pairs : tuple of PairSummary
        Per metric that follows from counts of pixels, then per pair.
    further : tuple of PairSummary
        The same by other measures, which have neither chance level nor baselines; pairs that have
        a value somewhere.
    regions : tuple of RegionRow
        Relevance and coverage by feature of the face.
    ranks : tuple of RankAgreement
        How alike two models rank the features, by class.
    ranks_by_photograph : tuple of RankRow
        The same on each photograph.
    in_regions : tuple of RegionAgreement
        How much two models agree within a feature.
    regions_on_photographs : tuple of RegionOnPhotograph
        What those means are of.
    in_regions_on_photographs : tuple of (str, str, str, str, float)
        Photograph, two models, a feature, and the IoU of their masks within it.
    region_sources : tuple of str
        What the features were placed by: landmarks, the face box, a hand.
    drawn : Mapping of str to Mapping of str to tuple of ndarray
        The outlines of those that somebody drew, by photograph and name.
    ceilings : tuple of Ceiling
        How much people of a group agree with each other; none without recordings.
    people : tuple of PeopleRow
        What these are means of, photograph by photograph and person by person.
    winners : tuple of Winner
        With whom each model agrees most, on the photographs that all have, and how sure that is.
    relations : tuple of Relation
        How agreement goes with being right, confidence, and people's scores.
    maps : tuple of MapRow
        Agreement of the maps themselves, pair by pair and photograph by photograph.
    at_fixations : tuple of FixationRow
        How well each map says where each group fixates; none without recordings.
    classifiers : tuple of (str, Evaluation)
        What each classifier achieves on the labelled photographs.
    scores : tuple of ScoreRow
        What classifiers and people said of each photograph: what relations and ``classifiers``
        follow from.
    """

    comparison: Comparison
    pairs: tuple[PairSummary, ...] = ()
    further: tuple[PairSummary, ...] = ()
    regions: tuple[RegionRow, ...] = ()
    ranks: tuple[RankAgreement, ...] = ()
    ranks_by_photograph: tuple[RankRow, ...] = ()
    in_regions: tuple[RegionAgreement, ...] = ()
    regions_on_photographs: tuple[RegionOnPhotograph, ...] = ()
    in_regions_on_photographs: tuple[tuple[str, str, str, str, float], ...] = ()
    region_sources: tuple[str, ...] = ()
    drawn: Drawn = field(default_factory=dict)
    ceilings: tuple[Ceiling, ...] = ()
    people: tuple[PeopleRow, ...] = ()
    winners: tuple[Winner, ...] = ()
    relations: tuple[Relation, ...] = ()
    maps: tuple[MapRow, ...] = ()
    at_fixations: tuple[FixationRow, ...] = ()
    classifiers: tuple[tuple[str, Evaluation], ...] = ()
    scores: tuple[ScoreRow, ...] = ()


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
    people = people_rows(
        study,
        settings,
        [image.id for image in comparison.images],
        fixations=fixations,
        job=PartOfJob(job, 0.45, 0.55),
    )
    if not comparison.images:
        return Analysis(comparison=comparison)
    maps = map_rows(study, comparison, PartOfJob(job, 0.55, 0.65))
    at_fixations = fixation_rows(study, comparison, PartOfJob(job, 0.65, 0.7), fixations)
    comparison = with_values(comparison, maps, at_fixations)
    pairs = summarise(comparison, masks, comparison.table.measures, PartOfJob(job, 0.7, 1.0))
    return Analysis(
        comparison=comparison,
        pairs=tuple(one for one in pairs if one.metric in COUNTED),
        further=tuple(one for one in pairs if one.metric in FURTHER),
        **_in_the_face(comparison, masks, counter),
        region_sources=tuple(sorted(counter.sources)),
        drawn={one: drawn[one] for one in masks.image_ids if one in drawn},
        ceilings=tuple(ceilings(study, people)),
        people=tuple(people),
        winners=tuple(winners(comparison)),
        relations=tuple(relations(study, comparison, FAMILY)),
        classifiers=tuple(evaluations(study, comparison.images)),
        scores=tuple(score_rows(study, comparison.images)),
        maps=tuple(maps),
        at_fixations=tuple(at_fixations),
    )


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
