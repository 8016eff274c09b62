"""The folds into which a study's neonates come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.training.faces import photographs_of
from neopain_gui.study import Study
from neopain_gui.training.cohort import Cohort, cohort_of
from neopain_gui.training.fold_edits import Held, with_held
from neopain_gui.training.fold_plan import FoldPlan, plan_folds
from neopain_gui.training.folds_file import read_folds
from neopain_gui.training.photographs import Photograph
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
    return plan_of(photographs_of(study, job), protocol, table)


def plan_of(
    photographs: Sequence[Photograph],
    protocol: Protocol,
    table: Path | None = None,
    held: Held | None = None,
) -> FoldPlan:
    """Deal the neonates of photographs, or take the folds of a table or those put together."""
    cohort = cohort_in(photographs)
    if held is not None:
        return with_held(cohort, protocol, held)
    return plan_folds(cohort, protocol) if table is None else read_folds(table, cohort, protocol)


def cohort_in(photographs: Sequence[Photograph]) -> Cohort:
    """Gather the neonates of photographs."""
    return cohort_of(
        [one.neonate for one in photographs],
        [one.dataset for one in photographs],
        [one.label for one in photographs],
    )
