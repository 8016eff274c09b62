"""Controls that are folded away below their heading until somebody wants them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from neopain_gui.gui.base.plain import literal


class Section(QWidget):
    """A heading that unfolds what is below it.

    Parameters
    ----------
    title : str
        Of the heading.
    body : QWidget
        What is below.
    """

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.body = title, body
        self.heading = QToolButton(self)
        self.heading.setCheckable(True)
        self.heading.setAutoRaise(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.toggled.connect(self._unfold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(body)
        self.note("")
        self._unfold(False)

    def note(self, text: str) -> None:
        """Say something beside the title, such as how much was changed."""
        said = f"{self.title} ({text})" if text else self.title
        self.heading.setText(said)
        self.heading.setAccessibleName(said)
        self.heading.setToolTip(literal(f"Show or hide: {self.title.lower()}"))

    def _unfold(self, on: bool) -> None:
        self.heading.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        self.body.setVisible(on)
