"""The tab Trust as a place of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from neopain_gui.gui.place.command import Command
from neopain_gui.gui.place.place import Place, Where

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.place.window import Window
    from neopain_gui.gui.state.session import Session
    from neopain_gui.gui.trust.trust_panel import TrustPanel


def _make(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.trust.trust_panel import TrustPanel

    return TrustPanel(session, jobs)


def _examine(window: Window) -> None:
    cast("TrustPanel", window.go(PLACE.id)).examine()


PLACE = Place(
    id="trust",
    title="&Trust",
    where=Where.TAB,
    panel=_make,
    icon="trust",
    tip="How far the map on the viewer can be trusted",
    words="faithfulness deletion insertion randomise sanity test tab adebayo robustness",
    scrolls=False,
    commands=(
        Command(
            id="examine_map",
            run=_examine,
            menu="Run",
            before="stop",
            text="&Test this map",
            icon="trust",
            when="map",
            tip="Measure how far it can be trusted",
            after=True,
            on=("viewer", "layer"),
            words="trust faithfulness examine randomise",
        ),
    ),
)
