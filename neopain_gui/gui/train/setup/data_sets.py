"""Data sets to tick: whose neonates train, and whose are tested."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from neopain_gui.gui.widgets.flow import Flow


class DataSets(QWidget):
    """A box for each data set; all ticked says the same as none: an empty list, all.

    Parameters
    ----------
    name : str
        What a screen reader says before each.

    Signals
    -------
    given(names: tuple of str)
        By the person; at least one stays ticked.
    """

    given = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._row = Flow(self)
        self.boxes: dict[str, QCheckBox] = {}

    def show_names(self, names: Sequence[str], chosen: Sequence[str]) -> None:
        """Offer data sets, and tick those that are chosen."""
        every = list(dict.fromkeys((*names, *chosen)))
        if list(self.boxes) != every:
            for box in self.boxes.values():
                self._row.removeWidget(box)
                box.hide()
                box.deleteLater()
            self.boxes = {name: self._box(name) for name in every}
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(not chosen or name in chosen)

    def _box(self, name: str) -> QCheckBox:
        box = QCheckBox(name.replace("&", "&&"), self)
        box.setAccessibleName(f"{self._name}: {name}")
        box.toggled.connect(self._ticked)
        self._row.addWidget(box)
        box.show()
        return box

    def _ticked(self) -> None:
        names = tuple(name for name, box in self.boxes.items() if box.isChecked())
        if names:
            self.given.emit(() if len(names) == len(self.boxes) else names)
            return
        box = self.sender()
        if isinstance(box, QCheckBox):
            with QSignalBlocker(box):  # nobody at all cannot be meant
                box.setChecked(True)
