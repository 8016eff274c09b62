"""The folds into which a study's neonates come."""

from __future__ import annotations

from pathlib import Path

from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job, PassedOver
from neopain_gui.study import Study
from neopain_gui.training.cohort import Cohort, cohort_of
from neopain_gui.training.fold_plan import FoldPlan, plan_folds
from neopain_gui.training.folds_file import read_folds
from neopain_gui.training.protocol import Protocol


def folds_of(
    study: Study, protocol: Protocol, table: Path | None = None, job: Job = NULL_JOB
) -> FoldPlan:
    """Deal a study's neonates as a protocol says, or as a table of folds does.

    Photographs without a label or a face are passed over, and named in messages.

    Raises
    ------
    InputError
        The photographs, the protocol or the table do not permit it.
    """
    cohort = cohort_of_study(study, job)
    return plan_folds(cohort, protocol) if table is None else read_folds(table, cohort, protocol)


def cohort_of_study(study: Study, job: Job = NULL_JOB) -> Cohort:
    """Return the neonates of the photographs that have a label and a face."""
    faces = study.faces.all()
    images = []
    for image in study.images.all():
        if image.label is None or faces.get(image.id) is None:
            why = "it has no label" if image.label is None else "no face is marked on it"
            job.partial(PassedOver(what=image.id, why=why))
        elif image.neonate is None:
            raise InputError(
                "a photograph with a label has no neonate, so that photographs of one neonate "
                "could come to train and to test",
                place=image.id,
                remedy="name the neonate of every photograph, or take its label away",
                command="name the neonate of every photograph with 'neopain edit'",
            )
        else:
            images.append((image.neonate.id, image.neonate.dataset, image.label))
    job.progress(1, 1)
    return cohort_of(
        [neonate for neonate, _, _ in images],
        [dataset for _, dataset, _ in images],
        [label for _, _, label in images],
    )
