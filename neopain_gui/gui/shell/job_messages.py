"""What is said when a job fails, and taken back when the same work succeeds."""

from __future__ import annotations

from PySide6.QtCore import QObject

from neopain_gui.crashes.report import write_error
from neopain_gui.errors import EngineError
from neopain_gui.gui.base import faults
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.jobs import Jobs, Task
from neopain_gui.gui.jobs.lanes import works_on_another
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets.bar_stack import BarStack


class JobMessages(QObject):
    """Follows every visible job of the window.

    Parameters
    ----------
    session : Session
        Whose study a failure must be about.
    jobs : Jobs
        The work.
    bars : BarStack
        Where it is said.
    """

    def __init__(self, session: Session, jobs: Jobs, bars: BarStack) -> None:
        super().__init__(bars)
        self._session, self._bars = session, bars
        jobs.failed.connect(self._failed)
        jobs.succeeded.connect(self._done)

    def _done(self, task: Task) -> None:
        self._bars.settle(_topic(task))
        self._bars.settle(_process(task))

    def _failed(self, task: Task) -> None:
        error = task.error
        if error is None or works_on_another(task, self._session.study):
            return
        if faults.is_unexpected(error):
            write_error("an error in a job", error)
        sentence, details = faults.describe(error)
        again = task.again
        self._bars.tell(
            Message(
                level="error",
                text=f"{task.title}: {sentence}",
                details=details,
                action=("Try again", again) if again is not None else None,
                topic=_process(task) if isinstance(error, EngineError) else _topic(task),
            )
        )


def _process(task: Task) -> str:
    """Return the topic of what is said of the process in which a job runs."""
    return f"process {task.lane}"


def _topic(task: Task) -> str:
    return f"job {task.title}"
