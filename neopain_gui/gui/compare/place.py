"""The tab Compare as a place of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.gui.place.place import Place, Where

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session


def _make(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.compare.compare_panel import ComparePanel

    return ComparePanel(session, jobs)


PLACE = Place(
    id="compare",
    title="&Compare",
    where=Where.TAB,
    panel=_make,
    icon="compare",
    tip="How much the extraction models agree",
    words="agreement matrix violins statistics overlap similarity tab correlation",
)
