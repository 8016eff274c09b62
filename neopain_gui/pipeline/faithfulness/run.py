"""The whole way, headless: faces, maps, measures, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.attribution.explain import LABELLED, PREDICTED
from neopain_gui.attribution.methods import find_method
from neopain_gui.classifiers.loaded import no_such_class
from neopain_gui.classifiers.registry import available, find
from neopain_gui.classifiers.worth import UNTESTED
from neopain_gui.errors import InputError
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.pipeline.faithfulness.cases import (
    Case,
    phantom_cases,
    resting_phantoms,
    study_cases,
)
from neopain_gui.pipeline.faithfulness.examine import examine
from neopain_gui.pipeline.faithfulness.examined_maps import Asker, Kept
from neopain_gui.pipeline.faithfulness.findings import Findings
from neopain_gui.pipeline.faithfulness.overview import markdown, overviews
from neopain_gui.pipeline.faithfulness.plan import Plan
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.maps.attribute import attribute_study
from neopain_gui.pipeline.maps.choice import Choice, model_name
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.pipeline.maps.networks import HeldOutOf, Networks
from neopain_gui.pipeline.maps.reference_photographs import References
from neopain_gui.pipeline.photographs import named
from neopain_gui.pipeline.runner import default_classifiers
from neopain_gui.pipeline.settings.method_options import study_options
from neopain_gui.pipeline.settings.study_settings import mask_settings
from neopain_gui.provenance import canonical_json, software_versions
from neopain_gui.study import Study

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neopain_gui.classifiers.loaded import Classifier

RECORD = "faithfulness.json"
TABLE = "overview.md"
_ALL = (
    "the mean of all its folds’ networks; nobody knows here whether they have learnt from these "
    "phantoms."
)
SYNTHETIC = "Phantoms and demo weights: nothing here says anything about children."


def examine_phantoms(
    out: Path,
    plan: Plan,
    *,
    subjects: int = 10,
    classifiers: Sequence[str] | None = None,
    job: Job = NULL_JOB,
) -> Findings:
    """Examine maps of held-out phantoms in pain and write the tables into a folder.

    Parameters
    ----------
    out : Path
        Made if need be. The tables are written after each measure and when the job is stopped.
    plan : Plan
        What is measured, and how.
    subjects : int
        One photograph each.
    classifiers : sequence of str, optional
        Ids or weight files; the demo classifiers by default.
    job : Job, optional
        Progress and stop.

    Raises
    ------
    InputError
        There is no subject, or a classifier does not exist.
    """
    if subjects < 1:
        raise InputError("no phantom was asked for", remedy="ask for at least one")
    names = list(classifiers or [info.id for info in available() if info.synthetic])
    _check_named(names, plan)
    cases = phantom_cases(subjects, job=PartOfJob(job, 0.0, 0.02))

    def asker(classifier: Classifier) -> Asker:
        return Asker(classifier=classifier, plan=plan, references=lambda _case: resting_phantoms())

    cautions = [SYNTHETIC, *(f"{i.short_name}: {_ALL}" for i in map(find, names) if i.folds)]
    return _examine(out, plan, names, cases, asker, cautions, PartOfJob(job, 0.02, 1.0))


def examine_study(
    study: Study,
    out: Path,
    plan: Plan,
    *,
    image_ids: Sequence[str] | None = None,
    classifiers: Sequence[str] | None = None,
    job: Job = NULL_JOB,
) -> Findings:
    """Examine maps of a study's photographs and write the tables into a folder.

    Maps that the study has are taken as they are; missing ones are computed and recorded.
    Options that the plan leaves out are the study's, and so are the mask settings.

    Parameters
    ----------
    study : Study
        Open for writing.
    out, plan, classifiers, job
        As for :func:`examine_phantoms`; by default the classifiers that a run would use.
    image_ids : sequence of str, optional
        The photographs; all by default.

    Raises
    ------
    InputError
        None of the photographs has a face, or something asked for does not exist.
    """
    if study.read_only:
        raise InputError(str(study.why_read_only), file=study.path)
    plan = replace(
        plan,
        options={
            method: study_options(study, method) | dict(plan.options.get(method, {}))
            for method in plan.methods
        },
        settings=mask_settings(study),
    )
    names = list(classifiers or default_classifiers(study))
    _check_named(names, plan)
    ids = named.image_ids(study, image_ids or None)
    cases = list(study_cases(study, ids, PartOfJob(job, 0.0, 0.02)))
    if not cases:
        raise InputError(
            "none of the photographs has a face", remedy="find the faces first (neopain run)"
        )
    resting = References(study)

    def asker(classifier: Classifier) -> Asker:
        networks = Networks(classifier, study)
        return Asker(
            classifier=classifier,
            plan=plan,
            references=lambda case: [r.crop for r in resting.of(study.images.get(case.image_id))],
            kept=_kept(study, plan),
            networks=lambda case: networks.of(study.images.get(case.image_id)),
        )

    infos = list(map(find, names))
    cautions = [SYNTHETIC] if any(info.synthetic for info in infos) else []
    cautions += [f"{info.short_name}: {UNTESTED}" for info in infos if info.untested]
    images = [study.images.get(case.image_id) for case in cases]
    held_out = HeldOutOf(study.images.all())
    cautions += [said for info in infos if (said := held_out.said(info, images))]
    cautions += CountedLabels.of(study).sentences(images)
    return _examine(out, plan, names, cases, asker, cautions, PartOfJob(job, 0.02, 1.0))


def _check_named(names: Sequence[str], plan: Plan) -> None:
    """Refuse a classifier that does not exist, and a class or layer that one has not."""
    for info in map(find, names):
        if plan.target not in (PREDICTED, LABELLED, *info.class_order):
            raise no_such_class(info, plan.target)
        layers = [layer.name for layer in info.layers]
        if plan.layer and plan.layer not in layers:
            raise InputError(
                f"{info.short_name} has no layer {plan.layer!r}",
                remedy=f"choose one of {', '.join(layers)}",
            )


def _kept(study: Study, plan: Plan) -> Kept:
    """Return what gives a study's map, after computing and recording it where it is missing."""

    def kept(classifier: Classifier, case: Case, method: str, job: Job) -> NDArray[np.float32]:
        known, info = find_method(method), classifier.info
        layer = (plan.layer or info.default_layer) if known.by_layer else None
        choice = Choice(
            method=method,
            layers=(layer,) if layer else (),
            target=plan.target,
            options=plan.options.get(method, {}),
        )
        for result in attribute_study(study, [case.image_id], classifier, choice, job):
            study.results.record(result)
        relevance = study.results.relevance(case.image_id, model_name(info, known, layer))
        if relevance is None:
            raise InputError(
                f"{case.image_id} has no map of {known.title}",
                remedy="see why with neopain run",
            )
        return classifier.preprocessing.placed(relevance.values, case.crop.shape)

    return kept


