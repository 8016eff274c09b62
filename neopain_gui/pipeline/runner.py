"""The whole way, headless: faces, maps, masks, agreement, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from math import inf
from pathlib import Path
from statistics import median

from neopain_gui.attribution.methods import PAPER_METHODS
from neopain_gui.classifiers.registry import available
from neopain_gui.errors import NeoPainError
from neopain_gui.findings.comparison import Comparison
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.compare import compare_study, default_models
from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps, subgroups
from neopain_gui.pipeline.map_files.export import export_masks, export_tables
from neopain_gui.pipeline.maps.attribute import attribute_study
from neopain_gui.pipeline.maps.beside import Beside
from neopain_gui.pipeline.maps.choice import Choice
from neopain_gui.pipeline.maps.kept_masks import masks_of
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.pipeline.photographs.find_faces import find_missing_faces
from neopain_gui.pipeline.settings.method_options import changed_options
from neopain_gui.pipeline.settings.study_settings import SYNTHETIC_SETTING, mask_settings
from neopain_gui.study import Result, Study


def default_classifiers(study: Study) -> tuple[str, ...]:
    """Return the classifiers that a run uses unless told otherwise: all that are there.

    Demo weights are left out for photographs of children once there are weights of one's own.
    """
    infos = available()
    own = [info for info in infos if not info.synthetic]
    wanted = own if own and not study.setting(SYNTHETIC_SETTING, False) else infos
    return tuple(info.id for info in wanted)


def compute_maps(
    study: Study,
    *,
    classifiers: Sequence[str] | None = None,
    methods: Sequence[str] = PAPER_METHODS,
    target: str = "predicted",
    options: Mapping[str, object] | None = None,
    job: Job = NULL_JOB,
) -> None:
    """Compute and record the maps of every photograph, classifier and method.

    ``options`` change the study's own for the methods that have them.
    """
    classifiers = default_classifiers(study) if classifiers is None else classifiers
    ids = [image.id for image in study.images.all()]
    work = [(classifier, method) for classifier in classifiers for method in methods]
    settings = mask_settings(study)
    with Beside() as beside:
        for done, (classifier_id, method) in enumerate(work):
            share = PartOfJob(job, done / len(work), (done + 1) / len(work))
            classifier = load_classifier(classifier_id, PartOfJob(share, 0.0, 0.1))
            choice = Choice(
                method=method, target=target, options=changed_options(study, method, options or {})
            )
            for result in attribute_study(
                study,
                ids,
                classifier,
                choice,
                PartOfJob(share, 0.1, 1),
                put=lambda maps: beside.do(study.maps.put, maps),
            ):
                beside.do(_record, study, result, settings)


def _record(study: Study, result: Result, settings: MaskSettings) -> None:
    """Record a map, and make its mask if it is compared: it is kept for what follows."""
    if study.results.record(result) and result.model in default_models(study):
        with suppress(NeoPainError):  # whoever asks for the mask says it
            masks_of(study, study.images.get(result.image_id), [result], settings)


def make_missing_gaze_maps(study: Study, job: Job = NULL_JOB) -> None:
    """Make the maps of the observer groups whose recordings are there and who have none yet."""
    if not study.gaze.has_trials:
        return
    known = {model.name for model in study.results.models()}
    lacking = [one for one in subgroups(study) if one.groups and one.name not in known]
    if lacking:
        study.results.record_many(list(gaze_maps(study, lacking, job=job)))


def run_study(
    study: Study,
    out: Path,
    *,
    classifiers: Sequence[str] | None = None,
    methods: Sequence[str] = PAPER_METHODS,
    target: str = "predicted",
    options: Mapping[str, object] | None = None,
    decimal_comma: bool = False,
    job: Job = NULL_JOB,
) -> Comparison:
    """Do everything that is missing and write contour masks and tables into ``out``.

    Returns
    -------
    Comparison
        What the tables were made from.
    """
    find_missing_faces(study, PartOfJob(job, 0.0, 0.03))
    make_missing_gaze_maps(study, PartOfJob(job, 0.03, 0.05))
    compute_maps(
        study,
        classifiers=classifiers,
        methods=methods,
        target=target,
        options=options,
        job=PartOfJob(job, 0.05, 0.95),
    )
    settings = mask_settings(study)
    export_masks(study, out / "contour_masks", settings, job=PartOfJob(job, 0.95, 0.98))
    comparison = compare_study(study, settings, job=PartOfJob(job, 0.98, 1.0))
    export_tables(comparison, out, decimal_comma=decimal_comma)
    return comparison


def completeness_errors(study: Study) -> dict[str, tuple[float, float]]:
    """Return the median and the largest completeness error of each model that has one.

    Infinite where the score was the same at both ends of a path.
    """
    errors: dict[str, list[float]] = {}
    for result in study.results.all():
        if "completeness_error" in result.facts:
            error = result.facts["completeness_error"]
            errors.setdefault(result.model.name, []).append(inf if error is None else error)
    return {name: (median(found), max(found)) for name, found in sorted(errors.items())}
