"""The classifier whose weights a record names, whatever it is called here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from neopain_gui.attribution.methods import METHODS
from neopain_gui.classifiers.loaded import FoldsUsed, of_folds
from neopain_gui.classifiers.registry import ClassifierInfo, available, find
from neopain_gui.errors import WeightsError
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.maps.choice import model_name
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.provenance import sha256_file

if TYPE_CHECKING:
    from neopain_gui.classifiers.loaded import Classifier
    from neopain_gui.pipeline.map_files.record_schema import MapRecord

_GIVE = "give their file with --classifier FILE"


def same_classifier(record: MapRecord, given: str | None = None, job: Job = NULL_JOB) -> Classifier:
    """Load the classifier that made a map, under the name that it had.

    Parameters
    ----------
    record : MapRecord
        Names the weights by their SHA-256.
    given : str, optional
        Id or weight file; by default the weights are looked for among those that are there.
    job : Job, optional
        Demo weights that are not there yet are built.

    Raises
    ------
    WeightsError
        The weights are not there, or those given are others.
    """
    info = find(given) if given else _with_hash(record)
    if info is None:
        raise _not_there(record)
    loaded = _loaded(info, record, given or info.id, job)
    if loaded.weights_sha256 != record.inputs.weights:
        raise WeightsError(
            f"these weights have the SHA-256 {loaded.weights_sha256}, the map was made with "
            f"{record.inputs.weights}",
            file=loaded.info.file,
            remedy=_GIVE,
        )
    if not _declared_alike(loaded.info, record):
        raise WeightsError(
            "of this network other outputs or inputs were declared than those that made the map",
            file=loaded.info.file,
            remedy="bring the network in under another name, as the record has it",
            command="bring it in under another --name, as the record has it",
        )
    return replace(loaded, info=_renamed(loaded.info, record))


def _loaded(info: ClassifierInfo, record: MapRecord, name: str, job: Job) -> Classifier:
    """Load a classifier; of one that is cross-validated the networks that made the map."""
    made, said = record.inputs.folds, record.facts.folds
    if made is None or said is None:
        return load_classifier(name, job)
    used = FoldsUsed(
        training=made.training, of=made.of, used=tuple(made.used), why=said.why, said=said.said
    )
    if info.folds is None:  # the file of the one network that spoke will do
        return replace(load_classifier(name, job), folds=used)
    if info.folds.training != made.training or max(made.used) > len(info.folds.folds):
        raise WeightsError(
            f"{info.id} is of another training than the classifier that made the map",
            file=info.file,
            remedy=_GIVE,
        )
    return replace(of_folds(info, made.used), folds=used)


def _declared_alike(info: ClassifierInfo, record: MapRecord) -> bool:
    """Say whether a classifier's outputs and inputs mean what they meant for a map."""
    made = record.inputs
    return (
        info.architecture == made.architecture
        and list(info.class_order) == made.class_order
        and info.network.preprocessing.as_dict() == made.preprocessing
        and (made.layer is None or made.layer in {layer.name for layer in info.layers})
    )


def _with_hash(record: MapRecord) -> ClassifierInfo | None:
    """Look for weights by their hash; those that a recipe would build count by their id.

    One network from elsewhere may have been brought in several times, declared in several ways.
    """
    sha256, identity = record.inputs.weights, record.facts.classifier
    infos = sorted(
        available(), key=lambda info: (not _declared_alike(info, record), info.id != identity)
    )
    if record.inputs.folds is not None:
        training = record.inputs.folds.training
        for info in infos:
            if info.folds is not None and info.folds.training == training:
                return info
    for info in infos:
        if info.weights_file is not None and sha256_file(info.weights_file) == sha256:
            return info
    return next(
        (one for one in infos if one.id == identity and one.recipe and one.weights_file is None),
        None,
    )


def _not_there(record: MapRecord) -> WeightsError:
    there = [
        f"{info.id} has {info.folds.training if info.folds else sha256_file(info.weights_file)}"
        for info in available()
        if info.architecture == record.inputs.architecture and info.weights_file is not None
    ]
    return WeightsError(
        f"the weights with the SHA-256 {record.inputs.weights} are not there "
        f"({'; '.join(there) or 'nor any other of that architecture'})",
        remedy=_GIVE,
    )


def _renamed(info: ClassifierInfo, record: MapRecord) -> ClassifierInfo:
    """Return a classifier as it was called where the map was made: names are no part of weights."""
    known = replace(info, id=record.facts.classifier)
    method = METHODS[record.inputs.method]
    for shipped in (info.shipped, not info.shipped):
        named = replace(known, shipped=shipped)
        if model_name(named, method, record.inputs.layer) == record.extraction_model:
            return named
    return known
