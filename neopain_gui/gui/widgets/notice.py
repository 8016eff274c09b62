"""The line on the photograph that says what is missing, with the button that mends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from neopain_gui.gui.base.plain import PlainLabel, breakable, literal


class Notice(QFrame):
    """One sentence and up to two buttons, laid over the lower edge of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("viewerNotice")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._label = PlainLabel(parent=self)
        self._label.setWordWrap(True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._shown: list[QPushButton] = []
        self._around = parent
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(self._label, 1)
        row.addLayout(self._buttons)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is not there."""
        return self._label.text() if not self.isHidden() else ""

    def say(self, text: str, buttons: Sequence[tuple[str, str, Callable[[], object]]] = ()) -> None:
        """Show a sentence; ``buttons`` are (text, tooltip, what to do)."""
        self._label.setText(breakable(text))
        for old in self._shown:
            self._buttons.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = []
        for caption, tip, action in buttons:
            button = QPushButton(caption, self)
            button.setToolTip(literal(tip))
            button.setAccessibleName(caption)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # it goes when it is clicked
            button.clicked.connect(lambda _checked=False, do=action: do())
            self._buttons.addWidget(button)
            button.show()  # before the place is reckoned: what is hidden takes no width
            self._shown.append(button)
        self.show()
        self.place()

    def place(self) -> None:
        """Lie along the lower edge of the parent."""
        around = self._around
        width = max(1, min(around.width() - 32, 620))
        height = max(self._row.heightForWidth(width), self.sizeHint().height())
        left, top = (around.width() - width) // 2, around.height() - height - 16
        self.setGeometry(left, top, width, height)
