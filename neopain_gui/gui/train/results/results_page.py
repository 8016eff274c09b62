"""What a training achieves, on one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from neopain_gui.counted import counted
from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.plain import PlainLabel, breakable, literal
from neopain_gui.gui.train.out.out_bar import OutBar
from neopain_gui.gui.train.results.card_view import CardView
from neopain_gui.gui.train.results.comparison import Comparison
from neopain_gui.gui.train.results.error_list import ErrorList, wrong_of
from neopain_gui.gui.train.results.explaining import explain_with
from neopain_gui.gui.train.results.fold_words import in_short
from neopain_gui.gui.train.results.parts import Parts
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.waiting import Waiting
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.training.results import Results
    from neopain_gui.pipeline.training.trainings import Training
    from neopain_gui.study import Study

_KEY = "results of a training"


class ResultsPage(QWidget):
    """Figures, curves, errors, people, comparison and card of a training that is done.

    Attributes
    ----------
    training : Training or None
        Which one is shown.
    results : Results or None
        None until they are worked out.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Results")
        self._session, self._jobs = session, jobs
        self.training: Training | None = None
        self.results: Results | None = None
        self.title = _label(theme.heading_font)
        self.title.setAccessibleName("Training")
        self.what = _label()
        self.cautions = _label()
        self.cautions.setAccessibleName("Cautions")
        self.short = _label(theme.strong_font)
        self.short.setAccessibleName("In short")
        self.waiting = Waiting()
        self.parts = Parts(self)
        self.errors_title = _label(theme.strong_font)
        self.errors = ErrorList(session, jobs)
        self.comparison = Comparison(jobs)
        self.card = CardView()
        self.folder = QPushButton("Open folder")
        self.folder.setToolTip("Tables, predictions, figures and the card, as files")
        self.explain = QPushButton("Explain with it")
        self.explain.setToolTip(
            "Choose it as the classifier: each photograph is explained by the networks that have "
            "not seen its neonate"
        )
        self.tools = QWidget()
        self._tools = Flow(self.tools)
        for button in (self.explain, self.folder):
            self._tools.addWidget(button)
        self.out = OutBar(session, jobs)
        self._arrange()
        self.out.asked.connect(self.waiting.follow)
        self.explain.clicked.connect(self._explain)
        self.folder.clicked.connect(self._open_folder)
        self.errors.shown.connect(session.select_image)
        session.study_changed.connect(self.forget)
        self.forget()

    def _arrange(self) -> None:
        self.content = QWidget()
        column = QVBoxLayout(self.content)
        column.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        top: tuple[QWidget, ...] = (self.title, self.what, self.cautions, self.tools)
        for widget in (*top, self.out, self.waiting):
            column.addWidget(widget)
        self.found = QWidget()
        inner = QVBoxLayout(self.found)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE)
        inner.addWidget(self.short)
        positive = QWidget()
        row = Flow(positive)
        row.addWidget(PlainLabel("Positive class"))
        row.addWidget(self.parts.positive)
        inner.addWidget(positive)
        for widget in (
            *(self.parts.folds, self.errors_title, self.errors),
            *(one for one in self.parts.every if one is not self.parts.folds),
            *(self.comparison, self.card),
        ):
            inner.addWidget(widget)
        column.addWidget(self.found)
        column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setAccessibleName("What it achieves")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.content)
        # the page is as long as the card only when it has been laid out anew
        self.card.unfolded.connect(self._to_card, Qt.ConnectionType.QueuedConnection)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    # -- showing -----------------------------------------------------------------------------
    def show_training(self, training: Training, others: Sequence[Training] = ()) -> None:
        """Read and show a training; ``others`` can be compared with it."""
        study = self._session.study
        if study is None:
            return
        self.forget()
        self.training = training
        self.title.setText(breakable(training.title))
        self.what.setText(f"In trainings/{training.name}")
        self.folder.setToolTip(
            literal(f"Tables, predictions, figures and the card, as files: {training.folder}")
        )
        self.tools.show()
        self.out.show_training(training)
        self.out.show()
        self.comparison.show_training(training, others)
        self.waiting.follow(
            self._jobs.local(
                _results,
                title=f"Results of {training.title}",
                kwargs={"study": study, "training": training},
                key=_KEY,
                visible=False,
                repeatable=False,
                on_done=lambda found: self._show(training, found),
                on_failed=lambda error: self._say_why(training, error),
            )
        )

    def forget(self) -> None:
        """Show no training."""
        self._jobs.drop(_KEY)
        self.training = self.results = None
        for label in (self.title, self.what, self.cautions, self.short):
            label.clear()
        self.waiting.clear()
        self.comparison.forget()
        self.errors.show_wrong(())
        self.card.say("")
        for widget in (self.cautions, self.found, self.tools, self.out):
            widget.hide()

    def _show(self, training: Training, found: Results) -> None:
        from neopain_gui.reports.evaluation.run_facts import is_optimistic

        if training is not self.training:
            return
        self.results = found
        self.what.setText(f"{found.card['title']}. In trainings/{training.name}.")
        self._warn([str(one) for one in found.card["cautions"]])
        chosen = is_optimistic(found.facts.record)
        self.short.setText(in_short(found.evaluation, chosen_on_test=chosen))
        self.parts.show_results(found)
        wrong = wrong_of(found.evaluation)
        self.errors.show_wrong(wrong)
        self.errors.setVisible(bool(wrong))
        self.errors_title.setText(
            f"{counted(len(wrong), 'wrong prediction')} at a class score of 0.5, neonates with the "
            "most first"
            if wrong
            else "No photograph was predicted wrong at a class score of 0.5"
        )
        self.card.say(found.markdown)
        self.found.show()

    def _say_why(self, training: Training, error: BaseException) -> None:
        if training is self.training:
            self._warn([faults.describe(error)[0]])

    def _to_card(self) -> None:
        """Bring the card to where it is read: it unfolds below the page's end."""
        self.area.verticalScrollBar().setValue(self.card.y())

    def _warn(self, sentences: Sequence[str]) -> None:
        self.cautions.setText("\n".join(sentences))
        self.cautions.setVisible(bool(sentences))
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "cautions"):
            self._colour()

    def _colour(self) -> None:
        palette = self.cautions.palette()
        palette.setColor(self.cautions.foregroundRole(), theme.level_colour("warning"))
        self.cautions.setPalette(palette)

    def _explain(self) -> None:
        if self.training is not None:
            self.waiting.follow(explain_with(self._session, self._jobs, self.training))

    def _open_folder(self) -> None:
        if self.training is None:
            return
        folder = self.training.folder
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._session.notice.emit(f"No program opens folders here. It is {folder}.")


def _results(study: Study, training: Training, job: Job = NULL_JOB) -> Results:
    from neopain_gui.pipeline.training.results import results_of

    job.progress(0, 0, f"Reading the results of {training.title}")
    return results_of(study, training.folder, job)


def _label(font: Callable[[QFont], QFont] | None = None) -> PlainLabel:
    label = PlainLabel()
    label.setWordWrap(True)
    if font is not None:
        label.setFont(font(label.font()))
    return label
