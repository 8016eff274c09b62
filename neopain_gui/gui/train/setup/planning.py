"""What a training would be of, worked out in a thread whenever that may have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from neopain_gui.pipeline.training.planned import Planned, planned

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.gui.train.setup.chosen import Chosen
    from neopain_gui.jobs import Job
    from neopain_gui.pipeline.training.train import Wanted
    from neopain_gui.study import Study

_SETTLE_MS = 100
KEY = "plan of a training"


def plan_in_thread(job: Job, *, study: Study, wanted: Wanted) -> Planned:
    """Work it out in a thread of the window."""
    job.check()
    return planned(study, wanted.protocol, wanted.held, half=wanted.half, base=wanted.base)


class Planning(QObject):
    """The plan of what is chosen.

    Attributes
    ----------
    found : Planned or None
        The last; not of what is chosen while :attr:`current` is False.

    Signals
    -------
    changed()
    """

    changed = Signal()

    def __init__(self, session: Session, jobs: Jobs, chosen: Chosen, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._chosen = session, jobs, chosen
        self.found: Planned | None = None
        self.current = False
        self._later = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._later.timeout.connect(self._ask)

    def forget(self) -> None:
        """Forget another study's."""
        self.found, self.current = None, False
        self._jobs.drop(KEY)
        self._later.stop()

    def out_of_date(self) -> None:
        """Work it out again, in a moment."""
        self.current = False
        self._jobs.drop(KEY)
        self._later.start()

    def _ask(self) -> None:
        study = self._session.study
        if study is None:
            return
        self._jobs.local(
            plan_in_thread,
            title="Deal neonates into folds",
            kwargs={"study": study, "wanted": self._chosen.wanted},
            key=KEY,
            visible=False,
            on_done=self._keep,
            on_failed=self._session.problem.emit,
        )

    def _keep(self, found: Planned) -> None:
        self.found, self.current = found, True
        self.changed.emit()
