"""A training under way, or one that was stopped: curves, how far it is, pause, stop, go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from neopain_gui.classifiers.bases import unbuilt
from neopain_gui.counted import counted, duration, matching
from neopain_gui.errors import InputError, NeoPainError
from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.plain import PlainLabel, breakable, literal
from neopain_gui.gui.jobs import Task, TaskState
from neopain_gui.gui.train.progress.course import Course
from neopain_gui.gui.widgets.curve_plot import CurvePlot
from neopain_gui.gui.widgets.figures_part import Figures
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.fold import Fold
from neopain_gui.gui.widgets.shown_words import Line
from neopain_gui.pipeline.training.trainings import training_in
from neopain_gui.training import attended
from neopain_gui.training.run_folder import RUN

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session
    from neopain_gui.jobs import JobMessage
    from neopain_gui.pipeline.training.trainings import Training

_SCALE = 1000
_PLOT = 260
_REDRAW_MS = 250
_HOW = (
    "The losses of the training hold the penalty on the weights, that of the inner validation does "
    "not. The inner validation’s neonates teach nothing: they say which epoch is the best."
)
_GO_ON = "Go on from where it is"
_READ_ONLY = "The study can only be read: nothing could be kept"
_FOLLOW = 0
"""Of the list of folds: whichever is under way, or was begun last."""


class ProgressPage(QWidget):
    """Follows one training.

    Attributes
    ----------
    training : Training or None
        Which one.
    task : Task or None
        The job that trains it, while there is one.
    course : Course
        What is known of it.

    Signals
    -------
    go_on_wanted(training: Training)
        A person wants what was stopped to go on.
    """

    go_on_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Progress of the training")
        self._session = session
        self.training: Training | None = None
        self.task: Task | None = None
        self.course = Course()
        self._error = ""
        self.title = _label(heading=True)
        self.title.setAccessibleName("Training")
        self.state = _label()
        self.state.setAccessibleName("How far it is")
        self.left = _label()
        self.left.setAccessibleName("Time left")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.SPACE)
        self.bar.setRange(0, _SCALE)
        self.bar.setAccessibleName("Progress")
        self.pause = _button("Pause", "Wait before the next batch, and keep everything in memory")
        self.go_on = _button("Go on", _GO_ON)
        self.stop = _button("Stop", "End it within a batch; what was learnt is kept")
        self.said = Fold("What the training said")
        self.fold = QComboBox()
        self.fold.setAccessibleName("Fold whose curves are shown")
        self.loss = CurvePlot("Loss", "epoch", least=_PLOT)
        self.accuracy = CurvePlot("Accuracy on inner validation", "epoch", least=_PLOT)
        self.folds = Figures("Folds")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REDRAW_MS)
        self._soon.timeout.connect(self.refresh)
        self._arrange()
        self.pause.clicked.connect(self._pause)
        self.go_on.clicked.connect(self._go_on)
        self.stop.clicked.connect(self._stop)
        self.fold.currentIndexChanged.connect(lambda _place: self.refresh())
        session.study_changed.connect(self.forget)
        self.forget()

    def _arrange(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        buttons = QWidget()
        row = Flow(buttons)
        for button in (self.pause, self.go_on, self.stop):
            row.addWidget(button)
        which = QWidget()
        row = Flow(which)
        row.addWidget(PlainLabel("Curves of"))
        row.addWidget(self.fold)
        self.how = _label()
        self.how.setText(_HOW)
        plots = QWidget()
        row = Flow(plots, 2 * theme.SPACE, top=True)
        row.addWidget(self.loss)
        row.addWidget(self.accuracy)
        for widget in (
            *(self.title, self.state, self.bar, self.left, buttons, self.said),
            *(which, plots, self.how, self.folds),
        ):
            column.addWidget(widget)
        column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setAccessibleName("Progress")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    # -- which training ----------------------------------------------------------------------
    def show_training(self, training: Training, course: Course, task: Task | None = None) -> None:
        """Show a training, and follow the job that trains it."""
        self.forget()
        self.training, self.task, self.course = training, task, course
        self.title.setText(breakable(training.title))
        try:
            course.read(training.folder)
        except NeoPainError as error:
            self._error = faults.describe(error)[0]
        if task is not None:
            task.started.connect(self._later)
            task.progressed.connect(self._later)
            task.partial.connect(self._heard)
            task.ended.connect(self._ended)
        self.refresh()

    def forget(self) -> None:
        """Follow no training any more."""
        if self.task is not None and isValid(self.task):  # ended ones are forgotten in time
            for signal, slot in (
                (self.task.started, self._later),
                (self.task.progressed, self._later),
                (self.task.partial, self._heard),
                (self.task.ended, self._ended),
            ):
                signal.disconnect(slot)
        self.training = self.task = None
        self.course, self._error = Course(), ""
        self.title.clear()
        self.fold.blockSignals(True)
        self.fold.clear()
        self.fold.blockSignals(False)
        self.refresh()

    # -- what it says ------------------------------------------------------------------------
    def _heard(self, _message: JobMessage) -> None:
        self._later()

    def _later(self, *_: object) -> None:
        if not self._soon.isActive():  # many batches a second are drawn together
            self._soon.start()

    def _ended(self) -> None:
        task, training = self.task, self.training
        if task is None or training is None:
            return
        if task.state is TaskState.FAILED and task.error is not None:
            self._error = _said(task.error)
        self.course.paused = False
        self.refresh()

    def refresh(self) -> None:
        """Show how far it is."""
        if self.training is not None and not self.isVisible():
            return
        if self.training is not None and not self.course.count:
            self.course.count = training_in(self.training.folder).folds
        self._fill_folds()
        chosen = self.fold.currentData() or self.course.latest
        self._draw(self.loss, self.course.loss_lines(chosen), None)
        self._draw(self.accuracy, self.course.accuracy_lines(chosen), (0.0, 1.0))
        self.folds.show_table(self.course.table())
        said = self.course.said
        more = len(said) - 1
        short = said[-1] if said else ""
        self.said.say(short, "\n".join(said) if more > 0 else "")
        self._say_state()

    def _fill_folds(self) -> None:
        there = [_FOLLOW, *sorted(self.course.folds)]
        if [self.fold.itemData(place) for place in range(self.fold.count())] == there:
            return
        chosen = self.fold.currentData()
        self.fold.blockSignals(True)
        self.fold.clear()
        for number in there:
            self.fold.addItem(f"fold {number}" if number else "the latest fold", number)
        self.fold.setCurrentIndex(max(0, self.fold.findData(chosen)))
        self.fold.blockSignals(False)

    @staticmethod
    def _draw(plot: CurvePlot, lines: list[Line], up: tuple[float, float] | None) -> None:
        across = max((max(line.across) for line in lines), default=1.0)
        top = max((max(line.up) for line in lines), default=1.0)
        plot.set_ends((0.0, max(1.0, across)), up or (0.0, top * 1.05 or 1.0))
        plot.set_lines(lines)

    def _say_state(self) -> None:
        task, training = self.task, self.training
        working = task is not None and not task.over
        running = working and task is not None and task.state is TaskState.RUNNING
        paused = running and self.course.paused
        self.state.setText(self._state())
        self.state.setVisible(bool(self.state.text()))
        self.left.setText(self._left() if running and not paused else "")
        self.left.setVisible(bool(self.left.text()))
        self.bar.setVisible(working)
        share = task.share if task is not None else None
        self.bar.setRange(0, 0 if running and share is None else _SCALE)
        self.bar.setValue(round((share or 0.0) * _SCALE))
        stopping = working and task is not None and task.stopping
        begun = training is not None and (training.folder / RUN).is_file()
        self.pause.setVisible(running and begun and not paused)
        self.pause.setEnabled(not stopping)
        self.stop.setVisible(working)
        self.stop.setEnabled(not stopping)
        self.go_on.setVisible(paused or (begun and not working))
        editable = self._session.editable
        self.go_on.setEnabled(bool(paused) or editable)
        self.go_on.setToolTip(_GO_ON if paused or editable else _READ_ONLY)

    def _state(self) -> str:
        task, training, done = self.task, self.training, self.course.done
        if training is None:
            return ""
        if task is not None and not task.over:
            if task.stopping:
                return "Stopping"
            if task.state is TaskState.QUEUED:
                return self._waits()
            if self.course.paused:
                return f"Paused. {self.course.where()}"
            # after an epoch's last batch the job says what comes: fine-tuning, its features
            between = self.course.at is None or self.course.at.number == self.course.at.count
            told = (task.text, self.course.where()) if between else (self.course.where(),)
            return next(filter(None, told), "Starting")
        if self._error and not (training.folder / RUN).is_file():
            return self._error
        count = self.course.count or training.folds
        folds = f"{done} of {counted(count, 'fold')} {matching(done, 'is', 'are')} done"
        kept = f"{folds if done else 'no fold is done yet'}; what was learnt is kept."
        before = self._error or "Not finished:"
        return f"{before} {kept[0].upper() + kept[1:] if self._error else kept}"

    def _waits(self) -> str:
        wanted = self.task.arguments["wanted"] if self.task is not None else None
        if wanted is not None and unbuilt(wanted.base):
            return "Waits for its base: NeoPain builds the demo weights first, which is done once"
        return "Waits for its turn: another training, or weights being built, comes first"

    def _left(self) -> str:
        seconds = self.task.seconds_left if self.task is not None else None
        if seconds is None:  # a line that comes and goes would move the buttons below it
            return "How long it still takes is not known yet"
        return f"About {duration(seconds)} left at this pace"

    # -- what a person asks for --------------------------------------------------------------
    def _pause(self) -> None:
        self._ask(attended.pause)
        self.pause.setEnabled(False)

    def _go_on(self) -> None:
        if self.task is not None and not self.task.over:
            self._ask(attended.go_on)
            self.go_on.setEnabled(False)
        elif self.training is not None:
            self.go_on_wanted.emit(self.training)

    def _ask(self, what: Callable[..., None]) -> None:
        if self.training is None:
            return
        try:
            what(self.training.folder)
        except NeoPainError as error:
            self._session.problem.emit(error)

    def _stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()


def _said(error: BaseException) -> str:
    """Return why a training ended; its folder is named on the page already."""
    said = faults.describe(error)[0]
    if isinstance(error, InputError):
        said = f"{error.problem}; {error.remedy}." if error.remedy else f"{error.problem}."
    return said[:1].upper() + said[1:]


def _label(*, heading: bool = False) -> PlainLabel:
    label = PlainLabel()
    label.setWordWrap(True)
    if heading:
        label.setFont(theme.heading_font(label.font()))
    return label


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(literal(tip))
    button.setAccessibleName(text.replace("&", ""))
    return button
