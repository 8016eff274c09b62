"""The pages of the tab Annotate, in their order. A new page is one more line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session

ROUNDS = "rounds"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatePage:
    """A page of the tab.

    Attributes
    ----------
    id, title, tip : str
        By which it is known; what its button says; what it shows, one line.
    make : callable(Session, Jobs) -> QWidget
        Makes it when it is first shown.
    """

    id: str
    title: str
    tip: str
    make: Callable[[Session, Jobs], QWidget]


def _rounds(session: Session, _jobs: Jobs) -> QWidget:
    from neopain_gui.gui.annotate.rounds.round_list import RoundList

    return RoundList(session)


def _agreement(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.annotate.agreement.agreement_page import AgreementPage

    return AgreementPage(session, jobs)


def _adjudication(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.annotate.agreement.adjudication_page import AdjudicationPage

    return AdjudicationPage(session, jobs)


def _outcome(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.annotate.outcome.outcome_page import OutcomePage

    return OutcomePage(session, jobs)


def _instruments(session: Session, _jobs: Jobs) -> QWidget:
    from neopain_gui.gui.annotate.instruments.instruments_page import InstrumentsPage

    return InstrumentsPage(session)


PAGES: tuple[AnnotatePage, ...] = (
    AnnotatePage(
        id=ROUNDS,
        title="Rounds",
        tip="Who rates which photographs with what, and how far they are",
        make=_rounds,
    ),
    AnnotatePage(
        id="agreement",
        title="Agreement",
        tip="How far raters agree, with each other and with themselves",
        make=_agreement,
    ),
    AnnotatePage(
        id="disagreements",
        title="Disagreements",
        tip="Where raters differ, the widest first, and what counts there",
        make=_adjudication,
    ),
    AnnotatePage(
        id="outcome",
        title="What comes of it",
        tip="Maps of what raters marked and coded, and the label that counts",
        make=_outcome,
    ),
    AnnotatePage(
        id="instruments",
        title="Scales and landmarks",
        tip="What raters can be asked; scales and sets of landmarks of one’s own",
        make=_instruments,
    ),
)