def _examine(
    out: Path,
    plan: Plan,
    names: Sequence[str],
    cases: Sequence[Case],
    asker: Any,
    cautions: Sequence[str],
    job: Job,
) -> Findings:
    findings = Findings()
    weights: dict[str, str] = {}

    def write() -> None:
        write_findings(findings, out, plan, cases, weights, cautions)

    try:
        for done, name in enumerate(names):
            share = PartOfJob(job, done / len(names), (done + 1) / len(names))
            classifier = load_classifier(name, PartOfJob(share, 0.0, 0.02))
            weights[classifier.info.id] = classifier.weights_sha256
            examine(
                asker(classifier),
                cases,
                findings,
                # hours of work: whatever ends the process, what was measured is on the disk
                on_measure=lambda _measure: write(),
                job=PartOfJob(share, 0.02, 1.0),
            )
    finally:
        write()
    return findings


def write_findings(
    findings: Findings,
    out: Path,
    plan: Plan,
    cases: Sequence[Case],
    weights: Mapping[str, str],
    cautions: Sequence[str],
) -> list[Path]:
    """Write a CSV file for each kind of row, the overview, and a record of what made them."""
    out.mkdir(parents=True, exist_ok=True)
    record = {
        "software": software_versions(),
        "plan": plan.as_dict(),
        "weights": dict(weights),
        "photographs": [case.image_id for case in cases],
        "regions_placed_by": sorted({str(one) for case in cases for one in case.regions.sources}),
        "cautions": list(cautions),
    }
    files = {f"{name}.csv": text for name, text in findings.tables(plan.seed).items()}
    tables = [
        f"## {each.classifier}: {each.title[0].lower()}{each.title[1:]}\n\n{markdown(each)}"
        for each in overviews(findings, seed=plan.seed)
    ]
    files[TABLE] = "\n".join([*(f"{caution}\n" for caution in cautions), *tables])
    files[RECORD] = canonical_json(record) + "\n"
    for name, text in files.items():
        write_bytes_atomic(out / name, text.encode())
    return [out / name for name in files]
