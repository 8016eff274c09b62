"""One message as it stands in a bar: its words, its button, its details, and what closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.messages import Action, Message
from neopain_gui.gui.base.plain import PlainLabel, breakable

FADES_AFTER = 8000
"""Milliseconds that a message without a button stays at least."""
_READ_MS = 60
"""Milliseconds that a letter takes to read, generously."""
_ICON = QSize(18, 18)
WORDS = {"info": "Note", "success": "Done", "warning": "Warning", "error": "Error"}


class MessageBar(QFrame):
    """One message.

    Signals
    -------
    closed(had_focus: bool)
        It was read, used, or is no longer so.
    """

    closed = Signal(bool)

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        self.setAccessibleName(f"{WORDS[message.level]}: {message.text}")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.SPACE // 2)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        self._picture = PlainLabel()
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignVCenter)
        self._label = PlainLabel(breakable(message.text))
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._label.setSizePolicy(policy)
        row.addWidget(self._label, 1)
        self.button = self._button(message.action, row)
        self.other = self._button(message.other, row)
        if self.button is not None:
            self.button.clicked.connect(lambda: self._act(self.message.action))
        if self.other is not None:
            self.other.clicked.connect(lambda: self._act(self.message.other))
        if message.details:
            self._add_details(row, outer)
        self.close_button = QToolButton()
        self.close_button.setIcon(theme.icon("close"))
        self.close_button.setAutoRaise(True)
        self.close_button.setMinimumSize(24, 24)
        self.close_button.setToolTip("Close this message  (Esc)")
        self.close_button.setAccessibleName("Close this message")
        self.close_button.setAccessibleDescription(message.text)
        self.close_button.clicked.connect(self.dismiss)
        row.addWidget(self.close_button)
        outer.insertLayout(0, row)
        for button in self.findChildren(QAbstractButton):
            # a click leaves the keyboard where it was: the bar goes with it
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._draw_icon()
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.timeout.connect(self._fade)
        self.stay_again()

    @property
    def level(self) -> str:
        """``"info"``, ``"success"``, ``"warning"`` or ``"error"``."""
        return self.message.level

    @property
    def text(self) -> str:
        """What it says."""
        return self.message.text

    @property
    def details(self) -> str:
        """What helps whoever mends it."""
        return self.message.details

    @property
    def topic(self) -> str:
        """What it speaks of."""
        return self.message.topic

    def renew(self, message: Message) -> None:
        """Stay for what says the same; its button does the newer thing."""
        self.message = message
        self.stay_again()

    def stay_again(self) -> None:
        """Let what fades stay for as long as a new message would."""
        if self.message.fades:
            self._fading.start(FADES_AFTER + _READ_MS * len(self.text))

    def _fade(self) -> None:
        """Go, unless somebody is reading or on the way to a button."""
        if self.underMouse() or self._has_focus():
            self._fading.start(FADES_AFTER // 4)
        else:
            self.dismiss()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _button(self, action: Action | None, row: QHBoxLayout) -> QPushButton | None:
        if action is None:
            return None
        button = QPushButton(action[0].replace("&", "&&"))
        button.setAccessibleDescription(self.message.text)
        row.addWidget(button)
        return button

    def _act(self, action: Action | None) -> None:
        if self.isHidden():
            return  # pressed twice in a row: it is done once
        self.dismiss()
        if action is not None:
            action[1]()

    def _add_details(self, row: QHBoxLayout, outer: QVBoxLayout) -> None:
        box = QPlainTextEdit(self.details)
        box.setReadOnly(True)
        box.setMaximumHeight(140)
        box.setAccessibleName("Details of the message")
        box.setTabChangesFocus(True)
        box.hide()
        show = QPushButton("Details")
        show.setCheckable(True)
        show.toggled.connect(box.setVisible)
        copy = QPushButton("Copy")
        copy.setToolTip("Copy the message and its details")
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(f"{self.text}\n\n{self.details}")
        )
        row.addWidget(show)
        row.addWidget(copy)
        outer.addWidget(box)

    def _draw_icon(self) -> None:
        name = "check" if self.level == "success" else self.level
        ink = theme.coloured_icon(name, theme.level_colour(self.level))
        self._picture.setPixmap(ink.pixmap(_ICON, self.devicePixelRatioF()))

    def take_focus(self) -> None:
        """Bring the keyboard here: to the button, or to what closes it."""
        (self.button or self.close_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Take the message away."""
        if not self.isHidden():
            had_focus = self._has_focus()
            self.hide()
            self.closed.emit(had_focus)
            self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            QTimer.singleShot(0, self, self._draw_icon)
