"""Examining the one map that somebody looks at: what the window asks its engine, and keeps.

What is kept are figures alone, under a key made of everything that they depend on: the map's own
key, the plan, the landmarks, the drawn regions. A map that is made anew in another way has none
of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neopain_gui.errors import InputError, StudyError
from neopain_gui.faces.drawn import outlines_text
from neopain_gui.faithfulness import FAITHFULNESS_VERSION
from neopain_gui.jobs import Job, PartOfJob
from neopain_gui.pipeline.faithfulness.examination import Examination, Examined
from neopain_gui.pipeline.faithfulness.findings import Findings
from neopain_gui.pipeline.faithfulness.plan import Plan
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.pipeline.maps.networks import Networks
from neopain_gui.pipeline.maps.reference_photographs import References
from neopain_gui.pipeline.photographs.facial_regions import features_in
from neopain_gui.pipeline.settings.study_settings import mask_settings
from neopain_gui.provenance import Provenance
from neopain_gui.study import Result, Study

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neopain_gui.classifiers.loaded import Classifier
    from neopain_gui.pipeline.faithfulness.cases import Case

EXAMINATIONS = "examinations"
"""Key of the study's setting: examinations by their keys."""
MEASURES = ("curves", "regions", "sensitivity", "randomisation")
"""What is measured on one map, quickest first."""
_WHOSE = {"classifier", "method", "image", "neonate", "label", "control"}
"""Columns that say whose figures they are; an examination belongs to one map."""


def plan_of(study: Study, result: Result) -> Plan:
    """Return how a map is examined: by its own method, for its own class, with its own options.

    Raises
    ------
    InputError
        It is no attribution, or its method does not exist any more.
    """
    if not result.model.of_classifier:
        raise InputError(
            f"{result.model.name} is not the map of a classifier",
            remedy="show a map that a classifier's method made",
        )
    facts = result.facts
    method = str(facts.get("method", ""))
    return Plan(
        methods=(method,),
        measures=MEASURES,
        target=str(facts.get("target", "")),
        layer=str(facts.get("layer") or ""),
        options={method: dict(result.provenance.inputs.get("parameters", {}))},
        few=1,
        settings=mask_settings(study),
    )


def key_of(study: Study, result: Result) -> str:
    """Return the key of a map's examination: other figures, another key."""
    face = study.faces.get(result.image_id)
    drawn = features_in(study.regions.of(result.image_id))
    provenance = Provenance(
        stage="faithfulness.map",
        version=FAITHFULNESS_VERSION,
        inputs={
            "map": result.key,
            "plan": plan_of(study, result).as_dict(),
            "landmarks": [list(mark) for mark in face.landmarks] if face else [],
            **({"drawn": {name: outlines_text(drawn[name]) for name in drawn}} if drawn else {}),
        },
    )
    return provenance.key


def kept(study: Study, result: Result) -> Examination | None:
    """Return what a study has found of a map; None if there is nothing, or nothing any more."""
    key = key_of(study, result)
    stored = _stored(study).get(key)
    if not isinstance(stored, Mapping) or not isinstance(stored.get("tables"), Mapping):
        return None
    return Examination(key=key, map_key=result.key, tables=dict(stored["tables"]))


def keep(study: Study, examination: Examination) -> None:
    """Keep an examination in the study; those of maps that it has no longer are dropped."""
    present = study.results.keys()
    stored = {
        key: one
        for key, one in _stored(study).items()
        if isinstance(one, Mapping) and one.get("map") in present
    }
    if examination.map_key in present:
        stored[examination.key] = {"map": examination.map_key, "tables": examination.tables}
    study.set_setting(EXAMINATIONS, stored)


def _stored(study: Study) -> dict[str, Any]:
    found = study.setting(EXAMINATIONS, {})
    return dict(found) if isinstance(found, Mapping) else {}


def examine_map(job: Job, *, study_path: Path, image_id: str, model_name: str) -> None:
    """Examine a map; after each measure a partial message ``{"examination": Examination}``.

    Raises
    ------
    StudyError
        The study has no such map.
    InputError
        It is no attribution, or was made with other weights than those that are there now.
    """
    from neopain_gui.pipeline.faithfulness.cases import study_case
    from neopain_gui.pipeline.faithfulness.examine import examine
    from neopain_gui.pipeline.faithfulness.examined_maps import Asker

    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        result = _result(study, image_id, model_name)
        plan, key = plan_of(study, result), key_of(study, result)
        image = CountedLabels.of(study).labelled(study.images.get(image_id))
        face = study.faces.get(image_id)
        values = study.results.relevance_of(result).values
        if face is None:
            raise InputError(
                f"no face is marked on {image_id}",
                remedy="mark it: Edit › Face",
                command="find it: neopain run",
            )
        # now, beside the key: a feature may be drawn anew while the classifier is being loaded
        case = study_case(study, image, face)
        loaded = load_classifier(str(result.facts["classifier"]), PartOfJob(job, 0.0, 0.05))
        classifier = Networks(loaded, study).of(image)
        if classifier.weights_sha256 != result.provenance.inputs.get("weights"):
            raise InputError(
                "the map was made with other weights than the classifier explains it with now",
                remedy="compute it again",
            )

        def shown(classifier: Classifier, case: Case, _method: str, _job: Job) -> NDArray[Any]:
            return classifier.preprocessing.placed(values, case.crop.shape)

        resting = References(study)
        asker = Asker(
            classifier=classifier,
            plan=plan,
            references=lambda _case: [one.crop for one in resting.of(image)],
            kept=shown,
        )
        findings = Findings()

        def tell(_measure: str) -> None:
            tables = _tables(findings)
            found = Examination(key=key, map_key=result.key, tables=tables)
            job.partial(Examined(examination=found))

        examine(asker, [case], findings, on_measure=tell, job=PartOfJob(job, 0.05, 1.0))


def _result(study: Study, image_id: str, model_name: str) -> Result:
    for result in study.results.all(image_id):
        if result.model.name == model_name:
            return result
    raise StudyError(f"{image_id} has no map of {model_name}", file=study.path)


def _tables(findings: Findings) -> dict[str, list[Mapping[str, Any]]]:
    return {
        each.name: [_plain(asdict(row)) for row in getattr(findings, each.name)]
        for each in fields(findings)
        if getattr(findings, each.name)
    }


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without whose it is, and None for what is undefined."""
    return {
        name: None if isinstance(value, float) and not isfinite(value) else value
        for name, value in row.items()
        if name not in _WHOSE
    }
