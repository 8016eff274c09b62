"""The list of regions' names, to choose from and to add to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from neopain_gui.faces.drawn import LONGEST_NAME, region_name

_NEW = "New region…"
_LETTERS = 15
"""Room for a name in the closed list."""
_MARGIN = 16


class RegionNames(QWidget):
    """A list of names; its last entry asks for a new one.

    Signals
    -------
    chosen(name: str)
        A region of the list; empty where a new name was given up.
    added(name: str)
        A new region of one's own was named.
    refused(why: str)
        The new name is none, as a sentence.
    """

    chosen = Signal(str)
    added = Signal(str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QComboBox()
        self.list.setAccessibleName("Facial region")
        self.list.setToolTip("The region that is marked; a click on the photograph chooses one too")
        self.list.setMinimumContentsLength(_LETTERS)
        self.list.view().setTextElideMode(Qt.TextElideMode.ElideNone)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the new region")
        self.name.setToolTip("What lies on the face beside its features: a tube, a plaster")
        self.name.setPlaceholderText("Name, then Enter")
        self.name.setMaxLength(LONGEST_NAME)
        said = f"A region’s name has at most {LONGEST_NAME} characters: the rest was not taken."
        self.name.inputRejected.connect(lambda: self.refused.emit(said))
        self.name.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list)
        row.addWidget(self.name)
        self.list.activated.connect(self._activated)
        self.name.installEventFilter(self)

    def show_regions(self, names: Sequence[str], drawn: frozenset[str], chosen: str) -> None:
        """List the regions and show which is chosen."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for name in names:
                mark = " (drawn)" if name in drawn else ""
                self.list.addItem(f"{name.capitalize()}{mark}", name)
            self.list.addItem(_NEW, "")
            self.list.setCurrentIndex(max(0, self.list.findData(chosen)))
        self.list.view().setMinimumWidth(self.list.view().sizeHintForColumn(0) + _MARGIN)

    def stop_naming(self) -> None:
        """Show the list again in the place of the new name."""
        self.list.show()
        self.name.hide()

    def _activated(self, place: int) -> None:
        name = self.list.itemData(place)
        if name:
            self.chosen.emit(name)
        else:
            self._ask(True)

    def _ask(self, on: bool) -> None:
        self.stop_naming()
        if on:
            self.list.hide()
            self.name.clear()
            self.name.show()
        (self.name if on else self.list).setFocus()

    def _named(self) -> None:
        try:
            name = region_name(self.name.text())
        except ValueError as error:
            self.refused.emit(f"{str(error)[:1].upper()}{str(error)[1:]}.")
            return
        self._ask(False)
        self.added.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        mine = watched is self.name and event.type() == QEvent.Type.KeyPress
        key = event.key() if mine and isinstance(event, QKeyEvent) else 0
        if key == Qt.Key.Key_Escape:
            self._ask(False)
            self.chosen.emit("")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._named()  # and no more: a page on which Return goes on must not hear of it
        else:
            return super().eventFilter(watched, event)
        return True
