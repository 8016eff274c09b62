"""Messages at the panel concerned: what happened, which file, what to do, details."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui import theme
from neopain_gui.gui.messages import Message

_FADES_AFTER = 8000
_MOST = 3


class MessageBar(QFrame):
    """One message.

    Parameters
    ----------
    level : str
        ``"info"``, ``"success"``, ``"warning"`` or ``"error"``; said by the icon and the colour.
    text : str
        One or two sentences.
    details : str
        What helps whoever mends it; shown on demand and copied with one click.
    action : (str, callable), optional
        A button that does something about it.
    """

    def __init__(
        self,
        level: str,
        text: str,
        *,
        details: str = "",
        action: tuple[str, Callable[[], object]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.level, self.text, self.details = level, text, details
        self.setAccessibleName(f"{level}: {text}")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(
            theme.SPACE + 4, theme.SPACE // 2, theme.SPACE // 2, theme.SPACE // 2
        )
        outer.setSpacing(theme.SPACE // 2)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        name = "check" if level == "success" else level
        picture = QLabel()
        ink = theme.coloured_icon(name, theme.level_colour(level))
        picture.setPixmap(ink.pixmap(QSize(18, 18), self.devicePixelRatioF()))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        self.topic = ""
        self._label = QLabel(text)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._label.setSizePolicy(policy)
        row.addWidget(self._label, 1)
        if action is not None:
            text_of_button, act = action
            button = QPushButton(text_of_button)
            button.clicked.connect(self.dismiss)
            button.clicked.connect(lambda _checked=False: act())
            row.addWidget(button)
        if details:
            self._add_details(row, outer, details)
        close = QToolButton()
        close.setIcon(theme.icon("close"))
        close.setAutoRaise(True)
        close.setToolTip("Close this message")
        close.setAccessibleName("Close this message")
        close.clicked.connect(self.dismiss)
        row.addWidget(close)
        outer.insertLayout(0, row)
        if level in ("info", "success") and action is None:
            QTimer.singleShot(_FADES_AFTER, self, self.dismiss)

    def _add_details(self, row: QHBoxLayout, outer: QVBoxLayout, details: str) -> None:
        box = QPlainTextEdit(details)
        box.setReadOnly(True)
        box.setMaximumHeight(140)
        box.setAccessibleName("Details of the message")
        box.hide()
        show = QPushButton("Details")
        show.setCheckable(True)
        show.toggled.connect(box.setVisible)
        copy = QPushButton("Copy")
        copy.setToolTip("Copy the message and its details")
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(f"{self.text}\n\n{details}")
        )
        row.addWidget(show)
        row.addWidget(copy)
        outer.addWidget(box)

    def dismiss(self) -> None:
        """Take the message away."""
        self.hide()
        self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.level_colour(self.level)
        painter = QPainter(self)
        ground = self.palette().window().color()
        painter.fillRect(self.rect(), theme.blend(colour, ground, 0.86))
        painter.fillRect(0, 0, 4, self.height(), colour)
        painter.end()


class BarStack(QWidget):
    """The messages of one panel, newest below; at most three."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def messages(self) -> list[MessageBar]:
        """Return the messages on display."""
        bars = self.findChildren(MessageBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [bar for bar in bars if not bar.isHidden()]

    def say(
        self,
        level: str,
        text: str,
        *,
        details: str = "",
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> MessageBar:
        """Show a message; the same one again replaces itself."""
        for bar in self.messages():
            if bar.text == text:
                bar.dismiss()
        for bar in self.messages()[: 1 - _MOST]:
            bar.dismiss()
        bar = MessageBar(level, text, details=details, action=action)
        self._layout.addWidget(bar)
        bar.show()
        return bar

    def tell(self, message: Message) -> MessageBar:
        """Show a message in the place of an earlier one of its topic."""
        if message.topic:
            self.settle(message.topic)
        bar = self.say(message.level, message.text, details=message.details, action=message.action)
        bar.topic = message.topic
        return bar

    def settle(self, topic: str) -> None:
        """Take the messages of a topic away."""
        for bar in self.messages():
            if bar.topic == topic:
                bar.dismiss()

    def clear(self, *levels: str) -> None:
        """Take the messages of these levels away."""
        for bar in self.messages():
            if bar.level in levels:
                bar.dismiss()
