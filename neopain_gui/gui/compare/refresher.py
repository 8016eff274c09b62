"""Keeps the comparison of the study up to date while somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from neopain_gui.agreement.measures import FURTHER
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.work import agreement_tables as tables
from neopain_gui.jobs import Job

if TYPE_CHECKING:
    from neopain_gui.findings.comparison import Comparison
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.maps import ExtractionModel
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study

_SETTLE_MS = 300


def compare(
    job: Job,
    *,
    study: Study,
    settings: MaskSettings,
    models: list[ExtractionModel] | None,
    metrics: list[str],
) -> Comparison:
    """Compare the whole study, in a thread of the window."""
    from neopain_gui.pipeline.analysis.measuring import compare_by

    return compare_by(study, settings, metrics, models=models, job=job)


class ComparisonRefresher(QObject):
    """The comparison, made again in a thread whenever what it is made from changes.

    Parameters
    ----------
    session, jobs
        What is compared, and where.
    seen : callable
        Says whether somebody is looking: nothing is compared for nobody.

    Attributes
    ----------
    comparison : Comparison or None
        The last one, also while it is stale.
    stale : bool
        It is not that of the present choice.
    problem : str
        Why the last attempt failed; empty if it did not.

    Signals
    -------
    changed()
        One of the attributes.
    told(text: str)
        How far it is.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(
        self, session: Session, jobs: Jobs, seen: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._seen = session, jobs, seen
        self.comparison: Comparison | None = None
        self.stale = True
        self.problem = ""
        self._invalid = True
        self._compared: tuple[object, ...] = ()
        self._metric = self._asked = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self._later.timeout.connect(self._compare)
        session.study_changed.connect(self._leave)
        session.images_changed.connect(self._invalidate)
        session.regions_changed.connect(self._invalidate)
        session.results_changed.connect(lambda _id: self._invalidate())
        session.choice_changed.connect(self._choice_changed)

    @property
    def current(self) -> bool:
        """True while :attr:`comparison` is that of the present choice."""
        return self.comparison is not None and not self.stale

    @property
    def holds(self) -> bool:
        """True while what is there is so, also where another measure is still worked out."""
        return self.comparison is not None and not self._invalid

    def wake(self) -> None:
        """Compare at once if need be: somebody has begun to look."""
        if self.stale:
            self._later.start(0)

    def ask(self, metric: str) -> None:
        """Want values by a metric; those that do not follow from counts are made for whoever asks.

        What is there stays in sight meanwhile, as stale.
        """
        self._metric = metric
        there = self.comparison is None or metric in self.comparison.table.measures
        if there or (self.stale and self._asked == metric):
            return
        self.stale, self.problem = True, ""
        self._later.start(0)

    def _leave(self) -> None:
        self.comparison = None
        self._jobs.drop("compare")
        self._invalidate()

    def _choice_changed(self) -> None:
        """Compare again only if what makes the masks or the models chosen is another."""
        if self.comparison is None or self._wanted() != self._compared:
            self._invalidate()

    def _wanted(self) -> tuple[object, ...]:
        session = self._session
        if session.study is None:
            return ()
        return session.choices.mask_settings, session.choices.extraction_models

    def _invalidate(self) -> None:
        self.stale, self.problem = True, ""
        self._invalid = True
        self.changed.emit()
        if self._seen():
            self._later.start(_SETTLE_MS)

    def _compare(self) -> None:
        session = self._session
        if session.study is None:
            return
        self._compared, self._asked = self._wanted(), self._metric
        study = session.study
        self._jobs.local(
            compare,
            title="Compare the extraction models",
            kwargs={
                "study": study,
                "settings": session.choices.mask_settings,
                "models": tables.compared_models(session),
                "metrics": [self._metric] if self._metric in FURTHER else [],
            },
            key="compare",
            visible=False,
            on_done=lambda result: self._done(study, result),
            on_failed=self._failed,
        ).progressed.connect(self._progressed)

    def _progressed(self, done: float, total: float, _text: str) -> None:
        self.told.emit(f"Comparing: {done:.0f} of {total:.0f} photographs")

    def _done(self, study: Study, comparison: Comparison) -> None:
        if study is not self._session.study:
            return
        self._invalid = self._compared != self._wanted()
        lacks = bool(self._metric) and self._metric not in comparison.table.measures
        self.comparison, self.stale = comparison, lacks or self._invalid
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        known = isinstance(error, NeoPainError)
        self.comparison, self.stale = None, False
        self.problem = str(error) if known else "The comparison failed."
        self.changed.emit()
        if not known:
            self._session.problem.emit(error)
