"""The tab Train: a new training, or one of the study's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.train.setup.setup_page import SetupPage
from neopain_gui.gui.widgets.flow import Stack
from neopain_gui.gui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.state.session import Session


class TrainPanel(QWidget):
    """The study's trainings on the left, one page at a time on the right.

    Attributes
    ----------
    split : QSplitter
        Its right part is :attr:`stack`.
    stack : Stack
        The pages, of which :attr:`setup` is the first.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Train")
        self._session, self._jobs = session, jobs
        self.setup = SetupPage(session, jobs, self)
        self.waiting = Waiting(self)
        self.stack = Stack(self)
        self.stack.addWidget(self.setup)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.addWidget(self.stack)
        self.split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.split, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, theme.SPACE)
        foot.addWidget(self.waiting)
        column.addLayout(foot)
        self.setup.begun.connect(self._begun)
        session.study_changed.connect(self._forget)

    def show_new(self) -> None:
        """Bring the page for a new training to the front."""
        self.stack.setCurrentWidget(self.setup)

    def show_training(self, folder: Path) -> None:
        """Bring the page of one of the study's trainings to the front."""
        self.show_new()

    def _begun(self, folder: Path, task: Task) -> None:
        self.waiting.follow(task)
        self.show_training(folder)

    def _forget(self) -> None:
        """Leave nothing of one study in the next."""
        self.waiting.clear()
        self.show_new()
