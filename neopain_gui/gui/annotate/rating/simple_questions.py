"""The questions that every study has: label, score of 0 to 10, note."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neopain_gui.annotation.answers import LONGEST_NOTE, NO_PAIN, PAIN
from neopain_gui.annotation.round import LABEL, NOTE, SCORE
from neopain_gui.counted import counted
from neopain_gui.gui.annotate.rating import letters
from neopain_gui.gui.annotate.rating.course import Course
from neopain_gui.gui.annotate.rating.note_field import NoteField
from neopain_gui.gui.annotate.rating.score_line import ScoreLine
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets.segments import SegmentRow
from neopain_gui.people.scores import HIGHEST

_CANNOT = "cannot tell"
_NOTE_KEPT_AFTER = 1_000
"""Milliseconds after the last letter."""


class Question(QWidget):
    """A heading and what answers it.

    Parameters
    ----------
    course : Course
        Whose turn.
    title : str
        What is asked.
    """

    def __init__(self, course: Course, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course = course
        self.setAccessibleName(title)
        self.heading = PlainLabel(title)
        self.heading.setFont(theme.strong_font(self.heading.font()))
        self.heading.setWordWrap(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.SPACE // 2)
        self.column.addWidget(self.heading)

    def refresh(self) -> None:
        """Show what is said."""
        raise NotImplementedError

    def press(self, key: str, *, shift: bool = False) -> bool:
        """Answer by a key; say whether it is one of this question's."""
        raise NotImplementedError

    def show_photograph(self, pixels: Any) -> None:
        """Take the photograph that is on the canvas now, uint8 (H, W, 3); None where none is."""

    def take_key(self, _key: int) -> bool:
        """Take a key that means something while a person draws, ahead of what the page does."""
        return False


class LabelQuestion(Question):
    """Pain, no pain, or cannot tell."""

    def __init__(self, course: Course, parent: QWidget | None = None) -> None:
        super().__init__(course, "Is this neonate in pain?", parent)
        self.row = SegmentRow(
            {
                PAIN: ("Pain  P", "This neonate is in pain  (P)"),
                NO_PAIN: ("No pain  N", "This neonate is not in pain  (N)"),
                _CANNOT: ("Cannot tell  C", "It cannot be told from this photograph  (C)"),
            }
        )
        self.row.chosen.connect(self._say)
        self.column.addWidget(self.row, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        """Show what is said."""
        answer = self.course.answer(LABEL)
        self.row.release()
        if answer is not None:
            self.row.press(answer.value if answer.codable else _CANNOT)

    def press(self, key: str, *, shift: bool = False) -> bool:
        """Answer by P, N or C."""
        said = {letters.PAIN: PAIN, letters.NO_PAIN: NO_PAIN, letters.CANNOT_TELL: _CANNOT}
        if key in said:
            self._say(said[key])
        return key in said

    def _say(self, said: object) -> None:
        value = said if isinstance(said, float) else None
        words = (
            {PAIN: "pain", NO_PAIN: "no pain"}.get(value, _CANNOT) if value is not None else _CANNOT
        )
        answer = self.course.made(LABEL, value=value, codable=value is not None)
        self.course.say([answer], f"the answer “{words}”")
        self.refresh()


class ScoreQuestion(Question):
    """A score of 0 to 10: by numbers, a slider, or a line."""

    def __init__(self, course: Course, parent: QWidget | None = None) -> None:
        super().__init__(course, "How much pain, from 0 to 10?", parent)
        self.row: SegmentRow | None = None
        self.line: ScoreLine | None = None
        if course.round.score_by == "numbers":
            self.row = SegmentRow(
                {
                    float(one): (
                        str(one),
                        f"{one} of 10  ({letters.TEN if one == HIGHEST else one})",
                    )
                    for one in range(int(HIGHEST) + 1)
                }
            )
            self.row.chosen.connect(self._say)
            self.column.addWidget(self.row, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self.line = ScoreLine(numbers=course.round.score_by == "slider")
            self.line.given.connect(self._say)
            self.column.addWidget(self.line)
        self.how = PlainLabel(f"Keys 0 to 9, and {letters.TEN} for 10.")
        self.how.setEnabled(False)
        self.column.addWidget(self.how)

    def refresh(self) -> None:
        """Show what is said."""
        answer = self.course.answer(SCORE)
        value = answer.value if answer is not None else None
        if self.line is not None:
            self.line.show_score(value)
        if self.row is not None:
            self.row.release()
            if value in self.row.buttons:
                self.row.press(value)

    def press(self, key: str, *, shift: bool = False) -> bool:
        """Answer by 0 to 9, or T for 10."""
        if key == letters.TEN:
            self._say(HIGHEST)
        elif len(key) == 1 and key in "0123456789":
            self._say(float(key))
        else:
            return False
        return True

    def _say(self, score: float) -> None:
        self.course.say(
            [self.course.made(SCORE, value=score)], f"the score {score:g}", merge="score"
        )
        self.refresh()


class NoteQuestion(Question):
    """A free note."""

    def __init__(self, course: Course, parent: QWidget | None = None) -> None:
        super().__init__(course, f"Note  {letters.NOTE}", parent)
        self.setAccessibleName("Note")
        self.text = NoteField()
        self.text.setAccessibleName("Note on this photograph")
        tip = f"Anything worth keeping  ({letters.NOTE}); Esc goes back to the keys"
        self.text.setToolTip(literal(tip))
        self.text.setTabChangesFocus(True)
        self.text.setMaximumHeight(4 * self.fontMetrics().height())
        self._soon = QTimer(self, singleShot=True, interval=_NOTE_KEPT_AFTER)
        self._soon.timeout.connect(self.keep)
        self.text.textChanged.connect(self._soon.start)
        self.text.left.connect(self.keep)
        course.leaving.connect(self.keep)
        self.full = PlainLabel()
        self.full.setWordWrap(True)
        self.full.hide()
        self.text.refused.connect(self._refuse)
        self.text.textChanged.connect(self.full.hide)
        self.column.addWidget(self.text)
        self.column.addWidget(self.full)

    def _refuse(self, characters: int) -> None:
        """Say what the note did not take."""
        many = counted(characters, "character")
        self.full.setText(f"A note ends at {LONGEST_NOTE:,} characters: {many} not taken.")
        self.full.show()

    def refresh(self) -> None:
        """Show what is said."""
        answer = self.course.answer(NOTE)
        said = answer.text if answer is not None else ""
        if said != self._typed:
            self.text.setPlainText(said)

    def press(self, key: str, *, shift: bool = False) -> bool:
        """Go to the note by M."""
        if key == letters.NOTE:
            self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return key == letters.NOTE

    def keep(self) -> None:
        """Write down what was typed."""
        self._soon.stop()
        self.course.say([self.course.made(NOTE, text=self._typed)], "the note", merge="note")

    @property
    def _typed(self) -> str:
        return self.text.toPlainText().strip()[:LONGEST_NOTE]
