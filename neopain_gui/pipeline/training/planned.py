"""What a training would be of, before anybody begins it: photographs, folds, what forbids it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from neopain_gui.classifiers.bases import unbuilt
from neopain_gui.errors import NeoPainError
from neopain_gui.jobs import JobMessage, NullJob, PassedOver
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.training.faces import photographs_of
from neopain_gui.pipeline.training.folds import cohort_in, plan_of
from neopain_gui.pipeline.training.takes import Estimate, estimate_of
from neopain_gui.pipeline.training.trainings import trainings_folder
from neopain_gui.study import Study
from neopain_gui.training.cohort import Cohort
from neopain_gui.training.fold_edits import Held, remarks
from neopain_gui.training.fold_plan import FoldPlan
from neopain_gui.training.fold_table import FoldRow, fold_rows
from neopain_gui.training.photographs import Photograph
from neopain_gui.training.protocol import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A training that could be begun, or why it could not.

    Attributes
    ----------
    photographs : tuple of Photograph
        What it would be of.
    passed_over : tuple of PassedOver
        Photographs that are left out.
    cohort : tuple of Member
        The neonates.
    plan : FoldPlan or None
        Its folds.
    rows : tuple of FoldRow
        The folds counted.
    remarks : tuple of str
        What is odd about them.
    estimate : Estimate or None
        What it would take, where there are folds.
    problem : NeoPainError or None
        Why it cannot begin.
    """

    photographs: tuple[Photograph, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    cohort: Cohort = ()
    plan: FoldPlan | None = None
    rows: tuple[FoldRow, ...] = ()
    remarks: tuple[str, ...] = ()
    estimate: Estimate | None = None
    problem: NeoPainError | None = None

    @property
    def datasets(self) -> tuple[str, ...]:
        """The data sets of its photographs that have a name, in order."""
        return tuple(sorted({one.dataset for one in self.photographs} - {""}))


class _Listening(NullJob):
    """Keeps who is passed over."""

    def __init__(self) -> None:
        self.passed_over: list[PassedOver] = []

    def partial(self, message: JobMessage) -> None:
        """Keep it."""
        if isinstance(message, PassedOver):
            self.passed_over.append(message)


def planned(
    study: Study,
    protocol: Protocol,
    held: Held | None = None,
    *,
    half: bool = False,
    base: str = "",
) -> Planned:
    """Say what a training on a study would be of.

    Parameters
    ----------
    study : Study
    protocol : Protocol
    held : tuple of tuple of str, optional
        Whom each fold holds out, in place of dealing.
    half : bool
        Whether what a base gives is kept in half precision.
    base : str
        The id of the base, of a VGG-Face.
    """
    listening = _Listening()
    found = Planned()
    try:
        photographs = photographs_of(study, listening)
        found = replace(found, photographs=tuple(photographs))
        found = replace(found, cohort=cohort_in(photographs))
        plan = plan_of(photographs, protocol, held=held)
        found = replace(found, plan=plan, rows=fold_rows(plan), remarks=remarks(plan))
        said = CountedLabels.of(study).sentences(study.images.all())
        found = replace(found, remarks=(*said, *found.remarks))
        takes = estimate_of(plan, photographs, half=half, builds=unbuilt(base))
        found = replace(found, estimate=takes)
        takes.require_disk(trainings_folder(study.path))
    except NeoPainError as error:
        found = replace(found, problem=error)
    return replace(found, passed_over=tuple(listening.passed_over))
