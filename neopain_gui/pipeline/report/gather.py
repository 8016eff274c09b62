"""What a report says of a study besides its findings: how everything was made, what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from neopain_gui.classifiers.folds.record import made_by
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import InputError
from neopain_gui.faces import crop
from neopain_gui.findings.comparison import Comparison
from neopain_gui.gaze.trials import Trial
from neopain_gui.jobs import Job
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, on_photograph, post_process, to_contour_mask
from neopain_gui.pipeline.eye_tracking.who_counts import left_out
from neopain_gui.pipeline.photographs.facial_regions import regions_on
from neopain_gui.pipeline.settings.study_settings import SYNTHETIC_SETTING, gaze_settings
from neopain_gui.provenance import canonical_json, software_versions
from neopain_gui.reports.how_made import FROM_RECORDINGS, ModelFacts, Way
from neopain_gui.reports.methods_text import StudyFacts
from neopain_gui.reports.photo_grid import Row, Tile
from neopain_gui.reports.photograph_tables import faces_sheet, folds_sheet, outlines_sheet
from neopain_gui.reports.sheet import Sheet
from neopain_gui.study import Result, Study
from neopain_gui.study.removal import KEY_START

PHOTOGRAPHS = "report photographs"
"""Key of the study's setting that says whether a report may show photographs."""
_OWN = frozenset(
    {
        *("image", "box", "size", "trials", "target", "picture", "placed", "place", "sha256"),
        *("references", "folds", "said", "features"),
    }
)
"""Inputs that belong to one photograph's map, not to the way in which all were made."""


def may_show_photographs(study: Study) -> bool | None:
    """Return whether a report may show the photographs; None where nobody has said.

    Phantoms show nobody.
    """
    said = study.setting(PHOTOGRAPHS)
    if isinstance(said, bool):
        return said
    return True if study.setting(SYNTHETIC_SETTING, False) else None


def study_facts(study: Study, comparison: Comparison, *, photographs: bool) -> StudyFacts:
    """Return what is on record of the maps that were compared."""
    compared = {image.id for image in comparison.images}
    by_model: dict[str, list[Result]] = {model.name: [] for model in comparison.models}
    for result in study.results.all():
        if result.model.name in by_model and result.image_id in compared:
            by_model[result.model.name].append(result)
    trials = study.gaze.trials() if study.gaze.has_trials else []
    made = [result for some in by_model.values() for result in some]
    return StudyFacts(
        title=study.name,
        synthetic=bool(study.setting(SYNTHETIC_SETTING, False)),
        photographs=photographs,
        models=tuple(
            ModelFacts(
                name=model.name,
                kind=model.kind,
                maps=len(by_model[model.name]),
                ways=_ways(by_model[model.name]),
                folds=max(map(_folds, by_model[model.name]), default=0),
                explained_by=Counter(map(why_explained, by_model[model.name])),
            )
            for model in comparison.by_kind
        ),
        software=software_versions(),
        gaze=gaze_settings(study).as_dict() if trials else {},
        left_out=tuple(sorted(_in_no_map(trials, made).items())),
    )


def face_sheets(study: Study, comparison: Comparison) -> list[Sheet]:
    """Return where faces and their features are on the photographs that were compared."""
    faces, drawn = study.faces.all(), study.regions.all()
    placed = {
        image.id: regions_on(faces[image.id], drawn.get(image.id, {}))
        for image in comparison.images
    }
    sheets = [faces_sheet(comparison.images, faces), outlines_sheet(placed)]
    return [sheet for sheet in sheets if sheet.rows]


def _folds(result: Result) -> int:
    """Return how many folds a map's classifier has; 0 of a single network."""
    return int(result.facts.get("folds", {}).get("of", 0))


def why_explained(result: Result) -> str:
    """Return why those networks explained a photograph that did; empty of a single network."""
    return str(result.facts.get("folds", {}).get("why", ""))


