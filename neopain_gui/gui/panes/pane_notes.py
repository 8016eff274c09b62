"""Words over a canvas: why there is no map, and what is shown for the moment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.canvas.canvas import Canvas


class Note(QFrame):
    """A sentence in the middle of a canvas, with up to one button."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(parent=canvas)
        self._around = canvas
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.label = PlainLabel()
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        self._do: Callable[[], object] = _nothing
        self.button.clicked.connect(self._pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column.addWidget(self.label)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        canvas.installEventFilter(self)
        self.hide()

    def _pressed(self) -> None:
        self._do()

    @property
    def text(self) -> str:
        """What it says; empty while it is not there."""
        return "" if self.isHidden() else self.label.text()

    def say(self, text: str, button: str = "", do: Callable[[], object] | None = None) -> None:
        """Show a sentence and a button; an empty one takes them away."""
        if not text:
            self.hide()
            return
        self._do = do or _nothing
        if (text, button) == (self.text, self.button.text()):
            return
        self.label.setText(text)
        self.button.setVisible(do is not None)
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.setToolTip(literal(button))
        self.show()
        self._place()

    def _place(self) -> None:
        around = self._around.rect()
        width = max(80, min(around.width() - 2 * theme.SPACE, 280))
        self.setFixedWidth(width)
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        self.resize(width, height)
        self.move(around.center().x() - width // 2, around.center().y() - height // 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)


class Tag(PlainLabel):
    """Says in a canvas' corner that something else is shown for the moment."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(parent=canvas)
        self.setAutoFillBackground(True)
        self.setMargin(theme.SPACE // 2)
        self.setFont(theme.strong_font(self.font()))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(20, 20, 20))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(255, 255, 255))
        self.setPalette(palette)
        self.hide()

    def say(self, text: str) -> None:
        """Show a word or two; nothing takes it away."""
        self.setText(text)
        self.setVisible(bool(text))
        self.adjustSize()


def _nothing() -> None:
    return
