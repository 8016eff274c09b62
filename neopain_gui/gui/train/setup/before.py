"""What is known of a training before it begins: how long, how much, and what forbids it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR


class Before(QWidget):
    """The foot of the page: the estimate, or why nothing can begin, and the button *Train*."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.estimate, self.refusal = PlainLabel(), PlainLabel()
        self.estimate.setAccessibleName("What it takes")
        self.refusal.setAccessibleName("Why no training can begin")
        for label in (self.estimate, self.refusal):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton("&Train")
        self.button.setAccessibleName("Train")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setProperty(KEEP_CLEAR, True)  # and with it the words beside it
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.estimate)
        words.addWidget(self.refusal)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.SPACE)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self._colour()
        self.refuse("")

    def refuse(self, why: str, *, ready: bool = False) -> None:
        """Say why nothing can begin; ``ready`` is whether all is known where nothing forbids it."""
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))
        self.button.setEnabled(ready and not why)
        self.button.setToolTip(literal(why or "Train all folds, one after the other"))

    def say(self, text: str, how: str = "") -> None:
        """Say what it takes, and how that is known."""
        self.estimate.setText(text)
        self.estimate.setToolTip(literal(how))
        self.estimate.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "refusal"):
            self._colour()

    def _colour(self) -> None:
        ink = theme.level_colour("error")
        palette = self.refusal.palette()
        if palette.color(self.refusal.foregroundRole()) != ink:
            palette.setColor(self.refusal.foregroundRole(), ink)
            self.refusal.setPalette(palette)
