"""A run: its folder, its folds one after the other, and what they leave together."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.bases import VggFaceBase, into_model
from neopain_gui.counted import bytes_in_words
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob, Said
from neopain_gui.training.accepted import accepted_copies
from neopain_gui.training.augmentation import Accepted, FindsFace, copy_of
from neopain_gui.training.fit import Inputs
from neopain_gui.training.fold_plan import FoldPlan
from neopain_gui.training.inputs import crop_rows, feature_rows, keep_crops, keep_features
from neopain_gui.training.networks import IMAGE, NCnn, VggFace
from neopain_gui.training.one_fold import Course, train_fold
from neopain_gui.training.photographs import Faces, Samples
from neopain_gui.training.predicted import joined, write_text
from neopain_gui.training.protocol import Protocol
from neopain_gui.training.row_store import Rows, needed, require_disk
from neopain_gui.training.run_folder import (
    FEATURES,
    PREDICTIONS,
    VALIDATION,
    fold_folder,
    is_done,
)
from neopain_gui.training.run_record import RunRecord
from neopain_gui.training.spent import Spent


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Material:
    """What a run learns from.

    Attributes
    ----------
    record : RunRecord
        Photographs and settings.
    plan : FoldPlan
        Who is held out when.
    faces : Faces
        The face crops, in the order of the record's photographs.
    finds_face : callable or None
        What the study's detectors say of an augmented copy.
    base : VggFaceBase or None
        Of a VGG-Face.
    """

    record: RunRecord
    plan: FoldPlan
    faces: Faces
    finds_face: FindsFace | None = None
    base: VggFaceBase | None = None


def train_run(
    material: Material,
    run: Path,
    job: Job = NULL_JOB,
    *,
    only: Sequence[int] = (),
) -> bool:
    """Train folds; those that are done stay as they are.

    Parameters
    ----------
    material : Material
    run : Path
        A folder that has its record (:func:`~neopain_gui.training.begin.begin`).
    job : Job, optional
        Told of progress, epochs and batches; asked whether to stop before each batch.
    only : sequence of int, optional
        The folds to train; all by default.

    Returns
    -------
    bool
        Whether all folds are done, and their tables together.

    Raises
    ------
    Cancelled
        The job was stopped; a run that goes on gives the same bytes.
    InputError, EnvironmentFault
        It cannot be trained; what was done stays.
    """
    spent = Spent()
    deterministic()
    wanted = list(only or range(1, len(material.plan) + 1))
    todo = [fold for fold in wanted if not is_done(run, fold)]
    if todo:
        course = course_of(material, run, spent, PartOfJob(job, 0.0, 0.1))
        for done, fold in enumerate(todo):
            share = PartOfJob(job, 0.1 + 0.9 * done / len(todo), 0.1 + 0.9 * (done + 1) / len(todo))
            train_fold(course, fold, run, share)
            gc.collect()
    return collected(run, len(material.plan))


def collected(run: Path, count: int) -> bool:
    """Write the folds' tables as one, if all are done; say whether they are."""
    if not all(is_done(run, fold) for fold in range(1, count + 1)):
        return False
    for name in (VALIDATION, PREDICTIONS):
        files = [fold_folder(run, fold) / name for fold in range(1, count + 1)]
        write_text(run / name, joined(files))
    return True


def deterministic() -> None:
    """Let the same numbers come of the same operations, whatever the threads do."""
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()


