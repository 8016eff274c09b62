"""The order of the matrix: as the tables have it, or alike beside alike."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from neopain_gui.agreement.measure import Measure
from neopain_gui.gui.compare.clustering import clustered
from neopain_gui.gui.compare.matrix import Scope, cells, photographs_in
from neopain_gui.gui.widgets.model_heads import Heads
from neopain_gui.gui.widgets.segments import Segment

if TYPE_CHECKING:
    from neopain_gui.findings.comparison import Comparison


class Order(QWidget):
    """The button, and what it does.

    The clusters are those of the mean over all photographs that the filter lets through: the
    order stays while one goes from one photograph, or one class, to the next.

    Signals
    -------
    changed()
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = Segment(
            "Clus&tered",
            "Put extraction models that agree beside each other: average linkage on 1 − mean "
            "agreement, or on the mean distance, over all photographs of the list",
            parent=self,
        )
        self.button.toggled.connect(lambda _on: self.changed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        self._kept: tuple[object, ...] = ()
        self._names: tuple[str, ...] = ()

    def names(
        self, comparison: Comparison, measure: Measure, visible: Collection[str]
    ) -> tuple[str, ...]:
        """Return the extraction models in the order chosen: by classifier, or clustered."""
        given = Heads(comparison.models).names
        if not self.button.isChecked():
            return given
        what = (comparison, measure, frozenset(visible))
        if what != self._kept:
            rows = photographs_in(comparison, Scope.ALL, "", visible)
            self._names = clustered(given, cells(comparison, rows, measure), measure)
            self._kept = what
        return self._names
