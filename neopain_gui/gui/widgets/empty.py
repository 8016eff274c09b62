"""What a panel shows while it has nothing to show: what to do, with the button that does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal

_ICON = 40
_WIDTH = 420


class Empty(QWidget):
    """An icon, a heading, a sentence and some buttons in the middle of a panel."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = PlainLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.heading = PlainLabel()
        self.heading.setFont(theme.strong_font(self.heading.font()))
        self.text = PlainLabel()
        for label in (self.heading, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.text.setWordWrap(True)
        self.text.setFixedWidth(_WIDTH)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        for widget in (self._picture, self.heading, self.text):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self._buttons)
        row.addStretch(1)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(3)

    def say(
        self, heading: str, text: str, buttons: Sequence[tuple[str, Callable[[], object]]] = ()
    ) -> None:
        """Show a heading, a sentence and buttons."""
        self._picture.setPixmap(theme.icon(self._icon).pixmap(_ICON, _ICON))
        self.heading.setText(heading)
        self.text.setText(text)
        self.text.setMinimumHeight(self.text.heightForWidth(_WIDTH))
        for old in self.buttons:
            self._buttons.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = []
        for caption, action in buttons:
            button = QPushButton(caption, self)
            button.setAccessibleName(caption)
            button.setToolTip(literal(caption))
            button.clicked.connect(lambda _checked=False, do=action: do())
            self._buttons.addWidget(button)
            self.buttons.append(button)


def command(widget: QWidget, identity: str) -> Callable[[], object] | None:
    """Return what triggers a command of the window around a widget; None where it has none."""
    action = widget.window().findChild(QAction, identity)
    return action.trigger if isinstance(action, QAction) else None
