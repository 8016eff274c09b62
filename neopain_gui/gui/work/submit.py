"""Asking the engine for maps, and keeping what it hands out.

What arrives is recorded in the study for which it was made, never in one opened since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.jobs import TaskState
from neopain_gui.jobs import JobMessage, PassedOver
from neopain_gui.pipeline.messages import Made
from neopain_gui.pipeline.work import (
    ATTRIBUTE,
    BUILD_WEIGHTS,
    MAKE_ANNOTATION_MAPS,
    MAKE_GAZE_MAPS,
    Work,
)

if TYPE_CHECKING:
    from pathlib import Path

    from neopain_gui.gaze.settings import GazeSettings
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.scene.loading import MapRequest
    from neopain_gui.gui.state.session import Session
    from neopain_gui.people.subgroups import Subgroup

AHEAD = 20
"""After everything that a person asked for."""


def attribute(
    session: Session,
    jobs: Jobs,
    image_ids: Sequence[str],
    *,
    classifier_id: str = "",
    method: str = "",
    target: str = "",
    title: str = "",
    priority: int = 0,
    key: str = "",
    options: Mapping[str, Any] | None = None,
    kept: bool = True,
) -> Task:
    """Compute a classifier's and method's maps, the chosen ones by default.

    Weights that NeoPain builds itself are built first, in a lane of their own: the maps of other
    classifiers need not wait for that.
    """
    from neopain_gui.attribution.methods import find_method
    from neopain_gui.classifiers.registry import find
    from neopain_gui.gui.state.method_options import method_options

    choice = session.choices.current
    classifier_id, method = classifier_id or choice.classifier_id, method or choice.method
    build_weights(jobs, classifier_id)
    keep, tell = _keeper(session)
    what = f"{find_method(method).title} of {find(classifier_id).short_name}"
    which = image_ids[0] if len(image_ids) == 1 else photographs(len(image_ids))
    return send(
        session,
        jobs,
        ATTRIBUTE,
        keep,
        tell,
        title=title or f"{what}: {which}",
        priority=priority,
        key=key,
        image_ids=list(image_ids),
        classifier_id=classifier_id,
        method=method,
        target=target or choice.target,
        options=method_options(session, method) if options is None else options,
        kept=kept,
    )


def build_weights(jobs: Jobs, classifier_id: str) -> None:
    """Have the weights of a demo classifier built, unless they are there or being built."""
    from neopain_gui.classifiers.registry import find

    info = find(classifier_id)
    under_way = any(
        task.work is BUILD_WEIGHTS and task.arguments.get("classifier_id") == classifier_id
        for task in jobs.unfinished(BUILD_WEIGHTS.lane)
        if not task.stopping
    )
    if info.recipe and info.weights_file is None and not under_way:
        jobs.start(
            BUILD_WEIGHTS,
            title=f"Build the weights of {info.short_name}",
            kwargs={"classifier_id": classifier_id},
        )


def make_gaze_maps(
    session: Session, jobs: Jobs, chosen: Sequence[Subgroup], settings: GazeSettings
) -> Task:
    """Make the maps of groups of people for all photographs."""
    keep, tell = _keeper(session)
    names = ", ".join(one.name for one in chosen)
    return send(
        session,
        jobs,
        MAKE_GAZE_MAPS,
        keep,
        tell,
        title=f"Maps of gaze: {names}",
        priority=0,
        key="",
        settings=settings.as_dict(),
        subgroups=[one.as_dict() for one in chosen],
    )


def make_gaze_maps_again(session: Session, jobs: Jobs, arguments: Mapping[str, Any]) -> Task:
    """Go on with maps of groups as they were asked for; those that are there are left."""
    keep, tell = _keeper(session)
    names = ", ".join(str(one["name"]) for one in arguments["subgroups"])
    return send(
        session,
        jobs,
        MAKE_GAZE_MAPS,
        keep,
        tell,
        title=f"Maps of gaze: {names}",
        priority=0,
        key="",
        settings=arguments["settings"],
        subgroups=arguments["subgroups"],
        missing_only=True,
    )


def make_annotation_maps(session: Session, jobs: Jobs, names: Sequence[str]) -> Task:
    """Make the maps of what raters said, of the extraction models that are named."""
    keep, tell = _keeper(session)
    return send(
        session,
        jobs,
        MAKE_ANNOTATION_MAPS,
        keep,
        tell,
        title=f"Maps of raters: {', '.join(names)}",
        priority=0,
        key="",
        names=list(names),
    )


class UnderWay(StrEnum):
    """How far a map is that is not there yet; empty where nobody has asked for it."""

    NOT = ""
    PAUSED = "paused"
    WAITING = "waiting"
    COMPUTING = "computing…"


def under_way(jobs: Jobs, image_id: str, wanted: MapRequest) -> UnderWay:
    """Say whether a photograph's map is being computed, or waits for it."""
    asked = {
        "classifier_id": wanted.classifier,
        "method": wanted.method,
        "target": wanted.target,
        "options": wanted.options,
    }
    found = [
        _turn(jobs, task, image_id)
        for task in jobs.unfinished()
        if not task.stopping and asked.items() <= task.arguments.items()
    ]
    rising = list(UnderWay)
    return max(found, key=rising.index, default=UnderWay.NOT)


