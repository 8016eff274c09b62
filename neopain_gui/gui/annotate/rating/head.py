"""What stands above a round's photograph: whose round it is, and what leads elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from neopain_gui.gui.annotate.rating.course import Course
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel


class Head(QWidget):
    """The title, and the buttons Next rater, Review, Pause and Close.

    Signals
    -------
    rater_wanted(rater: str)
        Somebody else is to go on at this machine.
    """

    rater_wanted = Signal(str)

    def __init__(self, course: Course, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course = course
        self.title = PlainLabel()
        self.title.setFont(theme.strong_font(self.font()))
        self.rater = QPushButton("Next rater")  # unnamed: a blind round hides who else rates
        self.rater.setToolTip("Somebody else goes on at this machine  (F4)")
        self.rater.setVisible(len(course.round.raters) > 1)
        self.rater.clicked.connect(self.next_rater)
        self.review = QPushButton("Review")
        self.review.setCheckable(True)
        self.review.setAccessibleName("Review the round")
        self.review.setToolTip("All photographs in small, with what you said of each  (F9)")
        self.pause = QPushButton("Pause")
        self.pause.setCheckable(True)
        self.pause.setAccessibleName("Pause the round")
        self.pause.setToolTip("Hide the photograph and stop the time  (F7)")
        self.close_button = QPushButton("Close")
        self.close_button.setAccessibleName("Close the round")
        self.close_button.setToolTip("Leave; everything said is kept, and the round goes on here")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self.title, 1)
        for button in (self.rater, self.review, self.pause, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)

    def next_rater(self) -> None:
        """Ask for the rater after this one; after the last comes the first."""
        raters = self._course.round.raters
        if len(raters) > 1:
            place = raters.index(self._course.rater) + 1
            self.rater_wanted.emit(raters[place % len(raters)])

    def refresh(self) -> None:
        """Say whose turn it is, and which."""
        course = self._course
        self.title.setText(
            f"{course.round.name} · {course.rater} · "
            f"photograph {course.place + 1} of {len(course.turns)}"
        )
