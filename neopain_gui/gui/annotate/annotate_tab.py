"""The tab Annotate: its pages, one at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neopain_gui.gui.annotate.pages import PAGES, ROUNDS
from neopain_gui.gui.base import theme
from neopain_gui.gui.widgets.empty import command
from neopain_gui.gui.widgets.flow import Stack
from neopain_gui.gui.widgets.segments import SegmentRow

if TYPE_CHECKING:
    from neopain_gui.annotation.round import Round
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session

RATE = "rate_round"
"""The command that brings the rating page to the front."""


class AnnotateTab(QWidget):
    """The pages, made when they are first shown.

    Attributes
    ----------
    wanted : (Round, str) or None
        Which round is to be rated, and by whom: what :data:`RATE` asks for.

    Signals
    -------
    page_shown(name: str)
        Another page is in front.
    """

    page_shown = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Annotate")
        self._session, self._jobs = session, jobs
        self.wanted: tuple[Round, str] | None = None
        self.switch = SegmentRow({one.id: (one.title, one.tip) for one in PAGES}, ROUNDS)
        self.switch.chosen.connect(self.show_page)
        self.stack = Stack(self)
        self.pages: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, 0, 0)
        column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.stack, 1)
        session.study_changed.connect(lambda: self.show_page(ROUNDS))
        self.show_page(ROUNDS)

    @property
    def view_buttons(self) -> list[QWidget]:
        """The pages' buttons, to step through."""
        return list(self.switch.buttons.values())

    def show_page(self, name: str) -> QWidget:
        """Bring a page to the front, and make it where it was not shown yet."""
        if name not in self.pages:
            page = next(one for one in PAGES if one.id == name)
            self.pages[name] = made = page.make(self._session, self._jobs)
            self.stack.addWidget(made)
            self._follow(made)
        self.switch.press(name)
        self.stack.setCurrentWidget(self.pages[name])
        self.page_shown.emit(name)
        return self.pages[name]

    def _follow(self, page: Any) -> None:
        if hasattr(page, "rate_wanted"):
            page.rate_wanted.connect(self.rate)
        if hasattr(page, "new_wanted"):
            page.new_wanted.connect(partial(self._command, "new_round"))
        if hasattr(page, "command_wanted"):
            page.command_wanted.connect(self._command)

    def _command(self, name: str) -> None:
        go = command(self, name)
        if go is not None:
            go()

    def show_round(self, name: str) -> None:
        """Bring a round to the front."""
        rounds: Any = self.show_page(ROUNDS)
        rounds.choose(name)

    def rate(self, round_: Round, rater: str) -> None:
        """Bring the rating page of a round to the front."""
        self.wanted = (round_, rater)
        begin = command(self, RATE)
        if begin is not None:
            begin()
