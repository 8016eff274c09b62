"""Asking before something is left that still computes: finish first, put off, stop, or stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from neopain_gui.counted import duration
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.jobs import Jobs, Task, TaskState
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.work.kept_queue import KeptQueue
from neopain_gui.gui.work.submit import AHEAD
from neopain_gui.pipeline.work import Lane

LEAVING = "leaving"
"""Topic of what is said while a study is left as soon as its work is done."""
_NAMED = 5


class Leave(StrEnum):
    """What a person answers."""

    FINISH = "finish first"
    LATER = "go on next time"
    STOP = "stop"
    BACK = "back"


class Leaving(QObject):
    """Whoever closes a study or the window asks here first.

    Attributes
    ----------
    ask : callable(parent, what, tasks) -> Leave
        Asks the person.
    """

    def __init__(self, window: QWidget, session: Session, jobs: Jobs) -> None:
        super().__init__(window)
        self._window, self._session, self._jobs = window, session, jobs
        self.ask: Callable[[QWidget, str, Sequence[Task]], Leave] = ask_leave
        self._then: Callable[[], object] | None = None
        self.kept = KeptQueue(session, jobs, self)
        jobs.changed.connect(self._go_on)
        jobs.failed.connect(lambda _task: self.stay("a job failed"))
        session.study_changed.connect(self._forget)

    def may(self, what: str, again: Callable[[], object]) -> bool:
        """Return whether to go on now.

        Parameters
        ----------
        what : str
            What would be done, as it follows *To*: "close the study".
        again : callable
            Asks for the same again: called when the work is done, if it is to be finished first.
        """
        tasks = asked_for(self._jobs)
        if not tasks:
            return True
        answer = self.ask(self._window, what, tasks)
        if answer is Leave.LATER:
            self._forget()
            self._jobs.put_off()
        elif answer is Leave.STOP:
            self._forget()
            self._jobs.stop_all()
        elif answer is Leave.FINISH:
            self._then = again
            self._say(what)
            for lane in Lane:  # what is paused would never be done
                self._jobs.pause(lane, False)
            self._go_on()  # it may have ended while the question stood there
        return answer in (Leave.LATER, Leave.STOP)

    def stay(self, why: str = "") -> None:
        """Do not leave any more when the work is done."""
        if self._then is not None:
            self._forget()
            if why:
                self._session.warning.emit(f"Nothing was closed, because {why}.")

    def _say(self, what: str) -> None:
        self._session.tell(
            Message(
                level="info",
                text=f"When the work is done, NeoPain will {what}.",
                action=("Stay", self.stay),
                topic=LEAVING,
            )
        )

    def _forget(self) -> None:
        self._then = None
        self._session.settle(LEAVING)

    def _go_on(self) -> None:
        then = self._then
        if then is not None and not asked_for(self._jobs):
            self._forget()
            then()


def asked_for(jobs: Jobs) -> list[Task]:
    """Return the work that a person asked for and that has not ended."""
    return [
        task
        for task in jobs.unfinished()
        if task.visible and not task.over and not task.stopping and task.priority < AHEAD
    ]


def leave_question(parent: QWidget, what: str, tasks: Sequence[Task]) -> QMessageBox:
    """Return the question; the button that changes nothing is the usual one."""
    box = QMessageBox(parent)
    box.setObjectName("leave")
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Work is under way")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"To {what}, the work that is under way has to be finished or stopped.")
    lines = [_line(task) for task in tasks[:_NAMED]]
    if len(tasks) > _NAMED:
        lines.append(f"and {len(tasks) - _NAMED} more")
    box.setInformativeText("\n".join([*lines, "", "What was computed until now is kept."]))
    box.addButton("&Finish first", QMessageBox.ButtonRole.YesRole)
    if any(task.kept for task in tasks):
        later = box.addButton("&Go on next time", QMessageBox.ButtonRole.AcceptRole)
        later.setToolTip("Stop now; the study keeps what is left and offers to go on with it")
    box.addButton("&Stop it", QMessageBox.ButtonRole.DestructiveRole)
    back = box.addButton("&Back", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(back)
    box.setEscapeButton(back)
    return box


def ask_leave(parent: QWidget, what: str, tasks: Sequence[Task]) -> Leave:
    """Ask the person."""
    box = leave_question(parent, what, tasks)
    box.exec()
    role = box.buttonRole(box.clickedButton())
    box.deleteLater()
    roles = {
        QMessageBox.ButtonRole.YesRole: Leave.FINISH,
        QMessageBox.ButtonRole.AcceptRole: Leave.LATER,
        QMessageBox.ButtonRole.DestructiveRole: Leave.STOP,
    }
    return roles.get(role, Leave.BACK)


def _line(task: Task) -> str:
    left = task.seconds_left
    if left is not None:
        return f"• {task.title}, about {duration(left)} left"
    return f"• {task.title}" + (", waiting" if task.state is TaskState.QUEUED else "")
