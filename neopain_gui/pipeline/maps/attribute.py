"""Attribution of a study's photographs: which maps, made from what, under which name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.attribution.explain import LABELLED, PREDICTED, Explanation, explain
from neopain_gui.attribution.methods import find_method
from neopain_gui.attribution.question import Watch
from neopain_gui.classifiers.foreign.declared import FOREIGN
from neopain_gui.classifiers.preprocessing import PADDED
from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.faces import crop
from neopain_gui.faces.face import Face
from neopain_gui.geometry import Box
from neopain_gui.jobs import NULL_JOB, Begun, Job, PartOfJob, PassedOver, Said
from neopain_gui.maps import RelevanceMap
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.maps.choice import Choice, extraction_model, model_name, wanted_layers
from neopain_gui.pipeline.maps.growing import GrowthWatch
from neopain_gui.pipeline.maps.networks import Networks, for_photograph
from neopain_gui.pipeline.maps.reference_photographs import Reference, References
from neopain_gui.provenance import Provenance, software_versions
from neopain_gui.study import Result, Study

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neopain_gui.classifiers.loaded import Classifier
    from neopain_gui.classifiers.registry import ClassifierInfo


def attribute_photograph(
    photograph: NDArray[np.uint8],
    box: Box,
    classifier: Classifier,
    choice: Choice,
    *,
    image_sha256: str,
    label: PainLabel | None = None,
    references: Sequence[Reference] = (),
    chunk: int | None = None,
    watch: Watch | None = None,
    job: Job = NULL_JOB,
) -> list[tuple[RelevanceMap, dict[str, Any]]]:
    """Compute the maps of one photograph.

    Parameters
    ----------
    photograph : ndarray of uint8, shape (H, W, 3)
        RGB.
    box : Box
        The face, in the photograph's pixels.
    classifier : Classifier
        Loaded, with its preprocessing. A cross-validated one of which nobody has said which
        networks speak goes by the photograph's SHA-256 alone.
    choice : Choice
        Method, layers, target class.
    image_sha256 : str
        Of the photograph's file; part of the provenance.
    label : PainLabel, optional
        Needed for the target ``"labelled"``.
    references : sequence of Reference, optional
        Faces at rest, for a method that compares with such.
    chunk : int, optional
        The fact of that name of an earlier result, to repeat it to the last bit.
    watch : callable, optional
        Called with 0 and the map so far, where a method's map grows.
    job : Job, optional
        Checked between batches.

    Returns
    -------
    list of (RelevanceMap, facts)
        One per layer (one in all for a method that explains the input); the facts are the
        figures that belong beside the map.

    Raises
    ------
    InputError
        The target is ``"labelled"`` and there is no label.
    """
    info, method = classifier.info, find_method(choice.method)
    classifier = for_photograph(classifier, image_sha256)
    layers = wanted_layers(info, choice)
    face = crop(photograph, box)
    window = classifier.preprocessing.window(face.shape)
    explanation = explain(
        classifier,
        [face],
        method=method.id,
        layers=layers,
        target=choice.target,
        labels=[label],
        options=choice.options,
        references=[reference.crop for reference in references],
        chunk=chunk,
        rounding=True,
        watch=watch,
        job=job,
    )[0]
    common = _inputs(classifier, choice, explanation.target, references) | {
        "image": image_sha256,
        "box": list(box.as_tuple()),
    }
    results = []
    padded = classifier.preprocessing.fit == PADDED
    for layer, values in explanation.maps.items():
        relevance = RelevanceMap(
            values=np.ascontiguousarray(values[window], dtype=np.float32),
            box=box,
            photograph_size=(photograph.shape[0], photograph.shape[1]),
            model=extraction_model(info, method, layer),
            provenance=Provenance(
                stage=f"attribution.{method.id}",
                version=method.version,
                inputs=common | {"layer": layer},
            ),
            cells=None if padded else explanation.cells.get(layer),
        )
        facts = _facts(classifier, choice, explanation, layer)
        results.append((relevance, facts | {"empty": relevance.empty}))
    return results


def _facts(
    classifier: Classifier, choice: Choice, explanation: Explanation, layer: str | None
) -> dict[str, Any]:
    """Return the figures that belong beside a map."""
    return {
        **explanation.facts,
        **explanation.layer_facts.get(layer, {}),
        **_place_of(classifier, layer),
        **({} if classifier.folds is None else {"folds": classifier.folds.facts}),
        "classifier": classifier.info.id,
        "method": choice.method,
        "layer": layer,
        "target_choice": choice.target,
        "synthetic": classifier.info.synthetic,
        **({"untested": True} if classifier.info.untested else {}),
        "software": software_versions(),
    }


def _place_of(classifier: Classifier, layer: str | None) -> dict[str, Any]:
    """Return where a layer of a network from elsewhere is: no list of architectures knows it."""
    if layer is None or classifier.info.architecture != FOREIGN:
        return {}
    known = {one.name: asdict(one) for one in classifier.info.layers}
    return {"layer_place": known[layer]} if layer in known else {}


def _inputs(
    classifier: Classifier, choice: Choice, target: str, references: Sequence[Reference]
) -> dict[str, Any]:
    """Return what determines a map apart from the photograph, its face and the layer."""
    inputs: dict[str, Any] = {
        "weights": classifier.weights_sha256,
        "architecture": classifier.info.architecture,
        "class_order": list(classifier.info.class_order),
        "preprocessing": classifier.preprocessing.as_dict(),
        "method": choice.method,
        "target": target,
        "parameters": choice.parameters,
    }
    if find_method(choice.method).needs_references:
        inputs["references"] = [reference.record for reference in references]
    if classifier.folds is not None:
        inputs["folds"] = classifier.folds.made_of
    return inputs


_REMOVED = "it, or a photograph that it is compared with, was removed from the study"


def attribute_study(
    study: Study,
    image_ids: Sequence[str],
    classifier: Classifier,
    choice: Choice,
    job: Job = NULL_JOB,
    *,
    put: Callable[[Sequence[RelevanceMap]], object] | None = None,
) -> Iterator[Result]:
    """Compute the maps of a study's photographs, one after the other.

    The values go into the study by ``put``, ``study.maps.put`` by default; the caller records the
    yielded rows, after the values are there. What is
    already there is not computed again; a photograph without a face, or a classifier that lacks
    what the method needs, is passed over and named in a message ``PassedOver``.
    """
    method, info = find_method(choice.method), classifier.info
    lacking = method.lacking(info.short_name, info.gives)
    if lacking:
        job.partial(PassedOver(what=f"{method.title} of {info.short_name}", why=lacking))
        return
    faces, references = study.faces.all(), References(study)
    networks = Networks(classifier, study)
    in_order = _in_order(study, image_ids, networks)
    if said := networks.said([image for _, image in in_order if image is not None]):
        job.partial(Said(text=said))
    for done, (image_id, image) in enumerate(in_order):
        job.check()
        job.progress(done, len(image_ids), f"{classifier.info.short_name}: {image_id}")
        face = faces.get(image_id)
        if image is None or not study.images.has([image.sha256]):
            job.partial(PassedOver(what=image_id, why=_REMOVED))
            continue
        compared = references.of(image) if method.needs_references else []
        why = why_not(image, face, choice, compared) or _no_class(info, image, choice)
        if why:
            job.partial(PassedOver(what=image_id, why=why))
            continue
        if face is None or _already_there(
            study, image, info, networks.weights(image), choice, compared
        ):
            continue
        job.partial(Begun(image_id=image_id))
        photograph, begun = study.images.pixels(image_id), time.perf_counter()
        made = attribute_photograph(
            photograph,
            face.box,
            networks.of(image),
            choice,
            image_sha256=image.sha256,
            label=image.label,
            references=compared,
            watch=GrowthWatch(image_id, info, choice, face.box, job),
            job=PartOfJob(job, done / len(image_ids), (done + 1) / len(image_ids)),
        )
        taken = {"seconds": round(time.perf_counter() - begun, 3)}
        if not study.images.has([image.sha256, *(one.sha256 for one in compared)]):
            job.partial(PassedOver(what=image_id, why=_REMOVED))
            continue
        (put or study.maps.put)([relevance for relevance, _ in made])
        yield from _results(image_id, made, taken)
    job.progress(len(image_ids), len(image_ids))


def _results(
    image_id: str, made: Sequence[tuple[RelevanceMap, dict[str, Any]]], more: dict[str, Any]
) -> Iterator[Result]:
    for relevance, facts in made:
        yield Result(
            image_id=image_id,
            model=relevance.model,
            box=relevance.box,
            photograph_size=relevance.photograph_size,
            provenance=relevance.provenance,
            facts=facts | more,
        )


def _in_order(
    study: Study, image_ids: Sequence[str], networks: Networks
) -> list[tuple[str, FaceImage | None]]:
    """Return photographs in the order in which they are explained; None for one that is gone."""
    known = {image.id: image for image in CountedLabels.of(study).images(study)}
    there = networks.in_order([known[one] for one in image_ids if one in known])
    return [(one.id, one) for one in there] + [(one, None) for one in image_ids if one not in known]


def why_not(
    image: FaceImage, face: Face | None, choice: Choice, references: Sequence[Reference]
) -> str:
    """Say why a photograph cannot be explained; empty if it can."""
    if face is None:
        return "no face is marked"
    if choice.target == LABELLED and image.label is None:
        return "it has no label"
    if find_method(choice.method).needs_references and not references:
        return "there is no other neonate labelled 'no pain' to compare with"
    return ""


def _no_class(info: ClassifierInfo, image: FaceImage, choice: Choice) -> str:
    """Say that a network from elsewhere has no output for the class wanted."""
    wanted = str(image.label) if choice.target == LABELLED else choice.target
    if wanted == PREDICTED or wanted in info.class_order:
        return ""
    return f"{info.short_name} has no class '{wanted}'"


def _already_there(
    study: Study,
    image: FaceImage,
    info: ClassifierInfo,
    weights: str,
    choice: Choice,
    references: Sequence[Reference],
) -> bool:
    """Say whether every wanted map is present, made by these weights, code and choice."""
    method = find_method(choice.method)
    present = {result.model.name: result for result in study.results.all(image.id)}
    for layer in wanted_layers(info, choice) or (None,):
        result = present.get(model_name(info, method, layer))
        if result is None or not study.maps.has(result.provenance):
            return False
        made = result.provenance
        same = (
            made.version == method.version
            and made.inputs["weights"] == weights
            and made.inputs["class_order"] == list(info.class_order)
            and made.inputs["preprocessing"] == info.network.preprocessing.as_dict()
            and made.inputs["parameters"] == choice.parameters
            and result.facts["target_choice"] == choice.target
        )
        if method.needs_references:
            now = [reference.record for reference in references]
            same = same and made.inputs.get("references") == now
        # "labelled" may mean another class by now; the box cannot: moving it drops the row
        if choice.target == LABELLED:
            same = same and made.inputs["target"] == str(image.label)
        if not same:
            return False
    return True
