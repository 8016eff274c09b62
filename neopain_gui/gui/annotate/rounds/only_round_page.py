"""A study folder that is one round for one rater: that, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from neopain_gui.counted import counted
from neopain_gui.errors import StudyError
from neopain_gui.gui.annotate.rounds.round_words import about, instrument_names, instrument_words
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable
from neopain_gui.pipeline.rounds.ratings import how_far, only_round
from neopain_gui.pipeline.settings.instruments import switch_sentences

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study import Study

_WIDTH = 460


class OnlyRoundPage(QWidget):
    """What the round asks, how far it is, and its buttons.

    Attributes
    ----------
    alone : bool
        Nothing stands beside it.
    study : Study
        The folder.
    round : Round
        What it is.
    rater : str
        For whom.

    Signals
    -------
    rate_wanted()
        The rater begins, or goes on.
    file_wanted()
        What was said is to be written as a file.
    close_wanted()
        The rater leaves.
    """

    alone = True
    rate_wanted = Signal()
    file_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, session: Session, study: Study, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.study = session, study
        found = only_round(study)
        if found is None or not found.raters:
            raise StudyError("its round is not in it", file=study.path, remedy="ask for it again")
        self.round, self.rater = found, found.raters[0]
        self.setObjectName("only_round")
        self.setAccessibleName("Round")
        title = PlainLabel(breakable(found.name))
        title.setFont(theme.heading_font(self.font()))
        names = instrument_names(study)
        switched = " ".join(switch_sentences(study, found.instruments))
        asks = f"Asks: {instrument_words(found.instruments, names)}. {switched}".rstrip()
        self.asks, self.state = PlainLabel(breakable(f"{asks} {about(found)}")), PlainLabel()
        self.rate = QPushButton(f"Rate as {self.rater}")
        self.rate.setIcon(theme.icon("play"))
        self.file = QPushButton("Write the rater’s file…")
        self.file.setToolTip("What was said, as a small file to give back")
        self.leave = QPushButton("Close")
        self.rate.clicked.connect(self.rate_wanted)
        self.file.clicked.connect(self.file_wanted)
        self.leave.clicked.connect(self.close_wanted)
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.SPACE)
        column.addStretch(2)
        for label in (title, self.asks, self.state):
            label.setWordWrap(True)
            label.setFixedWidth(_WIDTH)
            label.setMinimumHeight(max(0, label.heightForWidth(_WIDTH)))
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        for button in (self.rate, self.file, self.leave):
            button.setFixedWidth(_WIDTH)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        session.annotations_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say how far the round is."""
        if self._session.study is not self.study:
            return
        far = how_far(self.study, self.round.name, self.rater)
        handed = self.study.annotations.handed_in(self.round.name, self.rater)
        if handed:
            said = (
                "It is handed in. Give this folder back, or the file; both hold the same answers."
            )
        elif far.left:
            begun = f", {far.begun} of them begun" if far.begun else ""
            left = f"{counted(far.left, 'photograph')} left{begun}"
            said = f"{left}. Everything said is kept at once."
        else:
            said = "Nothing is left: go in once more and hand it in."
        self.state.setText(said)
        self.state.setMinimumHeight(max(0, self.state.heightForWidth(_WIDTH)))
        self.rate.setText(f"Look at what {self.rater} said" if handed else f"Rate as {self.rater}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        (self.file if self.study.read_only else self.rate).setFocus()
