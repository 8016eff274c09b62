"""When a command can be used."""

from __future__ import annotations

from collections.abc import Callable

from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.state.session import Session


def conditions(session: Session, jobs: Jobs) -> dict[str, Callable[[], bool]]:
    """Return the conditions that the table of commands names."""
    stack = session.undo_stack

    def image() -> bool:
        return bool(session.image_id)

    def photographs() -> bool:
        return bool(session.images)

    def several_faces() -> bool:
        study = session.study
        known = study.face_candidates(session.image_id) if study is not None else ()
        return session.editable and len(known) > 1

    return {
        "always": lambda: True,
        "study": lambda: session.study is not None,
        "editable": lambda: session.editable,
        "image": image,
        "editable_image": lambda: session.editable and image(),
        "several_faces": several_faces,
        "photographs": photographs,
        "editable_photographs": lambda: session.editable and photographs(),
        "map": lambda: image() and bool(session.shown_model),
        "editable_map": lambda: session.editable and image() and bool(session.shown_model),
        "undo": lambda: session.editable and stack.canUndo(),
        "redo": lambda: session.editable and stack.canRedo(),
        "busy": lambda: jobs.busy,
    }


_OPEN = "open a study first"
_READ_ONLY = "the study is open for reading only"
_CHOOSE = "choose a photograph first"
_ADD = "add photographs first"


def why_not(name: str, session: Session) -> str:
    """Say what is missing where a condition does not hold."""
    if name == "busy":
        return "nothing is running"
    if session.study is None:
        return _OPEN
    if name in (
        "editable",
        "editable_image",
        "editable_photographs",
        "several_faces",
        "undo",
        "redo",
    ):
        if not session.editable:
            return _READ_ONLY
        if name in ("undo", "redo"):
            return f"there is nothing to {name}"
    if name in ("photographs", "editable_photographs") or not session.images:
        return _ADD
    if name == "several_faces" and session.image_id:
        return "only one face was found on it"
    if name == "map" and session.image_id:
        return "put a map on the viewer first"
    return _CHOOSE if name in ("image", "editable_image", "several_faces", "map") else ""
