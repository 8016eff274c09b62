"""A list of which some lines are ticked."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from neopain_gui.gui.base.plain import literal

_ROWS = 5


class ChosenItems(QListWidget):
    """Lines with a box to tick each.

    Parameters
    ----------
    name : str
        What it is, for a screen reader.

    Signals
    -------
    changed()
        A line was ticked or not any more.
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMinimumHeight(_ROWS * (self.fontMetrics().height() + 6))
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def offer(self, lines: Iterable[tuple[str, str, str]], chosen: Collection[str]) -> None:
        """Show these lines: what each stands for, its text, and what there is to know of it."""
        self.blockSignals(True)
        self.clear()
        for key, text, tip in lines:
            self._add(key, text, tip, key in chosen)
        self.blockSignals(False)
        self.changed.emit()

    def add(self, key: str, text: str) -> None:
        """Add a line that is ticked; one that is there is ticked.

        "p01" is P01: nobody means two who differ by a capital letter.
        """
        same = (one for one in self._items() if one.data(_KEY).casefold() == key.casefold())
        there = next(same, None)
        if there is None:
            self._add(key, text, "", True)
            self.changed.emit()
        else:
            there.setCheckState(Qt.CheckState.Checked)

    def chosen(self) -> tuple[str, ...]:
        """Return what the ticked lines stand for, in their order."""
        ticked = Qt.CheckState.Checked
        return tuple(one.data(_KEY) for one in self._items() if one.checkState() == ticked)

    def tick(self, keys: Collection[str]) -> None:
        """Tick these lines and no others."""
        for one in self._items():
            on = one.data(_KEY) in keys
            one.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _add(self, key: str, text: str, tip: str, ticked: bool) -> None:
        item = QListWidgetItem(text)
        item.setData(_KEY, key)
        item.setToolTip(literal("\n".join(dict.fromkeys(one for one in (text, tip) if one))))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.addItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]


_KEY = Qt.ItemDataRole.UserRole
