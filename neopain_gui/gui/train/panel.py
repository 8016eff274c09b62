"""The tab Train: the study's trainings, a new one, one under way, what one achieved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.train.list.training_list import TrainingList
from neopain_gui.gui.train.progress.courses import Courses
from neopain_gui.gui.train.progress.progress_page import ProgressPage
from neopain_gui.gui.train.results.results_page import ResultsPage
from neopain_gui.gui.train.setup.setup_page import SetupPage
from neopain_gui.gui.widgets.empty import Empty
from neopain_gui.gui.widgets.flow import Stack
from neopain_gui.gui.work.training import go_on
from neopain_gui.pipeline.training.trainings import DONE, UNREADABLE, training_in

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.training.trainings import Training


class TrainPanel(QWidget):
    """The study's trainings on the left, one page at a time on the right.

    Attributes
    ----------
    courses : Courses
        What the trainings under way say.
    list : TrainingList
        The trainings.
    stack : Stack
        The pages: :attr:`setup`, :attr:`progress`, :attr:`results`, :attr:`unreadable`.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Train")
        self._session, self._jobs = session, jobs
        self.courses = Courses(session, jobs, self)
        self.list = TrainingList(session, self.courses, self)
        self.setup = SetupPage(session, jobs, self)
        self.progress = ProgressPage(session, self)
        self.results = ResultsPage(session, jobs, self)
        self.unreadable = Empty("warning", self)
        self.stack = Stack(self)
        for page in (self.setup, self.progress, self.results, self.unreadable):
            self.stack.addWidget(page)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.addWidget(self.list)
        self.split.addWidget(self.stack)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self.setup.begun.connect(self._begun)
        self.list.new_wanted.connect(self.show_new)
        self.list.chosen.connect(self._show)
        self.list.gone.connect(self.show_new)
        self.progress.go_on_wanted.connect(self._go_on)
        self.courses.moved.connect(self._moved)
        session.study_changed.connect(self.show_new)

    @property
    def shown(self) -> Path | None:
        """The folder of the training whose page is in front."""
        training = self.list.current
        new = self.stack.currentWidget() is self.setup
        return None if new or training is None else training.folder

    def show_new(self) -> None:
        """Bring the page for a new training to the front."""
        self.list.choose(None)
        self.stack.setCurrentWidget(self.setup)

    def show_training(self, folder: Path) -> None:
        """Bring the page of one of the study's trainings to the front."""
        self.list.read()
        self.list.choose(folder)
        self._show(training_in(folder))

    def _show(self, training: Training) -> None:
        task = self.courses.task(training.folder)
        if task is None and training.state == UNREADABLE:
            self.unreadable.say(f"{training.title} cannot be read", training.why)
            self.stack.setCurrentWidget(self.unreadable)
        elif task is None and training.state == DONE:
            others = [
                one
                for one in self.list.trainings
                if one.state == DONE and one.folder != training.folder
            ]
            self.results.show_training(training, others)
            self.stack.setCurrentWidget(self.results)
        else:
            self.progress.show_training(training, self.courses.of(training.folder), task)
            self.stack.setCurrentWidget(self.progress)

    def _begun(self, folder: Path, _task: Task) -> None:
        self.show_training(folder)

    def _go_on(self, training: Training) -> None:
        try:
            go_on(self._session, self._jobs, training.folder)
        except NeoPainError as error:
            self._session.problem.emit(error)
            return
        self.show_training(training.folder)

    def _moved(self, folder: Path) -> None:
        """Come from the progress of a training to what it achieves, once it is done."""
        if self.shown != folder or self.courses.task(folder) is not None:
            return
        training = training_in(folder)
        if training.state == DONE:
            self._show(training)
