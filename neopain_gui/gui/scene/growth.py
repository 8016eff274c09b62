"""The map of what is on display while it is computed: shown as unfinished, never kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from neopain_gui.gui.state.depth import steps
from neopain_gui.pipeline.maps.growing import Growing

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.scene.loading import MapRequest, Scene
    from neopain_gui.gui.state.session import Session


class Growth(QObject):
    """Listens to the jobs for an unfinished map of the present photograph and choice.

    Parameters
    ----------
    session, jobs
        Shared.
    awaited : callable
        Returns the present scene, what is to be shown on it, and whether it is there already.
    parent : QObject
        Its owner, which calls :meth:`check` when one of them is another.

    Attributes
    ----------
    map : Growing or None
        The newest; None as soon as it is not that of what is chosen, its job has ended, or the
        finished map is there.

    Signals
    -------
    changed()
        Another map, or none; or the job has moved on.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        awaited: Callable[[], tuple[Scene | None, MapRequest, bool]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._awaited = session, awaited
        self.map: Growing | None = None
        self._task: Task | None = None
        jobs.added.connect(self._watch)
        for signal in (
            session.study_changed,
            session.image_selected,
            session.images_changed,
            session.choice_changed,
            session.shown_model_changed,
        ):
            signal.connect(self.check)

    @property
    def share(self) -> float | None:
        """How far the job is, in [0, 1]; None while unknown."""
        return self._task.share if self._task is not None else None

    def _watch(self, task: Task) -> None:
        if "image_ids" in task.arguments:
            task.partial.connect(partial(self._arrived, task))
            task.progressed.connect(partial(self._moved, task))
            task.ended.connect(partial(self._ended, task))

    def _arrived(self, task: Task, message: object) -> None:
        if isinstance(message, Growing) and self._fits(task, message):
            self.map, self._task = message, task
            self.changed.emit()

    def _moved(self, task: Task, *_: object) -> None:
        if task is self._task:
            self.changed.emit()

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._drop()

    def check(self, *_: object) -> None:
        """Forget a map that is not that of what is on display."""
        if self.map is not None and (self._task is None or not self._fits(self._task, self.map)):
            self._drop()

    def _drop(self) -> None:
        self.map, self._task = None, None
        self.changed.emit()

    def _fits(self, task: Task, grown: Growing) -> bool:
        """Say whether it is of what is on display, and no finished map is there."""
        session = self._session
        scene, wanted, there = self._awaited()
        models = [step.model for step in steps(session)]
        return (
            session.study is not None
            and task.arguments.get("study_path") == session.study.path
            and not task.stopping
            and grown.image_id == session.image_id
            and (grown.classifier, grown.method, grown.target)
            == (wanted.classifier, wanted.method, wanted.target)
            and task.arguments.get("options") == wanted.options
            and models == [session.shown_model]
            and scene is not None
            and scene.image.id == session.image_id
            and scene.face is not None
            and scene.face.box == grown.box
            and not there
        )
