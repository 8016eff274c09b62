"""The dock Jobs as a place of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.gui.place.place import Place, Where

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session


def _make(_session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.jobs_panel.jobs_panel import JobsPanel

    return JobsPanel(jobs)


PLACE = Place(
    id="jobs",
    title="&Jobs",
    where=Where.BOTTOM,
    panel=_make,
    scrolls=False,
    at_once=True,
    hidden=True,
    words="progress running queue show hide dock",
)
