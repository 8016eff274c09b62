"""The trainings of the open study, and the button for a new one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.jobs import TaskState
from neopain_gui.gui.train.list.list_words import explained, line
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.questions import ask_name
from neopain_gui.pipeline.training import trainings
from neopain_gui.training.run_folder import TITLE

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session
    from neopain_gui.gui.train.progress.courses import Courses

_NEW = "New training"


class TrainingList(QWidget):
    """A line a training.

    Attributes
    ----------
    trainings : tuple of Training
        In their order.

    Signals
    -------
    new_wanted()
        A person wants to begin one.
    chosen(training: Training)
        A person wants to see one.
    gone()
        The one that was chosen is not there any more.
    """

    new_wanted = Signal()
    chosen = Signal(object)
    gone = Signal()

    def __init__(self, session: Session, courses: Courses, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Trainings")
        self._session, self._courses = session, courses
        self.trainings: tuple[trainings.Training, ...] = ()
        self.new = QPushButton("New training")
        self.new.setAccessibleName(_NEW)
        self.new.setToolTip("Put a training together: protocol, folds, base")
        self.list = QListWidget()
        self.list.setAccessibleName("Trainings of this study")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.none = PlainLabel("This study has no training yet.")
        self.none.setWordWrap(True)
        self.rename = QPushButton("Rename…")
        self.rename.setAccessibleName("Rename the training")
        self.rename.setToolTip("Give the training another title")
        self.remove = QPushButton("Remove")
        self.remove.setAccessibleName("Remove the training")
        buttons = QWidget()
        row = Flow(buttons)
        row.addWidget(self.rename)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.new)
        column.addWidget(self.none)
        column.addWidget(buttons)  # not at the foot, where messages lie
        column.addWidget(self.list, 1)
        self.new.clicked.connect(self._new)
        self.list.currentRowChanged.connect(self._row_changed)
        self.rename.clicked.connect(self._rename)
        self.remove.clicked.connect(self._remove)
        session.study_changed.connect(self._another_study)
        courses.moved.connect(self._moved)
        self._refresh_buttons()

    def sizeHint(self) -> QSize:
        return QSize(20 * self.fontMetrics().averageCharWidth() + 2 * theme.SPACE, 400)

    # -- what is there -----------------------------------------------------------------------
    @property
    def current(self) -> trainings.Training | None:
        """The training that is chosen."""
        row = self.list.currentRow()
        return self.trainings[row] if 0 <= row < len(self.trainings) else None

    def choose(self, folder: Path | None) -> None:
        """Choose a training, or none, without telling anybody."""
        self.list.blockSignals(True)
        rows = [row for row, one in enumerate(self.trainings) if one.folder == folder]
        self.list.setCurrentRow(rows[0] if rows else -1)
        self.list.blockSignals(False)
        self._refresh_buttons()

    def read(self) -> None:
        """Read which trainings there are; the chosen one stays chosen."""
        study, chosen = self._session.study, self.current
        there = trainings.trainings_of(study.path) if study is not None else []
        known = {one.folder for one in there}
        waiting = [folder for folder in self._courses.under_way if folder not in known]
        self.trainings = (*there, *(trainings.training_in(one) for one in waiting))
        self.list.blockSignals(True)
        self.list.clear()
        for row in range(len(self.trainings)):
            self.list.addItem(QListWidgetItem())
            self._word(row)
        self.list.blockSignals(False)
        self.choose(chosen.folder if chosen is not None else None)
        if chosen is not None and self.current is None:
            self.gone.emit()

    def _word(self, row: int) -> None:
        """Say how far a training is."""
        one, item = self.trainings[row], self.list.item(row)
        task, course = self._courses.task(one.folder), self._courses.of(one.folder)
        waits = task is not None and task.state is TaskState.QUEUED
        under_way = "waits for its turn" if waits else "is made ready" if task is not None else ""
        item.setText(line(one, course, under_way))
        item.setToolTip(literal(explained(one)))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text().replace("\n", ": "))

    def _moved(self, folder: Path) -> None:
        if not self.isVisible():
            return
        study = self._session.study
        if study is None or folder.parent != trainings.trainings_folder(study.path):
            return
        for row, one in enumerate(self.trainings):
            if one.folder == folder and one.folds and self._courses.task(folder) is not None:
                self._word(row)
                return
        self.read()

    def _another_study(self) -> None:
        self.choose(None)
        self.trainings = ()
        self.list.clear()
        if self.isVisible():
            self.read()
        self._refresh_buttons()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    # -- what a person does ------------------------------------------------------------------
    def _new(self) -> None:
        self.choose(None)
        self.new_wanted.emit()

    def _row_changed(self, _row: int) -> None:
        self._refresh_buttons()
        if self.current is not None:
            self.chosen.emit(self.current)

    def _refresh_buttons(self) -> None:
        self.none.setVisible(self._session.study is not None and not self.trainings)
        one, editable = self.current, self._session.editable
        under_way = one is not None and self._courses.busy(one.folder)
        self.rename.setEnabled(one is not None and editable)
        self.remove.setEnabled(one is not None and editable and not under_way)
        self.remove.setToolTip(
            "It is under way: stop it first"
            if under_way
            else "Take the training out of the study; Undo puts it back until the study is closed"
        )

    def _rename(self) -> None:
        one = self.current
        if one is None:
            return
        title = ask_name(self, "Rename the training", "Title of the training:", one.title)
        if title is None or title == one.title:
            return
        given = one.title if (one.folder / TITLE).exists() else ""
        self._session.edits.edit(
            f"renaming {one.title}",
            given,
            title,
            lambda value: trainings.rename(one, value),
            changed=self._renamed,
        )

    def _renamed(self) -> None:
        self.read()
        if self.current is not None:
            self.chosen.emit(self.current)

    def _remove(self) -> None:
        one = self.current
        if one is None:
            return
        aside: list[Path] = []
        self.list.setFocus()  # the button goes grey: the focus would choose the first

        def write(gone: bool) -> None:
            if gone:
                aside.append(trainings.remove(one))
            else:
                trainings.put_back(aside.pop())

        self._session.edits.edit(
            f"removing {one.title}",
            False,
            True,
            write,
            changed=self.read,
            said=f"{one.title} was removed. It goes for good when the study is closed. A "
            "classifier that was made of it stays on the page Classifiers.",
        )
