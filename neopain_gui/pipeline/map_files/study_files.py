"""Maps of a study's photographs: computed where they are missing, then written as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neopain_gui.attribution.methods import chosen_methods, find_method
from neopain_gui.classifiers.loaded import Classifier
from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job, JobMessage, PartOfJob, PassedOver
from neopain_gui.pipeline.map_files.export import export_map, map_base
from neopain_gui.pipeline.map_files.export_request import ExportRequest
from neopain_gui.pipeline.map_files.strips import export_strip, strip_base, study_strip
from neopain_gui.pipeline.maps.attribute import attribute_study
from neopain_gui.pipeline.maps.choice import Choice, model_name, wanted_layers
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.pipeline.photographs import named
from neopain_gui.pipeline.photographs.find_faces import find_missing_faces
from neopain_gui.pipeline.settings.method_options import changed_options
from neopain_gui.pipeline.settings.study_settings import mask_settings
from neopain_gui.study import Result, Study


class _Noting(PartOfJob):
    """Passes everything on and notes which photographs are left out."""

    def __init__(self, job: Job, start: float, stop: float) -> None:
        super().__init__(job, start, stop)
        self.skipped: set[str] = set()

    def partial(self, message: JobMessage) -> None:
        """Note, and pass on."""
        if isinstance(message, PassedOver):
            self.skipped.add(message.what)
        super().partial(message)


def attribute_study_files(
    study: Study,
    folder: Path,
    wanted: ExportRequest,
    *,
    image_ids: Sequence[str] | None = None,
    job: Job = NULL_JOB,
) -> list[Path]:
    """Compute and record the wanted maps that are missing, and write the files of all of them.

    Parameters
    ----------
    study : Study
        Open for writing.
    folder : Path
        Made if need be.
    wanted : ExportRequest
        Which maps; of a method by layer every layer unless some are named. Options change the
        study's own.
    image_ids : sequence of str, optional
        The photographs; all by default.
    job : Job, optional
        Progress and stop. A photograph that is left out is named in a partial message.

    Returns
    -------
    list of Path
        The files, in the order in which they were written.

    Raises
    ------
    InputError
        The study can only be read, has no such photograph, or a choice does not exist.
    """
    if study.read_only:
        raise InputError(str(study.why_read_only).removesuffix("."))
    wanted.check()
    ids = named.image_ids(study, image_ids)
    find_missing_faces(study, PartOfJob(job, 0.0, 0.05), image_ids=ids)
    methods = chosen_methods(wanted.methods)
    work = [(classifier, method) for classifier in wanted.classifiers for method in methods]
    written: list[Path] = []
    for done, (classifier_id, method) in enumerate(work):
        share = PartOfJob(job, 0.05 + 0.95 * done / len(work), 0.05 + 0.95 * (done + 1) / len(work))
        classifier = load_classifier(classifier_id, PartOfJob(share, 0.0, 0.1))
        choice = Choice(
            method=method,
            layers=wanted.layers_of(classifier.info, ()),
            target=wanted.target,
            options=changed_options(study, method, wanted.options),
        )
        computing = _Noting(share, 0.1, 0.9)
        for result in attribute_study(study, ids, classifier, choice, computing):
            study.results.record(result)
        explained = [image_id for image_id in ids if image_id not in computing.skipped]
        written += _write(
            study, folder, explained, classifier, choice, wanted, PartOfJob(share, 0.9, 1.0)
        )
    job.progress(1, 1)
    return written


def _write(
    study: Study,
    folder: Path,
    image_ids: Sequence[str],
    classifier: Classifier,
    choice: Choice,
    wanted: ExportRequest,
    job: Job,
) -> list[Path]:
    settings = wanted.mask_settings(mask_settings(study))
    written: list[Path] = []
    for done, image_id in enumerate(image_ids):
        job.check()
        job.progress(done, len(image_ids), f"Writing {image_id}")
        photograph = study.images.pixels(image_id)
        results = chosen_results(study, image_id, classifier, choice)
        for result in results:
            base = map_base(image_id, result.model)
            relevance = study.results.relevance_of(result)
            written += export_map(folder, base, photograph, relevance, result.facts, settings)
        if wanted.strip and results:
            strip = study_strip(study, results, settings)
            base = strip_base(image_id, results[0].model)
            written += export_strip(folder, base, photograph, strip)
    job.progress(1, 1)
    return written


def chosen_results(
    study: Study, image_id: str, classifier: Classifier, choice: Choice
) -> list[Result]:
    """Return a photograph's results of a choice, from the input towards the output."""
    method = find_method(choice.method)
    there = {result.model.name: result for result in study.results.all(image_id)}
    names = [
        model_name(classifier.info, method, layer)
        for layer in wanted_layers(classifier.info, choice) or (None,)
    ]
    return [there[name] for name in names if name in there]
