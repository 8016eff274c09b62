"""The maps of one of a study's photographs, for whoever asks from a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from neopain_gui.attribution.explain import LABELLED, PREDICTED
from neopain_gui.attribution.methods import find_method
from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job, Said
from neopain_gui.maps import RelevanceMap
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.maps.attribute import attribute_photograph, attribute_study, why_not
from neopain_gui.pipeline.maps.choice import Choice, model_name, wanted_layers
from neopain_gui.pipeline.maps.networks import Networks
from neopain_gui.pipeline.maps.reference_photographs import References
from neopain_gui.pipeline.photographs.named import known
from neopain_gui.pipeline.settings.method_options import changed_options
from neopain_gui.study import Study

if TYPE_CHECKING:
    from neopain_gui.classifiers.loaded import Classifier
    from neopain_gui.classifiers.registry import ClassifierInfo


def explain_photograph(
    study: Study,
    image_id: str,
    classifier: Classifier,
    *,
    method: str,
    layers: Sequence[str],
    target: str,
    options: Mapping[str, object],
    job: Job = NULL_JOB,
) -> list[RelevanceMap]:
    """Compute the maps of a photograph; a study that is open for writing keeps them.

    Parameters
    ----------
    study : Study
        Open. One that can only be read is not changed, its blobs included.
    image_id : str
        A photograph of the study.
    classifier : Classifier
        Loaded.
    method, layers, target, options
        As for :class:`~neopain_gui.pipeline.maps.attribute.Choice`; options change the study's own.
    job : Job, optional
        Checked between batches.

    Returns
    -------
    list of RelevanceMap
        One for each layer, or one in all.

    Raises
    ------
    InputError
        There is no such method, layer, class or option, or the photograph cannot be explained.
    """
    choice = _choice(study, classifier.info, method, layers, target, options)
    image = CountedLabels.of(study).labelled(study.images.get(image_id))
    face = study.faces.get(image_id)
    compared = References(study).of(image) if find_method(method).needs_references else []
    why = why_not(image, face, choice, compared)
    if why or face is None:
        raise InputError(f"{image_id} cannot be explained: {why}", file=study.path)
    if study.read_only:
        networks = Networks(classifier, study)
        if said := networks.said([image]):
            job.partial(Said(text=said))
        made = attribute_photograph(
            study.images.pixels(image_id),
            face.box,
            networks.of(image),
            choice,
            image_sha256=image.sha256,
            label=image.label,
            references=compared,
            job=job,
        )
        return [relevance for relevance, _ in made]
    for result in attribute_study(study, [image_id], classifier, choice, job):
        study.results.record(result)
    info = classifier.info
    names = [
        model_name(info, find_method(method), layer)
        for layer in wanted_layers(info, choice) or (None,)
    ]
    found = [study.results.relevance(image_id, name) for name in names]
    return [one for one in found if one is not None]


def _choice(
    study: Study,
    info: ClassifierInfo,
    method: str,
    layers: Sequence[str],
    target: str,
    options: Mapping[str, object],
) -> Choice:
    """Return what is wanted, once everything named is known to exist."""
    asked = find_method(method)
    known(f"layer of {info.short_name}", layers, [layer.name for layer in info.layers])
    if layers and not asked.by_layer:
        raise InputError(f"{asked.title} explains the input, not a layer", remedy="name no layer")
    known("class", [target], [PREDICTED, LABELLED, *info.class_order])
    known(f"option of {asked.title}", options, asked.parameters)
    changed: dict[str, Any] = changed_options(study, method, options)
    asked.resolved(changed)
    return Choice(method=method, layers=tuple(layers), target=target, options=changed)
