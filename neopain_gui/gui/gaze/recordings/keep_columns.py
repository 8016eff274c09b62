"""Which further columns of a table of participants the study keeps: none unless ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QMenu, QToolButton, QWidget, QWidgetAction


class KeepColumns(QToolButton):
    """A button whose menu ticks columns; hidden where a table has no further ones.

    Signals
    -------
    ticked()
        Other columns are kept.
    """

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Columns of the participants' table that are kept")
        self.setToolTip("Only participant and group are kept, and the columns ticked here")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.boxes: dict[str, QCheckBox] = {}
        self.offer(())

    @property
    def kept(self) -> frozenset[str]:
        """The columns that are ticked."""
        return frozenset(name for name, box in self.boxes.items() if box.isChecked())

    @property
    def left(self) -> tuple[str, ...]:
        """The columns that are not kept."""
        return tuple(name for name, box in self.boxes.items() if not box.isChecked())

    def offer(self, columns: Sequence[str]) -> None:
        """Offer these columns; what was ticked stays ticked."""
        before = self.kept
        menu = self.menu()
        menu.clear()
        self.boxes = {}
        for name in columns:
            box = QCheckBox(name.replace("&", "&&"))
            box.setChecked(name in before)
            box.toggled.connect(self._say)
            action = QWidgetAction(menu)  # a menu of plain entries would close at every tick
            action.setDefaultWidget(box)
            menu.addAction(action)
            self.boxes[name] = box
        self.setVisible(bool(columns))
        self._say()

    def _say(self) -> None:
        self.setText(f"Keep columns: {len(self.kept)} of {len(self.boxes)}")
        self.ticked.emit()
