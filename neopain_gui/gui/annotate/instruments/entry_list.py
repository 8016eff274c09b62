"""A list of a definition's parts with the buttons that add, copy, remove and move them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.widgets.flow import Flow

_ROWS = 5
_BUTTONS = {
    "add": ("Add", "One more behind the chosen one"),
    "copy": ("Copy", "The chosen one once more"),
    "remove": ("Remove", "Take the chosen one out; Undo puts it back"),
    "up": ("Up", "Before the one above it"),
    "down": ("Down", "Behind the one below it"),
}


class EntryList(QWidget):
    """Parts of a definition, of which one is chosen.

    Parameters
    ----------
    name : str
        What they are: ``"items"``.
    buttons : sequence of str
        Which of ``add``, ``copy``, ``remove``, ``up`` and ``down`` there are.

    Signals
    -------
    chosen(place: int)
        A person chose another.
    asked(what: str, place: int)
        A button was pressed, for the chosen one.
    """

    chosen = Signal(int)
    asked = Signal(str, int)

    def __init__(self, name: str, buttons: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName(name.capitalize())
        self.list.setFixedHeight(_ROWS * (self.fontMetrics().height() + 6))
        self.list.currentRowChanged.connect(self.chosen)
        self.buttons: dict[str, QPushButton] = {}
        line = QWidget()
        row = Flow(line)
        for one in buttons:
            text, tip = _BUTTONS[one]
            button = QPushButton(text)
            button.setAccessibleName(f"{text}: {name}")
            button.setToolTip(literal(tip))
            button.clicked.connect(
                lambda _on=False, what=one: self.asked.emit(what, self.list.currentRow())
            )
            self.buttons[one] = button
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addWidget(line)

    def show_entries(self, titles: Sequence[str], *, wrong: int = -1, choose: int = -1) -> None:
        """List the parts by their titles; mark one that is wrong; choose one where it is said."""
        row = choose if choose >= 0 else self.list.currentRow()
        with QSignalBlocker(self.list):
            while self.list.count() > len(titles):
                self.list.takeItem(self.list.count() - 1)
            for place, title in enumerate(titles):
                if place == self.list.count():
                    self.list.addItem(QListWidgetItem())
                item = self.list.item(place)
                if item.text() != title:
                    item.setText(title)
                item.setToolTip(literal(title))
                item.setIcon(theme.icon("warning") if place == wrong else QIcon())
            self.list.setCurrentRow(min(max(row, 0), len(titles) - 1))
        here, last = self.list.currentRow(), len(titles) - 1
        for name, possible in (
            ("copy", here >= 0),
            ("remove", here >= 0),
            ("up", here > 0),
            ("down", 0 <= here < last),
        ):
            if name in self.buttons:
                self.buttons[name].setEnabled(possible)
