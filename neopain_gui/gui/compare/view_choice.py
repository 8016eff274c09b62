"""Which view of the comparison is in front."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from neopain_gui.gui.widgets.segments import Segment


class CompareView(StrEnum):
    """The views of the compare tab."""

    MATRIX = "Matrix"
    VIOLINS = "Violins"
    GRID = "Grid"
    STATISTICS = "Statistics"


_TIPS = {
    CompareView.MATRIX: "How much every two extraction models agree",
    CompareView.VIOLINS: (
        "How agreement varies over the photographs, with and without pain (Figure 17)"
    ),
    CompareView.GRID: "Every photograph's map of every extraction model (Figure 16)",
    CompareView.STATISTICS: (
        "Tests between pain and no pain (Table 5), baselines, features of the face"
    ),
}


class Views(QWidget):
    """A button for each view.

    Signals
    -------
    changed(view: CompareView)
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = CompareView.MATRIX
        self.buttons: dict[CompareView, QToolButton] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for view, tip in _TIPS.items():
            button = Segment(view.value, tip, parent=self)
            button.setChecked(view is self.view)
            button.clicked.connect(lambda _checked=False, one=view: self._choose(one))
            group.addButton(button)
            row.addWidget(button)
            self.buttons[view] = button

    def _choose(self, view: CompareView) -> None:
        if view is not self.view:
            self.view = view
            self.changed.emit(view)
