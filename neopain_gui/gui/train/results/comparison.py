"""A training beside another one of the study, on the same folds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.train.results.more_words import paired_table
from neopain_gui.gui.widgets.figures_part import Figures, Part
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.waiting import Waiting
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.pipeline.training.comparing import Compared
    from neopain_gui.pipeline.training.trainings import Training

_HOW = (
    "Both judge the same photographs in the same folds. The p value comes from exchanging the two "
    "neonate by neonate: photographs of one neonate are never taken for independent. Several "
    "figures are compared, so one small p among them says little."
)
_ALONE = "The study has no other training that is done."
_NOT_YET = "Not compared yet."


class Comparison(QWidget):
    """Which other training, the button, and what comes of it."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._training: Training | None = None
        self.part = Part(
            "Is it better than another one?",
            _HOW,
            tables=(Figures("Figures of both trainings"),),
            nothing=_ALONE,
        )
        self.other = QComboBox()
        self.other.setAccessibleName("The other training")
        self.button = QPushButton("Compare")
        self.button.setAccessibleName("Compare with the other training")
        self.button.setToolTip("Compare the two on the same folds, neonate by neonate")
        self.waiting = Waiting()
        self.row = QWidget()
        row = Flow(self.row)
        row.addWidget(PlainLabel("With"))
        row.addWidget(self.other)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        for widget in (self.part, self.row, self.waiting):
            column.addWidget(widget)
        self.button.clicked.connect(self.compare)
        self.other.currentIndexChanged.connect(lambda _place: self._nothing())

    def show_training(self, training: Training, others: Sequence[Training]) -> None:
        """Offer the other trainings that are done."""
        self.forget()
        self._training = training
        self.other.blockSignals(True)
        for one in others:
            self.other.addItem(one.title, one)
        self.other.blockSignals(False)
        self.row.setVisible(bool(others))
        self._nothing()

    def forget(self) -> None:
        """Leave nothing of one training in the next."""
        if self.waiting.task is not None:
            self.waiting.task.cancel()
        self.waiting.clear()
        self._training = None
        self.other.blockSignals(True)
        self.other.clear()
        self.other.blockSignals(False)
        self.row.hide()
        self._nothing()

    def compare(self) -> None:
        """Compare with the chosen one."""
        training, other = self._training, self.other.currentData()
        if training is None or other is None or self.waiting.busy:
            return
        task = self._jobs.local(
            _compared,
            title=f"Compare {training.title} with {other.title}",
            kwargs={"first": training, "second": other},
            key="compare trainings",
            repeatable=False,
            on_done=lambda found: self._show(training, other, found),
            on_failed=lambda error: self.part.show_nothing(faults.describe(error)[0]),
        )
        self.waiting.follow(task)

    def _nothing(self) -> None:
        self.part.show_nothing(_NOT_YET if self.other.count() else "")

    def _show(self, first: Training, second: Training, found: Compared) -> None:
        if self._training is not first or self.other.currentData() != second:
            return
        table = paired_table(found.figures, (first.title, second.title))
        said = f"{found.photographs} photographs of {found.neonates} neonates."
        differ = "What differs: " + " ".join(found.settings) if found.settings else (
            "Their settings do not differ."
        )  # fmt: skip
        self.part.show_figures([table], " ".join((said, *found.cautions)), differ)


def _compared(first: Training, second: Training, job: Job = NULL_JOB) -> Compared:
    from neopain_gui.pipeline.training.comparing import compare_trainings

    job.progress(0, 0, f"Comparing {first.title} with {second.title}")
    return compare_trainings(first, second)
