"""What must be known before numbers are read: short, above them, and unfolded on request."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel


class Fold(QWidget):
    """A line of text with *More* behind it where there is more; without text it is not there.

    Parameters
    ----------
    name : str
        What a screen reader calls it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._short, self._whole = "", ""
        self.label = PlainLabel()
        self.label.setAccessibleName(name)
        self.label.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.label.setSizePolicy(policy)
        self.more = QToolButton()
        self.more.setCheckable(True)
        self.more.setAutoRaise(True)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.toggled.connect(lambda _on: self._show())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self.label, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self._show()

    def say(self, short: str, whole: str = "") -> None:
        """Show a text; all of it stands behind *More*; what was unfolded for another is folded."""
        if (short, whole) != (self._short, self._whole):
            self._short, self._whole = short, whole
            self.more.setChecked(False)
            self._show()

    def text(self) -> str:
        """Return all of it, whether unfolded or not."""
        return self._whole or self._short

    def _show(self) -> None:
        name, on = self.label.accessibleName(), self.more.isChecked()
        self.label.setText(self._whole if on else self._short)
        self.more.setText("Less" if on else "More")
        self.more.setAccessibleName(f"{'Less' if on else 'More'}: {name}")
        self.more.setToolTip("Show less" if on else "Show all of it")
        self.more.setVisible(bool(self._whole))
        self.setVisible(bool(self._short or self._whole))
