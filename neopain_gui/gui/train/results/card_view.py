"""The card of a training, unfolded on request."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser, QToolButton, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme

_HEIGHT = 480


class CardView(QWidget):
    """A heading that unfolds the card; nothing in it is loaded from elsewhere."""

    unfolded = Signal()
    """Somebody wants to read it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.markdown = ""
        self.button = QToolButton()
        self.button.setText("Model card")
        self.button.setAccessibleName("Model card")
        self.button.setToolTip("What it is, what it achieves, what it is not for")
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFont(theme.strong_font(self.button.font()))
        self.text = QTextBrowser()
        self.text.setAccessibleName("Model card, text")
        self.text.setOpenLinks(False)
        self.text.setFixedHeight(_HEIGHT)
        self.text.setWordWrapMode(QTextOption.WrapMode.WordWrap)  # tables are wide, words whole
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        column.addWidget(self.button)
        column.addWidget(self.text)
        self.button.toggled.connect(self._unfold)
        self._unfold(False)

    def say(self, markdown: str) -> None:
        """Show another card, folded."""
        self.markdown = markdown
        self.button.setChecked(False)
        self.text.clear()

    def _unfold(self, on: bool) -> None:
        if on and self.text.document().isEmpty():
            self.text.setMarkdown(self.markdown)
        self.button.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        self.text.setVisible(on)
        if on:
            self.unfolded.emit()
