"""What a panel waits for: the job's words, and how far it is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.jobs import Task, TaskState

_SCALE = 1000


class Waiting(QWidget):
    """Follows one job at a time; what went wrong is said in the window's bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task: Task | None = None
        self.text = PlainLabel(parent=self)
        self.text.setWordWrap(True)
        self.text.setAccessibleName("What is being computed")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName("Progress")
        self.stop = QPushButton("Stop", self)
        self.stop.setAccessibleName("Stop computing")
        self.stop.setToolTip("Stop this computation")
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.text)
        column.addLayout(row)
        self.hide()

    @property
    def busy(self) -> bool:
        """True until the followed job has ended."""
        return self.task is not None and not self.task.over

    def follow(self, task: Task) -> None:
        """Show a job until it ends."""
        self.task = task
        task.started.connect(self._refresh)
        task.progressed.connect(self._refresh)
        task.ended.connect(self._refresh)
        self._refresh()

    def clear(self) -> None:
        """Follow nothing any more."""
        self.task = None
        self.hide()

    def _stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
        self._refresh()

    def _refresh(self, *_: object) -> None:
        task = self.task
        if task is None or (self.sender() not in (None, task) and isinstance(self.sender(), Task)):
            return
        self.setVisible(not task.over)
        self.stop.setEnabled(not task.stopping)
        if task.over:
            self.text.clear()
        elif task.state is TaskState.QUEUED:
            self.text.setText("Waiting for its turn")
        else:
            self.text.setText("Stopping" if task.stopping else task.text or "Starting the engine")
        share = task.share
        moving = share is None and task.state is not TaskState.QUEUED
        self.bar.setRange(0, 0 if moving else _SCALE)
        self.bar.setValue(round((share or 0.0) * _SCALE))