def folds_sheets(study: Study, comparison: Comparison) -> list[Sheet]:
    """Return which folds' networks explained the photographs that were compared, if any did."""
    compared = {model.name for model in comparison.models}
    rows = {
        (image.id, str(result.facts.get("classifier")), canonical_json(folds["used"])): folds
        for image in comparison.images
        for result in study.results.all(image.id, compared)
        if (folds := result.facts.get("folds"))
    }
    return [folds_sheet(rows)] if rows else []


def _in_no_map(trials: Sequence[Trial], made: Sequence[Result]) -> dict[str, str]:
    """Return who was not recorded well enough for any of the maps that were made of recordings."""
    of_groups = [one for one in made if one.provenance.stage == FROM_RECORDINGS]
    shares = [one.provenance.inputs.get("parameters", {}).get("pass_share") for one in of_groups]
    asked = [float(share) for share in shares if share is not None]
    inside = {start for one in of_groups for start in one.facts.get("trials", ())}
    there = {one.participant_id for one in trials if one.key[:KEY_START] in inside}
    return {
        who: why
        for who, why in (left_out(trials, min(asked)) if asked else {}).items()
        if who not in there
    }


def _ways(results: Sequence[Result]) -> tuple[Way, ...]:
    """Return each way in which some results were made, the most usual first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for result in results:
        made = result.provenance.inputs
        inputs = {k: v for k, v in made.items() if k not in _OWN}
        if "folds" in made:  # which networks of a training spoke is the photograph's own
            inputs["weights"] = made_by(made)
        way: dict[str, Any] = {
            "stage": f"{result.provenance.stage} version {result.provenance.version}",
            **inputs,
            "class_explained": result.facts.get("target_choice"),
            "classifier": result.facts.get("classifier"),
            "software": result.facts.get("software", {}),
        }
        found.setdefault(canonical_json(way), []).append(way)
    return tuple(
        Way(inputs=some[0], maps=len(some))
        for some in sorted(found.values(), key=lambda some: -len(some))
    )


def grid_rows(
    study: Study,
    images: Sequence[FaceImage],
    models: Sequence[ExtractionModel],
    settings: MaskSettings,
    *,
    photographs: bool,
    job: Job,
) -> tuple[list[Row], list[str]]:
    """Return photographs with their maps over the face, and which could not be read.

    Parameters
    ----------
    study : Study
        Open.
    images : sequence of FaceImage
        Which; each has a face.
    models : sequence of ExtractionModel
        The columns.
    settings : MaskSettings
        What makes the contour masks.
    photographs : bool
        Whether the photographs themselves are shown.
    job : Job
        Asked before each photograph whether to stop.
    """
    faces = study.faces.all()
    rows: list[Row] = []
    unread: list[str] = []
    for image in images:
        job.check()
        box, face = faces[image.id].box, None
        if photographs:
            try:
                face = crop(study.images.pixels(image.id), box)
            except InputError:
                unread.append(image.id)
        results = {result.model.name: result for result in study.results.all(image.id)}
        tiles: list[Tile | None] = []
        for model in models:
            if model.name not in results:
                tiles.append(None)
                continue
            relevance = study.results.relevance_of(results[model.name])
            mask = to_contour_mask(relevance, settings).values[box.slices]
            tiles.append(Tile(heat=_heat(relevance, settings)[box.slices], mask=mask))
        rows.append(Row(name=image.id, face=face, tiles=tuple(tiles)))
    return rows, unread


def _heat(relevance: RelevanceMap, settings: MaskSettings) -> Any:
    """Return a map from 0 to 1 in the photograph's pixels, as its contour mask is cut from it."""
    values = relevance.values
    if relevance.model.of_classifier:
        values = post_process(values, settings)
    placed = on_photograph(relevance, values)
    top = float(placed.max())
    return placed / top if top > 0 else np.zeros_like(placed)
