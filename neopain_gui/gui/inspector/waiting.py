"""What the details wait for: the job's words, how far it is, and its end."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from neopain_gui.errors import NeoPainError
from neopain_gui.gui import theme
from neopain_gui.gui.jobs import Task, TaskState

_SCALE = 1000


class Waiting(QWidget):
    """Follows one job at a time; afterwards it says only what went wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task: Task | None = None
        self.text = QLabel(self)
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
        """Forget what went wrong."""
        if not self.busy:
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
        failed = task.state is TaskState.FAILED
        self.setVisible(not task.over or failed)
        self.bar.setVisible(not task.over)
        self.stop.setVisible(not task.over)
        self.stop.setEnabled(not task.stopping)
        palette = self.palette()
        if failed:
            palette.setColor(self.text.foregroundRole(), theme.level_colour("error"))
            known = isinstance(task.error, NeoPainError)
            self.text.setText(str(task.error) if known else f"{task.title} failed.")
        elif task.state is TaskState.QUEUED:
            self.text.setText("Waiting for the engine")
        else:
            self.text.setText("Stopping" if task.stopping else task.text or "Starting the engine")
        self.text.setPalette(palette)
        share = task.share
        self.bar.setRange(0, 0 if share is None else _SCALE)
        if share is not None:
            self.bar.setValue(round(share * _SCALE))
