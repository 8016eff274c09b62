"""Asking the engine for maps and faces, and keeping what it hands out.

What arrives is recorded in the study for which it was made, never in one opened since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from neopain_gui.gui.status_line import photographs

if TYPE_CHECKING:
    from neopain_gui.faces.records import Face
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.session import Session

FACES_FIRST = -5


def attribute(
    session: Session,
    jobs: Jobs,
    image_ids: Sequence[str],
    *,
    classifier_id: str = "",
    method: str = "",
    title: str = "",
    priority: int = 0,
    key: str = "",
) -> Task:
    """Compute a classifier's and method's maps, the chosen ones by default."""
    from neopain_gui.attribution.methods import find_method
    from neopain_gui.classifiers.registry import find
    from neopain_gui.pipeline import jobs as work

    study, choice = session.study, session.choice
    classifier_id, method = classifier_id or choice.classifier_id, method or choice.method
    skipped: dict[str, str] = {}

    def keep(message: dict[str, Any]) -> None:
        if session.study is not study:
            return
        if "result" in message:
            session.record([message["result"]])
        elif "skipped" in message:
            skipped[message["skipped"]] = message["why"]

    def tell() -> None:
        if skipped and session.study is study:
            image_id, why = next(iter(skipped.items()))
            one = len(skipped) == 1
            which = f"{image_id} was" if one else f"{photographs(len(skipped))} were"
            session.warning.emit(f"{which} passed over: {why}.")

    what = f"{find_method(method).title} of {find(classifier_id).short_name}"
    which = image_ids[0] if len(image_ids) == 1 else photographs(len(image_ids))
    return _send(
        session,
        jobs,
        work.attribute,
        keep,
        tell,
        title=title or f"{what}: {which}",
        priority=priority,
        key=key,
        image_ids=list(image_ids),
        classifier_id=classifier_id,
        method=method,
        target=choice.target,
    )


def find_faces(session: Session, jobs: Jobs, image_ids: Sequence[str]) -> Task:
    """Look for the faces of photographs and mark them, as one edit."""
    from neopain_gui.pipeline import jobs as work

    study = session.study
    found: dict[str, Face | None] = {}
    missed: list[str] = []

    def collect(message: dict[str, Any]) -> None:
        if message.get("face") is None:
            missed.append(message["image_id"])
        else:
            found[message["image_id"]] = message["face"]

    def keep() -> None:
        if session.study is not study:
            return
        session.set_faces(found, "find face" if len(found) == 1 else "find faces")
        if missed:
            which = missed[0] if len(missed) == 1 else photographs(len(missed))
            session.warning.emit(
                f"No face was found on {which}: draw it by hand (Edit › Face, key D)."
            )

    one = len(image_ids) == 1
    return _send(
        session,
        jobs,
        work.find_faces,
        collect,
        keep,
        title=f"Find the face of {image_ids[0]}" if one else f"Find {len(image_ids)} faces",
        priority=FACES_FIRST,
        key="find-faces" if one else "",
        image_ids=list(image_ids),
    )


def _send(
    session: Session,
    jobs: Jobs,
    function: Callable[..., Any],
    on_partial: Callable[[dict[str, Any]], None],
    on_end: Callable[[], None],
    *,
    title: str,
    priority: int,
    key: str,
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
    task.partial.connect(on_partial)
    task.ended.connect(on_end)
    return task
