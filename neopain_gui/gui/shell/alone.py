"""Pages that nothing stands beside: what is elsewhere in the window would tell what they hide."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QStatusBar, QToolBar, QWidget

from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.place.window import Window
from neopain_gui.gui.shell.workspace import Workspace
from neopain_gui.gui.state.study_edits import EDIT

_ROUND = "round"
_SAID = frozenset({EDIT, _ROUND})
"""Topics of what a page that is alone says itself."""


class Main(Window, Protocol):
    """The window with what stands beside its pages.

    Attributes
    ----------
    workspace : Workspace
        The page of an ordinary study.
    toolbar : QToolBar
        Below the menus.
    """

    workspace: Workspace
    toolbar: QToolBar

    def statusBar(self) -> QStatusBar:
        """Return the line at the foot."""
        ...


def beside(window: Main, page: QWidget) -> bool:
    """Put away what stands beside a page that says ``alone``, or bring it back.

    Toolbar and status line, messages of anything else, what was done before and could be undone:
    all of it waits until another page is in front.

    Returns
    -------
    bool
        Whether docks may stand beside it.
    """
    alone = bool(getattr(page, "alone", False))
    there = window.session.study is not None and not alone
    window.toolbar.setVisible(there)
    window.statusBar().setVisible(not alone)
    window.session.edits.fence(alone)
    window.messages.keep_to(_of_the_page if alone else None)
    return there


def instead_of(window: Main, page: QWidget) -> QWidget:
    """Return what is shown where the study would be: of one that is nothing but a round, that."""
    study = window.session.study
    if page is not window.workspace or study is None or not study.setting("only round"):
        return page
    from neopain_gui.gui.annotate.rounds.only_round_page import OnlyRoundPage

    there = window.pages.findChild(OnlyRoundPage)
    if there is not None and there.study is study:
        return there
    made = OnlyRoundPage(window.session, study)
    made.rate_wanted.connect(partial(_rate, window, made))
    made.file_wanted.connect(partial(_write, window, made))
    made.close_wanted.connect(window.action("close_study").trigger)
    return made


def _rate(window: Main, home: QWidget) -> None:
    from neopain_gui.gui.annotate.rating.rating_page import RatingPage
    from neopain_gui.gui.annotate.rounds.only_round_page import OnlyRoundPage

    if isinstance(home, OnlyRoundPage):
        page = RatingPage(window.session, window.jobs, home.study, home.round, home.rater)
        page.closed.connect(partial(window.leave_page, page))
        window.show_page(page)
        page.setFocus()


def _write(window: Main, home: QWidget) -> None:
    from neopain_gui.gui.annotate.rounds.hand_over import write_file
    from neopain_gui.gui.annotate.rounds.only_round_page import OnlyRoundPage

    if isinstance(home, OnlyRoundPage):
        write_file(window, home.round.name, home.rater, _ROUND)


def _of_the_page(message: Message) -> bool:
    return message.topic in _SAID or not message.of_study or message.is_fault
