"""How far a short job is: a thin bar that keeps its place, so that nothing below it moves."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

from neopain_gui.gui.jobs import Task

_HIGH = 4
_SCALE = 1000


class ThinProgress(QProgressBar):
    """Follows one job at a time; nobody sees it in between."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task: Task | None = None
        self.setAccessibleName("Progress")
        self.setTextVisible(False)
        self.setFixedHeight(_HIGH)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def busy(self) -> bool:
        """True until the followed job has ended."""
        return self.task is not None and not self.task.over

    def follow(self, task: Task) -> None:
        """Show a job until it ends."""
        self.task = task
        self.setRange(0, 0)
        task.progressed.connect(self._moved)
        task.ended.connect(self._ended)
        self.show()

    def clear(self) -> None:
        """Follow nothing any more."""
        self.task = None
        self.hide()

    def _moved(self, done: float, total: float, _text: str) -> None:
        if self.sender() is self.task and total:
            self.setRange(0, _SCALE)
            self.setValue(round(_SCALE * done / total))

    def _ended(self) -> None:
        if self.sender() is self.task:
            self.hide()
