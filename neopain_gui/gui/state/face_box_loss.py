"""Saying how many maps another face box discards, before it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from neopain_gui.gui.base.counts import maps, photographs, them
from neopain_gui.gui.state.loss import loss_of_faces

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from neopain_gui.gui.state.session import Session

_DOING = {
    "find_faces": "Where another box is found, up to {} of {} are discarded; Undo brings {} back.",
    "next_face": "Another face discards {} of {}; Undo brings {} back.",
    "draw_face": "Another box discards {} of {}; Undo brings {} back.",
    "clear_face": "Clearing the box discards {} of {}; Undo brings {} back.",
}
"""What is said of the commands that change face boxes: how many maps, of what, it or them."""


def said_before(session: Session, command: str = "draw_face") -> str:
    """Return what a command on faces would discard now, in a sentence; empty for nothing."""
    study = session.study
    if study is None or not session.editable:
        return ""
    one = command in ("draw_face", "next_face")
    ids: Sequence[str] = [session.image_id] if one else list(session.selected_ids)
    if command == "find_faces":
        from neopain_gui.pipeline.photographs.find_faces import said_by_people

        kept = set(said_by_people(study, ids))  # these are not replaced unasked
        ids = [image_id for image_id in ids if image_id not in kept]
    loss = loss_of_faces(study, dict.fromkeys(ids))
    if not loss.maps:
        return ""
    which = "this photograph" if len(ids) == 1 else photographs(loss.photographs)
    return _DOING[command].format(maps(loss.maps), which, them(loss.maps))


def tell_before(session: Session, actions: Mapping[str, QAction]) -> None:
    """Let the tooltips of commands on faces say what they would discard where they are used."""
    for command in _DOING:
        action = actions[command]
        action.hovered.connect(
            partial(_renew, session, command, action.setToolTip, action.toolTip())
        )


def _renew(session: Session, command: str, write: Callable[[str], object], usual: str) -> None:
    said = said_before(session, command)
    write(f"{usual}\n{said}" if said else usual)
