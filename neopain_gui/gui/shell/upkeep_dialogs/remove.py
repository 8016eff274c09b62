"""The question before something is removed: what goes, and what cannot be reached."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable


class Answer(Enum):
    """What was chosen."""

    NOTHING = 0
    REMOVE = 1
    FOR_GOOD = 2


class RemoveDialog(QDialog):
    """Says what goes and asks how.

    Parameters
    ----------
    parent : QWidget
        The window.
    title : str
        "Remove 2 photographs".
    goes : sequence of str
        What goes, a line a kind.
    reach : sequence of str
        Sentences about what cannot be reached.
    busy : bool
        Whether something is being computed: then nothing can go for good.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        goes: Sequence[str],
        reach: Sequence[str],
        *,
        busy: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("remove")
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self.answer = Answer.NOTHING
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.SPACE,) * 4)
        column.setSpacing(theme.SPACE)
        heading = PlainLabel(breakable(f"{title}?"))
        heading.setWordWrap(True)
        heading.setFont(theme.heading_font(self.font()))
        column.addWidget(heading)
        self.goes = _text("\n".join(f"•  {line}" for line in goes), "What goes")
        self.reach = _text(
            "Removing them for good cannot reach everything:\n"
            + "\n".join(f"•  {line}" for line in reach),
            "What removing for good cannot reach",
        )
        column.addWidget(_scrolled(self.goes, self.reach), 1)
        how = PlainLabel(
            "Remove can be undone until the study is closed; then they are gone for good, from the "
            "study's backups too. Remove for good does it now, and nothing that was done before "
            "can be undone after it."
        )
        how.setWordWrap(True)
        column.addWidget(how)
        self.busy = PlainLabel(
            "Something is being computed: stop it first (Run › Stop) to remove for good."
        )
        self.busy.setWordWrap(True)
        self.busy.setVisible(busy)
        column.addWidget(self.busy)
        column.addWidget(self._buttons(busy))
        self.remove.setDefault(True)
        self.remove.setFocus()
        self.adjustSize()

    def _buttons(self, busy: bool) -> QDialogButtonBox:
        box = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.for_good = QPushButton("Remove for &good")
        self.for_good.setAutoDefault(False)
        self.for_good.setEnabled(not busy)
        self.for_good.clicked.connect(lambda: self._choose(Answer.FOR_GOOD))
        self.remove = QPushButton("&Remove")
        self.remove.clicked.connect(lambda: self._choose(Answer.REMOVE))
        box.addButton(self.for_good, roles.DestructiveRole)
        box.addButton(self.remove, roles.AcceptRole)
        self.cancel = box.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.cancel.clicked.connect(self.reject)
        return box

    def _choose(self, answer: Answer) -> None:
        self.answer = answer
        self.accept()


def _text(text: str, name: str) -> QLabel:
    label = PlainLabel(breakable(text))
    label.setWordWrap(True)
    label.setAccessibleName(name)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _scrolled(*labels: QLabel) -> QScrollArea:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, theme.SPACE, 0)
    column.setSpacing(2 * theme.SPACE)
    for label in labels:
        column.addWidget(label)
    column.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setMinimumHeight(220)
    area.setWidget(inside)
    return area
