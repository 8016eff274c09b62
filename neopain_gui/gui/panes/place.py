"""The linked panes as a place of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.gui.place.place import Place, Where

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session


def _make(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.panes.panes_panel import PanesPanel

    return PanesPanel(session, jobs)


PLACE = Place(
    id="panes",
    title="&Linked panes",
    where=Where.VIEW,
    panel=_make,
    icon="panes",
    key="M",
    short="Panes",
    on=("viewer", "map"),
    tip="Up to six maps of the photograph beside each other, with one zoom and one crosshair",
    words="beside side by side compare maps split",
    keys=(("B", "Blink: the other map or mask while held"),),
)
