"""What stands in the place of a pair's picture until a pair is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel


class Invitation(QWidget):
    """Says what to choose and what will be seen then, with a button that chooses.

    Signals
    -------
    best_wanted()
        The button was pressed.
    """

    best_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = PlainLabel()
        self.heading.setFont(theme.strong_font(self.heading.font()))
        self.heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.heading.setAccessibleName("What to do here")
        self.text = PlainLabel()
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        for label in (self.heading, self.text):
            label.setWordWrap(True)
        self.best = QPushButton("Show the pair that agrees most")
        self.best.setAccessibleName("Show the pair that agrees most")
        self.best.setToolTip("Chooses the largest value above chance")
        self.best.clicked.connect(lambda _checked=False: self.best_wanted.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self.heading)
        column.addWidget(self.text)
        column.addWidget(self.best, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, what: str, *, best: bool) -> None:
        """Invite to choose a cell or a point; ``best`` says whether a pair agrees at all."""
        with_keys = ", or walk to it with the arrow keys" if what == "cell" else ""
        self.heading.setText(f"Choose a {what} to see both masks")
        self.text.setText(
            f"Click a {what}{with_keys}. Both contour masks appear here over the photograph: where "
            "they meet, and where each is alone."
        )
        self.best.setVisible(best)