def _turn(jobs: Jobs, task: Task, image_id: str) -> UnderWay:
    """Say whether a photograph's turn in a job is still to come, or has come."""
    ids = task.arguments.get("image_ids") or ()
    if image_id not in ids:
        return UnderWay.NOT
    if task.state is TaskState.QUEUED:
        return UnderWay.PAUSED if jobs.paused(task.lane) else UnderWay.WAITING
    at = ids.index(task.at) if task.at in ids else 0
    position = ids.index(image_id)
    if position == at:
        return UnderWay.COMPUTING
    return UnderWay.WAITING if position > at else UnderWay.NOT


def _keeper(
    session: Session,
) -> tuple[Callable[[JobMessage], None], Callable[[], None]]:
    """Return what records a job's results in the study that is open now, and what tells the end."""
    place = place_of(session)
    skipped: dict[str, str] = {}
    refused: list[NeoPainError] = []

    def keep(message: JobMessage) -> None:
        if place_of(session) != place:
            return
        match message:
            case Made():
                try:
                    session.record([message.result])
                except NeoPainError as error:
                    refused.append(error)
            case PassedOver():
                skipped[message.what] = message.why

    def tell() -> None:
        if refused and place_of(session) == place:
            session.problem.emit(refused[0])
        if skipped and place_of(session) == place:
            for why, ids in _by_reason(skipped).items():
                which = f"{ids[0]} was" if len(ids) == 1 else f"{photographs(len(ids))} were"
                session.warning.emit(f"{which} skipped: {why}.")
        skipped.clear()  # doing it again tells only of itself
        refused.clear()

    return keep, tell


def _by_reason(skipped: Mapping[str, str]) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for image_id, why in skipped.items():
        reasons.setdefault(why, []).append(image_id)
    return reasons


def place_of(session: Session) -> Path | None:
    """Return where the open study is: the same after it was closed and opened again."""
    return session.study.path if session.study is not None else None


def send(
    session: Session,
    jobs: Jobs,
    work: Work,
    on_partial: Callable[[JobMessage], None],
    on_end: Callable[[], None],
    *,
    title: str,
    priority: int,
    key: str,
    kept: bool = True,
    **arguments: Any,
) -> Task:
    """Queue work on the open study; ``arguments`` go to the function."""
    if session.study is None:
        raise RuntimeError("work was asked for without a study")
    return jobs.start(
        work,
        title=title,
        kwargs={"study_path": session.study.path, **arguments},
        priority=priority,
        key=key,
        kept=kept,
        on_partial=on_partial,
        on_end=on_end,
    )
