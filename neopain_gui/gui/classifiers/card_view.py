"""A model card: Markdown that somebody wrote, shown without what it might fetch or run."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSizeF, Qt, QUrl
from PySide6.QtGui import QTextDocument, QWheelEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

_LARGEST = 1 << 20
_FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class CardView(QTextBrowser):
    """Shows a card as text, as high as it is; pictures and links in it lead nowhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Model card")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what lies around it scrolls
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.hide()

    def show_card(self, path: Path | None) -> None:
        """Show a card, or nothing where there is none or it cannot be read."""
        self.clear()
        text = ""
        if path is not None:
            try:
                with path.open("rb") as stream:
                    text = stream.read(_LARGEST).decode("utf-8", "replace")
            except OSError:
                text = ""
        self.document().setMarkdown(text, _FEATURES)
        self.setVisible(bool(text))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _fit(self, size: QSizeF) -> None:
        """Be as high as the card: one scroll bar is enough."""
        self.setFixedHeight(max(1, round(size.height()) + 2 * self.frameWidth()))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load nothing, whatever the card names."""
        return None
