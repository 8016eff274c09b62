"""The line on the photograph that says what is missing, with the button that mends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class Notice(QFrame):
    """One sentence and up to two buttons, laid over the lower edge of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("viewerNotice")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        row = QHBoxLayout(self)
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
        self._label.setText(text)
        while (item := self._buttons.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for caption, tip, action in buttons:
            button = QPushButton(caption, self)
            button.setToolTip(tip)
            button.setAccessibleName(caption)
            button.clicked.connect(lambda _checked=False, do=action: do())
            self._buttons.addWidget(button)
        self.show()
        self.place()

    def place(self) -> None:
        """Lie along the lower edge of the parent."""
        parent = self.parentWidget()
        width = max(1, min(parent.width() - 32, 620))
        layout = self.layout()
        height = layout.heightForWidth(width) if layout.hasHeightForWidth() else -1
        height = max(height, self.sizeHint().height())
        self.setGeometry(
            (parent.width() - width) // 2, parent.height() - height - 16, width, height
        )