def course_of(material: Material, run: Path, spent: Spent, job: Job = NULL_JOB) -> Course:
    """Return what all folds of a run share; augmented copies are accepted if they were not yet.

    Raises
    ------
    EnvironmentFault
        The disk has no room for what is kept of the faces.
    """
    record, plan = material.record, material.plan
    protocol, photographs = plan.protocol, list(record.photographs)
    accepted = accepted_copies(protocol, photographs, material.faces, material.finds_face, run, job)
    if accepted.drawn:
        job.partial(Said(text=accepted.said()))
    samples = Samples(
        photographs,
        accepted.numbers,
        material.faces,
        partial(copy_of, ranges=protocol.augmentation, seed=protocol.seed),
    )
    made_of = _made_of(material, accepted)
    folder = run / FEATURES
    if protocol.architecture == "n_cnn":
        trainee: NCnn | VggFace = _n_cnn(protocol)
        inputs = partial(_crops, samples, made_of, folder)
    else:
        trainee = _vgg_face(material.base, protocol)
        inputs = partial(_features, trainee, samples, made_of, folder, record.half)
    size = sum(needed(rows, folder) for rows in _stores(material, trainee, samples, made_of))
    require_disk(size, folder)
    if size:
        job.partial(Said(text=f"What is kept of the faces takes {bytes_in_words(size)}."))
    return Course(
        protocol=protocol,
        plan=plan,
        photographs=photographs,
        faces=material.faces,
        samples=samples,
        trainee=trainee,
        other=partial(_vgg_face, material.base),
        inputs=inputs,
        spent=spent,
        titled=f"{ARCHITECTURES[protocol.architecture].short_name} trained on "
        f"{len({one.neonate for one in photographs})} neonates",
        synthetic=record.synthetic,
        licence=record.base.licence if record.base else "",
    )


def _made_of(material: Material, accepted: Accepted) -> dict[str, Any]:
    """Return everything that a face's pixels, and what the base gives for them, follow from."""
    record, protocol = material.record, material.plan.protocol
    return {
        "photographs": [[one.sha256, *one.box] for one in record.photographs],
        "copies": [list(some) for some in accepted.numbers],
        "augmentation": asdict(protocol.augmentation),
        "seed": protocol.seed,
        "preprocessing": ARCHITECTURES[protocol.architecture].preprocessing.as_dict(),
        "base": record.base.numbers_sha256 if record.base else "",
    }


def _n_cnn(protocol: Protocol) -> NCnn:
    optimiser = protocol.optimiser
    return NCnn(l1=optimiser.l1, l2=optimiser.l2, one_output=protocol.one_output)


def _vgg_face(base: VggFaceBase | None, protocol: Protocol) -> VggFace:
    assert base is not None
    assert protocol.head is not None
    return VggFace(
        partial(into_model, base),
        head=protocol.head.layers,
        dropout=protocol.head.dropout,
        l1=protocol.optimiser.l1,
        l2=protocol.optimiser.l2,
        groups=protocol.fine_tuning.groups if protocol.fine_tuning else (),
    )


def _crops(
    samples: Samples, made_of: dict[str, Any], folder: Path, _phase: int, job: Job
) -> Inputs:
    preprocessing = ARCHITECTURES["n_cnn"].preprocessing
    rows = crop_rows(samples, made_of, preprocessing.size)
    return keep_crops(rows, samples, preprocessing, folder, job)


def _features(
    trainee: VggFace,
    samples: Samples,
    made_of: dict[str, Any],
    folder: Path,
    half: bool,
    phase: int,
    job: Job,
) -> Inputs:
    layer, preprocessing = trainee.learns_from(phase), ARCHITECTURES["vgg_face"].preprocessing
    if layer == IMAGE:
        rows = crop_rows(samples, made_of, preprocessing.size)
        return keep_crops(rows, samples, preprocessing, folder, job)
    rows = feature_rows(samples, made_of, layer, trainee.part(phase).input_shape[1:], half=half)
    return keep_features(rows, samples, trainee.frozen(layer), preprocessing, folder, job)


def _stores(
    material: Material, trainee: NCnn | VggFace, samples: Samples, made_of: dict[str, Any]
) -> list[Rows]:
    """Return what will be kept on the disk in all phases."""
    protocol = material.plan.protocol
    size = ARCHITECTURES[protocol.architecture].input_size
    tuned = protocol.fine_tuning is not None and bool(protocol.fine_tuning.groups)
    found = []
    for phase in (1, 2) if tuned else (1,):
        layer = trainee.learns_from(phase)
        if layer == IMAGE:
            found.append(crop_rows(samples, made_of, size))
        else:
            shape = trainee.part(phase).input_shape[1:]
            half = material.record.half
            found.append(feature_rows(samples, made_of, layer, shape, half=half))
    return found
