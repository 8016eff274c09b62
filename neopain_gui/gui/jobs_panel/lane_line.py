"""A lane at the head of the list of jobs: how much runs and waits there, pause, and stop."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.jobs.lanes import Jobs
from neopain_gui.gui.jobs.worker import TaskState
from neopain_gui.pipeline.work import Lane

TITLES = {
    Lane.ENGINE: "Maps and faces",
    Lane.TRAINING: "Training",
    Lane.LOCAL: "Reading",
    Lane.DISK: "Files",
}
"""What a lane is called where people see it."""


class LaneLine(QWidget):
    """One lane; there while something runs or waits in it, or while it is paused."""

    def __init__(self, jobs: Jobs, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self.lane = jobs, lane
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE // 2)
        self.said = PlainLabel()
        row.addWidget(self.said)
        self.pause = self._button("")
        self.pause.clicked.connect(lambda: jobs.pause(lane, not jobs.paused(lane)))
        row.addWidget(self.pause)
        self.stop = self._button(f"Stop everything of: {TITLES[lane]}")
        self.stop.setIcon(theme.icon("stop"))
        self.stop.clicked.connect(lambda: jobs.stop_all(lane))
        row.addWidget(self.stop)
        jobs.changed.connect(self.show_state)
        self.show_state()

    def _button(self, tip: str) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        button.setToolTip(literal(tip))
        button.setAccessibleName(tip)
        return button

    def show_state(self) -> None:
        """Say what is there now."""
        tasks = [task for task in self._jobs.unfinished(self.lane) if task.visible]
        paused = self._jobs.paused(self.lane)
        running = sum(task.state is TaskState.RUNNING for task in tasks)
        waiting = len(tasks) - running
        parts = [f"{running} running"] if running else []
        parts += [f"{waiting} waiting"] if waiting else []
        parts += ["paused"] if paused else []
        self.said.setText(f"{TITLES[self.lane]}: {', '.join(parts)}")
        if paused:
            tip = f"Go on with: {TITLES[self.lane]}"
        else:
            tip = f"Pause {TITLES[self.lane]}: begin nothing more; what runs goes on to its end"
        self.pause.setIcon(theme.icon("play" if paused else "pause"))
        self.pause.setToolTip(literal(tip))
        self.pause.setAccessibleName(tip)
        self.stop.setEnabled(bool(tasks))
        self.setVisible(bool(tasks) or paused)
