"""Which view of the comparison is in front."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.widgets.segments import SegmentRow


class CompareView(StrEnum):
    """The views of the compare tab."""

    MATRIX = "Matrix"
    VIOLINS = "Violins"
    GRID = "Grid"
    AVERAGE = "Average face"
    STATISTICS = "Statistics"


PAIRED = (CompareView.MATRIX, CompareView.VIOLINS)
"""Those in which a pair is chosen, which stands beside them."""
_TIPS = {
    CompareView.MATRIX: "How much every two extraction models agree",
    CompareView.VIOLINS: (
        "How agreement varies over the photographs, with and without pain (Figure 17)"
    ),
    CompareView.GRID: "Every photograph's map of every extraction model (Figure 16)",
    CompareView.AVERAGE: (
        "Every extraction model's maps on one face, and where pain and no pain differ there"
    ),
    CompareView.STATISTICS: (
        "Tests between pain and no pain (Table 5), baselines, features of the face"
    ),
}


class Views(SegmentRow):
    """A button for each view.

    Signals
    -------
    changed(view: CompareView)
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            {view: (view.value, tip) for view, tip in _TIPS.items()}, CompareView.MATRIX, parent
        )
        self.view = CompareView.MATRIX
        self.chosen.connect(self._choose)

    def _choose(self, view: CompareView) -> None:
        if view is not self.view:
            self.view = view
            self.changed.emit(view)
