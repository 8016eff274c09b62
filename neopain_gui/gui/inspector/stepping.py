"""Computing while the person steps: the map of this photograph, then those of the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.inspector.method_list import why_not
from neopain_gui.gui.jobs import Task, TaskState
from neopain_gui.gui.scene.loading import Rows
from neopain_gui.gui.state.depth import classifier_of, steps
from neopain_gui.gui.work.submit import AHEAD, attribute
from neopain_gui.jobs import PassedOver
from neopain_gui.pipeline.messages import Made
from neopain_gui.pipeline.work import Lane

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.scene.current_scene import CurrentScene
    from neopain_gui.gui.state.session import Session

NEXT = 3
"""Photographs in the direction of travel whose maps are computed ahead."""
_STEPPING_MS = 150
_AHEAD = "ahead"


class Stepping(QObject):
    """Decides what is computed without being asked for.

    The photograph on display comes first. Those that come next are then computed as one job of
    low priority, which gives way to everything else and to a change of mind; it is left to go on
    where it is just at a photograph that is wanted. Where one failed, no others are tried ahead.

    Parameters
    ----------
    compute : callable
        Computes the chosen map of the photograph on display and returns the job.
    follow : callable
        Told of a job that computes the photograph on display.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        scenes: CurrentScene,
        *,
        compute: Callable[[], Task],
        follow: Callable[[Task], None],
    ) -> None:
        super().__init__(scenes)
        self._session, self._jobs, self._scenes = session, jobs, scenes
        self._compute, self._follow = compute, follow
        self.on = False
        self._tried: set[tuple[object, ...]] = set()
        self._this: Task | None = None
        self._ahead: Task | None = None
        self._left: list[str] = []
        self._recipe: tuple[object, ...] = ()
        self._failed: tuple[object, ...] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_STEPPING_MS)
        self._later.timeout.connect(self._go)
        jobs.added.connect(self._give_way)
        session.study_changed.connect(self._forget)

    def turn(self, on: bool) -> None:
        """Switch it on or off; what failed before is tried again."""
        self.on = on
        self._forget()
        if on:
            self._later.start()

    def consider(self) -> None:
        """Look again in a moment whether something is to be computed."""
        if self.on and not self._later.isActive():
            self._later.start()

    def _forget(self) -> None:
        self._tried.clear()
        self._failed = None
        self._cancel()

    def _cancel(self) -> None:
        """Leave what is computed ahead; it may be wanted again."""
        task, self._ahead = self._ahead, None
        if task is not None:
            self._tried -= {(image_id, self._recipe, _AHEAD) for image_id in self._left}
            task.cancel()

    def _wanted(self) -> tuple[object, ...]:
        wanted = self._scenes.wanted
        return (wanted.classifier, wanted.method, wanted.target, tuple(wanted.options.items()))

    # What is to be done

    def _go(self) -> None:
        session, scenes = self._session, self._scenes
        if not self.on or scenes.loading or not session.editable:
            return
        recipe = self._wanted()
        coming = [image.id for image in scenes.neighbours(NEXT)]
        if self._ahead is not None and (
            recipe != self._recipe or self._at not in (session.image_id, *coming)
        ):
            self._cancel()
        unlabelled = session.choices.target == "labelled" and not scenes.explained
        missing = scenes.missing(step.model for step in steps(session))
        if missing and not unlabelled and computable(session, scenes):
            self._this_one(recipe)
        busy = self._this is not None or self._ahead is not None
        if not busy and recipe != self._failed:
            self._next_ones(recipe)

    @property
    def _at(self) -> str:
        """The photograph that is being computed ahead; empty if there is none."""
        return self._left[0] if self._ahead is not None and self._left else ""

    def _this_one(self, recipe: tuple[object, ...]) -> None:
        session, scene = self._session, self._scenes.scene
        if self._ahead is not None and self._at == session.image_id:
            self._follow(self._ahead)
            return
        what = (session.image_id, recipe, scene.face if scene else None)
        if what not in self._tried:  # once: what failed is not tried for ever
            self._tried.add(what)
            self._cancel()
            task = self._this = self._compute()
            task.ended.connect(lambda: self._ended(task, recipe))

    def _next_ones(self, recipe: tuple[object, ...]) -> None:
        lacking = [image for image in self._scenes.neighbours(NEXT) if self._lacks(image, recipe)]
        if not lacking:
            return
        self._tried |= {(image.id, recipe, _AHEAD) for image in lacking}
        self._left, self._recipe = [image.id for image in lacking], recipe
        task = attribute(
            self._session,
            self._jobs,
            self._left,
            title=f"Compute ahead: {photographs(len(lacking))}",
            priority=AHEAD,
            key=_AHEAD,
            kept=False,
        )
        self._ahead = task
        task.partial.connect(self._arrived)
        task.ended.connect(lambda: self._ended(task, recipe))

    def _lacks(self, image: FaceImage, recipe: tuple[object, ...]) -> bool:
        if (image.id, recipe, _AHEAD) in self._tried:
            return False
        return lacks(self._session, self._scenes, image)

    # What comes of it

    def _arrived(self, message: object) -> None:
        match message:
            case Made():
                done = message.result.image_id
            case PassedOver():
                done = message.what
            case _:
                return
        if done in self._left:
            self._left = self._left[self._left.index(done) + 1 :]

    def _ended(self, task: Task, recipe: tuple[object, ...]) -> None:
        if task.state is TaskState.FAILED:
            self._failed = recipe
        self._this = None if task is self._this else self._this
        self._ahead = None if task is self._ahead else self._ahead
        self.consider()

    def _give_way(self, task: Task) -> None:
        """Let anything that a person asked for run first."""
        ahead = self._ahead
        mine = task.key == _AHEAD or task.lane is not Lane.ENGINE or not task.visible
        if ahead is not None and not mine and ahead.state is TaskState.RUNNING:
            self._cancel()


def computable(session: Session, scenes: CurrentScene) -> bool:
    """Say whether a map of the photograph that is on display can be computed."""
    scene, classifier = scenes.scene, classifier_of(session)
    return (
        session.editable
        and scene is not None
        and scene.image.id == session.image_id
        and scene.face is not None
        and classifier is not None
        and not why_not(classifier, session.choices.method)
    )


def lacks(session: Session, scenes: CurrentScene, image: FaceImage) -> bool:
    """Say whether a photograph has a face and not all maps that are chosen; asks the database."""
    study, wanted = session.study, scenes.wanted
    if study is None or (wanted.target == "labelled" and image.label is None):
        return False
    rows = Rows.read(study, image)
    fitting = rows.fitting(wanted.target)
    return rows.face is not None and any(
        step.model not in fitting or not wanted.made(fitting[step.model]) for step in steps(session)
    )
