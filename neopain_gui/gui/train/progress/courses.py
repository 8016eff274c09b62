"""What every training under way says, kept for whoever looks at it later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from neopain_gui.gui.train.progress.course import Course
from neopain_gui.pipeline.work import REFIT, TRAIN

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.state.session import Session


class Courses(QObject):
    """Follows the trainings of the open study.

    Signals
    -------
    moved(folder: Path)
        A training began, came to another fold or epoch, or ended.
    """

    moved = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._courses: dict[Path, Course] = {}
        jobs.added.connect(self._follow)
        for task in jobs.unfinished(TRAIN.lane):
            self._follow(task)
        session.study_changed.connect(self._courses.clear)

    def of(self, folder: Path) -> Course:
        """Return what was heard of a training since it was begun, or gone on with."""
        return self._courses.setdefault(folder, Course())

    @property
    def under_way(self) -> list[Path]:
        """The folders of the trainings that run, or wait and have no folder yet."""
        tasks = self._jobs.unfinished(TRAIN.lane)
        return [Path(one.arguments["run"]) for one in tasks if one.work is TRAIN]

    def task(self, folder: Path) -> Task | None:
        """Return the job that trains in a folder, or waits to."""
        for task in self._jobs.unfinished(TRAIN.lane):
            if task.work is TRAIN and Path(task.arguments["run"]) == folder:
                return task
        return None

    def busy(self, folder: Path) -> bool:
        """Say whether anything is made in a folder, or waits to be."""
        return any(
            task.work in (TRAIN, REFIT) and Path(task.arguments["run"]) == folder
            for task in self._jobs.unfinished(TRAIN.lane)
        )

    def _follow(self, task: Task) -> None:
        if task.work is not TRAIN:
            return
        folder = Path(task.arguments["run"])
        course = self._courses[folder] = Course()

        def hear(message: object) -> None:
            before = course.place
            course.hear(message)  # type: ignore[arg-type]
            if course.place != before:
                self.moved.emit(folder)

        task.partial.connect(hear)
        task.started.connect(lambda: self.moved.emit(folder))
        task.ended.connect(lambda: self.moved.emit(folder))
