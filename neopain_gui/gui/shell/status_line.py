"""The line at the bottom: what runs, how far, how long still, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.jobs import Jobs, Task, TaskState
from neopain_gui.gui.state.session import Session


class StatusLine(QWidget):
    """Left: the study. Right: the running job."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE, 2, theme.SPACE, 2)
        row.setSpacing(theme.SPACE)
        self.study = PlainLabel()
        self.study.setAccessibleName("Study")
        row.addWidget(self.study)
        row.addStretch(1)
        self.engine = PlainLabel()
        self.engine.setAccessibleName("Engine")
        self.engine.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row.addWidget(self.engine)
        self.job = PlainLabel()
        self.job.setAccessibleName("Running job")
        row.addWidget(self.job)
        self.bar = QProgressBar()
        self.bar.setFixedSize(160, 12)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the running job")
        row.addWidget(self.bar)
        self.left = PlainLabel()
        self.left.setAccessibleName("Time left")
        self.left.setMinimumWidth(self.left.fontMetrics().horizontalAdvance("about 00:00"))
        row.addWidget(self.left)
        self.stop = QToolButton()
        self.stop.setText("Stop")
        self.stop.setIcon(theme.icon("stop"))
        self.stop.setIconSize(QSize(14, 14))
        self.stop.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.stop.setToolTip("Stop the running job  (Ctrl+.)")
        self.stop.setAccessibleName("Stop the running job")
        self.stop.clicked.connect(self._stop)
        row.addWidget(self.stop)
        kept = self.stop.sizePolicy()  # its height: what starts or ends moves nothing above
        kept.setRetainSizeWhenHidden(True)
        self.stop.setSizePolicy(kept)
        jobs.changed.connect(self._show_job)
        for signal in (session.study_changed, session.images_changed, session.filter_changed):
            signal.connect(self._show_study)
        self._show_job()
        self._show_study()

    def _stop(self) -> None:
        task = self._jobs.current
        if task is not None:
            task.cancel()
            self._show_job()

    def _show_study(self) -> None:
        study = self._session.study
        if study is None:
            self.study.clear()
            return
        total, visible = len(self._session.images), len(self._session.visible_images)
        count = photographs(total) if total == visible else f"{visible} of {photographs(total)}"
        parts = [study.name_and_folder, count]
        if study.setting("synthetic", False):
            parts.append("synthetic phantoms")
        if study.read_only:
            parts.append("read only")
        self.study.setText("  ·  ".join(parts))

    def _show_job(self) -> None:
        task = self._jobs.current
        self.engine.setText(self._jobs.engine_note)
        for widget in (self.bar, self.left, self.stop):
            widget.setVisible(task is not None)
        if task is None:
            self.job.clear()
            self.job.setToolTip("")
            return
        queued = task.state is TaskState.QUEUED
        text = "Stopping…" if task.stopping else task.text or task.title
        if queued:
            text = f"{'Paused' if self._jobs.paused(task.lane) else 'Waiting'}: {task.title}"
        self.job.setText(
            self.job.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 420)
            + self._more(task)
        )
        self.job.setToolTip(literal(task.title))
        self.stop.setEnabled(not task.stopping)
        share = task.share
        self.bar.setRange(0, 0 if share is None and not queued else 1000)
        self.bar.setValue(round(1000 * (share or 0.0)))
        self.left.setText("" if task.seconds_left is None else f"about {clock(task.seconds_left)}")

    def _more(self, task: Task) -> str:
        """Say how many others there are, those that run and those that wait apart."""
        others = [one for one in self._jobs.unfinished() if one.visible and one is not task]
        waiting = sum(one.state is TaskState.QUEUED for one in others)
        counts = ((len(others) - waiting, "running"), (waiting, "waiting"))
        said = ", ".join(f"{count} {what}" for count, what in counts if count)
        return f"  (+{said})" if said else ""


def clock(seconds: float) -> str:
    """Write a duration as m:ss."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"
