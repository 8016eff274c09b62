"""Training on a study: from its photographs to a run's folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.classifiers.bases import available_bases, find_base, unbuilt
from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob, Said
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.pipeline.settings.study_settings import SYNTHETIC_SETTING
from neopain_gui.pipeline.training.faces import FaceCheck, StudyFaces, photographs_of
from neopain_gui.pipeline.training.folds import plan_of
from neopain_gui.pipeline.training.takes import estimate_of
from neopain_gui.study import Study
from neopain_gui.training.attended import Attended
from neopain_gui.training.begin import begin, take_back
from neopain_gui.training.fold_edits import Held, remarks
from neopain_gui.training.protocol import Protocol
from neopain_gui.training.protocol_file import read_protocol
from neopain_gui.training.run import Material, train_run
from neopain_gui.training.run_folder import FOLDS, PROTOCOL, RUN, is_done
from neopain_gui.training.run_lock import held
from neopain_gui.training.run_record import Base, RunRecord, plain_protocol, read_record

if TYPE_CHECKING:
    from neopain_gui.classifiers.bases import VggFaceBase


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be trained.

    Attributes
    ----------
    protocol : Protocol
    base : str
        Of a VGG-Face: the id of a base, or a file; else empty.
    half : bool
        Whether what the base gives is kept in half precision.
    table : Path or None
        Who is in which fold (CSV), instead of dealing.
    held : tuple of tuple of str, optional
        The same as it was put together in the window: whom each fold holds out.
    """

    protocol: Protocol
    base: str = ""
    half: bool = False
    table: Path | None = None
    held: Held | None = None


def train_on(
    study: Study,
    wanted: Wanted,
    run: Path,
    job: Job = NULL_JOB,
    *,
    only: Sequence[int] = (),
    resume: bool = False,
) -> bool:
    """Train on a study's photographs; see :func:`~neopain_gui.training.run.train_run`.

    Raises
    ------
    InputError
        The study or the settings do not permit it; nothing was written.
    """
    material = material_of(study, wanted, job)
    count = len(material.plan)
    wrong = [fold for fold in only if not 1 <= fold <= count]
    if wrong:
        raise InputError(f"there is no fold {wrong[0]}", remedy=f"choose one from 1 to {count}")
    fresh = not (run / RUN).exists()
    todo = [fold for fold in only or range(1, count + 1) if not is_done(run, fold)]
    if todo:
        taken = estimate_of(material.plan, material.record.photographs, half=wanted.half, only=todo)
        if fresh:  # else some of it is on the disk already
            taken.require_disk(run)
        job.partial(Said(text=taken.said()))
    begin(run, material.record, material.plan, resume=resume)
    for sentence in remarks(material.plan):
        job.partial(Said(text=sentence))
    try:
        with held(run, job):
            return train_run(material, run, Attended(job, run), only=only)
    except InputError:
        if fresh:
            take_back(run)
        raise


def material_of(study: Study, wanted: Wanted, job: Job = NULL_JOB) -> Material:
    """Gather what a training on a study learns from."""
    of_base = _begins_with_base(wanted)
    photographs = photographs_of(study, job)
    labels = CountedLabels.of(study).sentences(study.images.all())
    for sentence in labels:
        job.partial(Said(text=sentence))
    plan = plan_of(photographs, wanted.protocol, wanted.table, wanted.held)
    base = base_of(wanted, job) if of_base else None
    protocol = plan.protocol
    checks = protocol.augmentation.copies > 0 and protocol.augmentation.face_check
    return Material(
        record=RunRecord(
            protocol=plain_protocol(protocol),
            photographs=photographs,
            base=None if base is None else _described(wanted.base, base),
            half=wanted.half,
            synthetic=bool(study.setting(SYNTHETIC_SETTING, False)),
            labels=" ".join(labels),
        ),
        plan=plan,
        faces=StudyFaces(study, photographs),
        finds_face=FaceCheck() if checks else None,
        base=base,
    )


def wanted_in(run: Path) -> Wanted:
    """Return what a training's folder says it began with, so that it can go on.

    Raises
    ------
    InputError
        It cannot be read.
    """
    record = read_record(run)
    table = run / FOLDS
    return Wanted(
        protocol=read_protocol(str(run / PROTOCOL)),
        base=record.base.id if record.base else "",
        half=record.half,
        table=table if table.is_file() else None,
    )


def _begins_with_base(wanted: Wanted) -> bool:
    """Say whether what is trained begins with the convolutions that others have trained.

    Raises
    ------
    InputError
        There are none, or they are given for a network that has none.
    """
    if wanted.protocol.architecture != "vgg_face":
        if wanted.half:
            raise InputError(
                "the N-CNN learns from photographs, of which nothing is kept in half precision",
                remedy="leave half precision out",
                command="leave --half out",
            )
        if wanted.base:
            raise InputError(
                "the N-CNN is trained as a whole and has no base", remedy="leave the base out"
            )
        return False
    if not wanted.base:
        known = ", ".join(one.id for one in available_bases())
        there = f"choose one of {known}, or a file" if known else "choose a file of VGG-Face"
        raise InputError(
            "VGG-Face is trained on a base, the convolutions that others have trained",
            remedy=there,
            command=f"{there}, with --base",
        )
    return True


def base_of(wanted: Wanted, job: Job = NULL_JOB) -> VggFaceBase:
    """Return the convolutions that a VGG-Face begins with; the demo's are built where need be.

    Raises
    ------
    WeightsError
        There are none of that name, or the file is none of VGG-Face.
    """
    if unbuilt(wanted.base):
        job.partial(Said(text="The demo base is built first, which is done once."))
        load_classifier(wanted.base, PartOfJob(job, 0.0, 0.0))  # the training has the whole bar
    return find_base(wanted.base)


def _described(name: str, base: VggFaceBase) -> Base:
    return Base(
        id=Path(name).name,
        title=base.title,
        sha256=base.sha256,
        numbers_sha256=base.numbers_sha256(),
        licence=base.licence,
        synthetic=base.synthetic,
    )
