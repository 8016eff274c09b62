"""The dock Study as a place of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from neopain_gui.gui.place.command import Command
from neopain_gui.gui.place.place import Place, Where

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.browser.browser_panel import BrowserPanel
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.place.window import Window
    from neopain_gui.gui.state.session import Session


def _make(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.browser.browser_panel import BrowserPanel

    return BrowserPanel(session, jobs)


def _filter(window: Window) -> None:
    cast("BrowserPanel", window.go(PLACE.id)).go_to_filter()


PLACE = Place(
    id="study",
    title="&Study",
    where=Where.LEFT,
    panel=_make,
    scrolls=False,
    at_once=True,
    words="photographs thumbnails list show hide dock",
    keys=(("Delete", "Remove the selected photographs, on the small pictures"),),
    commands=(
        Command(
            id="filter_photographs",
            run=_filter,
            menu="Edit",
            before="label_pain",
            text="Filter p&hotographs",
            icon="search",
            keys=("Ctrl+F",),
            when="study",
            tip="Name, neonate or label; Esc clears it",
            words="find search name neonate",
            after=True,
        ),
    ),
)
