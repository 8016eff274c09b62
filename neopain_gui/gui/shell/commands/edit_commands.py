"""Commands that change what the study says of photographs, and take that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.state.study_edits import EDIT

if TYPE_CHECKING:
    from neopain_gui.gui.place.window import Window


def undo(window: Window) -> None:
    window.session.edits.undo()


def redo(window: Window) -> None:
    window.session.edits.redo()


def label_pain(window: Window) -> None:
    _label(window, "pain")


def label_no_pain(window: Window) -> None:
    _label(window, "no pain")


def label_none(window: Window) -> None:
    _label(window, "")


def _label(window: Window, name: str) -> None:
    from neopain_gui.dataset.face_image import PainLabel

    session, chosen = window.session, window.session.selected_ids
    label = PainLabel(name) if name else None
    known = {image.id: image.label for image in session.images}
    session.edits.set_label(chosen, label)
    if len(chosen) == 1 and known.get(chosen[0]) is not label:  # of several, session says it
        what = f"labelled {name}" if name else "has no label now"
        said = f"{chosen[0]} {what}. Ctrl+Z takes it back."
        session.tell(Message(level="info", text=said, topic=EDIT))


def clear_face(window: Window) -> None:
    session = window.session
    session.edits.set_faces(dict.fromkeys(session.selected_ids), "clearing the face")
