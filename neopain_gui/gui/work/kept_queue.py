"""The queue that survives the program: kept in the study, offered when it is opened again.

A job is kept from the moment somebody asks for it until it is done, has failed, or is stopped on
purpose. Nothing is ever begun by itself: the study may be open on another computer by then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from neopain_gui.counted import counted
from neopain_gui.errors import InputError, NeoPainError
from neopain_gui.gui.base.counts import them
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.jobs.lanes import Jobs, works_on_another
from neopain_gui.gui.jobs.worker import Task
from neopain_gui.gui.state.session import Session
from neopain_gui.pipeline.work import ATTRIBUTE, FIND_FACES, REFIT, TRAIN, Work

if TYPE_CHECKING:
    from neopain_gui.study import Study
    from neopain_gui.study.waiting_store import WaitingJob

WAITING = "waiting jobs"
"""Topic of the offer to go on."""
_NOT_KEPT = frozenset({"study_path", "image_ids"})


class KeptQueue(QObject):
    """Follows the jobs of the open study.

    Parameters
    ----------
    session, jobs
        Shared.
    parent : QObject
        Its owner.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        jobs.added.connect(self._keep)
        session.study_changed.connect(self._offer_soon)

    def _keep(self, task: Task) -> None:
        session, study = self._session, self._session.study
        if task.work is None or not task.kept or study is None or not session.editable:
            return
        if works_on_another(task, study):
            return
        try:
            number = study.waiting.keep(
                task.work.id,
                _to_keep(task.work, task.arguments),
                task.arguments.get("image_ids", ()),
            )
        except NeoPainError as error:
            session.problem.emit(error)
            return
        forget = partial(self._forget, study, [number])
        for signal in (task.done, task.failed, task.given_up):
            signal.connect(lambda *_: forget())

    def _forget(self, study: Study, numbers: Sequence[int]) -> None:
        if self._session.study is study:
            try:
                study.waiting.drop(numbers)
            except NeoPainError as error:
                self._session.problem.emit(error)

    def _offer_soon(self) -> None:
        """After everybody has taken leave of the study before, and of its messages."""
        QTimer.singleShot(0, self, self._offer)

    def _offer(self) -> None:
        from neopain_gui.pipeline.waiting_jobs import left_over, sentence

        study = self._session.study
        if study is None or not self._session.editable:
            return
        try:
            waiting = left_over(study)
        except NeoPainError as error:
            self._session.problem.emit(error)
            return
        if waiting:
            self._session.tell(
                Message(
                    level="info",
                    text=f"{sentence(waiting)} What was made before is kept, and not made again.",
                    action=("Go on", partial(self._go_on, study, waiting)),
                    other=("Discard", partial(self._discard, study, waiting)),
                    topic=WAITING,
                )
            )

    def _discard(self, study: Study, waiting: Sequence[WaitingJob]) -> None:
        self._forget(study, [job.id for job in waiting])
        self._session.notice.emit(
            f"{counted(len(waiting), 'waiting job')} discarded; "
            f"nothing that {them(len(waiting))} had made is lost."
        )

    def _go_on(self, study: Study, waiting: Sequence[WaitingJob]) -> None:
        from neopain_gui.pipeline.waiting_jobs import in_words

        if self._session.study is not study:
            return
        for job in waiting:
            try:
                self._resume(study, job)
            except InputError as error:  # its weights may be back next time
                self._session.warning.emit(
                    f"{in_words(job)} still waits: {error.problem}. It is offered again when the "
                    "study is opened."
                )
            except NeoPainError as error:
                self._session.problem.emit(error)
            else:
                self._forget(study, [job.id])

    def _resume(self, study: Study, job: WaitingJob) -> None:
        """Ask for a job again: it is kept anew before it is forgotten as one of last time."""
        from neopain_gui.gui.work import face_work, submit, training

        session, jobs, arguments = self._session, self._jobs, job.arguments
        if job.work == ATTRIBUTE.id:
            if job.image_ids:
                submit.attribute(
                    session,
                    jobs,
                    job.image_ids,
                    classifier_id=str(arguments["classifier_id"]),
                    method=str(arguments["method"]),
                    target=str(arguments["target"]),
                    options=dict(arguments["options"]),
                )
        elif job.work == FIND_FACES.id:
            face_work.go_on(session, jobs, job.image_ids, again=bool(arguments.get("again")))
        elif job.work in (TRAIN.id, REFIT.id):
            training.ask_again(session, jobs, job.work, arguments)
        else:
            submit.make_gaze_maps_again(session, jobs, arguments)


def _to_keep(work: Work, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of what was asked for, but for the photographs."""
    if work in (TRAIN, REFIT):
        from neopain_gui.pipeline.training.queued import to_keep

        return to_keep(arguments)
    return {name: one for name, one in arguments.items() if name not in _NOT_KEPT}
