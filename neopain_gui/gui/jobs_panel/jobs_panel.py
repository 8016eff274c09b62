"""The list of jobs: what runs, what waits, what failed and why."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.jobs.lanes import Jobs
from neopain_gui.gui.jobs.worker import Task, TaskState
from neopain_gui.gui.jobs_panel.lane_line import TITLES, LaneLine
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.pipeline.work import Lane

_ICONS = {
    TaskState.QUEUED: ("recent", "info"),
    TaskState.RUNNING: ("compute", "info"),
    TaskState.DONE: ("check", "success"),
    TaskState.FAILED: ("error", "error"),
    TaskState.CANCELLED: ("stop", "warning"),
}


class JobRow(QWidget):
    """One job: state, title, progress or outcome, and a button to stop or to try again."""

    def __init__(self, task: Task, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task = task
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE, 2, theme.SPACE, 2)
        row.setSpacing(theme.SPACE)
        self._icon = PlainLabel()
        self._icon.setFixedWidth(18)
        row.addWidget(self._icon)
        self._title = PlainLabel(task.title)
        about = task.work.in_words if task.work is not None else ""
        self._title.setToolTip(literal(f"{TITLES[task.lane]}. {about}".strip()))
        row.addWidget(self._title)
        self._said = PlainLabel()
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._said, 1)
        self._bar = QProgressBar()
        self._bar.setFixedSize(140, 12)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(f"Progress of: {task.title}")
        row.addWidget(self._bar)
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.setIconSize(QSize(16, 16))
        self.button.clicked.connect(self._press)
        row.addWidget(self.button)
        task.started.connect(self.show_state)
        task.progressed.connect(self.show_state)
        task.ended.connect(self.show_state)
        self.show_state()

    def _press(self) -> None:
        if not self.task.over:
            self.task.cancel()
            self.show_state()
        elif self.task.again is not None:
            self.task.again()

    def show_state(self) -> None:
        """Show the task as it is now."""
        task = self.task
        name, level = _ICONS[task.state]
        ink = theme.coloured_icon(name, theme.level_colour(level))
        self._icon.setPixmap(ink.pixmap(QSize(16, 16), self.devicePixelRatioF()))
        self._icon.setAccessibleName(task.state.value)
        self._icon.setToolTip(literal(task.state.value.capitalize()))
        self._bar.setVisible(task.state is TaskState.RUNNING)
        share = task.share
        self._bar.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self._bar.setValue(round(1000 * share))
        said = task.text if task.state is TaskState.RUNNING else task.state.value
        if task.stopping:
            said = "stopping…"
        if task.state is TaskState.FAILED and task.error is not None:
            said = faults.describe(task.error)[0]
        self._said.setText(said)
        self._said.setToolTip(literal(said))
        stoppable = not task.over
        self.button.setIcon(theme.icon("stop" if stoppable else "retry"))
        self.button.setToolTip("Stop this job" if stoppable else "Do it again")
        self.button.setAccessibleName(f"{self.button.toolTip()}: {task.title}")
        self.button.setEnabled(not task.stopping)
        repeatable = task.again is not None and task.state is not TaskState.DONE
        self.button.setVisible(stoppable or repeatable)


class JobsPanel(QScrollArea):
    """The lanes in which something runs or waits, then all jobs, newest first."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Jobs")
        self._jobs = jobs
        ground = QWidget()
        self.setWidget(ground)
        self._column = QVBoxLayout(ground)
        self._column.setContentsMargins(0, theme.SPACE // 2, 0, theme.SPACE // 2)
        self._column.setSpacing(0)
        self._empty = PlainLabel("Nothing has been computed yet. Jobs appear here while they run.")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        heads = QWidget()
        self.lanes = {lane: LaneLine(jobs, lane, heads) for lane in Lane}
        self._heads = Flow(heads, 3 * theme.SPACE)
        self._heads.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)
        for line in self.lanes.values():
            self._heads.addWidget(line)
        self._column.addWidget(heads)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        jobs.added.connect(self._add)
        jobs.left.connect(self._drop_forgotten)

    def rows(self) -> list[JobRow]:
        """Return the rows, newest first."""
        rows = self.findChildren(JobRow)
        return sorted(rows, key=self._column.indexOf)

    def _add(self, task: Task) -> None:
        if not task.visible:
            return
        self._empty.hide()
        self._column.insertWidget(1, JobRow(task))
        self._drop_forgotten()

    def _drop_forgotten(self) -> None:
        for row in self.rows():
            if row.task not in self._jobs.history:
                self._column.removeWidget(row)
                row.hide()
                row.setParent(None)
                row.deleteLater()
        self._empty.setVisible(not self._jobs.history)
