"""When a command can be used."""

from __future__ import annotations

from collections.abc import Callable

from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.session import Session


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
        "undo": lambda: session.editable and stack.canUndo(),
        "redo": lambda: session.editable and stack.canRedo(),
        "busy": lambda: jobs.busy,
    }
