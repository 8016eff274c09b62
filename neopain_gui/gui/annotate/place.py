"""The tab Annotate as a place of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from neopain_gui.gui.place.command import Command
from neopain_gui.gui.place.place import Place, Where

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.annotate.annotate_tab import AnnotateTab
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.place.window import Window
    from neopain_gui.gui.state.session import Session


def _make(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.annotate.annotate_tab import AnnotateTab

    return AnnotateTab(session, jobs)


def _rate(window: Window) -> None:
    """Bring the page of the round that was asked for to the front."""
    from neopain_gui.gui.annotate.pages import ROUNDS
    from neopain_gui.gui.annotate.rating.rating_page import RatingPage
    from neopain_gui.gui.annotate.rounds.round_list import RoundList

    tab = cast("AnnotateTab", window.go(PLACE.id))
    wanted, tab.wanted = tab.wanted, None
    study = window.session.study
    if study is None:
        return
    if wanted is None:
        rounds = cast(RoundList, tab.show_page(ROUNDS))
        if rounds.current is None or not rounds.rater:
            return
        wanted = (rounds.current, rounds.rater)
    page = RatingPage(window.session, window.jobs, study, *wanted)

    def leave() -> None:
        window.leave_page(page)
        window.go(PLACE.id)

    def hand_to(rater: str) -> None:
        leave()
        tab.rate(page.course.round, rater)

    page.closed.connect(leave)
    page.head.rater_wanted.connect(hand_to)
    window.show_page(page)
    page.setFocus()


PLACE = Place(
    id="annotate",
    title="&Annotate",
    where=Where.TAB,
    panel=_make,
    icon="annotate",
    tip="What people say of the photographs: rounds of labels, scores, scales and regions",
    words="annotation rate rater label score scale nfcs nips region draw round blind "
    "agreement kappa disagreement adjudication tab",
    scrolls=False,
    commands=(
        Command(
            id="rate_round",
            run=_rate,
            menu="Run",
            before="stop",
            text="Rate a ro&und",
            icon="play",
            when="study",
            tip="Rate the photographs of the round that is chosen, as the rater who is chosen",
            words="rate annotate score begin continue",
        ),
    ),
    keys=(
        ("P  N  C", "In a round: pain, no pain, cannot tell"),
        ("0 – 9, T", "In a round: a score of 0 to 9, of 10"),
        ("Letters", "In a round: the items of scales, as each says; with Shift not codable"),
        (".", "In a round: the items that are open at their lowest level"),
        ("Return, Backspace", "In a round: the next photograph, the one before"),
        ("F7", "In a round: pause"),
        ("F9", "In a round: all photographs in small, and back"),
        ("F4", "In a round: the next rater goes on"),
    ),
)
