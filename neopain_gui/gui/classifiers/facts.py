"""What is known of a file: names and words beside each other, to be selected and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable

_SHORT = 16
"""Letters of a name that stay in one line."""
_INVISIBLE = "\N{ZERO WIDTH SPACE}"


class Facts(QWidget):
    """Rows of a name and its words."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * theme.SPACE)
        self._grid.setVerticalSpacing(theme.SPACE // 2)
        self._grid.setColumnStretch(1, 1)
        self._said: tuple[tuple[str, str], ...] = ()

    def say(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show other rows."""
        self._said = tuple(facts)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, words) in enumerate(facts):
            title = PlainLabel(name)
            title.setWordWrap(len(name) > _SHORT)
            title.setMaximumWidth(20 * theme.SPACE)
            title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Copyable(words, name), row, 1, Qt.AlignmentFlag.AlignTop)

    def words(self, name: str) -> str:
        """Return what is said beside a name; empty without it."""
        return dict(self._said).get(name, "")


class Copyable(PlainLabel):
    """A label that takes several lines and whose text can be copied.

    Long words are broken on the screen only: a SHA-256 that is copied is the SHA-256.
    """

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(breakable(text), parent)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        """Show another text."""
        self.setText(breakable(text))

    def copy(self) -> None:
        """Copy what is selected, or all of it."""
        text = self.selectedText() or self.text()
        QGuiApplication.clipboard().setText(text.replace(_INVISIBLE, ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction("Copy", self.copy)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
