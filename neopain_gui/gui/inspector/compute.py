"""Asking the engine for maps and faces, and keeping what it hands out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.session import Session


def compute(
    session: Session,
    jobs: Jobs,
    image_ids: Sequence[str],
    *,
    title: str,
    priority: int = 0,
    key: str = "",
) -> Task:
    """Compute the chosen classifier's and method's maps of some photographs."""
    from neopain_gui.pipeline import jobs as work

    choice = session.choice
    return _send(
        session,
        jobs,
        work.attribute,
        _keeper(session),
        title=title,
        priority=priority,
        key=key,
        image_ids=list(image_ids),
        classifier_id=choice.classifier_id,
        method=choice.method,
        target=choice.target,
    )


def find_faces(session: Session, jobs: Jobs, image_ids: Sequence[str]) -> Task:
    """Look for the face of some photographs and mark it."""
    from neopain_gui.pipeline import jobs as work

    study = session.study

    def keep(message: dict[str, Any]) -> None:
        if "face" not in message or session.study is not study:
            return
        if message["face"] is None:
            session.notice.emit(f"No face was found on {message['image_id']}: draw it by hand.")
        else:
            session.set_face(message["image_id"], message["face"])

    title = f"Find the face of {image_ids[0]}" if len(image_ids) == 1 else "Find faces"
    return _send(
        session, jobs, work.find_faces, keep, title=title, priority=-5, image_ids=list(image_ids)
    )


def _keeper(session: Session) -> Callable[[dict[str, Any]], None]:
    """Record results in the study for which they were made, never in one opened since."""
    study = session.study

    def keep(message: dict[str, Any]) -> None:
        if session.study is not study:
            return
        if "result" in message:
            session.record([message["result"]])
        elif "skipped" in message:
            session.notice.emit(f"{message['skipped']} was passed over: {message['why']}.")

    return keep


def _send(
    session: Session,
    jobs: Jobs,
    function: Callable[..., Any],
    keep: Callable[[dict[str, Any]], None],
    *,
    title: str,
    priority: int = 0,
    key: str = "",
    **arguments: Any,
) -> Task:
    if session.study is None:
        raise RuntimeError("work was asked for without a study")
    task = jobs.engine(
        function,
        title=title,
        kwargs={"study_path": session.study.path, **arguments},
        priority=priority,
        key=key,
    )
    task.partial.connect(keep)
    return task
