"""The layers of a network: name, kind, what each gives, and how many weights it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from neopain_gui.gui.base.plain import literal

if TYPE_CHECKING:
    from neopain_gui.classifiers.foreign.findings import Findings

_HEADS = ("Layer", "Kind", "Gives", "Weights", "Explained")


class LayerTable(QTableWidget):
    """A row for each layer, from the input towards the output."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_HEADS), parent)
        self.setAccessibleName("Layers")
        self.setHorizontalHeaderLabels(list(_HEADS))
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMinimumHeight(200)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def show_layers(self, found: Findings) -> None:
        """Show the layers of what was found."""
        explained = {layer.name for layer in found.explained}
        self.setRowCount(len(found.layers))
        for row, layer in enumerate(found.layers):
            shape = " × ".join("any" if side is None else str(side) for side in layer.shape)
            mark = "yes" if layer.name in explained else ""
            cells = (layer.name, layer.kind, shape, f"{layer.parameters:,}", mark)
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(literal(text))
                if _HEADS[place] == "Weights":
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.setItem(row, place, item)
