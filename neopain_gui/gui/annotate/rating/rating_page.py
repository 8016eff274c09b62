"""The page on which a rater answers: the photograph large, the round's questions beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.annotation.round import Round
from neopain_gui.counted import counted, listed
from neopain_gui.gui.annotate.rating.amending import amendment_words, reason_of
from neopain_gui.gui.annotate.rating.course import Course
from neopain_gui.gui.annotate.rating.head import Head
from neopain_gui.gui.annotate.rating.left_words import left_words
from neopain_gui.gui.annotate.rating.questions import questions_of
from neopain_gui.gui.annotate.rating.review_grid import ReviewGrid
from neopain_gui.gui.annotate.rating.shown_photograph import ShownPhotograph
from neopain_gui.gui.annotate.rounds.round_words import instrument_names, instrument_words
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.own_keys import OWN_ARROWS
from neopain_gui.gui.base.plain import PlainLabel, breakable
from neopain_gui.gui.canvas.canvas import Canvas
from neopain_gui.gui.widgets.bar_stack import KEEP_BESIDE, KEEP_CLEAR
from neopain_gui.gui.widgets.flow import Page, Stack

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study import Study

PANEL, WIDE, SHARE = 320, 400, 0.3
"""Pixels of the questions beside the photograph, at least and at most; their share of the page."""
TOPIC = "round"


class RatingPage(QWidget):
    """A rater's turns, one after the other.

    Attributes
    ----------
    alone : bool
        Nothing stands beside it: the window's docks and tabs would tell what a round hides.
    course : Course
        Where the rater is.
    questions : list of Question
        What is asked, from above.

    Signals
    -------
    closed()
        The rater is done for now.
    """

    alone = True
    closed = Signal()

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        study: Study,
        round_: Round,
        rater: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rating")
        self.setAccessibleName("Round")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(OWN_ARROWS, True)
        self._session = session
        self.course = Course(session, study, round_, rater, self)
        self._photograph = ShownPhotograph(jobs, study, face_only=round_.face_only, parent=self)
        self.canvas = Canvas()
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys are the questions'
        self.canvas.setAccessibleName("Photograph")
        self.hidden = PlainLabel()
        self.hidden.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hidden.setWordWrap(True)
        self._there = False
        self.review = ReviewGrid(session, jobs, study, self.course)
        self.questions = questions_of(self.course, self.canvas, study)
        self._arrange()
        self._photograph.read.connect(self._show_pixels)
        self._photograph.failed.connect(self._not_read)
        self.course.moved.connect(self._moved)
        self.course.changed.connect(self.refresh)
        self.course.ticked.connect(self._ticked)
        self._moved()

    # -- how it looks ----------------------------------------------------------------------------
    def _arrange(self) -> None:
        self.head = Head(self.course)
        self.pause, self.close_button = self.head.pause, self.head.close_button
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.SPACE)
        self.progress.setAccessibleName("Photographs that are done")
        self.left = PlainLabel()
        self.left.setWordWrap(True)
        self.amended = PlainLabel()
        self.amended.setWordWrap(True)
        self.back = QPushButton("Back")
        self.back.setAccessibleName("The photograph before")
        self.back.setToolTip("The photograph before this one  (Backspace)")
        self.next = QPushButton("Next")
        self.next.setAccessibleName("The next photograph that is left")
        self.next.setToolTip("The next photograph that is not done  (Return)")
        self.hand_in = QPushButton("Hand in…")
        self.hand_in.setToolTip("Say that this is final; amended later with a reason only")
        self.amend = QPushButton("Amend…")
        self.amend.setToolTip("Change what was handed in of this photograph; the reason is kept")
        for button in (self.back, self.next, self.hand_in, self.amend):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pause.toggled.connect(self._pause)
        self.close_button.clicked.connect(self.close_round)
        self.back.clicked.connect(lambda: self.course.step(-1))
        self.next.clicked.connect(self.go_on)
        self.hand_in.clicked.connect(self._hand_in)
        self.amend.clicked.connect(self._amend)
        self.head.review.toggled.connect(self._review)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        outer.setSpacing(theme.SPACE)
        outer.addWidget(self.head)
        outer.addWidget(self.progress)
        rating = QWidget()
        middle = QHBoxLayout(rating)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(theme.SPACE)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self.hidden, 1)
        middle.addWidget(self._beside())
        self.review.chosen.connect(self._reviewed)
        self.stack = Stack()
        self.stack.addWidget(rating)
        self.stack.addWidget(self.review)
        outer.addWidget(self.stack, 1)

    def _beside(self) -> QWidget:
        asked = QWidget()
        column = QVBoxLayout(asked)
        column.setContentsMargins(0, 0, theme.SPACE, 0)
        column.setSpacing(2 * theme.SPACE)
        for question in self.questions:
            column.addWidget(question)
        column.addWidget(self.amended)
        column.addStretch(1)
        buttons = QHBoxLayout()
        for button in (self.back, self.next, self.hand_in, self.amend):
            buttons.addWidget(button)
            button.setProperty(KEEP_CLEAR, True)
        self.left.setProperty(KEEP_CLEAR, True)
        self._side = QFrame()
        self._side.setProperty(KEEP_BESIDE, True)
        outer = QVBoxLayout(self._side)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scrolled = Page(asked, across=False)
        outer.addWidget(self._scrolled, 1)
        outer.addWidget(self.left)
        outer.addLayout(buttons)
        return self._side

    # -- what it shows ---------------------------------------------------------------------------
    def _moved(self) -> None:
        course = self.course
        self._there = False
        self.canvas.clear()
        for question in self.questions:
            question.show_photograph(None)
        self._scrolled.verticalScrollBar().setValue(0)
        following = course.place + 1
        ahead = course.turns[following].image_id if following < len(course.turns) else ""
        self._photograph.ask(course.turn.image_id, ahead)
        self.refresh()

    def _show_pixels(self, image_id: str, pixels: object, face: object) -> None:
        if image_id != self.course.turn.image_id:
            return
        self.canvas.set_photograph(pixels)  # type: ignore[arg-type]
        self.canvas.set_frame(face)  # type: ignore[arg-type]
        self.canvas.fit()
        for question in self.questions:
            question.show_photograph(pixels)
        self._there = True
        if self.isVisible() and not (self.pause.isChecked() or self.head.review.isChecked()):
            self.course.run()
        self._show_or_hide()

    def _not_read(self, error: object) -> None:
        """Say why a photograph is not there; a blind round does not name it."""
        if self.course.round.blind:
            self._tell("This photograph cannot be read. Whoever made the round can say why.")
        else:
            self._session.problem.emit(error)

    def refresh(self) -> None:
        """Show what is said of this turn, and how far the round is."""
        course = self.course
        for question in self.questions:
            question.refresh()
            question.setEnabled(not course.locked)
        many = len(course.turns)
        self.head.refresh()
        self.progress.setRange(0, many)
        self.progress.setValue(many - course.left)
        self.left.setText(left_words(self.course))
        self.back.setEnabled(course.place > 0)
        self.hand_in.setVisible(not course.handed_in)
        self.amend.setVisible(bool(course.handed_in))
        self.amend.setEnabled(course.locked and self._session.editable)
        self.amended.setText(breakable(amendment_words(course.said)))
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        paused, over = self.pause.isChecked(), self.course.seconds_left == 0
        words = (
            "Paused. The time stands still."
            if paused
            else "The photograph's time is over. Answer from what you saw."
            if over
            else ""
        )
        self.hidden.setText(words)
        self.hidden.setVisible(bool(words))
        self.canvas.setVisible(not words)

    def _ticked(self) -> None:
        if self.course.round.seconds is not None:
            self.left.setText(left_words(self.course))
            self._show_or_hide()

    # -- what a person does ----------------------------------------------------------------------
    def go_on(self) -> None:
        """Go to the next photograph that is left; say what is open where there is none."""
        open_ = self.course.open_questions()
        said = f"{counted(len(open_), 'answer')} open ({listed(self._words(open_))})"
        if self.course.next():
            self._session.settle(TOPIC)
            if open_:
                self._tell(f"{said}: the photograph comes again.")
            return
        self.refresh()
        if open_:
            self._tell(f"{said} on this, the last photograph left.")
        elif not self.course.handed_in:
            self._tell("Every photograph is done. Hand the round in when nothing is to be changed.")

    def _words(self, open_: Sequence[tuple[str, str]]) -> list[str]:
        """Name questions without an answer, those of a scale together."""
        names = instrument_names(self.course.study)
        return list(dict.fromkeys(instrument_words([one], names) for one, _item in open_))

    def close_round(self) -> None:
        """Write down the time and leave."""
        self.course.pause()
        self._session.settle(TOPIC)
        self.closed.emit()

    def _pause(self, paused: bool) -> None:
        if paused:
            self.course.pause()
        elif self._there:
            self.course.run()
        self.pause.setText("Go on" if paused else "Pause")
        self.refresh()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hand_in(self) -> None:
        from neopain_gui.gui.annotate.rating.hand_in import may_hand_in

        self.course.pause()
        if may_hand_in(self, self.course.round.name, self.course.left):
            self._session.settle(TOPIC)
            self.course.hand_in()
        elif not self.pause.isChecked() and self._there:
            self.course.run()
        self.refresh()

    def _amend(self) -> None:
        reason = reason_of(self)
        if reason:
            self.course.amend(reason)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _review(self, shown: bool) -> None:
        """Show all photographs in small, or the photograph; the time stands still meanwhile."""
        if shown:
            self.course.pause()
        self.stack.setCurrentIndex(int(shown))
        if not shown:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._there and not self.pause.isChecked():
                self.course.run()

    def _reviewed(self, place: int) -> None:
        self.course.go(place)
        self.head.review.setChecked(False)

    def _tell(self, text: str) -> None:
        self._session.settle(TOPIC)
        self._session.tell(Message(level="info", text=text, topic=TOPIC))

    # -- keys --------------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            letter = bool(event.text()) and event.text().isprintable()
            if letter and not event.modifiers() & _COMMANDS:
                event.accept()  # it answers a question: it is no shortcut of the window
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & _COMMANDS or not self._own_key(event):
            super().keyPressEvent(event)

    def _own_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_F9:
            self.head.review.toggle()
            return True
        if key == Qt.Key.Key_F4:
            self.head.next_rater()
            return True
        if self.head.review.isChecked():
            return False
        if any(question.take_key(key) for question in self.questions):
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown):
            self.go_on()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_PageUp):
            self.course.step(-1)
        elif key == Qt.Key.Key_F7:
            self.pause.toggle()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.canvas.zoom_by(1.25 if key == Qt.Key.Key_Plus else 0.8)
        else:
            return self._answered(event)
        return True

    def _answered(self, event: QKeyEvent) -> bool:
        if self.pause.isChecked() or self.course.locked or event.isAutoRepeat():
            return False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        letter = event.text().upper()
        return any(question.press(letter, shift=shift) for question in self.questions)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(min(WIDE, max(PANEL, round(SHARE * self.width()))))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._there and not (self.pause.isChecked() or self.head.review.isChecked()):
            self.course.run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.course.pause()


_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
